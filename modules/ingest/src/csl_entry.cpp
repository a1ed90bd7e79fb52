#include "csl_entry.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "cordon/model/country.hpp"
#include "ofac_mapping.hpp"

namespace cordon::ingest::csl {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// The lists of which the Consolidated Screening List is made.
// Source: the list's own field "source" in the published files.
struct ListOfOrigin {
  std::string_view code;
  std::string_view other_code;  // how older or other files write it
  std::string_view title;
  std::string_view authority;
  std::string_view topic;
  bool is_treasury = false;
};
constexpr std::string_view kTreasury = "Office of Foreign Assets Control";
constexpr std::string_view kBis = "Bureau of Industry and Security";
constexpr std::string_view kState = "Department of State";
constexpr std::array<ListOfOrigin, 15> kLists{{
    {"sdn", "sdn", "Specially Designated Nationals (SDN)", kTreasury, "sanction", true},
    {"ssi", "ssi", "Sectoral Sanctions Identifications List (SSI)", kTreasury, "sanction", true},
    {"fse", "fse", "Foreign Sanctions Evaders (FSE)", kTreasury, "sanction", true},
    {"plc", "plc", "Palestinian Legislative Council List (PLC)", kTreasury, "sanction", true},
    {"cap", "capta", "List of Foreign Financial Institutions Subject to CAPTA Sanctions (CAP)", kTreasury, "sanction",
     true},
    {"mbs", "ns-mbs", "Non-SDN Menu-Based Sanctions List (MBS)", kTreasury, "sanction", true},
    {"cmic", "ns-cmic", "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC)", kTreasury, "sanction",
     true},
    {"561", "part561", "List of Foreign Financial Institutions Subject to Part 561", kTreasury, "sanction", true},
    {"13599", "eo13599", "Non-SDN Iranian Sanctions Act List (E.O. 13599)", kTreasury, "sanction", true},
    {"isa", "ns-isa", "Non-SDN Iranian Sanctions Act List (NS-ISA)", kTreasury, "sanction", true},
    {"dpl", "dpl", "Denied Persons List (DPL)", kBis, "export.control", false},
    {"el", "entity list", "Entity List (EL)", kBis, "export.control", false},
    {"meu", "mil", "Military End User (MEU) List", kBis, "export.control", false},
    {"uvl", "uvl", "Unverified List (UVL)", kBis, "export.risk", false},
    {"isn", "isn", "Nonproliferation Sanctions (ISN)", kState, "sanction", false},
}};
constexpr ListOfOrigin kDebarred{"dtc", "dtc", "ITAR Debarred (DTC)", kState, "debarment", false};

const ListOfOrigin* find_list(std::string_view code) {
  if (code == kDebarred.code) return &kDebarred;
  const auto* const found = std::find_if(kLists.begin(), kLists.end(), [&](const ListOfOrigin& list) {
    return list.code == code || list.other_code == code;
  });
  return found == kLists.end() ? nullptr : found;
}

ofac::SubjectKind kind_of(std::string_view type) {
  const std::string lowered = lower_ascii(type);
  if (lowered == "individual") return ofac::SubjectKind::kIndividual;
  if (lowered == "vessel") return ofac::SubjectKind::kVessel;
  if (lowered == "aircraft") return ofac::SubjectKind::kAircraft;
  return ofac::SubjectKind::kEntity;
}

// Newer files write "Khalid Sulayman ABU HASSAN": the last words in capitals are the family name.
ofac::Name name_of(const std::string& text, ofac::SubjectKind kind) {
  if (kind != ofac::SubjectKind::kIndividual || text.find(", ") != std::string::npos)
    return ofac::parse_name(text, kind);
  const std::vector<std::string> words = split(text, " ");
  std::size_t first_capital = words.size();
  while (first_capital > 0) {
    const std::string& word = words[first_capital - 1];
    if (std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) break;
    --first_capital;
  }
  ofac::Name name;
  if (first_capital == 0 || first_capital == words.size()) {
    name.last = text;
    return name;
  }
  const auto middle = words.begin() + static_cast<std::ptrdiff_t>(first_capital);
  name.first = join({words.begin(), middle}, " ");
  name.last = join({middle, words.end()}, " ");
  return name;
}

std::string english_country(const std::string& text) {
  const auto code = model::country_code(text);
  return code ? std::string(model::country_name(*code)) : text;
}

void add_fact(ofac::Record& record, std::string_view type, const std::string& text) {
  if (!text.empty()) record.facts.push_back({std::string(type) + " " + text, {}, {}, {}, {}, {}});
}

ofac::Record treasury_record(const Entry& entry, const ListOfOrigin& list) {
  ofac::Record record;
  record.uid = entry.number;
  record.line = entry.where.line;
  record.kind = kind_of(entry.type);
  record.name = name_of(entry.name, record.kind);
  record.programmes = entry.programmes;
  for (const std::string& alias : entry.aliases) record.aliases.push_back({{}, false, name_of(alias, record.kind)});
  for (const AddressParts& parts : entry.addresses) {
    ofac::PostalAddress address;
    address.street = parts.full.empty() ? join({parts.street, parts.street2, parts.po_box}, ", ") : parts.full;
    address.city = parts.city;
    address.region = parts.region;
    address.postal_code = parts.postal_code;
    address.country = english_country(parts.country);
    record.addresses.push_back(std::move(address));
  }
  add_fact(record, "Title:", entry.title);
  for (const std::string& date : entry.birth_dates) add_fact(record, "DOB", date);
  for (const std::string& place : entry.birth_places) add_fact(record, "POB", place);
  for (const std::string& country : entry.nationalities) add_fact(record, "nationality", english_country(country));
  for (const std::string& country : entry.citizenships) add_fact(record, "citizen", english_country(country));
  for (const Number& number : entry.numbers) {
    record.facts.push_back({join({number.type, number.number}, " "),
                            english_country(number.country),
                            number.issued,
                            number.expires,
                            {},
                            {}});
  }
  add_fact(record, "Vessel Call Sign:", entry.call_sign);
  add_fact(record, "Vessel Type:", entry.vessel_type);
  add_fact(record, "Vessel Tonnage:", entry.tonnage);
  add_fact(record, "Vessel Gross Registered Tonnage:", entry.gross_registered_tonnage);
  add_fact(record, "Vessel Flag:", entry.flag);
  add_fact(record, "Vessel Owner:", entry.owner);
  record.remarks = join(entry.remarks, "; ");
  ofac::Listing listing;
  listing.list = list.title;
  if (!entry.start_date.empty()) listing.dates.push_back(entry.start_date);
  record.listings.push_back(std::move(listing));
  record.raw_hash = base::ContentHash::of(entry.raw);
  return record;
}

// One subject may stand on several of the Treasury's lists, a row each: the later rows add what they say.
void merge(ofac::Record& record, ofac::Record other) {
  const auto add_new = [](auto& to, auto& from) {
    for (auto& value : from) {
      if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(std::move(value));
    }
  };
  add_new(record.programmes, other.programmes);
  for (ofac::Listing& listing : other.listings) record.listings.push_back(std::move(listing));
  for (ofac::Alias& alias : other.aliases) {
    const auto is_same = [&](const ofac::Alias& known) { return known.name == alias.name; };
    if (std::none_of(record.aliases.begin(), record.aliases.end(), is_same)) record.aliases.push_back(std::move(alias));
  }
  for (ofac::Fact& fact : other.facts) {
    const auto is_same = [&](const ofac::Fact& known) { return known.text == fact.text; };
    if (std::none_of(record.facts.begin(), record.facts.end(), is_same)) record.facts.push_back(std::move(fact));
  }
  for (ofac::PostalAddress& address : other.addresses) {
    const auto is_same = [&](const ofac::PostalAddress& known) {
      return known.street == address.street && known.city == address.city && known.country == address.country;
    };
    if (std::none_of(record.addresses.begin(), record.addresses.end(), is_same))
      record.addresses.push_back(std::move(address));
  }
  if (record.remarks != other.remarks) record.remarks = join({record.remarks, other.remarks}, "; ");
  record.raw_hash = base::ContentHash::of(record.raw_hash.hex() + other.raw_hash.hex());
}

std::string_view schema_of(const Entry& entry) {
  return entry.type.empty() ? std::string_view{"LegalEntity"} : ofac::schema_of(kind_of(entry.type));
}

Result<void> emit_numberless(const Entry& entry, std::string id, const ListOfOrigin* list, ReadContext& context) {
  RecordBuilder record{context, std::move(id), schema_of(entry), entry.where};
  record.subject().add("topics", list == nullptr ? "sanction.linked" : list->topic);
  (void)record.add("name", entry.name, "name");
  for (const std::string& alias : entry.aliases) (void)record.add("alias", alias, "alt_names");
  if (record.subject().is_a("Person")) {
    (void)record.add("position", entry.title, "title");
  } else {
    record.note("title", entry.title);
  }
  for (const AddressParts& address : entry.addresses) record.address(address, "addresses");
  const auto add_countries = [&](const std::vector<std::string>& countries, std::string_view property,
                                 std::string_view field) {
    for (const std::string& text : countries)
      (void)record.add_country(record.subject(), record.subject().is_a("Person") ? property : "country", text, field);
  };
  add_countries(entry.countries, "country", "country");
  add_countries(entry.nationalities, "nationality", "nationalities");
  add_countries(entry.citizenships, "citizenship", "citizenships");
  for (const std::string& date : entry.birth_dates) {
    // Only people are born: the lists have no column for what kind of party an entry is.
    if (record.subject().schema() == "LegalEntity") record.subject().set_schema("Person");
    (void)record.add_date(record.subject(), "birthDate", date, "dates_of_birth", base::DayMonthOrder::kMonthFirst);
  }
  for (const std::string& place : entry.birth_places) (void)record.add("birthPlace", place, "places_of_birth");
  for (const Number& number : entry.numbers) {
    DocumentParts parts;
    parts.type = number.type;
    parts.is_passport = contains_ignoring_case(number.type, "passport");
    parts.number = number.number;
    parts.country = number.country;
    parts.issued = number.issued;
    parts.expires = number.expires;
    record.document(parts, "ids");
  }
  (void)record.add("callSign", entry.call_sign, "call_sign");
  (void)record.add("type", entry.vessel_type, "vessel_type");
  (void)record.add("tonnage", entry.tonnage, "gross_tonnage");
  (void)record.add("grossRegisteredTonnage", entry.gross_registered_tonnage, "gross_registered_tonnage");
  (void)record.add_country(record.subject(), "flag", entry.flag, "vessel_flag");
  record.note("vessel owner", entry.owner);
  for (const std::string& text : entry.remarks) record.note("", text);
  model::Entity& sanction = record.sanction();
  sanction.add("authority", list == nullptr ? std::string_view{entry.source} : list->authority);
  sanction.add("country", "us");
  sanction.add("program", list == nullptr ? std::string_view{entry.source} : list->title);
  for (const std::string& programme : entry.programmes) {
    sanction.add("programId", programme);
    record.subject().add("programId", programme);
  }
  for (const std::string& notice : entry.notices) sanction.add("recordId", notice);
  for (const std::string& provision : entry.provisions) sanction.add("provisions", provision);
  if (!entry.standard_order.empty()) sanction.add("status", "standard order: " + entry.standard_order);
  for (const std::string_view property : {"listingDate", "startDate"}) sanction.add(property, entry.start_date);
  sanction.add("endDate", entry.end_date);
  for (const std::string& url : entry.urls) sanction.add("sourceUrl", url);
  return record.emit(base::ContentHash::of(entry.raw));
}

class IdMaker {
 public:
  explicit IdMaker(std::string_view prefix) : prefix_(prefix) {}
  // What an entry is cited by, in a form that survives changes of case and blanks. Entries that agree in all of it are
  // numbered in the order of the list.
  std::string id(const Entry& entry) {
    const std::string key =
        lower_ascii(join(split(entry.name, " "), " ")) + '\n' + entry.start_date + '\n' + join(entry.notices, "\n");
    const std::string code = list_code(entry.source);
    std::string id = prefix_ + (code.empty() ? "" : "-" + code) + "-" + base::ContentHash::of(key).hex().substr(0, 12);
    const unsigned times = ++seen_[id];
    return times == 1 ? id : id + "-" + std::to_string(times);
  }

 private:
  std::string prefix_;
  std::unordered_map<std::string, unsigned> seen_;
};

struct Treasury {
  std::vector<ofac::Record> records;
  ofac::NameIndex names;
  std::unordered_map<std::string, std::size_t> positions;
};

bool is_treasury(const Entry& entry, const ListOfOrigin* list) {
  return list != nullptr && list->is_treasury && !entry.number.empty() &&
         entry.number.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

std::string list_code(std::string_view source) {
  const std::string lowered = lower_ascii(source);
  const std::size_t open = lowered.find('(');
  const std::size_t close = lowered.find(')', open == std::string::npos ? 0 : open);
  std::string code = lowered;
  if (open != std::string::npos && close != std::string::npos) code = lowered.substr(open + 1, close - open - 1);
  const ListOfOrigin* list = find_list(code);
  return std::string(list == nullptr ? std::string_view{code} : list->code);
}

Result<void> emit_entries(const std::vector<Entry>& entries, std::string_view prefix, ReadContext& context) {
  Treasury treasury;
  for (const Entry& entry : entries) {
    if (entry.name.empty()) return Error{ErrorCode::kMissingField, "expected a name, found none", entry.where};
    const ListOfOrigin* list = find_list(list_code(entry.source));
    if (!is_treasury(entry, list)) continue;
    const auto [at, is_new] = treasury.positions.emplace(entry.number, treasury.records.size());
    if (is_new) {
      treasury.records.push_back(treasury_record(entry, *list));
    } else {
      merge(treasury.records[at->second], treasury_record(entry, *list));
    }
  }
  for (std::size_t i = 0; i < treasury.records.size(); ++i)
    treasury.names.add(treasury.records[i], static_cast<std::uint32_t>(i));
  IdMaker ids{prefix};
  std::vector<model::ListEntity> mapped;
  std::vector<bool> is_done(treasury.records.size(), false);
  for (const Entry& entry : entries) {
    const ListOfOrigin* list = find_list(list_code(entry.source));
    if (list == nullptr) context.unmapped.count("source", entry.source);
    if (!is_treasury(entry, list)) {
      CORDON_TRY(emit_numberless(entry, ids.id(entry), list, context));
      continue;
    }
    const std::size_t position = treasury.positions.at(entry.number);
    if (is_done[position]) continue;  // a further row of a subject that was handed on
    is_done[position] = true;
    mapped.clear();
    const ofac::MapContext mapping{std::string(list->title), &treasury.records, &treasury.names, &context.unmapped};
    ofac::map_record(treasury.records[position], mapping, mapped);
    for (model::ListEntity& listed : mapped) {
      for (const std::string& url : entry.urls) {
        if (listed.entity.schema() == "Sanction") listed.entity.add("sourceUrl", url);
      }
      const model::EntityId subject = listed.subject_id;
      CORDON_TRY(listed.is_subject ? context.emit(std::move(listed))
                                   : context.emit_dependent(std::move(listed.entity), subject, entry.where));
    }
  }
  return {};
}

}  // namespace cordon::ingest::csl
