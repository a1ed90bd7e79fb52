#include "cordon/monitoring/run.hpp"

#include "settings_json.hpp"

namespace cordon::monitoring {

namespace {

Json lists_json(const std::vector<ListUsed>& used) {
  Json lists = Json::array();
  for (const ListUsed& list : used) {
    lists.push_back({{"source", list.source},
                     {"version", list.version},
                     {"sha256", list.sha256},
                     {"published", list.published},
                     {"subjects", list.subjects}});
  }
  return lists;
}

base::Result<void> read_lists(const Json& json, std::vector<ListUsed>& lists) {
  for (const Json& item : json) {
    ListUsed list;
    StoredObject stored(item, "run");
    stored.read("source", list.source).read("version", list.version).read("sha256", list.sha256);
    stored.read("published", list.published).read("subjects", list.subjects);
    CORDON_TRY(stored.done());
    lists.push_back(std::move(list));
  }
  return {};
}

Json ownership_json(const OwnershipUsed& o) {
  return {{"as_of", o.as_of},
          {"rule", o.rule},
          {"rules_sha256", o.rules_sha256},
          {"graph", lists_json(o.graph)},
          {"sha256", o.sha256},
          {"interests", o.interests},
          {"parties", o.parties},
          {"reached", o.reached},
          {"undetermined", o.undetermined},
          {"deeper", o.deeper},
          {"links", o.links},
          {"lacking", o.lacking}};
}

base::Result<OwnershipUsed> ownership_from(const Json& json) {
  OwnershipUsed o;
  StoredObject object(json, "run");
  object.read("as_of", o.as_of).read("rule", o.rule).read("rules_sha256", o.rules_sha256).read("sha256", o.sha256);
  object.read("interests", o.interests).read("parties", o.parties).read("reached", o.reached);
  object.read("undetermined", o.undetermined).read("deeper", o.deeper).read("lacking", o.lacking);
  if (json.contains("links")) object.read("links", o.links);  // runs of the first way do not say so
  CORDON_TRY(object.done());
  if (!json.contains("graph") || !json["graph"].is_array()) {
    return base::Error{base::ErrorCode::kDamaged, "stored run does not say which graph it looked through"};
  }
  CORDON_TRY(read_lists(json["graph"], o.graph));
  return o;
}

}  // namespace

std::string to_json(const Run& r) {
  Json json{{"id", r.id},
            {"portfolio", r.portfolio},
            {"kind", r.kind},
            {"base", r.base},
            {"started", base::to_iso(r.started)},
            {"finished", base::to_iso(r.finished)},
            {"lists", lists_json(r.lists)},
            {"portfolio_revision", r.portfolio_revision},
            {"settings", settings_json(r.settings)},
            {"policy_revision", r.policy_revision},
            {"policy_sha256", r.policy_sha256},
            {"clusters_sha256", r.clusters_sha256},
            {"software", r.software},
            {"opened", r.opened},
            {"updated", r.updated},
            {"reopened", r.reopened},
            {"lapsed", r.lapsed},
            {"certificate", r.certificate}};
  if (r.ownership) json["ownership"] = ownership_json(*r.ownership);
  return dump(json);
}

base::Result<Run> run_from_json(std::string_view text) {
  CORDON_ASSIGN(const Json json, parse_stored(text, "run"));
  Run r;
  StoredObject object(json, "run");
  object.read("id", r.id).read("portfolio", r.portfolio).read("kind", r.kind).read("base", r.base);
  object.read("started", r.started).read("finished", r.finished).read("portfolio_revision", r.portfolio_revision);
  object.read("policy_revision", r.policy_revision)
      .read("policy_sha256", r.policy_sha256)
      .read("clusters_sha256", r.clusters_sha256);
  object.read("software", r.software).read("opened", r.opened).read("updated", r.updated);
  object.read("reopened", r.reopened).read("lapsed", r.lapsed).read("certificate", r.certificate);
  CORDON_TRY(object.done());
  if (!json.contains("settings") || !json.contains("lists") || !json["lists"].is_array()) {
    return base::Error{base::ErrorCode::kDamaged, "stored run " + std::to_string(r.id) + " is incomplete"};
  }
  CORDON_ASSIGN(r.settings, settings_from(json["settings"]));
  CORDON_TRY(read_lists(json["lists"], r.lists));
  if (json.contains("ownership")) {
    CORDON_ASSIGN(r.ownership, ownership_from(json["ownership"]));
  }
  return r;
}

}  // namespace cordon::monitoring
