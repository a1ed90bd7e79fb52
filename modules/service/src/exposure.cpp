#include "cordon/service/exposure.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <unordered_map>

#include "candidate_lists.hpp"
#include "cordon/base/content_hash.hpp"
#include "cordon/base/csv.hpp"
#include "cordon/base/file.hpp"
#include "cordon/horizon/json_out.hpp"
#include "ownership_data.hpp"

namespace cordon::service {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;
using ownership::NodeIndex;

constexpr std::size_t kLongestChain = 12;     // owners above a counterparty
constexpr std::size_t kMostChains = 100'000;  // looked at for one counterparty
constexpr std::string_view kExposureModel = "exposure@1";
constexpr std::string_view kNotice =
    "not a sanctions list; no legal effect; expected share, not a verdict of ownership";

struct Counterparty {
  std::string id, name;
  std::optional<double> amount;
};

Result<std::vector<Counterparty>> read_portfolio(const std::filesystem::path& file) {
  CORDON_ASSIGN(const std::string text, base::read_file(file));
  const std::string document = file.filename().string();
  base::CsvReader reader{text, {}, document};
  std::vector<std::string> row;
  CORDON_ASSIGN(bool more, reader.next(row));
  CORDON_TRY(base::must_name_columns_once(row, {document, 1, {}}));
  std::unordered_map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < row.size(); ++i) columns.emplace(row[i], i);
  if (!more || (!columns.contains("id") && !columns.contains("name"))) {
    return Error{ErrorCode::kMissingField, "expected a column id or name", {document, 1, {}}};
  }
  std::vector<Counterparty> out;
  for (;;) {
    CORDON_ASSIGN(more, reader.next(row));
    if (!more) return out;
    const auto cell = [&](const char* name) {
      const auto column = columns.find(name);
      return column == columns.end() || column->second >= row.size() ? std::string() : row[column->second];
    };
    Counterparty one{cell("id"), cell("name"), {}};
    if (const std::string amount = cell("amount"); !amount.empty()) {
      double value = 0.0;
      const auto [end, error] = std::from_chars(amount.data(), amount.data() + amount.size(), value);
      if (error != std::errc{} || end != amount.data() + amount.size()) {
        return Error{ErrorCode::kMalformed,
                     "amount: expected a number, found '" + amount + "'",
                     {document, reader.line(), one.id}};
      }
      one.amount = value;
    }
    if (!one.id.empty() || !one.name.empty()) out.push_back(std::move(one));
  }
}

struct Candidate {
  std::string id, name;
  outlook::NextAnswer answer;
};

// What a candidate holds of a counterparty through all chains.
struct Holding {
  double min = 0.0, max = 0.0;
  std::string chain;  // the largest, in words
  double largest = -1.0;
};

class Holdings {
 public:
  Holdings(const ownership::OwnershipGraph& graph, const std::map<NodeIndex, std::size_t>& candidates, Date day)
      : graph_(graph), candidates_(candidates), day_(day) {}

  // candidate -> what it holds. Chains that come back to a party on them are cut.
  std::map<std::size_t, Holding> above(NodeIndex asset) {
    out_.clear();
    unknown_ = chains_ = 0;
    path_ = {asset};
    climb(asset, 1.0, 1.0, std::string(graph_.caption(asset)));
    return out_;
  }
  [[nodiscard]] std::size_t unknown() const { return unknown_; }

 private:
  void climb(NodeIndex asset, double min, double max, const std::string& chain) {
    if (const auto found = candidates_.find(asset); found != candidates_.end()) {
      Holding& holding = out_[found->second];
      holding.min = std::min(1.0, holding.min + min);
      holding.max = std::min(1.0, holding.max + max);
      if (max > holding.largest) {
        holding.largest = max;
        holding.chain = chain;
      }
    }
    if (path_.size() > kLongestChain) return;
    for (const ownership::Interest& interest : graph_.interests_in(asset)) {
      if (interest.kind != ownership::InterestKind::kShares || !interest.period.possible_on(day_)) continue;
      if (std::find(path_.begin(), path_.end(), interest.owner) != path_.end()) continue;
      if (++chains_ > kMostChains) return;
      if (interest.share.is_unknown()) {
        ++unknown_;  // of any size: it is named, and counts nothing
        continue;
      }
      const auto part = [](ownership::Share share) {
        return static_cast<double>(share.units()) / static_cast<double>(ownership::Share::kWholeUnits);
      };
      path_.push_back(interest.owner);
      climb(interest.owner, min * part(interest.share.min), max * part(interest.share.max),
            std::string(graph_.caption(interest.owner)) + " > " + chain);
      path_.pop_back();
    }
  }

  const ownership::OwnershipGraph& graph_;
  const std::map<NodeIndex, std::size_t>& candidates_;
  Date day_;
  std::map<std::size_t, Holding> out_;
  std::vector<NodeIndex> path_;
  std::size_t unknown_ = 0, chains_ = 0;
};

struct Exposure {
  double expected = 0.0;
  std::string json;
};

struct Facts {
  std::vector<Candidate> candidates;
  double base_rate = 0.0;
  Date as_of;
  std::string data_hash;
};

Exposure exposure_of(const Counterparty& party, const std::map<std::size_t, Holding>& holdings, std::size_t unknown,
                     const Facts& facts) {
  struct Driver {
    const Candidate* who;
    const Holding* holding;
    double contribution;
  };
  Exposure out;
  double low = 0.0;
  double high = 0.0;
  std::vector<Driver> drivers;
  std::vector<std::string> listed;
  for (const auto& [index, holding] : holdings) {
    const Candidate& who = facts.candidates[index];
    if (!who.answer.probability_12m) {
      listed.push_back(who.name);  // a matter of screening and ownership, not of a forecast
      continue;
    }
    const double contribution = *who.answer.probability_12m * 0.5 * (holding.min + holding.max);
    out.expected += contribution;
    low += who.answer.interval->low * holding.min;
    high += who.answer.interval->high * holding.max;
    drivers.push_back({&who, &holding, contribution});
  }
  std::stable_sort(drivers.begin(), drivers.end(),
                   [](const Driver& a, const Driver& b) { return a.contribution > b.contribution; });
  horizon::JsonOut json;
  json.begin_object().field("counterparty", party.id.empty() ? party.name : party.id).field("name", party.name);
  json.key("expected_share").fixed(out.expected, 6).key("interval").begin_array();
  json.fixed(low, 4).fixed(std::min(1.0, high), 4).end_array().key("amount");
  party.amount ? json.number(*party.amount) : json.null();
  json.key("expected_amount");
  party.amount ? json.fixed(*party.amount * out.expected, 2) : json.null();
  json.key("drivers").begin_array();
  for (const Driver& driver : drivers) {
    json.begin_object().field("id", driver.who->id).field("name", driver.who->name).key("probability_12m");
    json.fixed(*driver.who->answer.probability_12m, 6).key("share_min").fixed(driver.holding->min, 6);
    json.key("share_max").fixed(driver.holding->max, 6).key("contribution").fixed(driver.contribution, 6).end_object();
  }
  json.end_array().texts("listed_owners", listed).field("unknown_shares", static_cast<std::int64_t>(unknown));
  json.key("evidence").begin_array();
  for (const Driver& driver : drivers) json.text(driver.holding->chain);
  json.end_array().key("base_rate").fixed(facts.base_rate, 4);
  json.field("n", static_cast<std::int64_t>(facts.candidates.size())).field("as_of", facts.as_of.to_string());
  json.field("model", std::string(kExposureModel) + " " + std::string(outlook::kNextInLineModel));
  json.field("data_hash", facts.data_hash).field("notice", kNotice).end_object();
  out.json = json.str();
  return out;
}

// The party of the graph by id or name. Returns: nullopt when nothing is known of it.
std::optional<NodeIndex> node_of(const OwnershipData& data, const PartyNames& names, const std::string& id,
                                 const std::string& name) {
  for (const std::string& text : {id, name}) {
    if (text.empty()) continue;
    if (const auto found = names.find(text)) return data.graph.find(found->str());
  }
  return std::nullopt;
}

}  // namespace

Result<void> horizon_exposure(Workspace& workspace, const ExposureRequest& request, const JsonSink& sink,
                              const MessageSink& message) {
  CORDON_ASSIGN(const std::vector<Counterparty> portfolio, read_portfolio(request.portfolio));
  CORDON_ASSIGN(const std::string text, base::read_file(request.candidates));
  CORDON_ASSIGN(const std::vector<outlook::NextCandidate> candidates,
                outlook::parse_candidates(request.candidates.filename().string(), text));
  CORDON_ASSIGN(const outlook::NextInLine model, outlook::NextInLine::shipped());
  Facts facts;
  facts.as_of = request.as_of.value_or(base::date_of(workspace.clock().now()));
  facts.base_rate = model.base_rate();
  facts.data_hash = base::ContentHash::of(text).hex();
  OwnershipInput input;
  input.graphs = request.graphs;
  input.as_of = facts.as_of;
  CORDON_ASSIGN(const std::vector<store::SourceInfo> sources, workspace.store().sources());
  if (sources.empty() && request.graphs.empty()) {
    return Error{ErrorCode::kNotFound, "expected interests: load a list or give --graph FILE", {}};
  }
  CORDON_ASSIGN(const OwnershipData data, load_ownership(sources.empty() ? nullptr : &workspace, input, std::nullopt,
                                                         workspace.clock(), message));
  const PartyNames names(data);
  CORDON_ASSIGN(const CandidateLists lists, CandidateLists::open(workspace, facts.as_of));
  std::map<NodeIndex, std::size_t> nodes;
  for (const outlook::NextCandidate& candidate : candidates) {
    if (const auto node = node_of(data, names, candidate.id, candidate.name))
      nodes.emplace(*node, facts.candidates.size());
    facts.candidates.push_back(
        {candidate.id, candidate.name, model.assess(candidate, lists.links_of(candidate), facts.as_of)});
  }
  Holdings holdings(data.graph, nodes, facts.as_of);
  std::vector<Exposure> found;
  for (const Counterparty& party : portfolio) {
    const auto node = node_of(data, names, party.id, party.name);
    if (!node) continue;
    const std::map<std::size_t, Holding> above = holdings.above(*node);
    if (!above.empty()) found.push_back(exposure_of(party, above, holdings.unknown(), facts));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Exposure& a, const Exposure& b) { return a.expected > b.expected; });
  for (const Exposure& one : found) CORDON_TRY(sink(one.json));
  message(std::to_string(found.size()) + " of " + std::to_string(portfolio.size()) +
          " counterparties are held in part by a candidate");
  return {};
}

}  // namespace cordon::service
