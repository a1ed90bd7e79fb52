// Facts of a record to properties: see data/lists/ofac_fact_types.txt for what goes where.
#include <algorithm>
#include <array>
#include <utility>

#include "ofac_subject.hpp"
#include "ofac_text.hpp"

namespace cordon::ingest::ofac {
namespace {

// The seven digits of "IMO 9074092", "IMO9074092", "IMO No. 9074092"; empty else.
std::string_view imo_digits(std::string_view number) {
  number = trimmed(number);
  if (!starts_with_ignoring_case(number, "IMO")) return {};
  number = trimmed(number.substr(3));
  while (!number.empty() && !is_ascii_digit(number.front())) {
    if (is_ascii_alnum(number.front()) && !starts_with_ignoring_case(number, "No") &&
        !starts_with_ignoring_case(number, "o")) {
      return {};
    }
    number.remove_prefix(1);
  }
  return digit_count(number) == 7 ? number : std::string_view{};
}

// Numbers whose kind follows from the country and the count of digits. Source: the Russian registers: INN has 10
// digits (legal entities) or 12 (people), OGRN 13, OGRNIP 15, OKPO 8 or 10 (OFAC calls it Government Gazette Number).
void add_russian_codes(const FactType& type, const DocumentText& document, SubjectBuilder& builder) {
  if (document.country != "ru") return;
  const int digits = digit_count(document.number);
  const auto has = [&type](std::string_view property) {
    return std::find(type.properties.begin(), type.properties.end(), property) != type.properties.end();
  };
  if (has("taxNumber") && (digits == 10 || digits == 12)) {
    (void)builder.add_to_first({"innCode"}, document.number);
  } else if (has("registrationNumber") && (digits == 13 || digits == 15)) {
    (void)builder.add_to_first({"ogrnCode"}, document.number);
  } else if (type.type == "Government Gazette Number" && (digits == 8 || digits == 10)) {
    (void)builder.add_to_first({"okpoCode"}, document.number);
  }
}

std::string ftm_date(std::string_view text) {
  const base::Result<base::PartialDate> date = parse_date(text);
  return date ? date->ftm() : std::string{};
}

void map_document(const FactType& type, std::string_view value, const Fact& fact, SubjectBuilder& builder) {
  DocumentText document = parse_document(value);
  if (document.number.empty()) {
    builder.unmapped("remarks", fact.text);
    return;
  }
  if (!fact.country.empty()) {
    if (const std::string code = ofac_country(fact.country); !code.empty()) {
      document.country = code;
    } else if (!says_no_country(fact.country)) {
      builder.unmapped("document country", fact.country);
    }
  }
  const std::string issued = ftm_date(fact.issued.empty() ? document.issued : fact.issued);
  const std::string expires = ftm_date(fact.expires.empty() ? document.expires : fact.expires);
  if (const std::string_view imo = imo_digits(document.number); !imo.empty()) {
    if (!builder.add_to_first({"imoNumber"}, "IMO" + std::string(imo))) {
      (void)builder.add_to_first(type.properties, document.number);
    }
  } else {
    // A number that no property of the subject's schema takes is still in the Identification.
    (void)builder.add_to_first(type.properties, document.number);
    add_russian_codes(type, document, builder);
  }
  const bool passport = type.kind == FactKind::kPassport;
  std::string content = type.type;
  for (const std::string& part : {document.number, document.country, issued, expires}) content += '\n' + part;
  for (const std::string& place : document.places) content += '\n' + place;
  for (const auto& [property, text] : fact.document) content += '\n' + property + '=' + text;
  model::Entity entity{model::EntityId{builder.child_id(passport ? "passport" : "document", content)},
                       passport ? "Passport" : "Identification"};
  entity.add("holder", builder.subject.id().str());
  entity.add("type", type.type);
  entity.add("number", document.number);
  if (passport) entity.add("passportNumber", document.number);
  entity.add("country", document.country);
  entity.add("startDate", issued);
  entity.add("endDate", expires);
  for (const std::string& place : document.places) entity.add("authority", place);
  for (const auto& [property, text] : fact.document) entity.add(property, text);
  builder.others.push_back(std::move(entity));
}

// A type that is not in the table, but says by its form what it is: "Fishing Register Number 123-45 (Ghana)".
bool map_unknown_document(const Fact& fact, SubjectBuilder& builder) {
  constexpr std::array<std::string_view, 14> kEndings{
      "number", "no.",     "no",      "#",      "id",       "code",        "card",
      "code:",  "number:", "license", "permit", "registry", "certificate", "identification"};
  std::string_view text = fact.text;
  std::size_t at = 0;
  std::size_t words = 0;
  while (at < text.size() && words < 8) {
    std::size_t end = text.find(' ', at);
    if (end == std::string_view::npos) return false;
    const std::string word = ascii_lowered(text.substr(at, end - at));
    ++words;
    const std::string_view value = trimmed(text.substr(end));
    const bool number =
        std::any_of(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(std::min(value.find(' '), value.size())),
                    is_ascii_digit);
    if (number && std::find(kEndings.begin(), kEndings.end(), word) != kEndings.end()) {
      FactType type{std::string(text.substr(0, end)), FactKind::kDocument, {"idNumber", "registrationNumber"}};
      if (builder.record.kind != SubjectKind::kIndividual) std::swap(type.properties[0], type.properties[1]);
      map_document(type, value, fact, builder);
      return true;
    }
    at = end + 1;
  }
  return false;
}

void map_country(const FactType& type, std::string_view value, const Fact& fact, SubjectBuilder& builder) {
  // "citizen Iran (dual)" and "nationality Korea, North" are both met.
  std::string code = ofac_country(value);
  if (code.empty()) code = ofac_country(value.substr(0, value.find('(')));
  if (code.empty() && !says_no_country(value)) {
    builder.unmapped("remarks", fact.text);
    return;
  }
  if (!code.empty()) (void)builder.add_to_first(type.properties, code);
}

void map_birth_date(std::string_view value, const Fact& fact, SubjectBuilder& builder) {
  const std::vector<std::string> dates = ftm_dates(value.substr(0, value.find(" (")));
  if (dates.empty()) {
    builder.unmapped("remarks", fact.text);
    return;
  }
  // An organisation's "birth" is its founding; vessels and aircraft were built.
  for (const std::string& date : dates) {
    (void)builder.add_to_first({"birthDate", "incorporationDate", "buildDate"}, date);
  }
}

void map_birth_place(std::string_view value, SubjectBuilder& builder) {
  if (!builder.add_to_first({"birthPlace"}, value)) return;  // in notes
  // The country is what stands behind a comma at the end; it may hold a comma itself ("Pyongyang, Korea, North").
  std::size_t at = 0;
  while (at != std::string_view::npos && at < value.size()) {
    if (const std::string code = ofac_country(value.substr(at)); !code.empty()) {
      builder.subject.add("birthCountry", code);
      return;
    }
    at = value.find(',', at);
    if (at != std::string_view::npos) ++at;
  }
}

void map_date(const FactType& type, std::string_view value, const Fact& fact, SubjectBuilder& builder) {
  const std::string date = fact.date.empty() ? ftm_date(value) : fact.date;
  if (date.empty()) {
    builder.unmapped("remarks", fact.text);
  } else {
    (void)builder.add_to_first(type.properties, date);
  }
}

// "Listing Date (EO 14024 Directive 2): 24 Feb 2022": a date of one measure of the sanction.
void map_sanction_date(std::string_view property, std::string_view value, const Fact& fact, SubjectBuilder& builder) {
  const std::size_t close = value.rfind(')');
  std::string_view text = close == std::string_view::npos ? value : trimmed(value.substr(close + 1));
  if (!text.empty() && text.front() == ':') text = trimmed(text.substr(1));
  const std::string date = fact.date.empty() ? ftm_date(text) : fact.date;
  if (date.empty()) {
    builder.unmapped("remarks", fact.text);
    return;
  }
  builder.sanction.add(property, date);
  builder.sanction.add("provisions", without_alternative(fact.text));  // which measure the date belongs to
}

// "- XBT 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h"
void map_wallet(std::string_view value, const Fact& fact, SubjectBuilder& builder) {
  const std::size_t blank = value.find(' ');
  if (blank == std::string_view::npos) {
    builder.unmapped("remarks", fact.text);
    return;
  }
  const std::string_view currency = value.substr(0, blank);
  const std::string_view key = trimmed(value.substr(blank));
  model::Entity wallet{model::EntityId{builder.child_id("wallet", std::string(currency) + '\n' + std::string(key))},
                       "CryptoWallet"};
  wallet.add("publicKey", key);
  wallet.add("currency", currency);
  wallet.add("holder", builder.subject.id().str());
  wallet.add("topics", "sanction");
  builder.others.push_back(std::move(wallet));
}

void map_alias(const FactType& type, std::string_view value, const Fact& fact, SubjectBuilder& builder) {
  // Words behind the closing quote ("a.k.a. 'X' (nickname)") are left out: they are in notes.
  std::string_view quoted = value;
  if (!value.empty() && (value.front() == '\'' || value.front() == '"')) {
    const std::size_t close = value.rfind(value.front());
    if (close > 0) quoted = value.substr(0, close + 1);
  }
  const std::string_view name = unquoted(quoted);
  if (name.empty()) {
    builder.unmapped("remarks", fact.text);
    return;
  }
  builder.subject.add(type.properties.front(), natural_name(parse_name(name, builder.record.kind)));
}

// "Minister of Oil; Minister of Petroleum": several offices in one title.
void map_positions(std::string_view value, SubjectBuilder& builder) {
  while (!value.empty()) {
    const std::size_t at = value.find(';');
    const std::string_view office = trimmed(value.substr(0, at));
    value = at == std::string_view::npos ? std::string_view{} : value.substr(at + 1);
    if (!office.empty()) (void)builder.add_to_first({"position", "summary"}, office);
  }
}

void map_more_information(std::string_view value, const Fact& fact, SubjectBuilder& builder) {
  const std::size_t at = value.find("http");
  if (at == std::string_view::npos) {
    builder.sanction.add("provisions", fact.text);
  } else {
    builder.sanction.add("sourceUrl", value.substr(at, value.find(' ', at) - at));
  }
}

// Text without a type: web and mail addresses, offices of people; whatever is left is counted.
void map_free_text(const Fact& fact, SubjectBuilder& builder) {
  const std::string_view text = fact.text;
  const std::string_view first = text.substr(0, text.find(' '));
  if (starts_with_ignoring_case(text, "www.") || starts_with_ignoring_case(text, "http")) {
    (void)builder.add_to_first({"website"}, first);
  } else if (first.find('@') != std::string_view::npos && first.find('.') != std::string_view::npos) {
    (void)builder.add_to_first({"email"}, first);
  } else if (builder.record.kind == SubjectKind::kIndividual && FactTypes::instance().names_role(text)) {
    // The title column may say the same with the full stop that the end of the remarks lost.
    if (!builder.subject.has("position", std::string(text) + ".")) builder.subject.add("position", text);
  } else if (!map_unknown_document(fact, builder)) {
    builder.unmapped("remarks", text);
  }
}

void map_value(const FactType& type, std::string_view value, SubjectBuilder& builder) {
  std::string text(value);
  if (type.properties.front() == "tonnage" || type.properties.front() == "grossRegisteredTonnage" ||
      type.properties.front() == "deadweightTonnage") {
    std::erase(text, ',');
  }
  (void)builder.add_to_first(type.properties, text);
}

}  // namespace

void map_fact(const Fact& fact, FactOrigin origin, SubjectBuilder& builder) {
  const std::string_view segment = without_alternative(fact.text);
  const FactMatch match = FactTypes::instance().find(segment);
  if (match.type == nullptr) {
    map_free_text(fact, builder);
    return;
  }
  const FactType& type = *match.type;
  const std::string_view value = match.value;
  const bool needs_value = type.kind != FactKind::kNotes && type.kind != FactKind::kProvision;
  if (value.empty() && needs_value) {
    builder.unmapped("remarks", fact.text);
    return;
  }
  switch (type.kind) {
    case FactKind::kDocument:
    case FactKind::kPassport:
      return map_document(type, value, fact, builder);
    case FactKind::kValue:
      return map_value(type, value, builder);
    case FactKind::kDate:
      return map_date(type, value, fact, builder);
    case FactKind::kCountry:
      return map_country(type, value, fact, builder);
    case FactKind::kBirthDate:
      return map_birth_date(value, fact, builder);
    case FactKind::kBirthPlace:
      return map_birth_place(value, builder);
    case FactKind::kGender:
      if (!builder.add_to_first(type.properties, ascii_lowered(value))) builder.unmapped("remarks", fact.text);
      return;
    case FactKind::kPhone:
      (void)builder.add_to_first(type.properties, value);
      return;
    case FactKind::kWallet:
      return map_wallet(value, fact, builder);
    case FactKind::kAlias:
    case FactKind::kFormerName:
      return map_alias(type, value, fact, builder);
    case FactKind::kPosition:
      return map_positions(value, builder);
    case FactKind::kProvision:
      builder.sanction.add("provisions", segment);
      return;
    case FactKind::kListed:
      return map_sanction_date("listingDate", value, fact, builder);
    case FactKind::kEffective:
      return map_sanction_date("startDate", value, fact, builder);
    case FactKind::kLink:
    case FactKind::kOperator:
    case FactKind::kOwner:
      return map_named_tie(type.type, value, builder);
    case FactKind::kMoreInformation:
      return map_more_information(value, fact, builder);
    case FactKind::kNotes:
      // In the flat files and in XML remarks the whole text is in notes already.
      if (origin == FactOrigin::kStructured) builder.subject.add("notes", fact.text);
      return;
  }
}

}  // namespace cordon::ingest::ofac
