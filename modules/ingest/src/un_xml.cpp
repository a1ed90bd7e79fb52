// The United Nations Security Council Consolidated List in XML.
// Source: the list's own schema (sc-sanctions.xsd, as named in the files) and the published files 2016 to 2020.
// Quirks that are met: blanks inside and around names (" RI "), alias fields that hold several names, countries with
// remarks, years for dates, qualities in three languages' words for documents.
#include <array>

#include "cordon/model/clean.hpp"
#include "readers.hpp"
#include "record.hpp"
#include "xml_tree.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// One alias field may hold several names: "A; B", or a name in its own script with readings of it: "X (A; B)".
std::vector<std::string> alias_names(const std::string& text) {
  if (text.find(';') == std::string::npos) return {text};
  const std::size_t open = text.find(" (");
  if (open == std::string::npos) return split(text, ";");
  const bool is_own_script = static_cast<unsigned char>(text.front()) >= 0x80;
  if (!is_own_script || !text.ends_with(')')) return {text};
  std::vector<std::string> names = split(text.substr(open + 2, text.size() - open - 3), ";");
  names.insert(names.begin(), text.substr(0, open));
  return names;
}

bool is_passport(std::string_view type) {
  return contains_ignoring_case(type, "passport") || contains_ignoring_case(type, "passeport") ||
         contains_ignoring_case(type, "pasaporte");
}

void read_aliases(RecordBuilder& record, XmlElement& element, std::string_view tag) {
  for (XmlElement* alias : element.all(tag)) {
    const std::string quality = alias->take("QUALITY");
    const std::string text = alias->take("ALIAS_NAME");
    const std::string note = alias->take("NOTE");
    std::string_view property = "alias";
    if (quality == "Low") {
      property = "weakAlias";
    } else if (quality == "f.k.a." || contains_ignoring_case(note, "formerly") ||
               contains_ignoring_case(note, "previously")) {
      property = "previousName";
    } else if (!quality.empty() && quality != "Good" && quality != "a.k.a.") {
      record.not_understood("ALIAS/QUALITY", quality);
    }
    for (const std::string& name : alias_names(text)) (void)record.add(property, name, "ALIAS/ALIAS_NAME");
    if (!note.empty()) record.note("alias " + text, note);
    (void)record.add_date(record.subject(), "birthDate", alias->take("DATE_OF_BIRTH"), "ALIAS/DATE_OF_BIRTH");
    const std::string city = alias->take("CITY_OF_BIRTH");
    const std::string country = alias->take("COUNTRY_OF_BIRTH");
    (void)record.add("birthPlace", join({city, country}, ", "), "ALIAS/CITY_OF_BIRTH");
    (void)record.add_country(record.subject(), "birthCountry", country, "ALIAS/COUNTRY_OF_BIRTH");
  }
}

void read_birth_dates(RecordBuilder& record, XmlElement& element) {
  for (XmlElement* date : element.all("INDIVIDUAL_DATE_OF_BIRTH")) {
    const std::string type = lower_ascii(date->take("TYPE_OF_DATE"));
    const std::string day = date->take("DATE");
    const std::string year = date->take("YEAR");
    const std::string from = date->take("FROM_YEAR");
    const std::string to = date->take("TO_YEAR");
    const std::string note = date->take("NOTE");
    model::Entity& subject = record.subject();
    const auto stated = [&](const std::string& text) {
      return type == "approximately" && !text.empty() ? "circa " + text : text;
    };
    // The year alone when the file also derives a first of January from it.
    (void)record.add_date(subject, "birthDate", stated(!year.empty() && day.ends_with("-01-01") ? year : day),
                          "BIRTH/DATE");
    if (day.empty()) (void)record.add_date(subject, "birthDate", stated(year), "BIRTH/YEAR");
    if (!from.empty() || !to.empty()) {
      const std::string range = from.empty() ? to : to.empty() ? from : from + " to " + to;
      (void)record.add_date(subject, "birthDate", stated(range), "BIRTH/FROM_YEAR");
    }
    const bool is_exact = type.empty() || type == "exact";
    if (!is_exact && type != "approximately" && type != "between") record.not_understood("BIRTH/TYPE_OF_DATE", type);
    // How sure the date is, and dates in words ("Nov. 1973", Hijri dates): for the reader's eye.
    if (!is_exact || !note.empty()) {
      record.note("date of birth", join({is_exact ? "" : type, day, year, join({from, to}, " to "), note}, ", "));
    }
  }
  for (XmlElement* place : element.all("INDIVIDUAL_PLACE_OF_BIRTH")) {
    const std::string country = place->take("COUNTRY");
    (void)record.add("birthPlace",
                     join({place->take("STREET"), place->take("CITY"), place->take("STATE_PROVINCE"), country}, ", "),
                     "BIRTHPLACE");
    (void)record.add_country(record.subject(), "birthCountry", country, "BIRTHPLACE/COUNTRY");
    record.note("place of birth", place->take("NOTE"));
  }
}

void read_addresses(RecordBuilder& record, XmlElement& element, std::string_view tag) {
  for (XmlElement* address : element.all(tag)) {
    AddressParts parts;
    parts.street = address->take("STREET");
    parts.city = address->take("CITY");
    parts.region = address->take("STATE_PROVINCE");
    parts.postal_code = address->take("ZIP_CODE");
    parts.country = address->take("COUNTRY");
    parts.remarks = address->take("NOTE");
    record.address(parts, "ADDRESS");
  }
}

void read_documents(RecordBuilder& record, XmlElement& element) {
  for (XmlElement* document : element.all("INDIVIDUAL_DOCUMENT")) {
    DocumentParts parts;
    const std::string type = document->take("TYPE_OF_DOCUMENT");
    const std::string type2 = document->take("TYPE_OF_DOCUMENT2");
    const std::string issuing = document->take("ISSUING_COUNTRY");
    const std::string issued_in = document->take("COUNTRY_OF_ISSUE");
    const std::string city = document->take("CITY_OF_ISSUE");
    const std::string issued_on = document->take("DATE_OF_ISSUE");
    parts.type = type2.empty() ? type : type2;
    parts.is_passport = is_passport(type) || (type.empty() && is_passport(type2));
    parts.number = document->take("NUMBER");
    parts.country = issuing.empty() ? issued_in : issuing;
    parts.summary = document->take("NOTE");
    if (!type2.empty() && !type.empty() && type != type2) parts.summary = join({type, parts.summary}, "; ");
    if (!city.empty() || (!issuing.empty() && !issued_in.empty())) parts.authority = join({city, issued_in}, ", ");
    if (!issued_on.empty()) {
      const auto date = base::PartialDate::parse_english(issued_on);
      if (date) {
        parts.issued = date->ftm();
      } else {
        parts.summary = join({parts.summary, "issued " + issued_on}, "; ");
      }
    }
    record.document(parts, "DOCUMENT");
  }
}

void read_names(RecordBuilder& record, XmlElement& element, bool is_person) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kParts{{{"FIRST_NAME", "firstName"},
                                                                                        {"SECOND_NAME", "secondName"},
                                                                                        {"THIRD_NAME", "middleName"},
                                                                                        {"FOURTH_NAME", "lastName"}}};
  std::vector<std::string> names;
  for (const auto& [tag, property] : kParts) {
    names.push_back(element.take(tag));
    if (is_person) (void)record.add(property, names.back(), tag);
  }
  (void)record.add("name", join(names, " "), "FIRST_NAME");
  (void)record.add("name", element.take("NAME_ORIGINAL_SCRIPT"), "NAME_ORIGINAL_SCRIPT");
}

void read_listing(RecordBuilder& record, XmlElement& element, const std::string& reference) {
  model::Entity& sanction = record.sanction();
  sanction.add("authority", "United Nations Security Council");
  sanction.add("unscId", reference);
  sanction.add("authorityId", reference);
  (void)record.add_to(sanction, "recordId", element.take("DATAID"), "DATAID");
  const std::string programme = element.take("UN_LIST_TYPE");
  (void)record.add_to(sanction, "program", programme, "UN_LIST_TYPE");
  (void)record.add_to(sanction, "programId", programme, "UN_LIST_TYPE");
  const std::string listed = element.take("LISTED_ON");
  (void)record.add_date(sanction, "listingDate", listed, "LISTED_ON");
  (void)record.add_date(sanction, "startDate", listed, "LISTED_ON");
  const std::string delisted = element.take("DELISTED_ON");
  (void)record.add_date(sanction, "endDate", delisted, "DELISTED_ON");
  if (delisted.empty()) {
    record.subject().add("topics", "sanction");
  } else {
    sanction.add("status", "delisted");
  }
  record.subject().add("programId", programme);
  if (XmlElement* updated = element.find("LAST_DAY_UPDATED")) {
    for (const std::string& day : updated->take_all("VALUE")) {
      (void)record.add_date(record.subject(), "modifiedAt", day, "LAST_DAY_UPDATED");
    }
  }
  (void)record.add_date(sanction, "date", element.take("SUBMITTED_ON"), "SUBMITTED_ON");
  record.note("submitted by", element.take("SUBMITTED_BY"));
}

// Comments give the gender in words: "Gender: male.", "Gender [Male]." Where there is no element, it is read from
// there.
std::string gender_in(std::string_view comments) {
  const std::string text = lower_ascii(comments);
  for (const std::string_view lead : {"gender: ", "gender [", "gender:"}) {
    const std::size_t at = text.find(lead);
    if (at == std::string::npos) continue;
    const std::string_view rest = std::string_view(text).substr(at + lead.size());
    for (const std::string_view gender : {"female", "male"}) {
      if (rest.starts_with(gender)) return std::string(gender);
    }
  }
  return {};
}

Result<void> read_record(ReadContext& context, XmlElement& element, const std::string& document, bool is_person) {
  // Inner blanks too: "KPi.034 " is the same number as "KPi.034".
  std::string reference = element.take("REFERENCE_NUMBER");
  const base::ContentHash raw_hash = element.content_hash();
  if (reference.empty()) {
    return Error{ErrorCode::kMissingField,
                 "expected a REFERENCE_NUMBER, found none",
                 {document, element.line, element.take("DATAID")}};
  }
  RecordBuilder record{
      context, "unsc-" + reference, is_person ? "Person" : "Organization", {document, element.line, {}}};
  read_names(record, element, is_person);
  read_listing(record, element, reference);
  const std::string comments = element.take("COMMENTS1");
  (void)record.add("notes", comments, "COMMENTS1");
  for (XmlElement* title : element.all("TITLE")) {
    for (const std::string& text : title->take_all("VALUE")) (void)record.add("title", text, "TITLE");
  }
  for (XmlElement* designation : element.all("DESIGNATION")) {
    for (const std::string& text : designation->take_all("VALUE")) (void)record.add("position", text, "DESIGNATION");
  }
  for (const std::string_view tag : {"NATIONALITY", "NATIONALITY2"}) {
    for (XmlElement* nationality : element.all(tag)) {
      for (const std::string& text : nationality->take_all("VALUE"))
        (void)record.add_country(record.subject(), "nationality", text, "NATIONALITY");
      (void)record.add_country(record.subject(), "nationality", nationality->take_text(), "NATIONALITY");
    }
  }
  if (is_person) {
    const std::string gender = element.take("GENDER");
    if (lower_ascii(gender) != "unknown") (void)record.add("gender", gender, "GENDER");  // unknown says nothing
    if (record.subject().values("gender").empty()) (void)record.add("gender", gender_in(comments), "COMMENTS1");
  }
  read_aliases(record, element, is_person ? "INDIVIDUAL_ALIAS" : "ENTITY_ALIAS");
  read_addresses(record, element, is_person ? "INDIVIDUAL_ADDRESS" : "ENTITY_ADDRESS");
  if (is_person) {
    read_birth_dates(record, element);
    read_documents(record, element);
  }
  // Explicitly ignored: the issuer's counter of edits, sort keys (a repetition of the name), and the constant "UN
  // List".
  for (const std::string_view tag : {"VERSIONNUM", "SORT_KEY", "SORT_KEY_LAST_MOD"}) element.ignore(tag);
  if (XmlElement* type = element.find("LIST_TYPE")) {
    for (const std::string& value : type->take_all("VALUE")) {
      if (value != "UN List") record.not_understood("LIST_TYPE", value);
    }
  }
  element.count_untaken(element.name, context.unmapped);
  if (record.subject().values("name").empty())
    return Error{ErrorCode::kMissingField, "expected a name, found none", {document, element.line, reference}};
  return record.emit(raw_hash);
}

class UnHandler final : public XmlRecordHandler {
 public:
  UnHandler(ReadContext& context, const std::string& document) : context_(&context), document_(&document) {}
  bool is_record(std::string_view path) const override {
    return path == "CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL" || path == "CONSOLIDATED_LIST/ENTITIES/ENTITY";
  }
  Result<void> record(std::string_view, XmlElement& element) override {
    return read_record(*context_, element, *document_, element.name == "INDIVIDUAL");
  }
  Result<void> outside(std::string_view path, XmlElement& element) override {
    if (path == "CONSOLIDATED_LIST") {
      const std::string generated = element.take_attribute("dateGenerated");
      const auto date = base::Date::parse(generated);
      if (!date)
        return Error{ErrorCode::kMissingField,
                     "expected the date of the list in dateGenerated, found '" + generated + "'",
                     {*document_, element.line, {}}};
      context_->description.published = *date;
      context_->description.edition = generated;
    } else if (path != "CONSOLIDATED_LIST/INDIVIDUALS" && path != "CONSOLIDATED_LIST/ENTITIES") {
      context_->unmapped.count("element", path);
    }
    element.count_untaken(std::string(path), context_->unmapped);
    return {};
  }

 private:
  ReadContext* context_;
  const std::string* document_;
};

class UnXmlReader final : public Reader {
 public:
  std::string_view format() const override { return "un-xml"; }
  Detection detect(const Input& input) const override {
    return {input.head.find("<CONSOLIDATED_LIST") != std::string::npos ? 100 : 0, {}};
  }
  Result<model::SourceId> source(const InputGroup&) const override { return model::SourceId{"un_sc_sanctions"}; }
  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = "UN Security Council Consolidated List";
    CORDON_ASSIGN(const auto stream, open_stream(input));
    UnHandler handler{context, input.document};
    CORDON_TRY(read_xml_records(*stream, input.document, handler));
    if (context.description.subjects == 0)
      return Error{
          ErrorCode::kMissingField, "expected at least one INDIVIDUAL or ENTITY, found none", {input.document, 0, {}}};
    CORDON_ASSIGN(const base::ContentHash hash, stream->finish());
    context.add_part_hash("", hash);
    return {};
  }
};

}  // namespace

const Reader& un_xml_reader() {
  static const UnXmlReader reader;
  return reader;
}

}  // namespace cordon::ingest
