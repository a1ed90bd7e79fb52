#include "rule_book.hpp"

#include <algorithm>
#include <set>
#include <span>

#include "cordon/base/content_hash.hpp"
#include "cordon/base/embedded_data.hpp"

namespace cordon::measures {

std::span<const base::EmbeddedFile> embedded_files() noexcept;

namespace {

using base::Result;

Result<std::string> required_text(const YamlPlace& place, const char* key) {
  if (!place.has(key)) {
    return place.error(std::string("expected '") + key + "'", base::ErrorCode::kMissingField);
  }
  return place.at(key).text();
}

Result<base::Date> required_date(const YamlPlace& place, const char* key) {
  if (!place.has(key)) {
    return place.error(std::string("expected '") + key + "'", base::ErrorCode::kMissingField);
  }
  return place.at(key).date();
}

Result<std::string> read_mark(const YamlPlace& place) {
  CORDON_ASSIGN(std::string mark, required_text(place, "mark"));
  for (const char* known : {"V", "V2", "D", "S", "P", "M", "C"}) {
    if (mark == known) return mark;
  }
  return place.at("mark").error("expected one of V, V2, D, S, P, M, C, found '" + mark + "'");
}

Result<Outcome> read_outcome(const YamlPlace& place, std::initializer_list<Outcome> allowed) {
  CORDON_ASSIGN(const std::string text, required_text(place, "outcome"));
  const std::optional<Outcome> outcome = outcome_from(text);
  if (!outcome || std::find(allowed.begin(), allowed.end(), *outcome) == allowed.end()) {
    return place.at("outcome").error("outcome '" + text + "' does not belong here");
  }
  return *outcome;
}

Result<Relief> parse_relief(const YamlPlace& place, const Vocabulary& vocabulary) {
  CORDON_TRY(place.only(
      {"id", "outcome", "when", "from", "to", "until", "citation", "because", "mark", "verified", "families"}));
  Relief out;
  CORDON_ASSIGN(out.id, required_text(place, "id"));
  CORDON_ASSIGN(out.outcome, read_outcome(place, {Outcome::kAllowed, Outcome::kLicence}));
  CORDON_TRY(read_date(place, "from", out.from));
  CORDON_TRY(read_date(place, "to", out.to));
  CORDON_TRY(read_date(place, "until", out.until));
  CORDON_ASSIGN(out.citation, required_text(place, "citation"));
  CORDON_ASSIGN(out.because, required_text(place, "because"));
  CORDON_ASSIGN(out.mark, read_mark(place));
  CORDON_TRY(read_flag(place, "verified", out.verified));
  CORDON_TRY(read_texts(place, "families", out.families));
  if (!place.has("when")) return place.error("expected 'when'", base::ErrorCode::kMissingField);
  CORDON_ASSIGN(out.when, parse_condition(place.at("when"), vocabulary));
  return out;
}

Result<Reach> parse_reach(const YamlPlace& place, const Vocabulary& vocabulary) {
  CORDON_TRY(place.only({"to", "outcome", "sanctionable", "because"}));
  Reach out;
  CORDON_ASSIGN(out.outcome, read_outcome(place, {Outcome::kAllowed, Outcome::kRestricted, Outcome::kProhibited}));
  CORDON_TRY(read_text(place, "sanctionable", out.sanctionable));
  if (!out.sanctionable.empty() && out.sanctionable != "mandatory" && out.sanctionable != "discretionary") {
    return place.at("sanctionable").error("expected mandatory or discretionary");
  }
  CORDON_TRY(read_text(place, "because", out.because));
  if (place.has("to")) {
    CORDON_ASSIGN(out.to, parse_condition(place.at("to"), vocabulary));
  }
  return out;
}

Result<void> parse_dates(const YamlPlace& place, Rule& out) {
  CORDON_ASSIGN(out.about.effective_from, required_date(place, "effective_from"));
  CORDON_TRY(read_date(place, "effective_to", out.about.effective_to));
  if (out.about.effective_to && *out.about.effective_to < out.about.effective_from) {
    return place.error("the rule ends before it begins", base::ErrorCode::kOutOfRange);
  }
  std::string dated_by;
  CORDON_TRY(read_text(place, "dated_by", dated_by));
  if (!dated_by.empty() && dated_by != "issue") return place.at("dated_by").error("expected 'issue'");
  out.dated_by_issue = !dated_by.empty();
  if (place.has("pending")) {
    const YamlPlace steps = place.at("pending");
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const YamlPlace at = steps.at(i);
      CORDON_TRY(at.only({"known_from", "expected_from", "because", "mark"}));
      PendingStep step;
      CORDON_ASSIGN(step.known_from, required_date(at, "known_from"));
      CORDON_TRY(read_date(at, "expected_from", step.expected_from));
      CORDON_ASSIGN(step.because, required_text(at, "because"));
      CORDON_ASSIGN(step.mark, read_mark(at));
      if (step.known_from >= out.about.effective_from || (i > 0 && step.known_from <= out.pending.back().known_from)) {
        return at.error("steps must rise and lie before 'effective_from'", base::ErrorCode::kOutOfRange);
      }
      out.pending.push_back(std::move(step));
    }
    if (!out.pending.empty()) out.about.known_from = out.pending.front().known_from;
  }
  if (!place.has("open_status")) return {};
  const YamlPlace open = place.at("open_status");
  for (std::size_t i = 0; i < open.size(); ++i) {
    const YamlPlace at = open.at(i);
    CORDON_TRY(at.only({"from", "to", "because"}));
    OpenStatus status;
    CORDON_ASSIGN(status.from, required_date(at, "from"));
    CORDON_TRY(read_date(at, "to", status.to));
    CORDON_ASSIGN(status.because, required_text(at, "because"));
    out.open_status.push_back(std::move(status));
  }
  return {};
}

Result<Rule> parse_rule(const YamlPlace& place, const Vocabulary& vocabulary) {
  CORDON_TRY(place.only({"id", "revision", "citation", "mark", "verified", "effective_from", "effective_to", "dated_by",
                         "pending", "replaces", "ended_because", "text", "when", "reach", "relief", "open_status"}));
  Rule out;
  CORDON_ASSIGN(out.about.id, required_text(place, "id"));
  CORDON_ASSIGN(out.about.citation, required_text(place, "citation"));
  CORDON_ASSIGN(out.about.mark, read_mark(place));
  out.about.verified = out.about.mark == "V" || out.about.mark == "V2" || out.about.mark == "D";
  CORDON_TRY(read_flag(place, "verified", out.about.verified));
  CORDON_ASSIGN(out.about.text, required_text(place, "text"));
  if (place.has("revision")) {
    CORDON_ASSIGN(out.about.revision, place.at("revision").integer());
  }
  CORDON_TRY(read_text(place, "ended_because", out.ended_because));
  CORDON_TRY(read_text(place, "replaces", out.replaces));
  CORDON_TRY(parse_dates(place, out));
  if (!place.has("when")) return place.error("expected 'when'", base::ErrorCode::kMissingField);
  CORDON_ASSIGN(out.when, parse_condition(place.at("when"), vocabulary));
  if (!place.has("reach") || place.at("reach").size() == 0) {
    return place.error("expected 'reach'", base::ErrorCode::kMissingField);
  }
  const YamlPlace reach = place.at("reach");
  out.about.strictest = Outcome::kAllowed;
  for (std::size_t i = 0; i < reach.size(); ++i) {
    CORDON_ASSIGN(Reach one, parse_reach(reach.at(i), vocabulary));
    out.about.strictest = std::max(out.about.strictest, one.outcome);
    out.reach.push_back(std::move(one));
  }
  if (!place.has("relief")) return out;
  const YamlPlace relief = place.at("relief");
  for (std::size_t i = 0; i < relief.size(); ++i) {
    CORDON_ASSIGN(Relief one, parse_relief(relief.at(i), vocabulary));
    out.relief.push_back(std::move(one));
  }
  return out;
}

Result<Family> parse_family(const YamlPlace& place, const std::string& id, const std::string& jurisdiction,
                            const std::string& issuer, const Vocabulary& vocabulary) {
  CORDON_TRY(place.only({"title", "near", "gaps", "rules", "issuer"}));
  Family out;
  out.id = id;
  CORDON_ASSIGN(out.title, required_text(place, "title"));
  CORDON_TRY(read_text(place, "gaps", out.gaps));
  std::string own_issuer = issuer;
  CORDON_TRY(read_text(place, "issuer", own_issuer));
  if (!place.has("near")) return place.error("expected 'near'", base::ErrorCode::kMissingField);
  CORDON_ASSIGN(out.near, parse_condition(place.at("near"), vocabulary));
  const YamlPlace rules = place.at("rules");
  if (!rules.node.IsSequence() || rules.size() == 0) return place.error("expected 'rules'");
  for (std::size_t i = 0; i < rules.size(); ++i) {
    CORDON_ASSIGN(Rule rule, parse_rule(rules.at(i), vocabulary));
    rule.about.family = id;
    rule.about.jurisdiction = jurisdiction;
    rule.about.issuer = own_issuer;
    out.rules.push_back(std::move(rule));
  }
  return out;
}

Result<void> check_ids(const RuleBookData& book) {
  std::set<std::string> rules;
  std::set<std::string> families;
  for (const Family& family : book.families) {
    if (!families.insert(family.id).second) {
      return base::Error{base::ErrorCode::kMalformed, "family '" + family.id + "' is defined twice"};
    }
    for (const Rule& rule : family.rules) {
      if (!rules.insert(rule.about.id).second) {
        return base::Error{base::ErrorCode::kMalformed, "rule '" + rule.about.id + "' is defined twice"};
      }
    }
  }
  for (const Family& family : book.families) {
    for (const Rule& rule : family.rules) {
      if (rule.replaces.empty() || rules.contains(rule.replaces)) continue;
      return base::Error{base::ErrorCode::kMalformed,
                         "rule '" + rule.about.id + "' replaces unknown rule '" + rule.replaces + "'"};
    }
  }
  for (const Relief& licence : book.licences) {
    for (const std::string& family : licence.families) {
      if (!families.contains(family)) {
        return base::Error{base::ErrorCode::kMalformed,
                           "licence '" + licence.id + "' names unknown family '" + family + "'"};
      }
    }
  }
  return {};
}

}  // namespace

Result<void> parse_rules(const RuleFile& file, RuleBookData& out) {
  CORDON_ASSIGN(const YAML::Node node, load_yaml(file.text, file.name));
  const YamlPlace root{node, file.name, {}};
  try {
    CORDON_TRY(root.only({"jurisdiction", "issuer", "families", "licences"}));
    CORDON_ASSIGN(const std::string jurisdiction, required_text(root, "jurisdiction"));
    CORDON_ASSIGN(const std::string issuer, required_text(root, "issuer"));
    const YamlPlace families = root.at("families");
    for (const std::string& id : keys_of(families)) {
      CORDON_ASSIGN(Family family, parse_family(families.at(id.c_str()), id, jurisdiction, issuer, out.vocabulary));
      out.families.push_back(std::move(family));
    }
    if (!root.has("licences")) return {};
    const YamlPlace licences = root.at("licences");
    for (std::size_t i = 0; i < licences.size(); ++i) {
      CORDON_ASSIGN(Relief licence, parse_relief(licences.at(i), out.vocabulary));
      if (licence.families.empty()) return licences.at(i).error("expected 'families'");
      out.licences.push_back(std::move(licence));
    }
  } catch (const YAML::Exception& error) {
    return root.error(error.what());
  }
  return {};
}

Result<RuleBook> RuleBook::parse(std::span<const RuleFile> files) {
  auto data = std::make_shared<RuleBookData>();
  base::Hasher hasher;
  const RuleFile* vocabulary = nullptr;
  for (const RuleFile& file : files) {
    hasher.update(file.name);
    hasher.update(file.text);
    if (file.name.ends_with("vocabulary.yaml")) vocabulary = &file;
  }
  if (vocabulary == nullptr) return base::Error{base::ErrorCode::kNotFound, "no vocabulary.yaml among the rule files"};
  CORDON_ASSIGN(data->vocabulary, parse_vocabulary(vocabulary->text, vocabulary->name));
  for (const RuleFile& file : files) {
    if (&file == vocabulary) continue;
    if (file.name.ends_with("parties.yaml")) {
      CORDON_TRY(parse_parties(file, *data));
    } else {
      CORDON_TRY(parse_rules(file, *data));
    }
  }
  CORDON_TRY(check_ids(*data));
  data->hash = hasher.finish().hex();
  return RuleBook(std::move(data));
}

Result<RuleBook> RuleBook::shipped() {
  std::vector<RuleFile> files;
  for (const base::EmbeddedFile& file : embedded_files()) files.push_back({std::string(file.path), file.bytes});
  return parse(files);
}

std::vector<RuleSummary> RuleBook::rules() const {
  std::vector<RuleSummary> out;
  for (const Family& family : data_->families) {
    for (const Rule& rule : family.rules) out.push_back(rule.about);
  }
  return out;
}

std::vector<std::string> RuleBook::families() const {
  std::vector<std::string> out;
  for (const Family& family : data_->families) out.push_back(family.id);
  return out;
}

std::string RuleBook::content_hash() const { return data_->hash; }

}  // namespace cordon::measures
