// Source: the XSD of the FSF export 1.1 as the published files follow it. Country "00" means unknown; attributes are
// often present and empty; several nameAlias elements per subject, each with the regulation it comes from.
#include "eu_fsf.hpp"

#include <array>

#include "readers.hpp"
#include "record.hpp"

namespace cordon::ingest {
namespace eu {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// Explicitly ignored wherever they stand: the issuer's row numbers, the language of the text of the regulation, the
// country in words (the code is read), and which regulation added the single item (the subject's own is read).
void ignore_bookkeeping(XmlElement& element) {
  for (const std::string_view attribute :
       {"logicalId", "regulationLanguage", "countryDescription", "nameLanguage", "asAtListingTime"})
    element.ignore_attribute(attribute);
  element.ignore("regulationSummary");
}

std::string country_of(XmlElement& element) {
  const std::string code = element.take_attribute("countryIso2Code");
  return code == "00" || code.empty() ? std::string{} : code;
}

void read_remarks(RecordBuilder& record, XmlElement& element, std::string_view field) {
  for (const std::string& remark : element.take_all("remark")) record.note(field, remark);
}

void read_names(RecordBuilder& record, XmlElement& element) {
  const bool is_person = record.subject().is_a("Person");
  for (XmlElement* alias : element.all("nameAlias")) {
    ignore_bookkeeping(*alias);
    const std::string first = alias->take_attribute("firstName");
    const std::string middle = alias->take_attribute("middleName");
    const std::string last = alias->take_attribute("lastName");
    std::string whole = alias->take_attribute("wholeName");
    if (whole.empty()) whole = join({first, middle, last}, " ");
    const bool is_weak = alias->take_attribute("strong") == "false";
    const bool is_first = record.subject().values("name").empty();
    (void)record.add(is_weak ? "weakAlias" : is_first ? "name" : "alias", whole, "nameAlias");
    if (is_person) {
      (void)record.add("firstName", first, "nameAlias@firstName");
      (void)record.add("middleName", middle, "nameAlias@middleName");
      (void)record.add("lastName", last, "nameAlias@lastName");
    }
    (void)record.add("gender", alias->take_attribute("gender"), "nameAlias@gender");
    (void)record.add("title", alias->take_attribute("title"), "nameAlias@title");
    (void)record.add("position", alias->take_attribute("function"), "nameAlias@function");
    read_remarks(record, *alias, "name " + whole);
  }
}

// year, month, day of a birth date; the whole date is repeated in birthdate where it is complete.
std::string date_of(XmlElement& birth) {
  const std::string whole = birth.take_attribute("birthdate");
  const std::string year = birth.take_attribute("year");
  const std::string month = birth.take_attribute("monthOfYear");
  const std::string day = birth.take_attribute("dayOfMonth");
  if (!whole.empty()) return whole;
  const auto two = [](const std::string& text) { return text.size() == 1 ? "0" + text : text; };
  if (year.empty()) return {};
  if (month.empty()) return year;
  return day.empty() ? year + "-" + two(month) : year + "-" + two(month) + "-" + two(day);
}

void read_births(RecordBuilder& record, XmlElement& element) {
  for (XmlElement* birth : element.all("birthdate")) {
    ignore_bookkeeping(*birth);
    const std::string date = date_of(*birth);
    const std::string from = birth->take_attribute("yearRangeFrom");
    const std::string to = birth->take_attribute("yearRangeTo");
    const bool is_gregorian = [&] {
      const std::string calendar = birth->take_attribute("calendarType");
      return calendar.empty() || calendar == "GREGORIAN";
    }();
    const bool is_circa = birth->take_attribute("circa") == "true";
    const std::string range = join({from, to}, " to ");
    if (!is_gregorian) {
      record.not_understood("birthdate@calendarType", join({date, range}, " "));
    } else {
      const std::string text = date.empty() ? range : date;
      (void)record.add_date(record.subject(), record.subject().is_a("Person") ? "birthDate" : "incorporationDate",
                            is_circa && !text.empty() ? "circa " + text : text, "birthdate");
      if (is_circa) record.note("birthdate", "circa " + join({date, range}, " "));
    }
    const std::string country = country_of(*birth);
    (void)record.add("birthPlace",
                     join({birth->take_attribute("place"), birth->take_attribute("zipCode"),
                           birth->take_attribute("city"), birth->take_attribute("region")},
                          ", "),
                     "birthdate@city");
    (void)record.add_country(record.subject(), "birthCountry", country, "birthdate@countryIso2Code");
    read_remarks(record, *birth, "birthdate");
  }
}

void read_addresses(RecordBuilder& record, XmlElement& element) {
  for (XmlElement* address : element.all("address")) {
    ignore_bookkeeping(*address);
    AddressParts parts;
    parts.street = address->take_attribute("street");
    parts.street2 = address->take_attribute("place");
    parts.po_box = address->take_attribute("poBox");
    parts.postal_code = address->take_attribute("zipCode");
    parts.city = address->take_attribute("city");
    parts.region = address->take_attribute("region");
    parts.country = country_of(*address);
    parts.remarks = join(address->take_all("remark"), "; ");
    for (XmlElement* contact : address->all("contactInfo")) {
      ignore_bookkeeping(*contact);
      const std::string key = lower_ascii(contact->take_attribute("key"));
      const std::string value = contact->take_attribute("value");
      const std::string_view property = key == "phone"   ? "phone"
                                        : key == "email" ? "email"
                                        : key == "web"   ? "website"
                                                         : "notes";
      (void)record.add(property, property == "notes" ? key + ": " + value : value, "contactInfo " + key);
    }
    record.address(parts, "address");
  }
}

void read_identifications(RecordBuilder& record, XmlElement& element) {
  struct Kind {
    std::string_view code;
    std::string_view property;
  };
  static constexpr std::array<Kind, 6> kKinds{{{"regnumber", "registrationNumber"},
                                               {"fiscalcode", "taxNumber"},
                                               {"swiftbic", "swiftBic"},
                                               {"imo", "imoNumber"},
                                               {"ssn", "idNumber"},
                                               {"electionid", "idNumber"}}};
  for (XmlElement* given : element.all("identification")) {
    ignore_bookkeeping(*given);
    DocumentParts parts;
    const std::string code = lower_ascii(given->take_attribute("identificationTypeCode"));
    parts.type = given->take_attribute("identificationTypeDescription");
    if (parts.type.empty()) parts.type = code;
    parts.is_passport = code.find("passport") != std::string::npos;
    parts.number = given->take_attribute("number");
    const std::string latin = given->take_attribute("latinNumber");
    if (parts.number.empty()) parts.number = latin;
    parts.country = country_of(*given);
    parts.authority = join({given->take_attribute("issuedBy"), given->take_attribute("region")}, ", ");
    parts.issued = given->take_attribute("issuedDate");
    if (parts.issued.empty()) parts.issued = given->take_attribute("validFrom");
    parts.expires = given->take_attribute("validTo");
    std::vector<std::string> remarks = given->take_all("remark");
    for (const std::string_view flag :
         {"diplomatic", "knownExpired", "knownFalse", "reportedLost", "revokedByIssuer"}) {
      if (given->take_attribute(flag) == "true") remarks.emplace_back(flag);
    }
    const std::string holder = given->take_attribute("nameOnDocument");
    if (!holder.empty()) remarks.push_back("name on document: " + holder);
    parts.summary = join(remarks, "; ");
    for (const Kind& kind : kKinds) {
      if (code == kind.code) (void)record.add(kind.property, parts.number, "identification " + code);
    }
    record.document(parts, "identification");
  }
}

void read_listing(RecordBuilder& record, XmlElement& element) {
  model::Entity& sanction = record.sanction();
  sanction.add("authority", "European Union");
  sanction.add("country", "eu");
  (void)record.add_to(sanction, "authorityId", element.take_attribute("euReferenceNumber"), "euReferenceNumber");
  (void)record.add_to(sanction, "unscId", element.take_attribute("unitedNationId"), "unitedNationId");
  (void)record.add_date(sanction, "startDate", element.take_attribute("designationDate"), "designationDate");
  record.note("designation", element.take_attribute("designationDetails"));
  for (XmlElement* regulation : element.all("regulation")) {
    ignore_bookkeeping(*regulation);
    for (const std::string_view attribute : {"regulationType", "organisationType"})
      regulation->ignore_attribute(attribute);
    const std::string programme = regulation->take_attribute("programme");
    (void)record.add_to(sanction, "program", programme, "regulation@programme");
    (void)record.add_to(sanction, "programId", programme, "regulation@programme");
    (void)record.add("programId", programme, "regulation@programme");
    (void)record.add_to(sanction, "reason", regulation->take_attribute("numberTitle"), "regulation@numberTitle");
    (void)record.add_date(sanction, "listingDate", regulation->take_attribute("publicationDate"),
                          "regulation@publicationDate");
    (void)record.add_date(sanction, "startDate", regulation->take_attribute("entryIntoForceDate"),
                          "regulation@entryIntoForceDate");
    (void)record.add_to(sanction, "programUrl", regulation->take("publicationUrl"), "publicationUrl");
  }
}

}  // namespace

Result<void> read_sanction_entity(ReadContext& context, XmlElement& element, const std::string& document) {
  const base::ContentHash raw_hash = element.content_hash();
  const std::string id = element.take_attribute("logicalId");
  const base::SourceLocation where{document, element.line, {}};
  if (id.empty()) return Error{ErrorCode::kMissingField, "expected a logicalId, found none", where};
  std::string kind;
  if (XmlElement* type = element.find("subjectType")) {
    kind = lower_ascii(type->take_attribute("code"));
    const std::string letter = type->take_attribute("classificationCode");
    if (kind.empty()) kind = letter == "P" ? "person" : letter == "E" ? "enterprise" : letter;
    ignore_bookkeeping(*type);
  }
  RecordBuilder record{context, "eu-fsf-" + id, kind == "person" ? "Person" : "Organization", where};
  if (kind != "person" && kind != "enterprise") record.not_understood("subjectType", kind.empty() ? "(none)" : kind);
  record.subject().add("topics", "sanction");
  ignore_bookkeeping(element);
  for (const std::string& remark : element.take_all("remark")) (void)record.add("notes", remark, "remark");
  read_listing(record, element);
  read_names(record, element);
  read_births(record, element);
  for (XmlElement* citizenship : element.all("citizenship")) {
    ignore_bookkeeping(*citizenship);
    (void)record.add_country(record.subject(), record.subject().is_a("Person") ? "nationality" : "country",
                             country_of(*citizenship), "citizenship");
    record.note("citizenship region", citizenship->take_attribute("region"));
    read_remarks(record, *citizenship, "citizenship");
  }
  read_addresses(record, element);
  read_identifications(record, element);
  element.count_untaken(element.name, context.unmapped);
  if (record.subject().values("name").empty() && record.subject().values("weakAlias").empty())
    return Error{ErrorCode::kMissingField, "expected a name, found none", record.where()};
  return record.emit(raw_hash);
}

namespace {

class Handler final : public XmlRecordHandler {
 public:
  Handler(ReadContext& context, const std::string& document) : context_(&context), document_(&document) {}
  bool is_record(std::string_view path) const override { return path == "export/sanctionEntity"; }
  Result<void> record(std::string_view, XmlElement& element) override {
    return read_sanction_entity(*context_, element, *document_);
  }
  Result<void> outside(std::string_view path, XmlElement& element) override {
    if (path == "export") {
      const std::string generated = element.take_attribute("generationDate");
      const auto date = base::Date::parse(generated);
      if (!date)
        return Error{ErrorCode::kMissingField,
                     "expected the date of the list in generationDate, found '" + generated + "'",
                     {*document_, element.line, {}}};
      context_->description.published = *date;
      context_->description.edition = generated;
      element.ignore_attribute("globalFileId");  // the issuer's counter of exports
    } else {
      context_->unmapped.count("element", path);
    }
    element.count_untaken(std::string(path), context_->unmapped);
    return {};
  }

 private:
  ReadContext* context_;
  const std::string* document_;
};

class XmlReader final : public Reader {
 public:
  std::string_view format() const override { return "eu-fsf-xml"; }
  Detection detect(const Input& input) const override {
    const bool fits =
        input.head.find("<export") != std::string::npos && (input.head.find("fpi/fsd/export") != std::string::npos ||
                                                            input.head.find("<sanctionEntity") != std::string::npos);
    return {fits ? 100 : 0, {}};
  }
  Result<model::SourceId> source(const InputGroup&) const override { return model::SourceId{kSource}; }
  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = kTitle;
    CORDON_ASSIGN(const auto stream, open_stream(input));
    Handler handler{context, input.document};
    CORDON_TRY(read_xml_records(*stream, input.document, handler));
    if (context.description.subjects == 0)
      return Error{
          ErrorCode::kMissingField, "expected at least one sanctionEntity, found none", {input.document, 0, {}}};
    CORDON_ASSIGN(const base::ContentHash hash, stream->finish());
    context.add_part_hash("", hash);
    return {};
  }
};

}  // namespace
}  // namespace eu

const Reader& eu_fsf_xml_reader() {
  static const eu::XmlReader reader;
  return reader;
}

}  // namespace cordon::ingest
