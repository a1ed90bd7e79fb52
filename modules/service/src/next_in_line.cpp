#include "cordon/outlook/next_in_line.hpp"

#include <algorithm>
#include <iterator>

#include "cordon/base/content_hash.hpp"
#include "cordon/base/file.hpp"
#include "cordon/horizon/json_out.hpp"
#include "cordon/match/policy.hpp"
#include "cordon/screening/screener.hpp"
#include "cordon/service/outlook.hpp"
#include "forecast_record.hpp"
#include "index_cache.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using outlook::ListedLink;
using outlook::NextCandidate;

// Surer than an alert: a wrong link would be a reason against a person.
constexpr double kLinkThreshold = 0.90;
// Designation under the programmes that are forecast; a hit there means: no longer a candidate.
constexpr std::string_view kForecastList = "us_ofac_sdn";
constexpr std::string_view kNotice = "not a sanctions list; no legal effect; a probability with its reasons";

class Lists {
 public:
  static Result<Lists> open(Workspace& workspace, base::Date as_of) {
    Lists out;
    CORDON_ASSIGN(const std::vector<store::SourceInfo> sources, workspace.store().sources());
    if (sources.empty()) return out;
    store::SnapshotRequest wanted;
    wanted.as_of = as_of;
    CORDON_ASSIGN(const ListIndex index, open_index(workspace, wanted, 0));
    if (index.versions.empty()) return out;
    for (const store::VersionInfo& version : index.versions) {
      out.searched_.push_back(version.source.str() + "@" + version.published.to_string());
    }
    CORDON_ASSIGN(const match::Policy policy, match::Policy::find("onboarding"));
    out.screener_.emplace(index.corpus, policy);
    return out;
  }

  [[nodiscard]] std::vector<ListedLink> links_of(const NextCandidate& candidate) const {
    std::vector<ListedLink> out;
    if (!screener_) return out;
    screening::Counterparty self;
    screening::set_column(self, "name", candidate.name);
    screening::set_column(self, "schema", "Person");
    screening::set_column(self, "birth_date", candidate.birth_date);
    if (const auto hit = best(self, kForecastList)) {
      out.push_back(link(ListedLink::Kind::kSelf, candidate.name, *hit));
      return out;
    }
    for (const std::string& relative : candidate.relatives) {
      add(out, ListedLink::Kind::kRelative, name_of_relative(relative), "Person");
    }
    std::vector<std::string> companies;
    for (const std::string& position : candidate.positions) companies.push_back(organisation_in(position));
    companies.push_back(candidate.source_of_wealth);
    for (const std::string& company : companies) add(out, ListedLink::Kind::kBusiness, company, "Organization");
    return out;
  }
  [[nodiscard]] const std::vector<std::string>& searched() const { return searched_; }

 private:
  // "Igor Rotenberg (son)" and "son: Igor Rotenberg" name the person without the relation.
  static std::string name_of_relative(const std::string& text) {
    std::string name = text.substr(0, text.find('('));
    const std::size_t colon = name.find(':');
    if (colon != std::string::npos) name.erase(0, colon + 1);
    return name;
  }
  // "chairman of the board of Gazprom", "CEO, Severstal" -> what stands last.
  static std::string organisation_in(const std::string& position) {
    std::size_t at = 0;
    for (const std::string_view mark : {" of ", " at ", ", ", ": ", " - "}) {
      const std::size_t found = position.rfind(mark);
      if (found != std::string::npos) at = std::max(at, found + mark.size());
    }
    return position.substr(at);
  }
  static ListedLink link(ListedLink::Kind kind, const std::string& text, const screening::Hit& hit) {
    return {kind, text, hit.entity_id.str(), hit.caption, hit.score};
  }
  void add(std::vector<ListedLink>& out, ListedLink::Kind kind, const std::string& text,
           std::string_view schema) const {
    screening::Counterparty party;
    screening::set_column(party, "name", text);
    screening::set_column(party, "schema", schema);
    if (party.names.empty()) return;
    if (const auto hit = best(party, {})) out.push_back(link(kind, text, *hit));
  }
  // source: empty for any list.
  [[nodiscard]] std::optional<screening::Hit> best(const screening::Counterparty& party,
                                                   std::string_view source) const {
    screening::ScreenOptions options;
    options.threshold = kLinkThreshold;
    for (screening::Hit& hit : screener_->screen(screening::query_of(party).features, options)) {
      const bool contradicted = hit.evidence < 0.5;
      if (!contradicted && (source.empty() || hit.source.str() == source)) return std::move(hit);
    }
    return std::nullopt;
  }

  std::optional<screening::Screener> screener_;
  std::vector<std::string> searched_;
};

std::string json_of(const NextCandidate& candidate, const outlook::NextAnswer& answer, double base_rate,
                    base::Date as_of, const std::string& data_hash, std::size_t n,
                    const std::vector<std::string>& searched) {
  horizon::JsonOut out;
  out.begin_object().field("id", candidate.id).field("name", candidate.name).key("probability_12m");
  answer.probability_12m ? out.fixed(*answer.probability_12m, 6) : out.null();
  out.key("interval").begin_array().fixed(answer.interval.low, 4).fixed(answer.interval.high, 4).end_array();
  out.field("band", answer.band).key("reasons").begin_array();
  for (const outlook::NextReason& reason : answer.reasons) {
    out.begin_object()
        .field("factor", reason.factor)
        .field("value", reason.value)
        .key("weight")
        .fixed(reason.weight, 3);
    out.field("evidence", reason.evidence).field("mark", reason.mark).end_object();
  }
  out.end_array().texts("paths", answer.paths).key("evidence").begin_array();
  for (const outlook::NextReason& reason : answer.reasons) out.text(reason.factor + ": " + reason.evidence);
  out.end_array().key("base_rate").fixed(base_rate, 4);
  out.field("n", static_cast<std::int64_t>(n)).field("as_of", as_of.to_string());
  out.field("model", outlook::kNextInLineModel).field("data_hash", data_hash).texts("lists_searched", searched);
  out.field("notice", kNotice).end_object();
  return out.str();
}

}  // namespace

Result<void> horizon_next_in_line(Workspace& workspace, const NextInLineRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(const std::string text, base::read_file(request.candidates));
  CORDON_ASSIGN(const std::vector<NextCandidate> candidates,
                outlook::parse_candidates(request.candidates.filename().string(), text));
  CORDON_ASSIGN(const outlook::NextInLine model, outlook::NextInLine::shipped());
  const base::Date as_of = request.as_of.value_or(base::date_of(workspace.clock().now()));
  CORDON_ASSIGN(const Lists lists, Lists::open(workspace, as_of));
  const std::string hash = base::ContentHash::of(text).hex();

  struct Answered {
    double order;  // listed ones last
    std::size_t row;
    std::string json;
  };
  std::vector<Answered> answers;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const outlook::NextAnswer answer = model.assess(candidates[i], lists.links_of(candidates[i]), as_of);
    answers.push_back(
        {answer.probability_12m.value_or(-1.0), i,
         json_of(candidates[i], answer, model.base_rate(), as_of, hash, candidates.size(), lists.searched())});
    workspace.progress().report("looking up candidates", i + 1, candidates.size());
  }
  std::stable_sort(answers.begin(), answers.end(),
                   [](const Answered& a, const Answered& b) { return a.order > b.order; });
  ForecastRecord record{request.ledger, base::date_of(workspace.clock().now())};
  for (const Answered& answer : answers) {
    record.add_candidate(answer.json);
    CORDON_TRY(sink(answer.json));
  }
  CORDON_TRY(record.write());
  return {};
}

}  // namespace cordon::service
