#include "evaluate.hpp"

#include <algorithm>

#include "cordon/model/country.hpp"

namespace cordon::measures {
namespace {

__extension__ using Int128 = __int128;  // amounts in thousandths times a rate

std::string spoken(std::string_view word) {
  std::string out(word);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

bool has_word(const Condition& condition, std::string_view word) {
  return std::find(condition.words.begin(), condition.words.end(), word) != condition.words.end();
}

// A general word ("other") with an instrument whose text nobody understands may be a dealing in debt or equity. What is
// understood was read as the type that it means.
bool may_be_dealing(const Condition& condition, const Facts& facts) {
  const auto general = facts.book->vocabulary.by_instrument.find(facts.activity->type);
  if (general == facts.book->vocabulary.by_instrument.end() || !facts.activity->instrument) return false;
  const ClassText& instrument = facts.classes.at("instrument");
  return std::any_of(general->second.begin(), general->second.end(), [&](const auto& entry) {
    return has_word(condition, entry.second) && (!instrument.recognised || instrument.classes.contains(entry.first));
  });
}

Finding type_finding(const Condition& condition, const Facts& facts) {
  if (has_word(condition, facts.activity->type)) {
    return {Truth::kTrue, {}, "the activity is " + spoken(facts.activity->type)};
  }
  if (may_be_dealing(condition, facts)) {
    return {facts.near ? Truth::kTrue : Truth::kUnknown,
            {"instrument", "type"},
            "what kind of dealing this is, in the instrument '" + *facts.activity->instrument + "', is not understood"};
  }
  return {Truth::kFalse,
          {},
          "the activity, " + spoken(facts.activity->type) + ", is not " +
              (condition.title.empty() ? "among those named" : condition.title)};
}

Finding class_finding(const Condition& condition, const Facts& facts) {
  const ClassText& text = facts.classes.at(condition.domain);
  const Domain& domain = facts.book->vocabulary.domains.at(condition.domain);
  std::string titles;
  for (const WordClass& entry : domain.classes) {
    if (has_word(condition, entry.id)) append_sentence(titles, entry.title, " or ");
  }
  const std::string what = spoken(condition.domain);
  const std::string is = what == "goods" ? " are " : " is ";
  for (const WordClass& entry : domain.classes) {
    if (text.classes.contains(entry.id) && has_word(condition, entry.id)) {
      return {Truth::kTrue, {}, "the " + what + is + entry.title};
    }
  }
  const std::string& fact = domain.fields.front();
  if (!text.given) return {Truth::kUnknown, {fact}, "the " + what + is + "not given (" + titles + "?)"};
  if (!text.recognised && !domain.open) {
    return {Truth::kUnknown, {fact}, "the " + what + " '" + text.text + "'" + is + "not understood (" + titles + "?)"};
  }
  if (text.resembles) {
    return {facts.near ? Truth::kTrue : Truth::kUnknown,
            {fact},
            what + " not recognised: '" + text.text + "' (" + titles + "?)"};
  }
  return {Truth::kFalse, {}, "the " + what + (text.text.empty() ? "" : " '" + text.text + "'") + is + "not " + titles};
}

struct ActorNames {
  std::string text;
  bool known = false;
};

ActorNames actor_names(const Actor& actor) {
  ActorNames out;
  for (const std::string& code : actor.nationalities) {
    append_sentence(out.text, "a national of " + std::string(model::country_name(code)), ", ");
  }
  if (!actor.place.empty())
    append_sentence(out.text, "located in " + std::string(model::country_name(actor.place)), ", ");
  out.known = !out.text.empty();
  return out;
}

Finding person_finding(std::string_view group, std::string_view title, bool place_only, const Facts& facts) {
  const Actor& actor = facts.activity->actor;
  const std::set<std::string>& countries = facts.book->vocabulary.country_groups.at(std::string(group));
  const ActorNames names = actor_names(actor);
  const bool national = !place_only && std::any_of(actor.nationalities.begin(), actor.nationalities.end(),
                                                   [&](const std::string& code) { return countries.contains(code); });
  if (national || countries.contains(actor.place)) {
    return {Truth::kTrue, {}, "the actor (" + names.text + ") is " + std::string(title)};
  }
  if (!names.known || !actor.place_text.empty() || (place_only && actor.place.empty())) {
    std::vector<std::string> missing{"actor.place"};
    if (!place_only && actor.nationalities.empty()) missing.insert(missing.begin(), "actor.nationality");
    if (!actor.place_text.empty()) {
      return {Truth::kUnknown, std::move(missing),
              "the country of the actor's place '" + actor.place_text + "' is not known"};
    }
    return {Truth::kUnknown, std::move(missing), "who acts, and where, is not given"};
  }
  return {Truth::kFalse, {}, "the actor (" + names.text + ") is not " + std::string(title)};
}

Finding kind_finding(std::string_view kind, const Facts& facts) {
  const std::string& given = facts.activity->actor.kind;
  if (given == kind) return {Truth::kTrue, {}, "the actor is a " + std::string(kind)};
  if (!given.empty()) return {Truth::kFalse, {}, "the actor is a " + given + ", not a " + std::string(kind)};
  if (kind != "bank") return {Truth::kFalse, {}, "nothing says that the actor is a " + std::string(kind)};
  const auto group = facts.book->vocabulary.type_groups.find("banking");
  if (group != facts.book->vocabulary.type_groups.end() && group->second.contains(facts.activity->type)) {
    return {Truth::kTrue, {}, "the activity is one of a financial institution"};
  }
  return {Truth::kUnknown, {"actor.kind"}, "whether the actor is a financial institution is not given"};
}

Finding both(Finding a, const Finding& b) {
  if (a.truth == Truth::kFalse) return a;
  if (b.truth == Truth::kFalse) return b;
  if (a.truth == Truth::kTrue && b.truth == Truth::kUnknown) a.text = b.text;
  a.truth = std::min(a.truth, b.truth);
  add_missing(a.missing, b.missing);
  return a;
}

Finding actor_class(const std::string& word, const Facts& facts) {
  if (word == "us-person") return person_finding("us", "a US person", false, facts);
  if (word == "us-located") return person_finding("us", "in the United States", true, facts);
  if (word == "eu-person") return person_finding("eu", "an EU person or in the EU", false, facts);
  if (word == "uk-person") return person_finding("uk", "a UK person or in the UK", false, facts);
  if (word == "ch-person") return person_finding("ch", "a Swiss person or in Switzerland", false, facts);
  if (word == "russian") return person_finding("ru", "a Russian person or in Russia", false, facts);
  if (word == "us-financial-institution") {
    return both(person_finding("us", "a US person", false, facts), kind_finding("bank", facts));
  }
  if (word == "allied-government") {
    return both(kind_finding("government", facts), person_finding("allied", "of an allied country", false, facts));
  }
  return kind_finding(word, facts);
}

Finding actor_finding(const Condition& condition, const Facts& facts) {
  Finding out{Truth::kFalse, {}, ""};
  for (const std::string& word : condition.words) {
    const Finding one = actor_class(word, facts);
    if (one.truth == Truth::kTrue) return one;
    if (one.truth > out.truth) out = {one.truth, {}, ""};
    if (one.truth == out.truth) {
      append_sentence(out.text, one.text);
      add_missing(out.missing, one.missing);
    }
  }
  return out;
}

Finding country_finding(const Condition& condition, const Facts& facts) {
  std::string names;
  for (const std::string& word : condition.words) append_sentence(names, model::country_name(word), ", ");
  Finding out{Truth::kFalse, {}, "no party is in " + names};
  if (!facts.activity->parties_given) out = {Truth::kUnknown, {"parties"}, "the parties are not given"};
  for (const Subject& party : facts.parties) {
    if (has_word(condition, party.country)) return {Truth::kTrue, {}, party.name + " is in " + names};
    if (!party.country.empty()) continue;
    if (out.truth != Truth::kUnknown) out = {Truth::kUnknown, {}, "the country of " + party.name + " is not given"};
    add_missing(out.missing, {party.path + ".country"});
  }
  return out;
}

Finding role_finding(const Condition& condition, const Facts& facts) {
  Finding out{Truth::kFalse, {}, "no party is the " + condition.words.front()};
  for (const Subject& party : facts.parties) {
    if (has_word(condition, party.role)) return {Truth::kTrue, {}, party.name + " is the " + party.role};
    if (!party.role.empty()) continue;
    out.truth = Truth::kUnknown;
    out.text = "the role of " + party.name + " is not given";
    add_missing(out.missing, {party.path + ".role"});
  }
  return out;
}

// What the number may be; equal bounds when it is known.
struct Amount {
  bool given = false;
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::string text;
  std::vector<std::string> missing;
};

// Cargoes of crude and products are worth far more than this many dollars: a smaller `value` is the price of a barrel.
constexpr Thousandths kLargestBarrelPrice = 500'000;

Amount money(std::optional<Thousandths> value, const std::string& name, const std::string& into, const Facts& facts) {
  Amount out;
  if (!value) {
    out.missing = {name};
    out.text = "the " + spoken(name) + " is not given";
    return out;
  }
  out.given = true;
  out.low = out.high = *value;
  const std::optional<std::string>& currency = facts.activity->currency;
  out.text = "the " + spoken(name) + " is " + number_text(*value) + (currency ? " " + *currency : "");
  if (into.empty() || (currency && *currency == into)) return out;
  if (!currency) {
    out.given = false;
    out.missing = {"currency"};
    out.text = "the currency of the " + spoken(name) + " is not given";
    return out;
  }
  const auto known = facts.book->vocabulary.currencies.find(*currency);
  if (known == facts.book->vocabulary.currencies.end()) {
    out.given = false;
    out.missing = {name + " in " + into};
    out.text += ", and what that is in " + into + " is not known";
    return out;
  }
  const CurrencyBounds& bounds = known->second;
  out.low = static_cast<std::int64_t>(static_cast<Int128>(*value) * bounds.min / 1000);
  out.high = static_cast<std::int64_t>(static_cast<Int128>(*value) * bounds.max / 1000);
  out.missing = {name + " in " + into};
  return out;
}

Amount amount_of(const Condition& condition, const Facts& facts) {
  const Activity& activity = *facts.activity;
  if (condition.domain == "value") return money(activity.value, "value", condition.currency, facts);
  if (condition.domain == "aggregate_12m_value") {
    return money(activity.aggregate_12m_value, "aggregate_12m_value", condition.currency, facts);
  }
  if (condition.domain == "unit_price") {
    if (!activity.unit_price && activity.value && *activity.value <= kLargestBarrelPrice) {
      Amount out = money(activity.value, "value", condition.currency, facts);
      if (out.given) out.text += ", read as the price of one barrel";
      return out;
    }
    return money(activity.unit_price, "unit_price", condition.currency, facts);
  }
  Amount out;
  if (condition.domain == "tenor_days" ? activity.tenor_days.has_value() : activity.depth_ft.has_value()) {
    out.given = true;
    out.low = out.high = condition.domain == "tenor_days" ? *activity.tenor_days * 1000 : *activity.depth_ft;
    out.text = condition.domain == "tenor_days" ? "the tenor is " + number_text(out.low) + " days"
                                                : "the depth is " + number_text(out.low) + " ft";
    return out;
  }
  out.missing = {condition.domain};
  out.text = condition.domain == "tenor_days" ? "the tenor is not given" : "the depth is not given";
  return out;
}

Finding amount_finding(const Condition& condition, const Facts& facts) {
  const Amount amount = amount_of(condition, facts);
  if (!amount.given) return {Truth::kUnknown, amount.missing, amount.text};
  const auto inside = [&](std::int64_t value) {
    if (condition.low && (condition.low_inclusive ? value < *condition.low : value <= *condition.low)) return false;
    return !(condition.high && (condition.high_inclusive ? value > *condition.high : value >= *condition.high));
  };
  std::string bound;
  if (condition.low)
    append_sentence(bound, (condition.low_inclusive ? "at least " : "more than ") + number_text(*condition.low));
  if (condition.high) {
    append_sentence(bound, (condition.high_inclusive ? "at most " : "less than ") + number_text(*condition.high),
                    " and ");
  }
  if (!condition.currency.empty()) bound += " " + condition.currency;
  // Bounds are intervals with one open side or thresholds: both ends inside means all inside.
  const bool low = inside(amount.low);
  const bool high = inside(amount.high);
  if (low && high) return {Truth::kTrue, {}, amount.text + ", " + bound};
  if (low || high) return {Truth::kUnknown, amount.missing, amount.text + ", which may or may not be " + bound};
  return {Truth::kFalse, {}, amount.text + ", not " + bound};
}

Finding date_finding(const Condition& condition, const Facts& facts) {
  const Activity& activity = *facts.activity;
  std::optional<base::PartialDate> date;
  std::string name = condition.domain;
  std::string text = spoken(name);
  if (name == "as_of") {
    date = base::PartialDate::from_parts(facts.as_of.year(), facts.as_of.month(), facts.as_of.day());
  } else if (name == "deal_date") {
    date = facts.deal_date.date;
    name = facts.deal_date.name;
    text = name == "as_of" ? "date of the deal" : spoken(name);
  } else {
    date = name == "contract_date" ? activity.contract_date
           : name == "issue_date"  ? activity.issue_date
           : name == "initiated"   ? activity.initiated
                                   : activity.loaded;
  }
  if (name == "initiated") text = "start of the project";
  if (name == "loaded") text = "date of loading";
  if (!date) return {Truth::kUnknown, {name}, "the " + text + " is not given"};
  std::string bound;
  if (condition.from) append_sentence(bound, "on or after " + condition.from->to_string());
  if (condition.to) append_sentence(bound, "on or before " + condition.to->to_string(), " and ");
  const std::string stated = "the " + text + " is " + date->to_string();
  const bool all =
      (!condition.from || date->first() >= *condition.from) && (!condition.to || date->last() <= *condition.to);
  if (all) return {Truth::kTrue, {}, stated + ", " + bound};
  const bool none =
      (condition.from && date->last() < *condition.from) || (condition.to && date->first() > *condition.to);
  if (none) return {Truth::kFalse, {}, stated + ", not " + bound};
  return {Truth::kUnknown, {name}, stated + ", too coarse to say whether it is " + bound};
}

Finding currency_finding(const Condition& condition, const Facts& facts) {
  if (!facts.activity->currency) return {Truth::kUnknown, {"currency"}, "the currency is not given"};
  return {has_word(condition, *facts.activity->currency) ? Truth::kTrue : Truth::kFalse,
          {},
          "the currency is " + *facts.activity->currency};
}

Finding all_finding(const Condition& condition, const Facts& facts) {
  Finding out{Truth::kTrue, {}, ""};
  for (const Condition& child : condition.children) {
    const Finding one = evaluate(child, facts);
    if (one.truth < out.truth) out = {one.truth, {}, ""};
    if (one.truth != out.truth) continue;
    append_sentence(out.text, one.text);
    add_missing(out.missing, one.missing);
    add_missing(out.citations, one.citations);
  }
  return out;
}

Finding any_finding(const Condition& condition, const Facts& facts) {
  Finding out{Truth::kFalse, {}, ""};
  for (const Condition& child : condition.children) {
    const Finding one = evaluate(child, facts);
    if (one.truth == Truth::kTrue) return one;
    if (one.truth > out.truth) out = {one.truth, {}, ""};
    if (one.truth != out.truth) continue;
    append_sentence(out.text, one.text);
    add_missing(out.missing, one.missing);
  }
  return out;
}

}  // namespace

Finding evaluate(const Condition& condition, const Facts& facts) {
  switch (condition.kind) {
    case ConditionKind::kAlways:
      return {};
    case ConditionKind::kAll:
      return all_finding(condition, facts);
    case ConditionKind::kAny:
      return any_finding(condition, facts);
    case ConditionKind::kNot: {
      Finding out = evaluate(condition.children.front(), facts);
      if (out.truth != Truth::kUnknown) out.truth = out.truth == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
      return out;
    }
    case ConditionKind::kKnown: {
      Finding child = evaluate(condition.children.front(), facts);
      if (child.truth != Truth::kUnknown) return child;
      return {Truth::kFalse, {}, child.text};
    }
    case ConditionKind::kUnlessKnown: {
      const Finding child = evaluate(condition.children.front(), facts);
      if (child.truth == Truth::kTrue) return {Truth::kFalse, {}, child.text};
      return {Truth::kTrue, {}, ""};
    }
    case ConditionKind::kType:
      return type_finding(condition, facts);
    case ConditionKind::kClass:
      return class_finding(condition, facts);
    case ConditionKind::kParty:
      return any_party(condition.party, facts);
    case ConditionKind::kOwnerListed:
      return any_owner_listed(condition.party, facts);
    case ConditionKind::kVessel:
      return vessel_listed(condition.party, facts);
    case ConditionKind::kProject:
      return project_share(condition.party, *condition.low, facts);
    case ConditionKind::kVoting:
      return voting_majority(condition.party, facts);
    case ConditionKind::kActor:
      return actor_finding(condition, facts);
    case ConditionKind::kPartyCountry:
      return country_finding(condition, facts);
    case ConditionKind::kRole:
      return role_finding(condition, facts);
    case ConditionKind::kAmount:
      return amount_finding(condition, facts);
    case ConditionKind::kCurrency:
      return currency_finding(condition, facts);
    case ConditionKind::kDate:
      return date_finding(condition, facts);
  }
  return {};
}

}  // namespace cordon::measures
