#include "ofac_mapping.hpp"

#include <algorithm>
#include <utility>

#include "cordon/base/content_hash.hpp"
#include "cordon/model/schema.hpp"
#include "ofac_subject.hpp"
#include "ofac_text.hpp"

namespace cordon::ingest::ofac {
namespace {

constexpr std::string_view kDetailsUrl = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=";
constexpr std::string_view kAuthority = "Office of Foreign Assets Control";

void add_names(SubjectBuilder& builder) {
  const Record& record = builder.record;
  model::Entity& subject = builder.subject;
  subject.add("name", natural_name(record.name));
  if (record.kind == SubjectKind::kIndividual) {
    subject.add("name", listed_name(record.name));
    subject.add("lastName", record.name.last);
    subject.add("firstName", record.name.first);
  }
  for (const Alias& alias : record.aliases) {
    const std::string name = natural_name(alias.name);
    if (alias.weak) {
      subject.add("weakAlias", name);
    } else if (alias.kind == AliasKind::kFormerlyKnownAs) {
      subject.add("previousName", name);
    } else {
      subject.add("alias", name);
    }
  }
}

// "El Salto, Jalisco 45680" -> El Salto / Jalisco / 45680. A code is the run of words with digits at the end.
void split_locality(PostalAddress& address) {
  std::string_view text = trimmed(address.locality);
  std::string_view code;
  std::size_t start = text.size();
  while (start > 0) {
    const std::size_t blank = text.find_last_of(' ', start - 1);
    const std::size_t word = blank == std::string_view::npos ? 0 : blank + 1;
    const std::string_view piece = text.substr(word, start - word);
    const bool has_digit = std::any_of(piece.begin(), piece.end(), is_ascii_digit);
    if (word == 0 || !has_digit || piece.back() == ',') break;
    code = trimmed(text.substr(word));
    start = blank;
  }
  if (!code.empty()) text = trimmed(text.substr(0, text.size() - code.size()));
  while (!text.empty() && text.back() == ',') text = trimmed(text.substr(0, text.size() - 1));
  const std::size_t comma = text.find(", ");
  address.city = text.substr(0, comma);
  if (comma != std::string_view::npos) address.region = trimmed(text.substr(comma + 2));
  address.postal_code = code;
}

std::string locality_of(const PostalAddress& address) {
  if (!address.locality.empty()) return address.locality;
  std::string text = address.city;
  if (!address.region.empty()) text += (text.empty() ? "" : ", ") + address.region;
  if (!address.postal_code.empty()) text += (text.empty() ? "" : " ") + address.postal_code;
  return text;
}

void add_address(const PostalAddress& given, SubjectBuilder& builder) {
  const std::string code = ofac_country(given.country);
  if (!code.empty()) {
    builder.subject.add("country", code);
  } else if (!says_no_country(given.country)) {
    builder.unmapped("address country", given.country);
  }
  PostalAddress address = given;
  if (!address.locality.empty()) split_locality(address);
  std::string full = address.street;
  for (const std::string& part : {locality_of(given), given.country}) {
    if (!part.empty()) full += (full.empty() ? "" : ", ") + part;
  }
  // An address that is only a country says no more than the subject's country property.
  if (address.street.empty() && locality_of(given).empty() && address.remarks.empty()) return;
  model::Entity entity{model::EntityId{builder.child_id("address", full + '\n' + address.remarks)}, "Address"};
  entity.add("full", full);
  entity.add("street", address.street);
  entity.add("city", address.city);
  entity.add("region", address.region);
  entity.add("postalCode", address.postal_code);
  entity.add("country", code);
  entity.add("remarks", address.remarks);
  builder.subject.add("addressEntity", entity.id().str());
  builder.subject.add("address", full);
  builder.others.push_back(std::move(entity));
}

void start_sanction(SubjectBuilder& builder) {
  const Record& record = builder.record;
  model::Entity& sanction = builder.sanction;
  sanction.add("entity", builder.subject.id().str());
  sanction.add("authority", kAuthority);
  sanction.add("authorityId", record.uid);
  sanction.add("country", "us");
  sanction.add("sourceUrl", std::string(kDetailsUrl) + record.uid);
  for (const std::string& programme : record.programmes) {
    sanction.add("programId", programme);
    builder.subject.add("programId", programme);
  }
  if (record.listings.empty()) sanction.add("program", builder.context.list_title);
  for (const Listing& listing : record.listings) {
    sanction.add("program", listing.list);
    for (const std::string& date : listing.dates) sanction.add("listingDate", date);
    for (const std::string& measure : listing.measures) sanction.add("provisions", measure);
    for (const std::string& basis : listing.authority) sanction.add("reason", basis);
  }
  // The earliest listing is when the measures began.
  const auto dates = sanction.values("listingDate");
  if (!dates.empty()) sanction.add("startDate", *std::min_element(dates.begin(), dates.end()));
}

}  // namespace

std::string entity_id(std::string_view uid) { return "ofac-" + std::string(uid); }

std::string_view schema_of(SubjectKind kind) noexcept {
  switch (kind) {
    case SubjectKind::kIndividual:
      return "Person";
    case SubjectKind::kVessel:
      return "Vessel";
    case SubjectKind::kAircraft:
      return "Airplane";
    case SubjectKind::kEntity:
      break;
  }
  return "Organization";
}

bool SubjectBuilder::add_to_first(const std::vector<std::string>& properties, std::string_view value) {
  const model::SchemaRegistry& schemata = model::SchemaRegistry::instance();
  const model::Schema* schema = schemata.find(subject.schema());
  for (const std::string& property : properties) {
    if (schema->find(property) != nullptr) {
      subject.add(property, value);
      return true;
    }
    // What only companies have makes the organisation one.
    if (subject.schema() == "Organization" && schemata.find("Company")->find(property) != nullptr) {
      subject.set_schema("Company");
      subject.add(property, value);
      return true;
    }
  }
  return false;
}

std::string SubjectBuilder::child_id(std::string_view kind, std::string_view content) const {
  constexpr std::size_t kHashDigits = 12;  // 48 bits: within one subject, a collision is out of the question
  std::string id = subject.id().str();
  id += '-';
  id += kind;
  id += '-';
  id += base::ContentHash::of(content).hex().substr(0, kHashDigits);
  return id;
}

void map_record(const Record& record, const MapContext& context, std::vector<model::ListEntity>& out) {
  const std::string id = entity_id(record.uid);
  SubjectBuilder builder{record,
                         context,
                         model::Entity{model::EntityId{id}, std::string(schema_of(record.kind))},
                         model::Entity{model::EntityId{id + "-sanction"}, "Sanction"},
                         {}};
  add_names(builder);
  builder.subject.add("topics", "sanction");
  builder.subject.add("sourceUrl", std::string(kDetailsUrl) + record.uid);
  builder.subject.add("notes", record.remarks);
  start_sanction(builder);
  for (const auto& [property, value] : record.extra) {
    if (!builder.add_to_first({property}, value)) builder.unmapped(property, value);
  }
  for (const PostalAddress& address : record.addresses) add_address(address, builder);
  for (const Fact& fact : record.facts) map_fact(fact, FactOrigin::kStructured, builder);
  std::vector<Fact> remarks = split_remarks(record.remarks);
  if (record.remarks_cut && !remarks.empty()) {
    builder.unmapped("remarks cut off (comments file missing)", remarks.back().text);
    remarks.pop_back();
  }
  for (const Fact& fact : remarks) map_fact(fact, FactOrigin::kRemarks, builder);
  for (const Tie& tie : record.ties) map_typed_tie(tie, builder);

  const model::EntityId subject_id{id};
  out.push_back({std::move(builder.subject), subject_id, true, record.raw_hash});
  out.push_back({std::move(builder.sanction), subject_id, false, std::nullopt});
  for (model::Entity& other : builder.others) out.push_back({std::move(other), subject_id, false, std::nullopt});
}

}  // namespace cordon::ingest::ofac
