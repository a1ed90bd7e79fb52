// Canada's Consolidated Autonomous Sanctions List (SEMA and JVCFOA) in XML: flat records without a number of their own.
// The key is regulation, schedule and item, which the list uses to cite a record: "ca-sema-russia-1-265".
// Quirks: both languages in one field ("Syria / Syrie"), name in two parts or an entity's name, aliases separated by
// commas (and company names that hold commas), two dates in one field, a listing date only in newer files.
#include "alias_text.hpp"
#include "readers.hpp"
#include "record.hpp"
#include "xml_tree.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

std::string in_english(const std::string& text) {
  const std::size_t slash = text.find(" / ");
  return slash == std::string::npos ? text : text.substr(0, slash);
}

std::string slug(std::string_view text) {
  std::string out;
  for (const char c : lower_ascii(text)) {
    const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_kept) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

void add_dates(RecordBuilder& record, const std::string& text, std::string_view property) {
  for (const std::string& part : split(text, " or "))
    (void)record.add_date(record.subject(), property, part, "DateOfBirth");
}

Result<void> read_record(ReadContext& context, XmlElement& element, const std::string& document) {
  const base::ContentHash raw_hash = element.content_hash();
  const base::SourceLocation where{document, element.line, {}};
  const std::string regulation = in_english(element.take("Country"));
  const std::string schedule = element.take("Schedule");
  const std::string item = element.take("Item");
  if (regulation.empty() || item.empty())
    return Error{ErrorCode::kMissingField, "expected Country and Item, found '" + join({regulation, item}, ", ") + "'",
                 where};
  const std::string last = element.take("LastName");
  const std::string first = element.take("GivenName");
  const std::string entity = join({element.take("Entity"), element.take("EntityOrShip")}, "");
  const std::string imo = element.take("ShipIMONumber");
  const std::string schema = !imo.empty() ? "Vessel" : entity.empty() ? "Person" : "Organization";
  const std::string schedule_slug = schedule == "N/A" ? std::string{} : slug(schedule);
  RecordBuilder record{context, "ca-sema-" + join({slug(regulation), schedule_slug, slug(item)}, "-"), schema, where};
  record.subject().add("topics", "sanction");
  if (schema == "Person") {
    (void)record.add("name", join({first, last}, " "), "LastName");
    (void)record.add("firstName", first, "GivenName");
    (void)record.add("lastName", last, "LastName");
  } else {
    (void)record.add("name", entity, "Entity");
  }
  for (const std::string& alias : split_aliases(element.take("Aliases"))) (void)record.add("alias", alias, "Aliases");
  const std::string_view date_property = schema == "Person"   ? "birthDate"
                                         : schema == "Vessel" ? "buildDate"
                                                              : "incorporationDate";
  add_dates(record, element.take("DateOfBirth"), date_property);
  add_dates(record, element.take("DateOfBirthOrShipBuildDate"), date_property);
  const std::string title = join({element.take("Title"), element.take("TitleOrShip")}, "");
  if (schema == "Person") {
    (void)record.add("title", title, "Title");
  } else {
    record.note("type", title);
  }
  if (!imo.empty()) {
    const bool is_bare = imo.size() == 7 && imo.find_first_not_of("0123456789") == std::string::npos;
    (void)record.add("imoNumber", is_bare ? "IMO" + imo : imo, "ShipIMONumber");
  }
  model::Entity& sanction = record.sanction();
  sanction.add("authority", "Global Affairs Canada");
  sanction.add("country", "ca");
  for (const std::string_view property : {"program", "programId"})
    (void)record.add_to(sanction, property, regulation, "Country");
  (void)record.add("programId", regulation, "Country");
  (void)record.add_to(sanction, "authorityId",
                      join({schedule.empty() ? "" : "Schedule " + schedule, "Item " + item}, ", "), "Item");
  (void)record.add_date(sanction, "listingDate", element.take("DateOfListing"), "DateOfListing");
  element.count_untaken(element.name, context.unmapped);
  if (record.subject().values("name").empty())
    return Error{ErrorCode::kMissingField, "expected a name, found none", record.where()};
  return record.emit(raw_hash);
}

class Handler final : public XmlRecordHandler {
 public:
  Handler(ReadContext& context, const std::string& document) : context_(&context), document_(&document) {}
  bool is_record(std::string_view path) const override { return path == "data-set/record"; }
  Result<void> record(std::string_view, XmlElement& element) override {
    return read_record(*context_, element, *document_);
  }
  Result<void> outside(std::string_view path, XmlElement& element) override {
    if (path != "data-set") context_->unmapped.count("element", path);
    element.count_untaken(std::string(path), context_->unmapped);
    return {};
  }

 private:
  ReadContext* context_;
  const std::string* document_;
};

class CanadaReader final : public Reader {
 public:
  std::string_view format() const override { return "ca-sema-xml"; }
  Detection detect(const Input& input) const override {
    const std::string_view head = input.head;
    return {head.find("<data-set") != std::string_view::npos && head.find("<Item>") != std::string_view::npos ? 100 : 0,
            {}};
  }
  Result<model::SourceId> source(const InputGroup&) const override { return model::SourceId{"ca_dfatd_sema"}; }
  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = "Consolidated Canadian Autonomous Sanctions List";
    CORDON_ASSIGN(const auto stream, open_stream(input));
    Handler handler{context, input.document};
    CORDON_TRY(read_xml_records(*stream, input.document, handler));
    if (context.description.subjects == 0)
      return Error{ErrorCode::kMissingField, "expected at least one record, found none", {input.document, 0, {}}};
    CORDON_ASSIGN(const base::ContentHash hash, stream->finish());
    context.add_part_hash("", hash);
    return {};
  }
};

}  // namespace

const Reader& canada_xml_reader() {
  static const CanadaReader reader;
  return reader;
}

}  // namespace cordon::ingest
