#include "cordon/service/vessel.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "cordon/model/imo.hpp"
#include "json_writer.hpp"
#include "programme_table.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;

// What of a record tells a hull's identity, and under which heading it is shown. former: the list itself calls it so.
struct Told {
  std::string_view property;
  std::string_view heading;
  bool former = false;
};
constexpr std::array kTold{
    Told{"name", "names"},
    Told{"previousName", "names", true},
    Told{"alias", "names"},
    Told{"weakAlias", "names"},
    Told{"flag", "flags"},
    Told{"pastFlags", "flags", true},
    Told{"mmsi", "mmsi"},
    Told{"callSign", "call_signs"},
    Told{"owner", "owners"},
    Told{"operator", "owners"},
    Told{"ownership.owner", "owners"},
    Told{"unknownLink.object", "owners"},
};
constexpr std::array<std::string_view, 5> kHeadings{"names", "flags", "mmsi", "call_signs", "owners"};

const Told* told(std::string_view property) {
  const auto at = std::find_if(kTold.begin(), kTold.end(), [&](const Told& row) { return row.property == property; });
  return at == kTold.end() ? nullptr : at;
}

Error no_ship(const std::string& text) {
  std::string why = "seven digits, the first not zero";
  if (model::imo_digits(text)) {
    why = model::is_company_imo(text) ? "this is the number of a company or owner" : "its check digit does not fit";
  }
  return {ErrorCode::kMalformed, "expected the IMO number of a ship, found '" + text + "' (" + why + ")"};
}

// One change of a record of the hull, with the version it came with.
struct Event {
  store::VersionInfo version;
  store::SubjectChange change;
};

bool names_hull(const store::SubjectChange& change, const std::string& digits) {
  for (const store::FieldChange& field : change.fields) {
    if (field.property != "imoNumber") continue;
    for (const auto* values : {&field.before, &field.after}) {
      for (const std::string& value : *values) {
        if (model::imo_digits(value) == digits) return true;
      }
    }
  }
  return false;
}

// The changes of every record that ever had the number, in the order of the versions.
base::Result<std::vector<Event>> events_of(Workspace& workspace, const std::string& digits) {
  CORDON_ASSIGN(std::vector<store::VersionInfo> versions, workspace.store().versions(std::nullopt));
  std::erase_if(versions, [](const store::VersionInfo& v) { return v.state != store::VersionState::kActive; });
  std::vector<Event> vessels;  // of all hulls: a record may get its number later
  std::set<std::pair<std::string, std::string>> ours;
  const store::VersionInfo* before = nullptr;
  for (const store::VersionInfo& version : versions) {
    const bool first = before == nullptr || before->source != version.source;
    CORDON_ASSIGN(auto changes,
                  workspace.store().changes(version.source, first ? 0 : before->version, version.version));
    before = &version;
    for (store::SubjectChange& change : changes) {
      if (change.schema != "Vessel") continue;
      if (names_hull(change, digits)) ours.emplace(version.source.str(), change.entity_id.str());
      vessels.push_back({version, std::move(change)});
    }
  }
  std::erase_if(vessels, [&ours](const Event& event) {
    return !ours.contains({event.version.source.str(), event.change.entity_id.str()});
  });
  std::stable_sort(vessels.begin(), vessels.end(),
                   [](const Event& a, const Event& b) { return a.version.published < b.version.published; });
  return vessels;
}

// A value of one heading, from when until when which lists gave it.
struct Span {
  std::string first_seen;
  std::string last_seen;  // empty: a current version has it
  std::set<std::string> holders;
  std::set<std::string> sources;
  bool former = true;  // every list that gives it calls it former
};
using Spans = std::map<std::string, Span>;

class Hull {
 public:
  void take(const Event& event) {
    const std::string day = event.version.published.to_string();
    const std::string holder = event.version.source.str() + ' ' + event.change.entity_id.str();
    for (const store::FieldChange& field : event.change.fields) {
      const Told* row = told(field.property);
      if (row == nullptr) continue;
      Spans& spans = spans_[row->heading];
      for (const std::string& value : field.before) {
        const bool kept = std::find(field.after.begin(), field.after.end(), value) != field.after.end();
        if (!kept) end(spans[value], holder + ' ' + field.property, day);
      }
      for (const std::string& value : field.after) {
        Span& span = spans[value];
        if (span.first_seen.empty()) span.first_seen = day;
        span.last_seen.clear();
        span.holders.insert(holder + ' ' + field.property);
        span.sources.insert(event.version.source.str());
        span.former = span.former && row->former;
      }
    }
  }

  void write(JsonWriter& json, const store::Snapshot& current) const {
    for (const std::string_view heading : kHeadings) {
      json.key(heading).begin_array();
      if (const auto spans = spans_.find(heading); spans != spans_.end()) write_spans(json, spans->second, current);
      json.end_array();
    }
  }

 private:
  static void end(Span& span, const std::string& holder, const std::string& day) {
    span.holders.erase(holder);
    if (span.holders.empty()) span.last_seen = day;
  }
  static void write_spans(JsonWriter& json, const Spans& spans, const store::Snapshot& current) {
    for (const auto& [value, span] : spans) {
      json.begin_object();
      json.key("value").value(value);
      if (const auto* entity = current.find(model::EntityId{value}); entity != nullptr) {
        json.key("caption").value(entity->listed.entity.caption());
      }
      json.key("first_seen").value(span.first_seen);
      json.key("gone_since").value(span.last_seen);
      json.key("former").value(span.former || !span.last_seen.empty());
      json.key("sources").strings(span.sources);
      json.end_object();
    }
  }

  std::map<std::string_view, Spans> spans_;
};

void write_listings(JsonWriter& json, const std::vector<Event>& events) {
  struct Listing {
    const Event* first = nullptr;
    const Event* last = nullptr;
  };
  std::map<std::pair<std::string, std::string>, Listing> listings;
  for (const Event& event : events) {
    Listing& listing = listings[{event.version.source.str(), event.change.entity_id.str()}];
    if (listing.first == nullptr) listing.first = &event;
    listing.last = &event;
  }
  json.begin_array();
  for (const auto& [key, listing] : listings) {
    const bool removed = listing.last->change.kind == store::ChangeKind::kRemoved;
    json.begin_object();
    json.key("source").value(key.first);
    json.key("entity_id").value(key.second);
    json.key("caption").value(listing.last->change.caption);
    json.key("first_seen").value(listing.first->version.published.to_string());
    json.key("listed").value(!removed);
    json.key("removed").value(removed ? listing.last->version.published.to_string() : std::string{});
    json.key("programmes").strings(listing.last->change.programmes);
    json.key("meaning").strings(programme_sentences(listing.last->change.programmes, key.first));
    json.end_object();
  }
  json.end_array();
}

void write_timeline(JsonWriter& json, const std::vector<Event>& events) {
  json.begin_array();
  for (const Event& event : events) {
    json.begin_object();
    json.key("date").value(event.version.published.to_string());
    json.key("source").value(event.version.source.str());
    json.key("version").value(event.version.version);
    json.key("entity_id").value(event.change.entity_id.str());
    json.key("kind").value(store::change_kind_name(event.change.kind));
    json.key("summary").value(event.change.summary);
    json.key("fields").begin_array();
    for (const store::FieldChange& field : event.change.fields) {
      if (told(field.property) == nullptr) continue;
      json.begin_object().key("property").value(field.property);
      json.key("before").strings(field.before).key("after").strings(field.after).end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

}  // namespace

base::Result<void> show_vessel(Workspace& workspace, const std::string& imo, const JsonSink& sink) {
  if (!model::is_ship_imo(imo)) return no_ship(imo);
  const std::string digits = *model::imo_digits(imo);
  CORDON_ASSIGN(const std::vector<Event> events, events_of(workspace, digits));
  if (events.empty()) {
    return Error{ErrorCode::kNotFound, "no version of a loaded list has a vessel with the IMO number " + digits};
  }
  CORDON_ASSIGN(const auto current, workspace.store().snapshot({}));
  Hull hull;
  for (const Event& event : events) hull.take(event);
  JsonWriter json;
  json.begin_object();
  json.key("imo").value(digits);
  json.key("caption").value(events.back().change.caption);
  hull.write(json, *current);
  json.key("listings");
  write_listings(json, events);
  json.key("timeline");
  write_timeline(json, events);
  json.end_object();
  return sink(json.text());
}

}  // namespace cordon::service
