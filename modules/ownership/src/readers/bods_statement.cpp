#include "readers/bods_statement.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "readers/bods_rules.hpp"

namespace cordon::ownership {

namespace {

using simdjson::dom::element;

struct TypeRow {
  std::string_view code;  // lower case, without hyphens
  InterestKind kind;
};

// Undisclosed interests may be ownership of any size: unknown, not zero.
constexpr std::array<TypeRow, 27> kTypes{{
    {"shareholding", InterestKind::kShares},
    {"votingrights", InterestKind::kVoting},
    {"appointmentofboard", InterestKind::kBoard},
    {"boardmember", InterestKind::kBoard},
    {"boardchair", InterestKind::kBoard},
    {"otherinfluenceorcontrol", InterestKind::kControl},
    {"otherinfluenceorcontroloftrust", InterestKind::kControl},
    {"controlviacompanyrulesorarticles", InterestKind::kControl},
    {"controlbylegalframework", InterestKind::kControl},
    {"seniormanagingofficial", InterestKind::kManagement},
    {"settlor", InterestKind::kTrust},
    {"settloroftrust", InterestKind::kTrust},
    {"trustee", InterestKind::kTrust},
    {"trusteeoftrust", InterestKind::kTrust},
    {"protector", InterestKind::kTrust},
    {"protectoroftrust", InterestKind::kTrust},
    {"beneficiaryoflegalarrangement", InterestKind::kTrust},
    {"beneficiaryoftrust", InterestKind::kTrust},
    {"rightstosurplusassetsondissolution", InterestKind::kEconomic},
    {"rightstoprofitorincome", InterestKind::kEconomic},
    {"enjoymentanduseofassets", InterestKind::kEconomic},
    {"righttoprofitorincomefromassets", InterestKind::kEconomic},
    {"rightsgrantedbycontract", InterestKind::kContract},
    {"conditionalrightsgrantedbycontract", InterestKind::kOption},
    {"nominee", InterestKind::kNominee},
    {"nominator", InterestKind::kNominee},
    {"unknowninterest", InterestKind::kOwnedOrControlled},
}};

std::string text_at(const element& value, const char* name) {
  std::string_view text;
  return value[name].get_string().get(text) == simdjson::SUCCESS ? std::string(text) : std::string{};
}

std::vector<std::string> texts_at(const element& value, const char* name) {
  std::vector<std::string> out;
  simdjson::dom::array items;
  if (value[name].get_array().get(items) != simdjson::SUCCESS) return out;
  for (const element item : items) {
    std::string_view text;
    if (item.get_string().get(text) == simdjson::SUCCESS) out.emplace_back(text);
  }
  return out;
}

// The shortest decimal that reads back as the number: what the file says, for up to 15 digits.
std::optional<ShareRange> share_at(const element& share, const char* name) {
  double number = 0;
  if (share[name].get_double().get(number) != simdjson::SUCCESS) return std::nullopt;
  std::array<char, 400> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
  const auto read = parse_percent({buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data())});
  if (!read) return std::nullopt;
  return *read;
}

void read_share(const element& share, bool strict, BodsInterest& interest, BodsStatement& out) {
  const auto exact = share_at(share, "exact");
  const auto min = share_at(share, "minimum");
  const auto max = share_at(share, "maximum");
  const auto above = share_at(share, "exclusiveMinimum");
  const auto below = share_at(share, "exclusiveMaximum");
  if (exact) {
    interest.share = *exact;
    if (strict && (min || max || above || below)) {
      out.doubts.emplace_back("share: exact stands beside a range; exact is taken");
    }
    return;
  }
  if ((min && above) || (max && below)) out.doubts.emplace_back("share: two bounds on one side; the tighter is taken");
  std::int64_t low = 0;
  std::int64_t high = Share::kWholeUnits;
  if (min) low = min->min.units();
  if (above) low = std::max(low, above->min.units() + 1);
  if (max) high = max->max.units();
  if (below) high = std::min(high, below->max.units() - 1);
  if (low > high) {
    out.problems.emplace_back("share: no share lies between the bounds");
    return;
  }
  interest.share = {Share::from_units(low), Share::from_units(high)};
}

void read_interest(const element& value, bool strict, BodsStatement& out) {
  BodsInterest interest;
  interest.type = text_at(value, "type");
  std::string code;
  for (const char c : interest.type) {
    if (c != '-' && c != '_') code.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
  }
  if (!code.empty() && code != "unpublishedinterest") {
    const auto* const row =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeRow& known) { return known.code == code; });
    interest.type_known = row != kTypes.end();
    if (interest.type_known) interest.kind = row->kind;
  }
  std::string level = text_at(value, "directOrIndirect");
  if (level.empty()) level = text_at(value, "interestLevel");
  interest.indirect = level == "indirect";
  bool beneficial = false;
  interest.beneficial =
      value["beneficialOwnershipOrControl"].get_bool().get(beneficial) == simdjson::SUCCESS && beneficial;
  interest.start = text_at(value, "startDate");
  interest.end = text_at(value, "endDate");
  if (!interest.start.empty() && !interest.end.empty() && interest.end < interest.start) {
    out.problems.push_back("interests: the end " + interest.end + " lies before the start " + interest.start);
  }
  element share;
  if (value["share"].get(share) == simdjson::SUCCESS && share.is_object()) read_share(share, strict, interest, out);
  out.interests.push_back(std::move(interest));
}

void read_interests(const element& details, bool strict, BodsStatement& out) {
  simdjson::dom::array interests;
  if (details["interests"].get_array().get(interests) != simdjson::SUCCESS) return;
  for (const element interest : interests) {
    if (interest.is_object()) read_interest(interest, strict, out);
  }
}

// Of a person the date of birth. An entity may be a trust or the state: that it is no person is
// all that is taken of it.
PartyFacts facts_of(const element& details, BodsType type) {
  PartyFacts facts;
  if (type == BodsType::kRelationship) return facts;
  facts.schema = type == BodsType::kPerson ? "Person" : "Organization";
  if (type != BodsType::kPerson) return facts;
  const std::string born = text_at(details, "birthDate").substr(0, 10);
  if (!born.empty() && base::PartialDate::parse(born)) facts.birth_dates.push_back(born);
  return facts;
}

void doubt_future(const std::string& date, const std::optional<base::Date>& today, const char* field,
                  BodsStatement& out) {
  if (date.empty() || !today) return;
  const auto read = base::PartialDate::parse(date.size() > 10 ? std::string_view(date).substr(0, 10) : date);
  if (read && read->first() > *today) out.doubts.push_back(std::string(field) + ": " + date + " lies in the future");
}

// Pointers of annotations are JSON pointers into the statement.
void check_pointers(const element& value, BodsStatement& out) {
  simdjson::dom::array annotations;
  if (value["annotations"].get_array().get(annotations) != simdjson::SUCCESS) return;
  for (const element annotation : annotations) {
    if (!annotation.is_object()) continue;
    const std::string pointer = text_at(annotation, "statementPointerTarget");
    element target;
    const bool root = pointer.empty() || pointer == "/";
    if (!root && (pointer.front() != '/' || value.at_pointer(pointer).get(target) != simdjson::SUCCESS)) {
      out.doubts.push_back("annotations: statementPointerTarget " + pointer + " points at nothing");
    }
  }
}

void check_life_dates(const element& details, const std::optional<base::Date>& today, BodsStatement& out) {
  const std::string born = text_at(details, "birthDate");
  const std::string died = text_at(details, "deathDate");
  doubt_future(born, today, "birthDate", out);
  doubt_future(died, today, "deathDate", out);
  if (!born.empty() && born < "1800") out.doubts.push_back("birthDate: " + born + " is not credible");
  if (!died.empty() && (died < "1800" || (!born.empty() && died < born.substr(0, died.size())))) {
    out.doubts.push_back("deathDate: " + died + " is not credible");
  }
  if (born.size() >= 4 && died.size() >= 4 && std::stoi(died) - std::stoi(born) > 120) {
    out.doubts.push_back("deathDate: " + born + " to " + died + " is not credible");
  }
}

// Source: BODS 0.4, identifiers of people: {country, ISO 3166-1 alpha-3 or D}-{PASSPORT|TAXID|IDCARD}.
bool is_person_scheme(std::string_view scheme) {
  const std::size_t dash = scheme.find('-');
  if (dash == std::string_view::npos) return false;
  const std::string_view country = scheme.substr(0, dash);
  const std::string_view kind = scheme.substr(dash + 1);
  if (kind != "PASSPORT" && kind != "TAXID" && kind != "IDCARD") return false;
  if (country == "D") return true;
  const bool letters =
      country.size() == 3 && std::all_of(country.begin(), country.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return letters && country.substr(0, 2) != "AA" && country.substr(0, 2) != "ZZ";  // user-assigned codes
}

void check_scheme(const element& identifier, BodsStatement& out) {
  std::string_view scheme;
  if (identifier["scheme"].get_string().get(scheme) != simdjson::SUCCESS) return;
  // Entities: a code of org-id.guide, country and register ("GB-COH") or an own prefix; the list itself is not kept.
  const bool right = out.type == BodsType::kPerson ? is_person_scheme(scheme)
                                                   : scheme.size() >= 4 && scheme.find('-') != std::string_view::npos;
  if (!right) out.doubts.push_back("identifiers: unknown scheme \"" + std::string(scheme) + "\"");
}

void check_schemes(const element& holder, BodsStatement& out) {
  element identifiers;
  if (holder["identifiers"].get(identifiers) != simdjson::SUCCESS) return;
  if (identifiers.is_object()) check_scheme(identifiers, out);
  simdjson::dom::array several;
  if (identifiers.get_array().get(several) != simdjson::SUCCESS) return;
  for (const element identifier : several) {
    if (identifier.is_object()) check_scheme(identifier, out);
  }
}

void check_details(const element& details, const std::optional<base::Date>& today, BodsStatement& out) {
  if (out.type == BodsType::kPerson) check_life_dates(details, today, out);
  check_schemes(details, out);
  const std::string founded = text_at(details, "foundingDate");
  const std::string dissolved = text_at(details, "dissolutionDate");
  if (!founded.empty() && !dissolved.empty() && dissolved < founded) {
    out.doubts.push_back("dissolutionDate: " + dissolved + " lies before the founding on " + founded);
  }
  bool listed = true;
  simdjson::dom::array listings;
  if (details["publicListing"]["hasPublicListing"].get_bool().get(listed) == simdjson::SUCCESS && !listed &&
      details["publicListing"]["securitiesListings"].get_array().get(listings) == simdjson::SUCCESS &&
      listings.size() > 0) {
    out.doubts.emplace_back("publicListing: securities are listed although hasPublicListing is false");
  }
}

std::string name_of(const element& details, BodsType type) {
  if (type == BodsType::kEntity) return text_at(details, "name");
  std::string_view name;
  return details["names"].at(0)["fullName"].get_string().get(name) == simdjson::SUCCESS ? std::string(name)
                                                                                        : std::string{};
}

void read_record_form(const element& value, const std::optional<base::Date>& today, BodsStatement& out) {
  out.problems = BodsRules::instance().problems_of(value);
  out.id = text_at(value, "statementId");
  out.record = text_at(value, "recordId");
  out.status = text_at(value, "recordStatus");
  out.declaration_subject = text_at(value, "declarationSubject");
  const std::string type = text_at(value, "recordType");
  out.type = type == "relationship" ? BodsType::kRelationship
             : type == "person"     ? BodsType::kPerson
                                    : BodsType::kEntity;
  check_pointers(value, out);
  doubt_future(text_at(value, "statementDate"), today, "statementDate", out);
  element part;
  if (value["source"].get(part) == simdjson::SUCCESS && part.is_object()) {
    doubt_future(text_at(part, "retrievedAt"), today, "source.retrievedAt", out);
  }
  if (value["publicationDetails"].get(part) == simdjson::SUCCESS && part.is_object()) {
    doubt_future(text_at(part, "publicationDate"), today, "publicationDate", out);
  }
  simdjson::dom::array annotations;
  if (value["annotations"].get_array().get(annotations) == simdjson::SUCCESS) {
    for (const element annotation : annotations) {
      if (annotation.is_object()) doubt_future(text_at(annotation, "creationDate"), today, "creationDate", out);
    }
  }
  element details;
  if (value["recordDetails"].get(details) != simdjson::SUCCESS || !details.is_object()) return;
  out.name = name_of(details, out.type);
  out.facts = facts_of(details, out.type);
  bool component = false;
  out.component = details["isComponent"].get_bool().get(component) == simdjson::SUCCESS && component;
  out.components = texts_at(details, "componentRecords");
  std::string_view subtype;
  if (details["entityType"]["subtype"].get_string().get(subtype) == simdjson::SUCCESS) out.subtype = subtype;
  out.subject = text_at(details, "subject");
  out.party = text_at(details, "interestedParty");
  read_interests(details, true, out);
  if (out.problems.empty()) check_details(details, today, out);
  check_schemes(value, out);  // some publishers put them beside the details
}

void check_address_types(const element& value, BodsStatement& out) {
  simdjson::dom::array addresses;
  if (value["addresses"].get_array().get(addresses) != simdjson::SUCCESS) return;
  for (const element address : addresses) {
    std::string_view type;
    if (address["type"].get_string().get(type) != simdjson::SUCCESS || type == "alternative") continue;
    const bool right = out.type == BodsType::kEntity
                           ? type == "registered" || type == "business"
                           : type == "residence" || type == "service" || type == "placeOfBirth";
    if (!right) out.doubts.push_back("addresses: type " + std::string(type) + " does not go with the statement");
  }
}

void read_statement_form(const element& value, BodsStatement& out) {
  const std::string type = text_at(value, "statementType");
  out.id = text_at(value, "statementID");
  out.record = out.id;
  if (out.id.size() < 32 || out.id.size() > 64) {
    out.problems.emplace_back("statementID: expected a text of 32 to 64 characters");
  }
  if (type == "entityStatement") {
    out.type = BodsType::kEntity;
    if (text_at(value, "entityType").empty() && !value["entityType"].is_object()) {
      out.problems.emplace_back("entityType: required, but missing");
    }
  } else if (type == "personStatement") {
    out.type = BodsType::kPerson;
    if (text_at(value, "personType").empty()) out.problems.emplace_back("personType: required, but missing");
  } else if (type == "ownershipOrControlStatement") {
    out.type = BodsType::kRelationship;
  } else {
    out.problems.push_back("statementType: not a type of statement, found \"" + type + "\"");
  }
  out.name = name_of(value, out.type);
  out.facts = facts_of(value, out.type);
  bool component = false;
  out.component = value["isComponent"].get_bool().get(component) == simdjson::SUCCESS && component;
  out.components = texts_at(value, "componentStatementIDs");
  out.replaces = texts_at(value, "replacesStatements");
  check_address_types(value, out);
  if (out.component && !out.components.empty()) out.doubts.emplace_back("componentStatementIDs: in a component");
  if (out.type != BodsType::kRelationship) return;
  element subject;
  element party;
  if (value["subject"].get(subject) != simdjson::SUCCESS || !subject.is_object()) {
    out.problems.emplace_back("subject: required, but missing");
  } else {
    out.subject = text_at(subject, "describedByEntityStatement");
  }
  if (value["interestedParty"].get(party) != simdjson::SUCCESS || !party.is_object()) {
    out.problems.emplace_back("interestedParty: required, but missing");
  } else {
    out.party = text_at(party, "describedByPersonStatement");
    if (out.party.empty()) out.party = text_at(party, "describedByEntityStatement");
  }
  read_interests(value, false, out);
}

}  // namespace

BodsStatement read_bods_statement(element value, const std::optional<base::Date>& today) {
  BodsStatement out;
  if (!value.is_object()) {
    out.problems.emplace_back("expected a statement, an object");
    return out;
  }
  element ignored;
  out.date = text_at(value, "statementDate").substr(0, 10);
  const bool old = value["statementType"].get(ignored) == simdjson::SUCCESS ||
                   value["statementID"].get(ignored) == simdjson::SUCCESS;
  if (old) {
    read_statement_form(value, out);
  } else {
    read_record_form(value, today, out);
  }
  return out;
}

}  // namespace cordon::ownership
