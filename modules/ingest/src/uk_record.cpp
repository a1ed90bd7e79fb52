#include "uk_record.hpp"

#include <algorithm>

#include "cordon/base/ascii.hpp"
#include "cordon/model/clean.hpp"
#include "cordon/model/country.hpp"

namespace cordon::ingest::uk {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

bool is_digit(char c) noexcept { return base::is_ascii_digit(c); }

// What a field becomes. kind: 'v' a value of a subject's property, 'c' a country of it, 'd' a date of it, 's' a value
// and 't' a date of the sanction, 'n' a note.
struct TextField {
  std::string_view field;
  char kind;
  std::string_view property;
};
constexpr std::array<TextField, 32> kTextFields{{
    {"non_latin_name", 'v', "name"},
    {"title", 'v', "title"},
    {"dob", 'd', "birthDate"},
    {"town_of_birth", 'v', "birthPlace"},
    {"country_of_birth", 'c', "birthCountry"},
    {"nationality", 'c', "nationality"},
    {"position", 'v', "position"},
    {"gender", 'v', "gender"},
    {"phone", 'v', "phone"},
    {"website", 'v', "website"},
    {"email", 'v', "email"},
    {"entity_type", 'v', "legalForm"},
    {"registration_number", 'v', "registrationNumber"},
    {"imo", 'v', "imoNumber"},
    {"flag", 'c', "flag"},
    {"previous_flag", 'c', "pastFlags"},
    {"ship_type", 'v', "type"},
    {"tonnage", 'v', "tonnage"},
    {"year_built", 'd', "buildDate"},
    {"hin", 'v', "registrationNumber"},
    {"other_information", 'v', "notes"},
    {"regime", 's', "program"},
    {"sanctions_imposed", 's', "provisions"},
    {"reasons", 's', "reason"},
    {"un_reference", 's', "unscId"},
    {"reference", 's', "authorityId"},
    {"listed", 't', "listingDate"},
    {"designated", 't', "startDate"},
    {"updated", 'd', "modifiedAt"},
    {"length", 'n', "length"},
    {"owner", 'n', "owner or operator"},
    {"source", 'n', "designation source"},
}};
constexpr std::array<TextField, 4> kNoteFields{{{"previous_owner", 'n', "previous owner or operator"},
                                                {"parent_company", 'n', "parent company"},
                                                {"subsidiary", 'n', "subsidiary"},
                                                {"ofsi_group_id", 'n', "OFSI group id"}}};

const TextField* find_field(std::string_view name) {
  for (const TextField& field : kTextFields) {
    if (field.field == name) return &field;
  }
  for (const TextField& field : kNoteFields) {
    if (field.field == name) return &field;
  }
  return nullptr;
}

std::string full_name(const Name& name) {
  std::vector<std::string> words(name.parts.begin(), name.parts.end());  // Name 6 comes last
  return join(words, " ");
}

void map_names(const Record& record, RecordBuilder& builder) {
  const bool is_person = builder.subject().is_a("Person");
  for (const Name& name : record.names) {
    const std::string full = full_name(name);
    const std::string type = lower_ascii(name.type);
    const bool is_weak = contains_ignoring_case(name.strength, "low");
    std::string_view property = "alias";
    if (type == "primary name" || type == "prime alias" || type.empty()) {
      property = "name";
    } else if (type == "fka") {
      property = builder.subject().is_a("Vessel") ? "pastNames" : "previousName";
    } else if (type != "aka" && type != "alias" && type != "primary name variation") {
      builder.not_understood("name type", name.type);
    }
    if (is_weak) property = "weakAlias";
    if (!name.strength.empty() && !is_weak && !contains_ignoring_case(name.strength, "good"))
      builder.not_understood("alias strength", name.strength);
    (void)builder.add(property, full, "name");
    if (!is_person || property != "name") continue;
    (void)builder.add("firstName", name.parts[0], "name 1");
    (void)builder.add("secondName", name.parts[1], "name 2");
    (void)builder.add("middleName", join({name.parts[2], name.parts[3], name.parts[4]}, " "), "name 3");
    (void)builder.add("lastName", name.parts[5], "name 6");
  }
}

// "G827238 (Tunisian). Issued on 1 June 1996." The number, and the country in the first parentheses.
DocumentParts document_of(const NumberWithDetails& given) {
  DocumentParts parts;
  parts.number = given.number;
  parts.summary = given.details;
  const auto country_in = [&](std::string_view text) {
    const std::size_t open = text.find('(');
    const std::size_t close = text.find(')', open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) return;
    std::string_view inside = text.substr(open + 1, close - open - 1);
    if (inside.starts_with("False ")) inside.remove_prefix(6);
    if (model::country_code(inside)) parts.country = inside;
  };
  if (given.details.empty()) {
    const std::size_t end = given.number.find_first_of("(,;");
    if (end != std::string::npos && end > 0) {
      parts.summary = given.number;
      parts.number = given.number.substr(0, end);
      country_in(given.number);
    }
  } else {
    country_in(given.details);
    for (const std::string& word : split(given.details, " ")) {
      if (parts.country.empty() && word.size() > 3 && model::country_code(word)) parts.country = word;
    }
  }
  while (!parts.number.empty() && (parts.number.back() == '.' || parts.number.back() == ' ')) parts.number.pop_back();
  return parts;
}

// Text about a document rather than a number: keep the words, they are searched by eye only.
bool has_number(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

void map_documents(const Record& record, RecordBuilder& builder) {
  const auto map = [&](const std::vector<NumberWithDetails>& given, bool is_passport, std::string_view type) {
    for (const NumberWithDetails& entry : given) {
      DocumentParts parts = document_of(entry);
      parts.is_passport = is_passport;
      parts.type = type;
      if (!has_number(parts.number)) {
        builder.note(type, join({entry.number, entry.details}, ": "));
        continue;
      }
      builder.document(parts, type);
    }
  };
  map(record.passports, true, "Passport");
  map(record.national_ids, false, "National identification");
}

// "IMO9562233", "9562233" and lists of them.
void map_imo(const std::string& text, RecordBuilder& builder) {
  for (const std::string& part : split(text, ",")) {
    std::string digits;
    std::copy_if(part.begin(), part.end(), std::back_inserter(digits), is_digit);
    if (digits.size() == 7) {
      (void)builder.add("imoNumber", "IMO" + digits, "imo");
    } else {
      builder.not_understood("imo", part);
    }
  }
}

void map_text(const Texts& texts, RecordBuilder& builder) {
  const TextField* field = find_field(texts.field);
  model::Entity& subject = builder.subject();
  for (const std::string& value : texts.values) {
    if (field == nullptr) {
      builder.not_understood(texts.field, value);
      continue;
    }
    const std::string property(field->property);
    switch (field->kind) {
      case 'v':
        if (field->field == "imo") {
          map_imo(value, builder);
        } else if (field->field == "gender" && (value == "Unknown" || value == "Not Applicable")) {
          break;  // says nothing
        } else {
          (void)builder.add(property, value, texts.field);
        }
        break;
      case 'c':
        (void)builder.add_country(subject, property, value, texts.field);
        break;
      case 'd':
      case 't': {
        const std::optional<base::PartialDate> date = parse_uk_date(value);
        if (!date) {
          builder.not_understood(texts.field, value);
          break;
        }
        model::Entity& entity = field->kind == 'd' ? subject : builder.sanction();
        for (const std::string& text : ftm_texts(*date, property)) entity.add(property, text);
        break;
      }
      case 's':
        (void)builder.add_to(builder.sanction(), property, value, texts.field);
        break;
      default:
        builder.note(property, value);
    }
  }
}

// The parts of "other information" that newer lists label: "(Gender):Male", "(Ship IMO number):1234567". The whole text
// stays a note; these are read in addition.
void map_labels(const Record& record, RecordBuilder& builder) {
  struct Label {
    std::string_view text;
    std::string_view field;
  };
  static constexpr std::array<Label, 7> kLabels{{{"(Gender):", "gender"},
                                                 {"(IMO number):", "imo"},
                                                 {"(Website):", "website"},
                                                 {"(Email address):", "email"},
                                                 {"(Phone number):", "phone"},
                                                 {"(UK Sanctions List Ref):", "reference"},
                                                 {"(UN Ref):", "un_reference"}}};
  for (const Texts& texts : record.texts) {
    if (texts.field != "other_information") continue;
    for (const std::string& text : texts.values) {
      for (const Label& label : kLabels) {
        const std::size_t at = text.find(label.text);
        if (at == std::string::npos) continue;
        std::string_view value = std::string_view(text).substr(at + label.text.size());
        value = value.substr(0, value.find(" ("));
        for (std::string part : numbered_parts(value)) {
          while (!part.empty() && part.back() == '.') part.pop_back();
          map_text({std::string(label.field), {part}}, builder);
        }
      }
    }
  }
}

}  // namespace

void Record::add(std::string_view field, std::string value) {
  if (value.empty()) return;
  auto at = std::find_if(texts.begin(), texts.end(), [&](const Texts& entry) { return entry.field == field; });
  if (at == texts.end()) at = texts.insert(texts.end(), Texts{std::string(field), {}});
  if (std::find(at->values.begin(), at->values.end(), value) == at->values.end())
    at->values.push_back(std::move(value));
}

std::string Record::first(std::string_view field) const {
  for (const Texts& entry : texts) {
    if (entry.field == field) return entry.values.front();
  }
  return {};
}

std::vector<std::string> numbered_parts(std::string_view text) {
  const auto marker = [&](std::size_t at) -> std::size_t {  // length of "(12)" at that place, 0 when there is none
    if (at >= text.size() || text[at] != '(') return 0;
    std::size_t end = at + 1;
    while (end < text.size() && is_digit(text[end])) ++end;
    return end > at + 1 && end - at <= 3 && end < text.size() && text[end] == ')' ? end + 1 - at : 0;
  };
  std::vector<std::string> parts;
  std::string part;
  bool is_numbered = false;
  const auto finish = [&] {
    std::string value = model::collapse_blanks(part);
    while (!value.empty() && (value.back() == ',' || value.back() == ';')) value.pop_back();
    if (!value.empty() && value != "-") parts.push_back(std::move(value));
    part.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = marker(at);
    // "(1)" counts as a number of a list only at the start or behind another: "G8 (1)" is text.
    if (length == 0 || (!is_numbered && !model::collapse_blanks(part).empty())) {
      part += text[at++];
      continue;
    }
    is_numbered = true;
    finish();
    at += length;
    while (at < text.size() && text[at] == '-' && marker(at + 1) != 0) at += 1 + marker(at + 1);  // "(2)-(6)"
  }
  finish();
  return parts;
}

std::optional<base::PartialDate> parse_uk_date(std::string_view raw) {
  const std::string text = model::collapse_blanks(raw);
  const std::vector<std::string> parts = split(text, "/");
  const auto number = [](const std::string& part) {
    return !part.empty() && part.size() <= 4 && std::all_of(part.begin(), part.end(), is_digit) ? std::stoi(part) : 0;
  };
  const bool is_plain = !text.empty() && (is_digit(text[0]) || base::ascii_lower(text[0]) == 'd');
  if (is_plain && parts.size() == 3 && parts[2].size() >= 4) {
    const int year = number(parts[2].substr(0, 4));  // a time may follow
    const int month = number(parts[1]);
    if (const auto date = base::PartialDate::from_parts(year, month, month == 0 ? 0 : number(parts[0]))) return date;
  } else if (is_plain && parts.size() == 2) {
    if (const auto date = base::PartialDate::from_parts(number(parts[1]), number(parts[0]))) return date;
  }
  if (is_plain && parts.size() == 3) return std::nullopt;  // 29/02/1969 is no day, and not the second of the 29th
  const auto date = base::PartialDate::parse_english(text, base::DayMonthOrder::kDayFirst);
  return date ? std::optional{*date} : std::nullopt;
}

std::string uk_date(std::string_view raw) {
  const std::optional<base::PartialDate> date = parse_uk_date(raw);
  return date ? date->ftm() : std::string{};
}

Result<void> emit_record(const Record& record, const base::ContentHash& raw_hash, std::string_view authority,
                         ReadContext& context) {
  const std::string kind = lower_ascii(record.kind);
  std::string_view schema = "Organization";
  if (kind == "individual") schema = "Person";
  if (kind == "ship") schema = "Vessel";
  RecordBuilder builder{context, record.id, schema, record.where};
  if (kind != "individual" && kind != "ship" && kind != "entity") builder.not_understood("type", record.kind);
  map_names(record, builder);
  builder.subject().add("topics", "sanction");
  model::Entity& sanction = builder.sanction();
  sanction.add("authority", authority);
  sanction.add("country", "gb");
  for (const Texts& texts : record.texts) map_text(texts, builder);
  map_labels(record, builder);
  for (const std::string& regime :
       std::vector<std::string>(sanction.values("program").begin(), sanction.values("program").end())) {
    builder.sanction().add("programId", regime);
    builder.subject().add("programId", regime);
  }
  map_documents(record, builder);
  for (const AddressParts& address : record.addresses) builder.address(address, "address");
  if (builder.subject().values("name").empty() && builder.subject().values("alias").empty() &&
      builder.subject().values("weakAlias").empty() && builder.subject().values("previousName").empty())
    return Error{ErrorCode::kMissingField, "expected a name, found none", builder.where()};
  return builder.emit(raw_hash);
}

}  // namespace cordon::ingest::uk
