#include "cordon/service/rounds.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "cordon/base/csv.hpp"
#include "cordon/cluster/subject.hpp"
#include "cordon/model/schema.hpp"
#include "json_writer.hpp"
#include "shipped_data.hpp"

namespace cordon::service {
namespace {

// Rows of a two-column table with comment lines.
std::vector<std::pair<std::string, std::string>> read_pairs(const char* path) {
  std::string_view text = base::find_embedded(embedded_files(), path);
  while (text.starts_with('#')) text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
  base::CsvReader reader{text, {}, path};
  std::vector<std::pair<std::string, std::string>> rows;
  std::vector<std::string> fields;
  while (reader.next(fields).value_or(false)) {
    if (fields.size() == 2) rows.emplace_back(fields[0], fields[1]);
  }
  if (!rows.empty()) rows.erase(rows.begin());  // the header
  return rows;
}

std::string presidency_on(base::Date day) {
  static const auto kTable = read_pairs("programmes/presidencies.csv");
  std::string president = "earlier";
  const std::string text = day.to_string();
  for (const auto& [since, name] : kTable) {
    if (since <= text) president = name;
  }
  return president;
}

bool has_words(std::string_view text, std::string_view words) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; };
  for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]))) return true;
  }
  return false;
}

// "official", "business", or "" when nothing the list says about the person tells.
std::string role_of(const store::SubjectChange& change) {
  static const auto kRoles = read_pairs("programmes/roles.csv");
  constexpr std::array<std::string_view, 6> kTold{"position", "title", "notes", "summary", "political", "description"};
  std::string text;
  for (const store::FieldChange& field : change.fields) {
    if (std::find(kTold.begin(), kTold.end(), field.property) == kTold.end()) continue;
    for (const std::string& value : field.after) text += value + '\n';
  }
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c; });
  for (const auto& [words, role] : kRoles) {
    if (has_words(text, words)) return role;
  }
  return {};
}

// What is counted of a round or of any other grouping.
struct Count {
  std::uint64_t individuals = 0, entities = 0, vessels = 0, aircraft = 0, others = 0;
  std::uint64_t officials = 0, business = 0;
  std::uint64_t delistings = 0;
  std::map<std::string, std::uint64_t> programmes;  // of the additions
  std::set<std::tuple<std::string, std::string, std::string>> rounds;
  [[nodiscard]] std::uint64_t additions() const { return individuals + entities + vessels + aircraft + others; }

  void add(const store::SubjectChange& change) {
    if (model::is_a(change.schema, "Person")) {
      ++individuals;
      const std::string role = role_of(change);
      if (role == "official") ++officials;
      if (role == "business") ++business;
    } else if (model::is_a(change.schema, "Vessel")) {
      ++vessels;
    } else if (model::is_a(change.schema, "Airplane")) {
      ++aircraft;
    } else if (model::is_a(change.schema, "LegalEntity")) {
      ++entities;
    } else {
      ++others;
    }
  }
};

void write_count(JsonWriter& json, const Count& count) {
  json.key("designations").value(count.additions());
  json.key("individuals").value(count.individuals);
  json.key("entities").value(count.entities);
  json.key("vessels").value(count.vessels);
  json.key("aircraft").value(count.aircraft);
  json.key("others").value(count.others);
  json.key("officials").value(count.officials);
  json.key("business").value(count.business);
  json.key("delistings").value(count.delistings);
  json.key("programmes").begin_object();
  for (const auto& [programme, number] : count.programmes) json.key(programme).value(number);
  json.end_object();
}

// A step between two publication days of one list.
struct Step {
  std::string source;
  base::Date day;
  base::Date previous;
};

std::set<std::string> families_of(const std::vector<std::string>& programmes) {
  std::set<std::string> families;
  for (const std::string& programme : programmes) {
    const auto regimes = cluster::regimes_of(programme);
    if (regimes.empty()) families.insert(programme);
    for (const std::string_view regime : regimes) families.emplace(regime);
  }
  if (families.empty()) families.insert("no programme");
  return families;
}

class Counter {
 public:
  explicit Counter(const RoundsRequest& request) : request_(request) {}

  void take(const Step& step, const store::SubjectChange& change) {
    if (change.kind == store::ChangeKind::kChanged) return;
    const auto& programmes = change.programmes;
    if (request_.programme &&
        std::find(programmes.begin(), programmes.end(), *request_.programme) == programmes.end()) {
      return;
    }
    const bool added = change.kind == store::ChangeKind::kAdded;
    const auto count_in = [&](Count& count, const std::string& family) {
      if (!added) {
        ++count.delistings;
        return;
      }
      count.add(change);
      for (const std::string& programme : programmes) ++count.programmes[programme];
      count.rounds.emplace(step.source, step.day.to_string(), family);
    };
    const std::set<std::string> families = families_of(programmes);
    if (request_.by.empty() || request_.by == "round") {
      for (const std::string& family : families) {
        Round& round = rounds_[{step.day, step.source, family}];
        round.previous = step.previous;
        count_in(round.count, family);
      }
    } else if (request_.by == "programme") {
      for (const std::string& programme : programmes) count_in(counts_[programme], programme);
    } else {
      const std::string key = request_.by == "issuer"  ? step.source
                              : request_.by == "month" ? step.day.to_string().substr(0, 7)
                                                       : presidency_on(step.day);
      count_in(counts_[key], *families.begin());
    }
  }

  base::Result<void> print(const JsonSink& sink) const {
    for (const auto& [key, round] : rounds_) {
      const auto& [day, source, family] = key;
      JsonWriter json;
      json.begin_object();
      json.key("date").value(day.to_string());
      json.key("previous").value(round.previous.to_string());
      json.key("source").value(source);
      json.key("family").value(family);
      json.key("presidency").value(presidency_on(day));
      write_count(json, round.count);
      json.end_object();
      CORDON_TRY(sink(json.text()));
    }
    for (const auto& [key, count] : counts_) {
      JsonWriter json;
      json.begin_object();
      json.key("by").value(request_.by);
      json.key("key").value(key);
      json.key("rounds").value(std::uint64_t{count.rounds.size()});
      write_count(json, count);
      json.end_object();
      CORDON_TRY(sink(json.text()));
    }
    return {};
  }

 private:
  struct Round {
    base::Date previous;
    Count count;
  };
  const RoundsRequest& request_;
  std::map<std::tuple<base::Date, std::string, std::string>, Round> rounds_;
  std::map<std::string, Count> counts_;
};

}  // namespace

base::Result<void> list_rounds(Workspace& workspace, const RoundsRequest& request, const JsonSink& sink) {
  constexpr std::array<std::string_view, 6> kKnown{"", "round", "programme", "issuer", "month", "presidency"};
  if (std::find(kKnown.begin(), kKnown.end(), request.by) == kKnown.end()) {
    return base::Error{base::ErrorCode::kInvalidArgument,
                       "--by: expected round, programme, issuer, month or presidency, found '" + request.by + "'"};
  }
  CORDON_ASSIGN(std::vector<store::VersionInfo> versions, workspace.store().versions(std::nullopt));
  std::erase_if(versions, [](const store::VersionInfo& v) { return v.state != store::VersionState::kActive; });
  Counter counter{request};
  for (std::size_t i = 1; i < versions.size(); ++i) {
    const store::VersionInfo& before = versions[i - 1];
    const store::VersionInfo& after = versions[i];
    if (before.source != after.source) continue;
    const auto& wanted = request.sources;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), after.source.str()) == wanted.end()) continue;
    if ((request.since && after.published <= *request.since) || (request.to && after.published > *request.to)) continue;
    workspace.progress().report("counting", i, versions.size());
    CORDON_ASSIGN(const auto changes, workspace.store().changes(after.source, before.version, after.version));
    const Step step{after.source.str(), after.published, before.published};
    for (const store::SubjectChange& change : changes) counter.take(step, change);
  }
  return counter.print(sink);
}

}  // namespace cordon::service
