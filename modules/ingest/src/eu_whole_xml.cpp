// The EU list as it was published until 2017: WHOLE/ENTITY. Ids are those of the later layouts.
// Source: the published files; "1963 (approximative)", numbers with their kind in words in parentheses, countries by
// their ISO 3166-1 alpha-3 codes.
#include "eu_fsf.hpp"
#include "readers.hpp"
#include "record.hpp"
#include "uk_record.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// Explicitly ignored, as in the later layouts: row numbers and the regulation of the single item.
void ignore_bookkeeping(XmlElement& element) {
  for (const std::string_view attribute : {"Id", "Entity_id", "legal_basis", "reg_date", "pdf_link", "programme"})
    element.ignore_attribute(attribute);
}

void read_names(RecordBuilder& record, XmlElement& element) {
  const bool is_person = record.subject().is_a("Person");
  for (XmlElement* name : element.all("NAME")) {
    ignore_bookkeeping(*name);
    name->ignore("LANGUAGE");  // of the spelling
    const std::string first = name->take("FIRSTNAME");
    const std::string middle = name->take("MIDDLENAME");
    const std::string last = name->take("LASTNAME");
    std::string whole = name->take("WHOLENAME");
    if (whole.empty()) whole = join({first, middle, last}, " ");
    (void)record.add(record.subject().values("name").empty() ? "name" : "alias", whole, "NAME/WHOLENAME");
    if (is_person) {
      (void)record.add("firstName", first, "NAME/FIRSTNAME");
      (void)record.add("middleName", middle, "NAME/MIDDLENAME");
      (void)record.add("lastName", last, "NAME/LASTNAME");
    }
    (void)record.add("gender", name->take("GENDER"), "NAME/GENDER");
    (void)record.add("title", name->take("TITLE"), "NAME/TITLE");
    (void)record.add("position", name->take("FUNCTION"), "NAME/FUNCTION");
  }
}

void read_births(RecordBuilder& record, XmlElement& element) {
  for (XmlElement* birth : element.all("BIRTH")) {
    ignore_bookkeeping(*birth);
    std::string date = birth->take("DATE");
    if (const std::size_t remark = date.find(" (approximative)"); remark != std::string::npos) {
      record.note("birth date", date);
      date = "circa " + date.substr(0, remark);
    }
    (void)record.add_date(record.subject(), "birthDate", date, "BIRTH/DATE", base::DayMonthOrder::kDayFirst);
    (void)record.add("birthPlace", birth->take("PLACE"), "BIRTH/PLACE");
    (void)record.add_country(record.subject(), "birthCountry", birth->take("COUNTRY"), "BIRTH/COUNTRY");
  }
  for (XmlElement* citizen : element.all("CITIZEN")) {
    ignore_bookkeeping(*citizen);
    (void)record.add_country(record.subject(), record.subject().is_a("Person") ? "nationality" : "country",
                             citizen->take("COUNTRY"), "CITIZEN/COUNTRY");
  }
}

// "PHONE[042-681 20 81]\nFAX[662 ...]" among free text.
void read_contacts(RecordBuilder& record, const std::string& other) {
  for (const std::string_view kind : {"PHONE[", "EMAIL["}) {
    const std::size_t at = other.find(kind);
    const std::size_t end = at == std::string::npos ? at : other.find(']', at);
    if (end == std::string::npos) continue;
    for (const std::string& value :
         split(std::string_view(other).substr(at + kind.size(), end - at - kind.size()), ","))
      (void)record.add(kind == "PHONE[" ? "phone" : "email", value, "ADDRESS/OTHER");
  }
}

void read_addresses(RecordBuilder& record, XmlElement& element) {
  for (XmlElement* address : element.all("ADDRESS")) {
    ignore_bookkeeping(*address);
    AddressParts parts;
    const std::string number = address->take("NUMBER");
    parts.street = join({address->take("STREET"), number}, " ");
    parts.postal_code = address->take("ZIPCODE");
    parts.city = address->take("CITY");
    parts.country = address->take("COUNTRY");
    parts.remarks = address->take("OTHER");
    read_contacts(record, parts.remarks);
    record.address(parts, "ADDRESS");
  }
}

void read_passports(RecordBuilder& record, XmlElement& element) {
  for (XmlElement* passport : element.all("PASSPORT")) {
    ignore_bookkeeping(*passport);
    const std::string text = passport->take("NUMBER");
    DocumentParts parts;
    const std::size_t open = text.find(" (");
    parts.number = text.substr(0, open);
    parts.summary = open == std::string::npos ? std::string{} : text.substr(open + 1);
    parts.is_passport = parts.summary.starts_with("(passport");
    parts.type = parts.is_passport ? "Passport" : "Identification";
    parts.country = passport->take("COUNTRY");
    record.document(parts, "PASSPORT");
  }
}

Result<void> read_entity(ReadContext& context, XmlElement& element, const std::string& document) {
  const base::ContentHash raw_hash = element.content_hash();
  const base::SourceLocation where{document, element.line, {}};
  const std::string id = element.take_attribute("Id");
  if (id.empty()) return Error{ErrorCode::kMissingField, "expected an Id, found none", where};
  const std::string type = element.take_attribute("Type");
  RecordBuilder record{context, "eu-fsf-" + id, type == "P" ? "Person" : "Organization", where};
  if (type != "P" && type != "E") record.not_understood("ENTITY@Type", type.empty() ? "(none)" : type);
  record.subject().add("topics", "sanction");
  model::Entity& sanction = record.sanction();
  sanction.add("authority", "European Union");
  sanction.add("country", "eu");
  const std::string programme = element.take_attribute("programme");
  (void)record.add_to(sanction, "program", programme, "ENTITY@programme");
  (void)record.add_to(sanction, "programId", programme, "ENTITY@programme");
  (void)record.add("programId", programme, "ENTITY@programme");
  (void)record.add_to(sanction, "reason", element.take_attribute("legal_basis"), "ENTITY@legal_basis");
  (void)record.add_to(sanction, "programUrl", element.take_attribute("pdf_link"), "ENTITY@pdf_link");
  (void)record.add_date(sanction, "listingDate", element.take_attribute("reg_date"), "ENTITY@reg_date");
  (void)record.add("notes", element.take_attribute("remark"), "ENTITY@remark");
  read_names(record, element);
  read_births(record, element);
  read_addresses(record, element);
  read_passports(record, element);
  element.count_untaken(element.name, context.unmapped);
  if (record.subject().values("name").empty())
    return Error{ErrorCode::kMissingField, "expected a name, found none", record.where()};
  return record.emit(raw_hash);
}

class Handler final : public XmlRecordHandler {
 public:
  Handler(ReadContext& context, const std::string& document) : context_(&context), document_(&document) {}
  bool is_record(std::string_view path) const override { return path == "WHOLE/ENTITY"; }
  Result<void> record(std::string_view, XmlElement& element) override {
    return read_entity(*context_, element, *document_);
  }
  Result<void> outside(std::string_view path, XmlElement& element) override {
    if (path == "WHOLE") {
      const std::string text = element.take_attribute("Date");
      const auto date = base::Date::parse(uk::uk_date(text));  // DD/MM/YYYY here too
      if (!date)
        return Error{ErrorCode::kMissingField,
                     "expected the date of the list as DD/MM/YYYY, found '" + text + "'",
                     {*document_, element.line, {}}};
      context_->description.published = *date;
      context_->description.edition = text;
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

class WholeReader final : public Reader {
 public:
  std::string_view format() const override { return "eu-whole-xml"; }
  Detection detect(const Input& input) const override {
    return {input.head.find("<WHOLE ") != std::string::npos ? 100 : 0, {}};
  }
  Result<model::SourceId> source(const InputGroup&) const override { return model::SourceId{eu::kSource}; }
  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = eu::kTitle;
    CORDON_ASSIGN(const auto stream, open_stream(input));
    Handler handler{context, input.document};
    CORDON_TRY(read_xml_records(*stream, input.document, handler));
    if (context.description.subjects == 0)
      return Error{ErrorCode::kMissingField, "expected at least one ENTITY, found none", {input.document, 0, {}}};
    CORDON_ASSIGN(const base::ContentHash hash, stream->finish());
    context.add_part_hash("", hash);
    return {};
  }
};

}  // namespace

const Reader& eu_whole_xml_reader() {
  static const WholeReader reader;
  return reader;
}

}  // namespace cordon::ingest
