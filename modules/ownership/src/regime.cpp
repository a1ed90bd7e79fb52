#include "cordon/ownership/regime.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "cordon/base/embedded_data.hpp"

namespace cordon::ownership {

std::span<const base::EmbeddedFile> embedded_files() noexcept;

namespace {

constexpr std::array<std::string_view, 5> kRegimes{"us-ofac", "eu", "uk", "ch", "us-bis"};
constexpr std::array<Regime, 5> kAllRegimes{Regime::kUsOfac, Regime::kEu, Regime::kUk, Regime::kCh, Regime::kUsBis};
constexpr std::array<std::string_view, 9> kMeasures{
    "blocking",           "ssi-directive-1",     "ssi-directive-2",     "ssi-directive-3",
    "ssi-directive-4",    "eo14024-directive-1", "eo14024-directive-2", "eo14024-directive-3",
    "eo14024-directive-4"};

base::Error error_at(const YAML::Node& node, const std::string& document, std::string message,
                     base::ErrorCode code = base::ErrorCode::kMalformed) {
  const int line = node.Mark().line;  // 0-based; -1 when not known
  return base::Error{code, std::move(message), {document, static_cast<std::uint64_t>(line < 0 ? 0 : line + 1), {}}};
}

// Fields are read through one small reader, so that a missing or misspelt one is an error with its line.
class RuleReader {
 public:
  RuleReader(const YAML::Node& node, std::string document) : node_(node), document_(std::move(document)) {}

  base::Result<OwnershipRule> read() {
    static constexpr std::array<std::string_view, 16> kKnown{
        "id",         "revision",      "regime",    "measures",          "from",
        "to",         "reaches_owned", "aggregate", "joint_arrangement", "limbs",
        "conditions", "citation",      "mark",      "verified",          "note",
        "read"};
    for (const auto& entry : node_) {
      const auto key = entry.first.as<std::string>();
      if (std::find(kKnown.begin(), kKnown.end(), key) == kKnown.end()) {
        return error_at(entry.first, document_, "unknown field \"" + key + "\"");
      }
    }
    OwnershipRule rule;
    for (const char* field : {"id", "regime", "measures", "citation", "mark", "verified", "revision"}) {
      if (!node_[field]) {
        return error_at(node_, document_, std::string("a rule needs the field \"") + field + "\"",
                        base::ErrorCode::kMissingField);
      }
    }
    rule.id = text("id");
    rule.revision = node_["revision"].as<std::uint32_t>();
    CORDON_ASSIGN(rule.regime, parse_regime(text("regime")));
    for (const auto& measure : node_["measures"]) {
      CORDON_ASSIGN(const Measure read, parse_measure(measure.as<std::string>()));
      rule.measures.push_back(read);
    }
    CORDON_TRY(read_date("from", rule.from));
    CORDON_TRY(read_date("to", rule.to));
    rule.reaches_owned = flag("reaches_owned", true);
    rule.aggregate = flag("aggregate", true);
    rule.joint_arrangement = flag("joint_arrangement", false);
    rule.citation = text("citation");
    rule.mark = text("mark");
    rule.verified = flag("verified", false);
    rule.note = text("note");
    for (const auto& condition : node_["conditions"]) rule.conditions.push_back(condition.as<std::string>());
    for (const auto& limb : node_["limbs"]) {
      CORDON_ASSIGN(Limb read, read_limb(limb));
      rule.limbs.push_back(std::move(read));
    }
    if (rule.citation.empty() || rule.mark.empty()) {
      return error_at(node_, document_, "rule " + rule.id + " has no citation or mark", base::ErrorCode::kMissingField);
    }
    if (rule.reaches_owned && rule.limbs.empty()) {
      return error_at(node_, document_, "rule " + rule.id + " reaches owned entities but has no limb");
    }
    return rule;
  }

 private:
  [[nodiscard]] std::string text(const char* field) const {
    return node_[field] ? node_[field].as<std::string>() : std::string{};
  }
  [[nodiscard]] bool flag(const char* field, bool fallback) const {
    return node_[field] ? node_[field].as<bool>() : fallback;
  }
  base::Result<void> read_date(const char* field, std::optional<base::Date>& out) {
    if (!node_[field] || node_[field].IsNull()) return {};
    auto date = base::Date::parse(text(field));
    if (!date) return error_at(node_[field], document_, date.error().message);
    out = *date;
    return {};
  }
  base::Result<Limb> read_limb(const YAML::Node& node) {
    Limb limb;
    limb.name = node["name"].as<std::string>();
    for (const auto& kind : node["kinds"]) {
      const auto parsed = parse_interest_kind(kind.as<std::string>());
      if (!parsed) return error_at(kind, document_, "unknown interest kind \"" + kind.as<std::string>() + "\"");
      limb.kinds.push_back(*parsed);
    }
    const bool at = static_cast<bool>(node["at_least"]);
    if (at == static_cast<bool>(node["more_than"])) {
      return error_at(node, document_, "a limb has one of at_least and more_than");
    }
    limb.inclusive = at;
    auto threshold = parse_percent(node[at ? "at_least" : "more_than"].as<std::string>());
    if (!threshold) return error_at(node, document_, threshold.error().message);
    limb.threshold = threshold->min;
    limb.possible_only = node["possible_only"] && node["possible_only"].as<bool>();
    limb.projects_only = node["projects_only"] && node["projects_only"].as<bool>();
    return limb;
  }

  YAML::Node node_;
  std::string document_;
};

base::Result<ListSources> read_lists(const YAML::Node& node) {
  ListSources lists;
  CORDON_ASSIGN(lists.regime, parse_regime(node["regime"].as<std::string>()));
  const auto texts = [&](const char* field, std::vector<std::string>& out) {
    for (const auto& entry : node[field]) out.push_back(entry.as<std::string>());
  };
  texts("sources", lists.sources);
  texts("programme_prefixes", lists.programme_prefixes);
  texts("not_programme_prefixes", lists.not_programme_prefixes);
  texts("sdn_programmes", lists.sdn_programmes);
  return lists;
}

bool overlap(const OwnershipRule& a, const OwnershipRule& b) {
  if (a.regime != b.regime) return false;
  const bool shared = std::any_of(a.measures.begin(), a.measures.end(), [&](Measure measure) {
    return std::find(b.measures.begin(), b.measures.end(), measure) != b.measures.end();
  });
  const bool apart = (a.to && b.from && *a.to < *b.from) || (b.to && a.from && *b.to < *a.from);
  return shared && !apart;
}

}  // namespace

std::string_view regime_name(Regime regime) noexcept { return kRegimes[static_cast<std::size_t>(regime)]; }
std::string_view measure_name(Measure measure) noexcept { return kMeasures[static_cast<std::size_t>(measure)]; }
std::span<const Regime> all_regimes() noexcept { return kAllRegimes; }

base::Result<Regime> parse_regime(std::string_view text) {
  const auto* const at = std::find(kRegimes.begin(), kRegimes.end(), text);
  if (at == kRegimes.end()) {
    return base::Error{base::ErrorCode::kInvalidArgument,
                       "expected a regime (us-ofac, eu, uk, ch, us-bis), found \"" + std::string(text) + "\""};
  }
  return static_cast<Regime>(at - kRegimes.begin());
}

base::Result<Measure> parse_measure(std::string_view text) {
  if (text == "eo14024-directive-1a") text = "eo14024-directive-1";
  const auto* const at = std::find(kMeasures.begin(), kMeasures.end(), text);
  if (at == kMeasures.end()) {
    return base::Error{base::ErrorCode::kInvalidArgument,
                       "expected a measure (blocking, ssi-directive-1..4, eo14024-directive-1..4), found \"" +
                           std::string(text) + "\""};
  }
  return static_cast<Measure>(at - kMeasures.begin());
}

const RegimeBook& RegimeBook::instance() {
  static const RegimeBook book = [] {
    auto parsed = parse(base::find_embedded(embedded_files(), "ownership/regimes.yaml"), "ownership/regimes.yaml");
    if (!parsed) std::abort();  // the shipped data is wrong: a programmer error, caught by the tests
    return std::move(parsed).value();
  }();
  return book;
}

base::Result<RegimeBook> RegimeBook::parse(std::string_view yaml, const std::string& document) {
  RegimeBook book;
  try {
    const YAML::Node root = YAML::Load(std::string(yaml));
    if (!root["rules"] || !root["rules"].IsSequence()) {
      return base::Error{base::ErrorCode::kMalformed, "expected a list \"rules\"", {document, 1, {}}};
    }
    for (const auto& node : root["rules"]) {
      auto rule = RuleReader(node, document).read();
      if (!rule) {
        base::Error error = rule.error();
        if (error.where.document.empty()) error = error_at(node, document, error.message, error.code);
        return error;
      }
      for (const OwnershipRule& other : book.rules_) {
        if (overlap(other, *rule)) {
          return error_at(node, document, "rules " + other.id + " and " + rule->id + " are in force on the same day",
                          base::ErrorCode::kConflict);
        }
      }
      book.rules_.push_back(std::move(rule).value());
    }
    for (const auto& node : root["lists"]) {
      auto lists = read_lists(node);
      if (!lists) return error_at(node, document, lists.error().message);
      book.lists_.push_back(std::move(lists).value());
    }
  } catch (const YAML::Exception& bad) {
    return base::Error{base::ErrorCode::kMalformed,
                       bad.msg,
                       {document, static_cast<std::uint64_t>(bad.mark.line < 0 ? 0 : bad.mark.line + 1), {}}};
  }
  return book;
}

const ListSources* RegimeBook::lists_of(Regime regime) const noexcept {
  const auto at =
      std::find_if(lists_.begin(), lists_.end(), [&](const ListSources& lists) { return lists.regime == regime; });
  return at == lists_.end() ? nullptr : &*at;
}

base::Result<const OwnershipRule*> RegimeBook::find(const RegimeQuery& query) const {
  bool measure_known = false;
  for (const OwnershipRule& rule : rules_) {
    if (rule.regime != query.regime) continue;
    if (std::find(rule.measures.begin(), rule.measures.end(), query.measure) == rule.measures.end()) continue;
    measure_known = true;
    if (rule.in_force_on(query.as_of)) return &rule;
  }
  const std::string what = std::string(regime_name(query.regime)) + " " + std::string(measure_name(query.measure));
  if (!measure_known) {
    return base::Error{base::ErrorCode::kInvalidArgument, "there is no measure " + what};
  }
  return base::Error{base::ErrorCode::kNotFound,
                     "no ownership rule of " + what + " is known for " + query.as_of.to_string()};
}

}  // namespace cordon::ownership
