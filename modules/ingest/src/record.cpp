#include "record.hpp"

#include <algorithm>
#include <utility>

#include "cordon/base/ascii.hpp"
#include "cordon/base/limits.hpp"
#include "cordon/model/clean.hpp"
#include "cordon/model/country.hpp"
#include "cordon/model/schema.hpp"

namespace cordon::ingest {
namespace {

// The country in a text with a remark around it; nullopt when there is none or more than one.
std::optional<std::string> country_within(std::string_view text) {
  for (const std::string_view before : {"possibly ", "likely ", "formerly ", "previously "}) {
    if (lower_ascii(text).starts_with(before)) text = text.substr(before.size());
  }
  for (const std::string_view behind : {" citizenship", " citizen", " nationality", " national", " passport"}) {
    if (text.ends_with(behind)) text.remove_suffix(behind.size());
  }
  for (const std::string_view start : {" (", " [", ", "}) {
    const std::size_t at = text.find(start);
    if (at == std::string_view::npos || at == 0) continue;
    if (auto code = model::country_code(text.substr(0, at))) return code;
  }
  return model::country_code(text);
}

// XML dates may carry a time or a zone ("2015-03-27-04:00", "2015-03-27T00:00:00", "2015-03-27Z"): the day counts.
std::string_view without_zone(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos || text.size() < start + 11) return text;
  const std::string_view day = text.substr(start, 10);
  const char next = text[start + 10];
  const bool is_iso = day[4] == '-' && day[7] == '-';
  return is_iso && (next == 'T' || next == 'Z' || next == '+' || next == '-') ? day : text;
}

// Cut at the limit, between two characters.
std::string name_within_limit(std::string_view name) {
  std::size_t end = std::min(name.size(), base::kMaxNameBytes);
  while (end > 0 && end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  return std::string(name.substr(0, end));
}

}  // namespace

RecordBuilder::RecordBuilder(ReadContext& context, std::string id, std::string_view schema, base::SourceLocation where)
    : context_(&context),
      where_(std::move(where)),
      subject_(model::EntityId{std::move(id)}, std::string(schema)),
      sanction_(model::EntityId{}, "Sanction") {
  where_.record = subject_.id().str();
  context_->description.reader_revision = std::max(context_->description.reader_revision, kRecordRevision);
}

model::Entity& RecordBuilder::sanction() {
  if (!has_sanction_) sanction_.add("entity", subject_.id().str());
  has_sanction_ = true;
  return sanction_;
}

model::Entity& RecordBuilder::dependent(std::string_view schema, std::string_view kind) {
  dependents_.push_back({std::string(kind), model::Entity{model::EntityId{}, std::string(schema)}});
  return dependents_.back().entity;
}

void RecordBuilder::note(std::string_view field, std::string_view text) {
  std::string value = model::collapse_blanks(text);
  if (value.empty()) return;
  subject_.add("notes", field.empty() ? value : std::string(field) + ": " + value);
}

void RecordBuilder::not_understood(std::string_view field, std::string_view text) {
  const std::string value = model::collapse_blanks(text);
  if (value.empty()) return;
  context_->unmapped.count(field, value);
  note(field, value);
}

bool RecordBuilder::add(std::string_view property, std::string_view text, std::string_view field) {
  return add_to(subject_, property, text, field);
}

bool RecordBuilder::add_to(model::Entity& entity, std::string_view property, std::string_view text,
                           std::string_view field) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return true;
  const model::Schema* schema = model::SchemaRegistry::instance().find(entity.schema());
  const model::Property* known = schema == nullptr ? nullptr : schema->find(property);
  std::optional<std::string> value = known == nullptr ? std::nullopt : model::clean_value(known->type, text);
  if (!value) {
    not_understood(field, text);
    return false;
  }
  if (known->type == model::PropertyType::kName && value->size() > base::kMaxNameBytes) {
    not_understood("name too long in " + std::string(field), text);  // the whole text stays as a note
    value = name_within_limit(*value);
  }
  entity.add(property, *value);
  return true;
}

bool RecordBuilder::add_country(model::Entity& entity, std::string_view property, std::string_view text,
                                std::string_view field) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return true;
  const std::string collapsed = model::collapse_blanks(text);
  if (const auto code = model::country_code(collapsed)) {
    entity.add(property, *code);
    return true;
  }
  if (const auto code = country_within(collapsed)) {
    entity.add(property, *code);
    note(field, collapsed);  // the remark around it
    return true;
  }
  not_understood(field, collapsed);
  return false;
}

bool RecordBuilder::add_date(model::Entity& entity, std::string_view property, std::string_view text,
                             std::string_view field, base::DayMonthOrder order) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return true;
  const auto dates = base::PartialDate::readings(without_zone(text), order);
  if (!dates) {
    not_understood(field, text);
    return false;
  }
  // Both readings are kept: a hit must not be lost for the order that the list did not mean.
  if (dates->size() > 1) not_understood("ambiguous date in " + std::string(field), text);
  for (const base::PartialDate& date : *dates) {
    for (const std::string& value : ftm_texts(date, property)) entity.add(property, value);
  }
  return true;
}

void RecordBuilder::address(const AddressParts& parts, std::string_view field) {
  model::Entity address{model::EntityId{}, "Address"};
  (void)add_country(address, "country", parts.country, std::string(field) + "/country");
  const std::string country_name(address.first("country").empty() ? std::string_view{parts.country}
                                                                  : model::country_name(address.first("country")));
  const bool country_only =
      join({parts.full, parts.street, parts.street2, parts.po_box, parts.city, parts.postal_code, parts.region}, " ")
          .empty();
  for (const std::string& code :
       std::vector<std::string>(address.values("country").begin(), address.values("country").end()))
    (void)subject_.add("country", code);
  if (country_only) {
    note("address", parts.remarks);
    return;
  }
  const auto put = [&](std::string_view property, const std::string& value) {
    (void)add_to(address, property, value, std::string(field) + "/" + std::string(property));
  };
  put("street", parts.street);
  put("street2", parts.street2);
  put("postOfficeBox", parts.po_box);
  put("city", parts.city);
  put("postalCode", parts.postal_code);
  put("region", parts.region);
  put("remarks", parts.remarks);
  std::string full = model::collapse_blanks(parts.full);
  if (full.empty()) {
    full = model::collapse_blanks(join({parts.street, parts.street2, parts.po_box,
                                        join({parts.postal_code, parts.city}, " "), parts.region, country_name},
                                       ", "));
  }
  address.add("full", full);
  (void)subject_.add("address", full);
  dependents_.push_back({"address", std::move(address)});
}

void RecordBuilder::document(const DocumentParts& parts, std::string_view field) {
  const std::string number = model::collapse_blanks(parts.number);
  if (number.empty()) {
    note(field, join({parts.type, parts.country, parts.authority, parts.summary}, ", "));
    return;
  }
  model::Entity document{model::EntityId{}, parts.is_passport ? "Passport" : "Identification"};
  document.add("holder", subject_.id().str());
  document.add("number", number);
  if (parts.is_passport) document.add("passportNumber", number);
  document.add("type", model::collapse_blanks(parts.type));
  (void)add_country(document, "country", parts.country, std::string(field) + "/country");
  document.add("authority", model::collapse_blanks(parts.authority));
  document.add("startDate", parts.issued);
  document.add("endDate", parts.expires);
  document.add("summary", model::collapse_blanks(parts.summary));
  const bool is_person = subject_.is_a("Person");
  if (subject_.is_a("LegalEntity"))
    subject_.add(parts.is_passport && is_person ? "passportNumber" : "idNumber", number);
  dependents_.push_back({parts.is_passport ? "passport" : "id", std::move(document)});
}

std::vector<model::Entity> RecordBuilder::finish() {
  const model::EntityId& id = subject_.id();
  if (has_sanction_) dependents_.push_back({"sanction", std::move(sanction_)});
  std::vector<model::EntityId> used;
  std::vector<model::Entity> others;
  for (Dependent& dependent : dependents_) {
    model::Entity& entity = dependent.entity;
    const std::string content = base::ContentHash::of(entity.to_json()).hex();
    // There is one sanction per record: a plain id, so that an amended sanction is the same entity.
    const std::string end = dependent.kind == "sanction" ? "sanction" : dependent.kind + "-" + content.substr(0, 12);
    entity.set_id(model::EntityId{id.str() + "-" + end});
    if (std::find(used.begin(), used.end(), entity.id()) != used.end()) continue;  // the list repeats itself
    used.push_back(entity.id());
    if (entity.schema() == "Address") subject_.add("addressEntity", entity.id().str());
    others.push_back(std::move(entity));
  }
  return others;
}

base::Result<void> RecordBuilder::emit(const base::ContentHash& raw_hash) {
  std::vector<model::Entity> others = finish();
  const model::EntityId id = subject_.id();
  CORDON_TRY(context_->emit_subject(std::move(subject_), raw_hash, where_));
  for (model::Entity& entity : others) CORDON_TRY(context_->emit_dependent(std::move(entity), id, where_));
  return {};
}

base::Result<void> RecordBuilder::emit_inactive() {
  std::vector<model::Entity> others = finish();
  CORDON_TRY(context_->emit_dependent(std::move(subject_), {}, where_));
  for (model::Entity& entity : others) CORDON_TRY(context_->emit_dependent(std::move(entity), {}, where_));
  return {};
}

std::vector<std::string> ftm_texts(const base::PartialDate& date, std::string_view property) {
  const bool is_compared = property == "birthDate" || property == "incorporationDate" || property == "buildDate";
  if (!is_compared && !date.is_range()) return {date.ftm()};
  return date.ftm_values();
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out += separator;
    out += part;
  }
  return out;
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    std::string part = model::collapse_blanks(text.substr(0, at));
    if (!part.empty()) parts.push_back(std::move(part));
    if (at == std::string_view::npos) return parts;
    text = text.substr(at + separator.size());
  }
}

std::string lower_ascii(std::string_view text) { return base::ascii_lowered(text); }

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return lower_ascii(text).find(lower_ascii(part)) != std::string::npos;
}

}  // namespace cordon::ingest
