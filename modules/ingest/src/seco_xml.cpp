// The sanctions list of the Swiss State Secretariat for Economic Affairs (SECO) in XML.
// Source: the list's own schema (swiss-sanctions-list) as the published file follows it. Points that are easily got
// wrong:
// - targets refer to sanctions-set ids, not to programme ids; places stand on their own and are referred to by
// place-id;
// - modifications are ordered newest first; their <added> and <removed> blocks repeat former data and are history, not
//   the current identity; a target whose newest modification is "de-listed" stays in the file and is not active: it is
//   handed on without topic and not as a subject.
#include <algorithm>
#include <array>
#include <map>

#include "readers.hpp"
#include "record.hpp"
#include "xml_tree.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

struct Programme {
  std::string key;
  std::string name;
};
struct SanctionsSet {
  Programme programme;
  std::string text;
};
struct Place {
  std::string location;
  std::string area;
  std::string country;
};
struct Tables {
  std::map<std::string, SanctionsSet> sets;
  std::map<std::string, Place> places;
};

std::string in_english(XmlElement& element, std::string_view name) {
  std::string first;
  for (XmlElement* child : element.all(name)) {
    const std::string language = child->take_attribute("lang");
    const std::string text = child->take_text();
    if (language == "eng") return text;
    if (first.empty()) first = text;
  }
  return first;
}

// First pass: what targets refer to. It may stand before or behind them.
class TablesHandler final : public XmlRecordHandler {
 public:
  TablesHandler(Tables& tables, ReadContext& context, const std::string& document)
      : tables_(&tables), context_(&context), document_(&document) {}
  bool is_record(std::string_view path) const override {
    return path == "swiss-sanctions-list/sanctions-program" || path == "swiss-sanctions-list/place" ||
           path == "swiss-sanctions-list/target";
  }
  Result<void> record(std::string_view, XmlElement& element) override {
    if (element.name == "target") return {};
    if (element.name == "place") {
      read_place(element);
    } else {
      read_programme(element);
    }
    element.count_untaken(element.name, context_->unmapped);
    return {};
  }
  Result<void> outside(std::string_view path, XmlElement& element) override {
    if (path == "swiss-sanctions-list") {
      const std::string text = element.take_attribute("date");
      const auto date = base::Date::parse(text);
      if (!date)
        return Error{ErrorCode::kMissingField,
                     "expected the date of the list, found '" + text + "'",
                     {*document_, element.line, {}}};
      context_->description.published = *date;
      context_->description.edition = text;
      const std::string kind = element.take_attribute("list-type");
      if (kind != "whole-list")
        return Error{ErrorCode::kUnsupported,
                     "expected the list-type whole-list, found '" + kind + "'",
                     {*document_, element.line, {}}};
    } else {
      context_->unmapped.count("element", path);
    }
    element.count_untaken(std::string(path), context_->unmapped);
    return {};
  }

 private:
  void read_place(XmlElement& element) {
    Place place;
    place.location = element.take("location");
    place.area = element.take("area");
    if (XmlElement* country = element.find("country")) {
      place.country = country->take_attribute("iso-code");
      const std::string name = country->take_text();
      if (place.country.empty()) place.country = name;
    }
    for (const std::string_view name : {"location-variant", "area-variant"}) element.ignore(name);  // other spellings
    tables_->places[element.take_attribute("ssid")] = std::move(place);
  }
  void read_programme(XmlElement& element) {
    const Programme programme{in_english(element, "program-key"), in_english(element, "program-name")};
    for (XmlElement* set : element.all("sanctions-set")) {
      const std::string id = set->take_attribute("ssid");
      SanctionsSet& entry = tables_->sets[id];
      if (entry.text.empty() || set->take_attribute("lang") == "eng") entry.text = set->take_text();
      entry.programme = programme;
      set->take_whole();
    }
    // Explicitly ignored: the programme's own number and versions, whose decision it follows, texts in other languages.
    for (const std::string_view name : {"ssid", "version-date", "predecessor-version-date"})
      element.ignore_attribute(name);
    for (const std::string_view name : {"origin", "program-key", "program-name"}) element.ignore(name);
  }

  Tables* tables_;
  ReadContext* context_;
  const std::string* document_;
};

struct NamePart {
  std::string type;
  std::string value;
  std::map<std::string, std::string> variants;  // by language and script
};

// Given names first, then the father's, then the family name.
std::string full_name(const std::vector<NamePart>& parts, const std::string& variant) {
  static constexpr std::array<std::string_view, 9> kOrder{"given-name",        "further-given-name", "father-name",
                                                          "grand-father-name", "whole-name",         "other",
                                                          "tribal-name",       "family-name",        "suffix"};
  std::vector<std::string> words;
  for (const std::string_view type : kOrder) {
    for (const NamePart& part : parts) {
      if (part.type != type) continue;
      const auto at = part.variants.find(variant);
      words.push_back(at == part.variants.end() ? part.value : at->second);
    }
  }
  return join(words, " ");
}

void read_name(RecordBuilder& record, XmlElement& element, bool is_main) {
  for (const std::string_view attribute : {"ssid", "lang"}) element.ignore_attribute(attribute);
  const std::string type = element.take_attribute("name-type");
  const bool is_weak = element.take_attribute("quality") == "low";
  std::vector<NamePart> parts;
  std::vector<std::string> variants;
  for (XmlElement* given : element.all("name-part")) {
    given->ignore_attribute("order");
    NamePart part;
    part.type = given->take_attribute("name-part-type");
    part.value = given->take("value");
    for (XmlElement* spelling : given->all("spelling-variant")) {
      const std::string key = spelling->take_attribute("lang") + " " + spelling->take_attribute("script");
      spelling->ignore_attribute("spelling-variant-type");
      part.variants[key] = spelling->take_text();
      if (std::find(variants.begin(), variants.end(), key) == variants.end()) variants.push_back(key);
    }
    parts.push_back(std::move(part));
  }
  std::string_view property = "alias";
  if (is_main && type == "primary-name") property = "name";
  if (type == "formerly-known-as") property = record.subject().is_a("Vessel") ? "pastNames" : "previousName";
  if (is_weak) property = "weakAlias";
  if (type != "primary-name" && type != "alias" && type != "formerly-known-as")
    record.not_understood("name@name-type", type);
  (void)record.add(property, full_name(parts, {}), "name");
  for (const std::string& variant : variants)
    (void)record.add(is_weak ? "weakAlias" : "alias", full_name(parts, variant), "name");
  for (const NamePart& part : parts) {
    const std::string_view to = part.type == "title"         ? "title"
                                : part.type == "given-name"  ? "firstName"
                                : part.type == "father-name" ? "fatherName"
                                : part.type == "family-name" ? "lastName"
                                                             : "";
    if (!to.empty() && record.subject().is_a("Person")) (void)record.add(to, part.value, "name-part " + part.type);
    static constexpr std::array<std::string_view, 12> kKnown{
        "title",       "given-name", "further-given-name", "father-name", "family-name", "whole-name",
        "tribal-name", "other",      "grand-father-name",  "maiden-name", "suffix",      "middle-name"};
    if (std::find(kKnown.begin(), kKnown.end(), part.type) == kKnown.end())
      record.not_understood("name-part-type", part.type);
    if (part.type == "maiden-name" || part.type == "middle-name")
      (void)record.add("alias", part.value, "name-part " + part.type);
  }
}

class TargetReader {
 public:
  TargetReader(ReadContext& context, const Tables& tables, const std::string& document)
      : context_(&context), tables_(&tables), document_(&document) {}

  Result<void> read(XmlElement& element) {
    const base::ContentHash raw_hash = element.content_hash();
    const base::SourceLocation where{*document_, element.line, {}};
    const std::string id = element.take_attribute("ssid");
    if (id.empty()) return Error{ErrorCode::kMissingField, "expected an ssid, found none", where};
    XmlElement* body = nullptr;
    std::string_view schema = "Organization";
    for (const std::string_view kind : {"individual", "entity", "object"}) {
      if (XmlElement* found = element.find(kind); found != nullptr) body = found;
    }
    if (body == nullptr)
      return Error{ErrorCode::kMissingField,
                   "expected an individual, entity or object, found none",
                   {*document_, element.line, "ch-seco-" + id}};
    if (body->name == "individual") schema = "Person";
    const std::string object_type = body->take_attribute("object-type");
    if (object_type == "vessel") schema = "Vessel";
    if (object_type == "aircraft") schema = "Airplane";
    RecordBuilder record{*context_, "ch-seco-" + id, schema, where};
    if (body->name == "object" && object_type != "vessel" && object_type != "aircraft")
      record.not_understood("object-type", object_type);
    if (body->name == "individual") (void)record.add("gender", body->take_attribute("sex"), "sex");
    const bool is_active = read_modifications(record, element);
    read_sets(record, element);
    read_body(record, *body);
    for (const std::string& foreign : element.take_all("foreign-identifier"))
      record.note("foreign identifier", foreign);
    for (XmlElement* attribute : element.all("generic-attribute")) {
      const std::string name = attribute->take_attribute("name");
      record.note(name, attribute->take_text());
    }
    element.count_untaken(element.name, context_->unmapped);
    if (record.subject().values("name").empty() && record.subject().values("weakAlias").empty())
      return Error{ErrorCode::kMissingField, "expected a name, found none", record.where()};
    if (!is_active) return record.emit_inactive();
    record.subject().add("topics", "sanction");
    return record.emit(raw_hash);
  }

 private:
  // Returns: whether the target is listed now: its newest modification is not a de-listing.
  static bool read_modifications(RecordBuilder& record, XmlElement& element) {
    std::string newest_date;
    std::string newest_type;
    for (XmlElement* modification : element.all("modification")) {
      const std::string type = modification->take_attribute("modification-type");
      std::string effective = modification->take_attribute("effective-date");
      const std::string published = modification->take_attribute("publication-date");
      const std::string enacted = modification->take_attribute("enactment-date");
      if (effective.empty()) effective = published.empty() ? enacted : published;
      model::Entity& sanction = record.sanction();
      if (type == "listed" || type == "re-listed") {
        (void)record.add_date(sanction, "listingDate", published, "modification@publication-date");
        (void)record.add_date(sanction, "startDate", effective, "modification@effective-date");
      } else if (type == "de-listed") {
        (void)record.add_date(sanction, "endDate", effective, "modification@effective-date");
      } else if (type == "amended") {
        (void)record.add_date(record.subject(), "modifiedAt", effective, "modification@effective-date");
      } else {
        record.not_understood("modification-type", type);
      }
      const bool decides = type != "amended" && effective > newest_date;  // equal dates: the first in the file is newer
      if (decides) {
        newest_date = effective;
        newest_type = type;
      }
      modification->take_whole();  // <added> and <removed> are history; they stay in the hash of the record
    }
    if (newest_type == "de-listed") record.sanction().add("status", "de-listed");
    return newest_type != "de-listed";
  }

  void read_sets(RecordBuilder& record, XmlElement& element) {
    model::Entity& sanction = record.sanction();
    sanction.add("authority", "State Secretariat for Economic Affairs");
    sanction.add("country", "ch");
    for (const std::string& id : element.take_all("sanctions-set-id")) {
      const auto at = tables_->sets.find(id);
      if (at == tables_->sets.end()) {
        record.not_understood("sanctions-set-id", id);
        continue;
      }
      (void)record.add_to(sanction, "program", at->second.programme.name, "program-name");
      (void)record.add_to(sanction, "programId", at->second.programme.key, "program-key");
      (void)record.add("programId", at->second.programme.key, "program-key");
      (void)record.add_to(sanction, "provisions", at->second.text, "sanctions-set");
    }
  }

  Place place_of(RecordBuilder& record, XmlElement& element) const {
    const std::string id = element.take_attribute("place-id");
    const auto at = tables_->places.find(id);
    if (at != tables_->places.end()) return at->second;
    record.note("place id", id);  // the place is not in the file
    return {};
  }

  void read_body(RecordBuilder& record, XmlElement& body) {
    for (XmlElement* identity : body.all("identity")) read_identity(record, *identity);
    for (XmlElement* justification : body.all("justification")) {
      justification->ignore_attribute("ssid");
      (void)record.add_to(record.sanction(), "reason", justification->take_text(), "justification");
    }
    for (XmlElement* information : body.all("other-information")) {
      information->ignore_attribute("ssid");
      const std::string text = information->take_text();
      (void)record.add("notes", text, "other-information");
      read_labelled(record, text);
    }
    for (XmlElement* relation : body.all("relation")) {
      const std::string target = relation->take_attribute("target-id");
      const std::string type = relation->take_attribute("relation-type");
      const std::string remark = relation->take("remark");
      relation->ignore_attribute("ssid");
      model::Entity& link = record.dependent("UnknownLink", "link");
      link.add("subject", record.subject().id().str());
      link.add("object", "ch-seco-" + target);
      link.add("role", type);
      link.add("summary", remark);
    }
  }

  // "IMO Number: 8405270" and the like in free text.
  static void read_labelled(RecordBuilder& record, const std::string& text) {
    const std::string lowered = lower_ascii(text);
    const std::size_t at = lowered.find("imo");
    if (at == std::string::npos || !record.subject().is_a("Vessel")) return;
    const std::size_t digit = text.find_first_of("0123456789", at);
    if (digit == std::string::npos || digit - at > 14) return;
    const std::string number = text.substr(digit, 7);
    if (number.size() == 7 && number.find_first_not_of("0123456789") == std::string::npos)
      record.subject().add("imoNumber", "IMO" + number);
  }

  void read_identity(RecordBuilder& record, XmlElement& identity) {
    identity.ignore_attribute("ssid");
    const bool is_main = identity.take_attribute("main") == "true";
    for (XmlElement* name : identity.all("name")) read_name(record, *name, is_main);
    for (XmlElement* date : identity.all("day-month-year")) read_date(record, *date);
    for (XmlElement* birth : identity.all("place-of-birth")) {
      for (const std::string_view attribute : {"ssid", "quality"}) birth->ignore_attribute(attribute);
      const Place place = place_of(record, *birth);
      (void)record.add("birthPlace", join({place.location, place.area}, ", "), "place-of-birth");
      (void)record.add_country(record.subject(), "birthCountry", place.country, "place-of-birth");
    }
    for (XmlElement* nationality : identity.all("nationality")) {
      for (const std::string_view attribute : {"ssid", "quality"}) nationality->ignore_attribute(attribute);
      if (XmlElement* country = nationality->find("country")) {
        (void)record.add_country(record.subject(), "nationality", country->take_attribute("iso-code"), "nationality");
        country->take_whole();
      }
    }
    for (XmlElement* address : identity.all("address")) {
      for (const std::string_view attribute : {"ssid", "quality", "main"}) address->ignore_attribute(attribute);
      const Place place = place_of(record, *address);
      AddressParts parts;
      parts.street = address->take("address-details");
      parts.street2 = address->take("c-o");
      parts.po_box = address->take("p-o-box");
      parts.postal_code = address->take("zip-code");
      parts.city = place.location;
      parts.region = place.area;
      parts.country = place.country;
      parts.remarks = address->take("remark");
      record.address(parts, "address");
    }
    for (XmlElement* document : identity.all("identification-document")) read_document(record, *document);
  }

  static void read_date(RecordBuilder& record, XmlElement& date) {
    for (const std::string_view attribute : {"ssid", "quality"}) date.ignore_attribute(attribute);
    const std::string calendar = date.take_attribute("calendar");
    const std::string year = date.take_attribute("year");
    const std::string month = date.take_attribute("month");
    const std::string day = date.take_attribute("day");
    const auto two = [](const std::string& text) { return text.size() == 1 ? "0" + text : text; };
    std::string text = year;
    if (!month.empty()) text += "-" + two(month);
    if (!month.empty() && !day.empty()) text += "-" + two(day);
    if (!calendar.empty() && calendar != "Gregorian") {
      record.not_understood("day-month-year " + calendar, text);
    } else {
      (void)record.add_date(record.subject(), record.subject().is_a("Person") ? "birthDate" : "incorporationDate", text,
                            "day-month-year");
    }
  }

  static void read_document(RecordBuilder& record, XmlElement& document) {
    document.ignore_attribute("ssid");
    DocumentParts parts;
    parts.type = document.take_attribute("document-type");
    parts.is_passport = parts.type.find("passport") != std::string::npos;
    parts.number = document.take("number");
    if (XmlElement* issuer = document.find("issuer")) {
      const std::string code = issuer->take_attribute("code");
      const std::string name = issuer->take_text();
      parts.country = code.empty() ? name : code;
    }
    parts.issued = document.take("date-of-issue");
    parts.expires = document.take("expiry-date");
    parts.summary = document.take("remark");
    record.document(parts, "identification-document");
  }

  ReadContext* context_;
  const Tables* tables_;
  const std::string* document_;
};

class TargetsHandler final : public XmlRecordHandler {
 public:
  explicit TargetsHandler(TargetReader& reader) : reader_(&reader) {}
  bool is_record(std::string_view path) const override {
    return path == "swiss-sanctions-list/target" || path == "swiss-sanctions-list/sanctions-program" ||
           path == "swiss-sanctions-list/place";
  }
  Result<void> record(std::string_view, XmlElement& element) override {
    return element.name == "target" ? reader_->read(element) : Result<void>{};
  }
  Result<void> outside(std::string_view, XmlElement&) override { return {}; }

 private:
  TargetReader* reader_;
};

class SecoReader final : public Reader {
 public:
  std::string_view format() const override { return "ch-seco-xml"; }
  Detection detect(const Input& input) const override {
    return {input.head.find("<swiss-sanctions-list") != std::string::npos ? 100 : 0, {}};
  }
  Result<model::SourceId> source(const InputGroup&) const override { return model::SourceId{"ch_seco_sanctions"}; }
  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = "Swiss SECO Sanctions List";
    Tables tables;
    {
      CORDON_ASSIGN(const auto stream, open_stream(input));
      TablesHandler handler{tables, context, input.document};
      CORDON_TRY(read_xml_records(*stream, input.document, handler));
    }
    CORDON_ASSIGN(const auto stream, open_stream(input));
    TargetReader target_reader{context, tables, input.document};
    TargetsHandler handler{target_reader};
    CORDON_TRY(read_xml_records(*stream, input.document, handler));
    if (context.description.subjects == 0)
      return Error{
          ErrorCode::kMissingField, "expected at least one active target, found none", {input.document, 0, {}}};
    CORDON_ASSIGN(const base::ContentHash hash, stream->finish());
    context.add_part_hash("", hash);
    return {};
  }
};

}  // namespace

const Reader& seco_xml_reader() {
  static const SecoReader reader;
  return reader;
}

}  // namespace cordon::ingest
