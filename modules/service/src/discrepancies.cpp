// Where the lists disagree about one subject.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "cluster_ids.hpp"
#include "cordon/model/imo.hpp"
#include "cordon/service/clusters.hpp"
#include "json_writer.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::array<std::string_view, 6> kKinds{"missing", "delisted", "lag", "birth-date", "nationality", "imo"};

bool holds(const std::vector<std::string>& values, std::string_view value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// A cluster, or a subject that stands alone.
struct Group {
  std::string id;
  std::vector<const cluster::Subject*> members;
  [[nodiscard]] std::set<std::string> sources() const {
    std::set<std::string> found;
    for (const cluster::Subject* member : members) found.insert(member->source.str());
    return found;
  }
};

std::vector<Group> groups_of(const Clustered& clustered) {
  std::vector<Group> groups;
  for (const cluster::Cluster& one : clustered.clustering.clusters) {
    Group group{one.id.str(), {}};
    for (const std::size_t place : one.members) group.members.push_back(&clustered.subjects[place]);
    groups.push_back(std::move(group));
  }
  for (std::size_t i = 0; i < clustered.subjects.size(); ++i) {
    if (clustered.clustering.cluster_of[i] == cluster::Clustering::kNone) {
      groups.push_back({clustered.subjects[i].id.str(), {&clustered.subjects[i]}});
    }
  }
  std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) { return a.id < b.id; });
  return groups;
}

std::vector<std::string> imo_numbers(const cluster::Subject& subject) {
  std::vector<std::string> numbers;
  for (const match::Identifier& id : subject.features.identifiers) {
    if (id.type == "imoNumber" && !holds(numbers, id.value)) numbers.push_back(id.value);
  }
  return numbers;
}

// Whether two sets of dates have nothing that could be the same day.
bool dates_disagree(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  bool compared = false;
  for (const std::string& left : a) {
    for (const std::string& right : b) {
      const auto x = base::PartialDate::parse(left);
      const auto y = base::PartialDate::parse(right);
      if (!x || !y) continue;
      compared = true;
      if (x->compare(*y) == base::DateOrder::kOverlaps) return false;
    }
  }
  return compared;
}

bool values_disagree(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return false;
  return std::none_of(a.begin(), a.end(), [&b](const std::string& value) { return holds(b, value); });
}

std::optional<base::Date> day_of(const std::string& text) {
  const auto date = base::PartialDate::parse(text);
  if (text.empty() || !date || date->precision() != base::DatePrecision::kDay) return std::nullopt;
  return date->first();
}

// What one record says about the matter.
struct Statement {
  const cluster::Subject* subject = nullptr;
  std::vector<std::string> values;
};

class Writer {
 public:
  Writer(const DiscrepanciesRequest& request, const JsonSink& sink) : request_(request), sink_(sink) {}

  [[nodiscard]] bool wants(std::string_view kind) const {
    if (!request_.kinds.empty()) return holds(request_.kinds, kind);
    const bool asked = !request_.on.empty() || !request_.not_on.empty();
    return (kind == "missing") == asked;
  }

  base::Result<void> add(std::string_view kind, const Group& group, const std::vector<Statement>& statements,
                         const std::vector<std::string>& missing_on, std::optional<std::int32_t> days,
                         const std::string& summary) {
    JsonWriter json;
    json.begin_object();
    json.key("kind").value(kind);
    json.key("cluster_id").value(group.id);
    json.key("caption").value(group.members.front()->features.caption);
    json.key("schema").value(group.members.front()->features.schema);
    json.key("statements").begin_array();
    for (const Statement& statement : statements) {
      json.begin_object();
      json.key("source").value(statement.subject->source.str());
      json.key("entity_id").value(statement.subject->id.str());
      json.key("caption").value(statement.subject->features.caption);
      json.key("values").strings(statement.values);
      json.key("programmes").strings(statement.subject->programmes);
      json.key("listed_on").value(statement.subject->listed_on);
      json.end_object();
    }
    json.end_array();
    json.key("missing_on").strings(missing_on);
    json.key("days");
    if (days) {
      json.value(static_cast<std::int64_t>(*days));
    } else {
      json.null();
    }
    json.key("summary").value(summary);
    json.end_object();
    return sink_(json.text());
  }

 private:
  const DiscrepanciesRequest& request_;
  const JsonSink& sink_;
};

std::vector<Statement> statements_of(const Group& group, std::vector<std::string> (*values)(const cluster::Subject&)) {
  std::vector<Statement> statements;
  for (const cluster::Subject* member : group.members) statements.push_back({member, values(*member)});
  return statements;
}

std::vector<std::string> births(const cluster::Subject& subject) { return subject.features.birth_dates; }
std::vector<std::string> countries(const cluster::Subject& subject) { return subject.features.countries; }
std::vector<std::string> listed(const cluster::Subject& subject) {
  return subject.listed_on.empty() ? std::vector<std::string>{} : std::vector<std::string>{subject.listed_on};
}

std::string join(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ", ") + value;
  return text;
}

// The first two records that disagree, in words; empty when all agree.
template <typename Disagree>
std::string disagreement(const std::vector<Statement>& statements, std::string_view what, Disagree disagree) {
  for (std::size_t i = 0; i < statements.size(); ++i) {
    for (std::size_t j = i + 1; j < statements.size(); ++j) {
      if (!disagree(statements[i].values, statements[j].values)) continue;
      return std::string(what) + ": " + statements[i].subject->source.str() + " says " + join(statements[i].values) +
             ", " + statements[j].subject->source.str() + " says " + join(statements[j].values);
    }
  }
  return {};
}

base::Result<void> add_facts(Writer& writer, const Group& group) {
  const bool person = group.members.front()->features.schema == "Person";
  if (writer.wants("birth-date")) {
    const auto statements = statements_of(group, births);
    const std::string words = disagreement(statements, person ? "born" : "founded or built", dates_disagree);
    if (!words.empty()) CORDON_TRY(writer.add("birth-date", group, statements, {}, std::nullopt, words));
  }
  if (writer.wants("nationality")) {
    const auto statements = statements_of(group, countries);
    const std::string words = disagreement(statements, "country", values_disagree);
    if (!words.empty()) CORDON_TRY(writer.add("nationality", group, statements, {}, std::nullopt, words));
  }
  if (writer.wants("imo")) {
    const auto statements = statements_of(group, imo_numbers);
    const std::string words = disagreement(statements, "IMO number", values_disagree);
    if (!words.empty()) CORDON_TRY(writer.add("imo", group, statements, {}, std::nullopt, words));
  }
  return {};
}

// Days between the first and the last listing, where the lists give both dates.
base::Result<void> add_lag(Writer& writer, const Group& group) {
  if (!writer.wants("lag")) return {};
  const cluster::Subject* first = nullptr;
  const cluster::Subject* last = nullptr;
  for (const cluster::Subject* member : group.members) {
    const auto day = day_of(member->listed_on);
    if (!day) continue;
    if (first == nullptr || *day < *day_of(first->listed_on)) first = member;
    if (last == nullptr || *day > *day_of(last->listed_on)) last = member;
  }
  if (first == nullptr || first->source == last->source) return {};
  const std::int32_t days = day_of(last->listed_on)->days() - day_of(first->listed_on)->days();
  if (days == 0) return {};
  return writer.add(
      "lag", group, statements_of(group, listed), {}, days,
      "listed by " + last->source.str() + " " + std::to_string(days) + " days after " + first->source.str());
}

base::Result<void> add_missing(Writer& writer, const Group& group, const DiscrepanciesRequest& request,
                               const std::set<std::string>& loaded, base::Date day) {
  if (!writer.wants("missing")) return {};
  const std::set<std::string> sources = group.sources();
  std::vector<std::string> missing;
  for (const std::string& source :
       request.not_on.empty() ? std::vector<std::string>(loaded.begin(), loaded.end()) : request.not_on) {
    if (!sources.contains(source)) missing.push_back(source);
  }
  if (missing.empty() || (!request.not_on.empty() && missing.size() != request.not_on.size())) return {};
  std::optional<std::int32_t> days;
  for (const cluster::Subject* member : group.members) {
    if (const auto since = day_of(member->listed_on); since && day.days() - since->days() > days.value_or(-1)) {
      days = day.days() - since->days();
    }
  }
  return writer.add("missing", group, statements_of(group, listed), missing, days,
                    "on " + join({sources.begin(), sources.end()}) + ", not on " + join(missing) +
                        (days ? ", for " + std::to_string(*days) + " days" : std::string{}));
}

bool is_asked(const Group& group, const DiscrepanciesRequest& request) {
  const std::set<std::string> sources = group.sources();
  if (std::any_of(request.on.begin(), request.on.end(),
                  [&](const auto& source) { return !sources.contains(source); })) {
    return false;
  }
  return !request.entity || std::any_of(group.members.begin(), group.members.end(),
                                        [&](const auto* member) { return member->id.str() == *request.entity; });
}

// When the newest version without the record was published: the first one of the list that does not have it.
base::Result<base::Date> delisted_on(Workspace& workspace, const cluster::Subject& subject,
                                     std::optional<base::Date> as_of) {
  CORDON_ASSIGN(std::vector<store::VersionInfo> versions, workspace.store().versions(subject.source));
  std::erase_if(versions, [&](const store::VersionInfo& v) {
    return v.state != store::VersionState::kActive || (as_of && v.published > *as_of);
  });
  base::Date day = versions.empty() ? base::Date{} : versions.back().published;
  for (std::size_t i = versions.size(); i-- > 1;) {
    CORDON_ASSIGN(const auto changes,
                  workspace.store().changes(subject.source, versions[i - 1].version, versions[i].version));
    const bool removed = std::any_of(changes.begin(), changes.end(), [&](const store::SubjectChange& change) {
      return change.entity_id == subject.id && change.kind == store::ChangeKind::kRemoved;
    });
    if (removed) return versions[i].published;
  }
  return day;
}

// Clusters of an earlier day of which one record has left its list while another stays.
base::Result<void> add_delisted(Workspace& workspace, Writer& writer, const Clustered& now,
                                const DiscrepanciesRequest& request, base::Date day) {
  if (!writer.wants("delisted")) return {};
  ListsOn lists{request.since, {}};
  if (!lists.as_of) {
    // The day on which every list that has more than one version has its first: the latest of the first days.
    CORDON_ASSIGN(const auto versions, workspace.store().versions(std::nullopt));
    std::map<std::string, std::pair<base::Date, int>> first;
    for (const store::VersionInfo& version : versions) {
      if (version.state != store::VersionState::kActive) continue;
      auto& [published, count] = first.try_emplace(version.source.str(), version.published, 0).first->second;
      ++count;
    }
    const bool has_history = std::any_of(first.begin(), first.end(), [](const auto& f) { return f.second.second > 1; });
    if (!has_history) return {};
    for (const auto& [source, start] : first) {
      if (!lists.as_of || start.first > *lists.as_of) lists.as_of = start.first;
    }
  }
  CORDON_ASSIGN(const Clustered then, cluster_lists(workspace, lists, request.threads));
  for (const Group& group : groups_of(then)) {
    if (group.members.size() < 2 || !is_asked(group, request)) continue;
    std::vector<const cluster::Subject*> gone;
    std::vector<Statement> staying;
    for (const cluster::Subject* member : group.members) {
      const bool there = std::any_of(now.lists.begin(), now.lists.end(), [&](const auto& list) {
        return list->versions().front().source == member->source && list->find(member->id) != nullptr;
      });
      if (there) {
        staying.push_back({member, {"listed"}});
      } else {
        gone.push_back(member);
      }
    }
    if (gone.empty() || staying.empty()) continue;
    for (const cluster::Subject* member : gone) {
      CORDON_ASSIGN(const base::Date left, delisted_on(workspace, *member, request.as_of));
      std::vector<Statement> statements = staying;
      statements.push_back({member, {"delisted " + left.to_string()}});
      CORDON_TRY(writer.add("delisted", group, statements, {member->source.str()}, day.days() - left.days(),
                            "delisted by " + member->source.str() + " on " + left.to_string() + ", still on " +
                                staying.front().subject->source.str() + " " + std::to_string(day.days() - left.days()) +
                                " days later"));
    }
  }
  return {};
}

}  // namespace

base::Result<void> list_discrepancies(Workspace& workspace, const DiscrepanciesRequest& request, const JsonSink& sink) {
  for (const std::string& kind : request.kinds) {
    if (std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end()) {
      return Error{ErrorCode::kInvalidArgument,
                   "--kind: expected missing, delisted, lag, birth-date, nationality or imo, found '" + kind + "'"};
    }
  }
  CORDON_ASSIGN(const Clustered clustered, cluster_lists(workspace, {request.as_of, {}}, request.threads));
  const base::Date day = request.as_of ? *request.as_of : base::date_of(workspace.clock().now());
  std::set<std::string> loaded;
  for (const auto& list : clustered.lists) loaded.insert(list->versions().front().source.str());
  for (const auto* given : {&request.on, &request.not_on}) {
    for (const std::string& source : *given) {
      if (!loaded.contains(source)) {
        return Error{ErrorCode::kNotFound,
                     "expected a loaded list, found '" + source + "'; 'cordon sources' shows them"};
      }
    }
  }
  Writer writer{request, sink};
  for (const Group& group : groups_of(clustered)) {
    if (!is_asked(group, request)) continue;
    CORDON_TRY(add_missing(writer, group, request, loaded, day));
    if (group.members.size() < 2) continue;
    CORDON_TRY(add_facts(writer, group));
    CORDON_TRY(add_lag(writer, group));
  }
  return add_delisted(workspace, writer, clustered, request, day);
}

}  // namespace cordon::service
