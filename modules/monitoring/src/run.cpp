#include "cordon/monitoring/run.hpp"

#include "settings_json.hpp"

namespace cordon::monitoring {

std::string to_json(const Run& r) {
  Json lists = Json::array();
  for (const ListUsed& list : r.lists) {
    lists.push_back({{"source", list.source},
                     {"version", list.version},
                     {"sha256", list.sha256},
                     {"published", list.published},
                     {"subjects", list.subjects}});
  }
  return dump({{"id", r.id},
               {"portfolio", r.portfolio},
               {"kind", r.kind},
               {"base", r.base},
               {"started", base::to_iso(r.started)},
               {"finished", base::to_iso(r.finished)},
               {"lists", std::move(lists)},
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
               {"certificate", r.certificate}});
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
  for (const Json& item : json["lists"]) {
    ListUsed list;
    StoredObject stored(item, "run");
    stored.read("source", list.source).read("version", list.version).read("sha256", list.sha256);
    stored.read("published", list.published).read("subjects", list.subjects);
    CORDON_TRY(stored.done());
    r.lists.push_back(std::move(list));
  }
  return r;
}

}  // namespace cordon::monitoring
