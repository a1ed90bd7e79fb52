// Reading activity files. The words come from the shipped vocabulary; what is not understood is an error with its line.
#include "cordon/measures/activity.hpp"

#include "classify.hpp"
#include "cordon/model/country.hpp"
#include "vocabulary.hpp"
#include "yaml_reader.hpp"

namespace cordon::measures {
namespace {

using base::Result;

constexpr std::size_t kMaxParties = 10'000;  // of one activity, owners counted
constexpr std::size_t kMaxOwnerDepth = 16;

bool is_currency(std::string_view text) {
  return text.size() == 3 && text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  Result<Activity> activity(const YamlPlace& place);

 private:
  static Result<std::string> country(const YamlPlace& place);
  Result<std::string> kind(const YamlPlace& place) const;
  static Result<ShareRange> share(const YamlPlace& place);
  Result<std::vector<Party>> parties(const YamlPlace& place, std::size_t depth);
  Result<Party> party(const YamlPlace& place, std::size_t depth);
  Result<Actor> actor(const YamlPlace& place) const;
  static Result<void> numbers(const YamlPlace& place, Activity& out);

  const Vocabulary& vocabulary_;
  std::size_t parties_read_ = 0;
};

Result<std::string> Reader::country(const YamlPlace& place) {
  CORDON_ASSIGN(const std::string text, place.text());
  std::optional<std::string> code = model::country_code(text);
  if (!code) return place.error("expected a country (ISO 3166 code or name), found '" + text + "'");
  return *std::move(code);
}

Result<std::string> Reader::kind(const YamlPlace& place) const {
  CORDON_ASSIGN(const std::string text, place.text());
  if (std::optional<std::string> known = vocabulary_.kind(text)) return *std::move(known);
  std::string expected;
  for (const auto& [known, kind] : vocabulary_.kinds) expected += (expected.empty() ? "" : ", ") + known;
  return place.error("expected one of " + expected + ", found '" + text + "'");
}

// "40", 40.5, "40 %", "25-50", {min: 25, max: 50}.
Result<ShareRange> Reader::share(const YamlPlace& place) {
  const auto bound = [&](const YamlPlace& at, const std::string& text) -> Result<base::BasisPoints> {
    CORDON_ASSIGN(const std::int64_t thousandths, at.decimal_in(text, {{"%", 10'000}, {"percent", 10'000}}));
    const auto value = base::BasisPoints::from_int(thousandths / 10);
    if (!value || thousandths % 10 != 0) {
      return at.error("expected a share of 0 to 100 percent with at most two decimals, found '" + text + "'",
                      base::ErrorCode::kOutOfRange);
    }
    return *value;
  };
  ShareRange out;
  if (place.node.IsMap()) {
    CORDON_TRY(place.only({"min", "max"}));
    CORDON_ASSIGN(const std::string low, place.at("min").text());
    CORDON_ASSIGN(const std::string high, place.at("max").text());
    CORDON_ASSIGN(out.min, bound(place, low));
    CORDON_ASSIGN(out.max, bound(place, high));
  } else {
    CORDON_ASSIGN(const std::string text, place.text());
    const std::size_t dash = text.find('-', 1);
    CORDON_ASSIGN(out.min, bound(place, text.substr(0, dash)));
    out.max = out.min;
    if (dash != std::string::npos) {
      const std::size_t next = text.find_first_not_of(' ', dash + 1);
      CORDON_ASSIGN(out.max, bound(place, next == std::string::npos ? "" : text.substr(next)));
    }
  }
  if (out.max < out.min) return place.error("the greatest share is below the smallest", base::ErrorCode::kOutOfRange);
  return out;
}

Result<Party> Reader::party(const YamlPlace& place, std::size_t depth) {
  if (++parties_read_ > kMaxParties) return place.error("too many parties", base::ErrorCode::kOutOfRange);
  if (depth > kMaxOwnerDepth) return place.error("owners are nested too deep", base::ErrorCode::kOutOfRange);
  Party out;
  if (place.node.IsScalar()) {  // a bare name
    CORDON_ASSIGN(out.name, place.text());
    return out;
  }
  CORDON_TRY(place.only({"name", "entity_id", "programmes", "owners", "country", "role", "kind", "share"}));
  CORDON_TRY(read_text(place, "name", out.name));
  CORDON_TRY(read_text(place, "entity_id", out.entity_id));
  CORDON_TRY(read_text(place, "role", out.role));
  if (place.has("country")) {
    CORDON_ASSIGN(out.country, country(place.at("country")));
  }
  if (place.has("kind")) {
    CORDON_ASSIGN(out.kind, kind(place.at("kind")));
  }
  if (place.has("programmes")) {
    CORDON_ASSIGN(out.programmes, place.at("programmes").texts());
  }
  if (place.has("share")) {
    const YamlPlace at = place.at("share");
    if (!at.node.IsScalar() || normalise_words(at.node.Scalar()) != "unknown") {
      CORDON_ASSIGN(out.share, share(at));
    }
  }
  if (place.has("owners")) {
    out.owners_given = true;
    CORDON_ASSIGN(out.owners, parties(place.at("owners"), depth + 1));
  }
  return out;
}

Result<std::vector<Party>> Reader::parties(const YamlPlace& place, std::size_t depth) {
  if (!place.node.IsSequence()) return place.error("expected a list of parties");
  std::vector<Party> out;
  for (std::size_t i = 0; i < place.size(); ++i) {
    CORDON_ASSIGN(Party one, party(place.at(i), depth));
    out.push_back(std::move(one));
  }
  return out;
}

Result<Actor> Reader::actor(const YamlPlace& place) const {
  CORDON_TRY(place.only({"nationality", "place", "kind", "name"}));
  Actor out;
  if (place.has("nationality")) {
    const YamlPlace at = place.at("nationality");
    if (at.node.IsSequence()) {
      for (std::size_t i = 0; i < at.size(); ++i) {
        CORDON_ASSIGN(std::string code, country(at.at(i)));
        out.nationalities.push_back(std::move(code));
      }
    } else {
      CORDON_ASSIGN(std::string code, country(at));
      out.nationalities.push_back(std::move(code));
    }
  }
  if (place.has("place")) {
    CORDON_ASSIGN(const std::string text, place.at("place").text());
    const std::size_t comma = text.rfind(',');  // "Hamburg, Germany"
    std::optional<std::string> code = model::country_code(text);
    if (!code && comma != std::string::npos) code = model::country_code(text.substr(comma + 1));
    if (code) {
      out.place = *code;
    } else {
      out.place_text = text;  // a city is a fact, though not one the rules can read
    }
  }
  if (place.has("kind")) {
    CORDON_ASSIGN(out.kind, kind(place.at("kind")));
  }
  return out;
}

Result<void> Reader::numbers(const YamlPlace& place, Activity& out) {
  if (place.has("tenor_days")) {
    CORDON_ASSIGN(const std::int64_t thousandths,
                  place.at("tenor_days").decimal({{"days", 10'000}, {"day", 10'000}, {"d", 10'000}}));
    if (thousandths % 1000 != 0) return place.at("tenor_days").error("expected whole days");
    out.tenor_days = thousandths / 1000;
  }
  if (place.has("depth_ft")) {
    CORDON_ASSIGN(out.depth_ft,
                  place.at("depth_ft").decimal({{"ft", 10'000}, {"feet", 10'000}, {"m", 32'808}, {"metres", 32'808}}));
  }
  for (const auto& [key, field] :
       {std::pair{"value", &out.value}, std::pair{"aggregate_12m_value", &out.aggregate_12m_value},
        std::pair{"unit_price", &out.unit_price}}) {
    if (!place.has(key)) continue;
    const YamlPlace at = place.at(key);
    CORDON_ASSIGN(const std::string text, at.text());
    // "5,000,000 USD": the currency may stand behind the number.
    const std::size_t letter = text.find_first_not_of("0123456789.,_' ");
    std::string number = text.substr(0, letter);
    while (number.ends_with(' ')) number.pop_back();
    CORDON_ASSIGN(*field, at.decimal_in(number));
    if (letter == std::string::npos) continue;
    std::string currency = text.substr(letter);
    if (currency.ends_with("/bbl")) currency.resize(currency.size() - 4);
    if (!is_currency(currency)) return at.error("expected a number, found '" + text + "'");
    if (!out.currency) out.currency = currency;
  }
  if (out.currency && !is_currency(*out.currency)) {
    return place.at("currency").error("expected an ISO 4217 code, found '" + *out.currency + "'");
  }
  return {};
}

Result<Activity> Reader::activity(const YamlPlace& place) {
  CORDON_TRY(place.only({"type",          "parties",         "actor",     "instrument",
                         "tenor_days",    "value",           "currency",  "aggregate_12m_value",
                         "unit_price",    "goods",           "origin",    "service",
                         "vessel",        "project",         "location",  "depth_ft",
                         "contract_date", "issue_date",      "initiated", "loaded",
                         "ownership",     "voting_majority", "note"}));
  Activity out;
  if (!place.has("type")) return place.error("field 'type' is missing", base::ErrorCode::kMissingField);
  CORDON_ASSIGN(const std::string type, place.at("type").text());
  const std::optional<std::string> known = vocabulary_.type(type);
  if (!known) {
    std::string expected;
    for (const std::string& word : vocabulary_.types) expected += (expected.empty() ? "" : ", ") + word;
    return place.at("type").error("activity type '" + type + "' is not known; expected one of: " + expected);
  }
  out.type = *known;
  for (const auto& [key, field] :
       {std::pair{"instrument", &out.instrument}, std::pair{"currency", &out.currency}, std::pair{"goods", &out.goods},
        std::pair{"origin", &out.origin}, std::pair{"service", &out.service}, std::pair{"vessel", &out.vessel},
        std::pair{"project", &out.project}, std::pair{"location", &out.location}, std::pair{"note", &out.note}}) {
    CORDON_TRY(read_text(place, key, *field));
  }
  if (out.instrument) out.type = type_with_instrument(vocabulary_, out.type, *out.instrument);
  if (out.currency) {
    for (char& c : *out.currency) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
    }
  }
  CORDON_TRY(numbers(place, out));
  for (const auto& [key, field] :
       {std::pair{"contract_date", &out.contract_date}, std::pair{"issue_date", &out.issue_date},
        std::pair{"initiated", &out.initiated}, std::pair{"loaded", &out.loaded}}) {
    if (!place.has(key)) continue;
    CORDON_ASSIGN(const std::string text, place.at(key).text());
    const Result<base::PartialDate> date = base::PartialDate::parse(text);
    if (!date) return place.at(key).error("expected a date (YYYY, YYYY-MM or YYYY-MM-DD), found '" + text + "'");
    *field = *date;
  }
  if (place.has("voting_majority")) {
    const YamlPlace at = place.at("voting_majority");
    CORDON_TRY(at.text());
    if (const Result<bool> held = at.flag(); held) {
      out.voting_majority = *held;
    } else {
      CORDON_ASSIGN(out.voting_holder, party(at, 0));
    }
  }
  if (place.has("actor")) {
    CORDON_ASSIGN(out.actor, actor(place.at("actor")));
  }
  if (place.has("parties")) {
    out.parties_given = true;
    CORDON_ASSIGN(out.parties, parties(place.at("parties"), 0));
  }
  if (place.has("ownership")) {
    out.ownership_given = true;
    CORDON_ASSIGN(out.ownership, parties(place.at("ownership"), 0));
  }
  return out;
}

}  // namespace

Result<ActivityFile> parse_activity(std::string_view text, std::string_view document) {
  const Result<Vocabulary>& vocabulary = shipped_vocabulary();
  if (!vocabulary) return vocabulary.error();
  CORDON_ASSIGN(const YAML::Node node, load_yaml(text, document));
  const YamlPlace root{node, std::string(document), {}};
  try {
    // Whoever keeps cases may name and describe them; nothing else is passed over.
    CORDON_TRY(root.only({"as_of", "activity", "id", "title", "name", "description", "comment", "note"}));
    ActivityFile out;
    CORDON_TRY(read_date(root, "as_of", out.as_of));
    if (!root.has("activity")) return root.error("field 'activity' is missing", base::ErrorCode::kMissingField);
    CORDON_ASSIGN(out.activity, Reader(*vocabulary).activity(root.at("activity")));
    return out;
  } catch (const YAML::Exception& error) {
    return root.error(error.what());
  }
}

std::vector<std::string> activity_types() {
  const Result<Vocabulary>& vocabulary = shipped_vocabulary();
  if (!vocabulary) return {};
  return {vocabulary->types.begin(), vocabulary->types.end()};
}

}  // namespace cordon::measures
