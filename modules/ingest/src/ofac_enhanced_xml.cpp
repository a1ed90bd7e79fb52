// OFAC's Enhanced XML of the Sanctions List Service: whole lists and extracts by programme, with typed relationships,
// days of listing and names in other scripts. Source: OFAC's ENHANCED_XML schema.
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>

#include "ofac_list.hpp"
#include "ofac_names.hpp"
#include "ofac_remarks.hpp"
#include "ofac_text.hpp"
#include "ofac_xml_tree.hpp"
#include "readers.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using namespace ofac;  // NOLINT(google-build-using-namespace): this file is the reader of that namespace's records

constexpr std::uint32_t kRevision = 2;  // 2: every day that a date may mean is in its values

bool is_true(XmlNode node) { return node.text() == "true"; }

class EnhancedEntities final : public XmlRecords {
 public:
  EnhancedEntities(ReadContext& context, std::string document) : context_(context), document_(std::move(document)) {}

  std::vector<Record> records;

 protected:
  Result<void> on_root(std::string_view name, std::span<const XmlAttribute>, std::uint64_t line) override {
    if (name == "sanctionsData") return {};
    return Error{ErrorCode::kMalformed,
                 "expected the root element sanctionsData, found " + std::string(name),
                 {document_, line, {}}};
  }

  // Reference values and feature types are passed over: every value stands beside its number in the entities.
  bool is_record(std::string_view name, std::span<const std::string> path) override {
    if (path.size() == 1) return name != "entities" && name != "referenceValues" && name != "featureTypes";
    return path.size() == 2 && path[1] == "entities";
  }

  Result<void> on_record(XmlNode node, const XmlTree& tree) override {
    if (node.name() == "publicationInfo") return read_publication(node);
    if (node.name() != "entity") {
      unmapped("sanctionsData", node);
      return {};
    }
    CORDON_ASSIGN(Record record, read_entity(node));
    record.raw_hash = tree.hash();
    records.push_back(std::move(record));
    if (records.size() % 1024 == 0) context_.report_progress(records.size(), 0);
    return {};
  }

 private:
  void unmapped(std::string_view parent, XmlNode node) {
    context_.unmapped.count(std::string(parent) + "/" + std::string(node.name()), node.text());
  }

  Result<void> read_publication(XmlNode node) {
    for (XmlNode at = node.first_child(); at; at = at.next()) {
      if (at.name() == "dataAsOf") {  // 2024-08-28T00:00:00
        CORDON_ASSIGN(const base::Date date, date_of(at.text().substr(0, 10), at.line()));
        context_.description.published = date;
        context_.description.edition = std::string(at.text()) + context_.description.edition;
      } else if (at.name() == "filters") {
        // They say what was asked for: two extracts of one moment are two editions.
        for (XmlNode filter = at.first_child(); filter; filter = filter.next()) {
          for (XmlNode item = filter.first_child(); item; item = item.next()) {
            context_.description.edition += " " + std::string(item.text());
          }
        }
      } else {
        unmapped("publicationInfo", at);
      }
    }
    return {};
  }

  Result<base::Date> date_of(std::string_view text, std::uint64_t line) const {
    base::Result<base::Date> date = base::Date::parse(text);
    if (date.has_value()) return *date;
    return Error{ErrorCode::kMalformed, date.error().message, {document_, line, {}}};
  }

  Result<Record> read_entity(XmlNode entity) {
    Record record;
    record.line = entity.line();
    record.uid = entity.attribute("id");
    if (record.uid.empty() || record.uid.size() > 10 || digit_count(record.uid) < 0) {
      return Error{ErrorCode::kMalformed,
                   "expected a number in the id of an entity, found '" + record.uid + "'",
                   {document_, entity.line(), {}}};
    }
    record.kind = subject_kind(entity.child("generalInfo").child("entityType").text(), context_.unmapped);
    for (XmlNode part = entity.first_child(); part; part = part.next()) read_part(part, record);
    if (record.name.last.empty() && record.name.first.empty()) {
      return Error{
          ErrorCode::kMissingField, "expected a primary name, found none", {document_, entity.line(), record.uid}};
    }
    return record;
  }

  void read_part(XmlNode part, Record& record) {
    using Read = void (EnhancedEntities::*)(XmlNode, Record&);
    struct List {
      std::string_view name;
      std::string_view item;
      Read read;
    };
    static constexpr std::array<List, 9> kLists{
        {{"sanctionsLists", "sanctionsList", &EnhancedEntities::read_listing},
         {"sanctionsPrograms", "sanctionsProgram", &EnhancedEntities::read_programme},
         {"sanctionsTypes", "sanctionsType", &EnhancedEntities::read_measure},
         {"legalAuthorities", "legalAuthority", &EnhancedEntities::read_authority},
         {"names", "name", &EnhancedEntities::read_name},
         {"addresses", "address", &EnhancedEntities::read_address},
         {"features", "feature", &EnhancedEntities::read_feature},
         {"identityDocuments", "identityDocument", &EnhancedEntities::read_document},
         {"relationships", "relationship", &EnhancedEntities::read_relationship}}};
    if (part.name() == "generalInfo") return read_general(part, record);
    for (const List& list : kLists) {
      if (list.name != part.name()) continue;
      for (XmlNode item = part.first_child(); item; item = item.next()) {
        if (item.name() == list.item) {
          (this->*list.read)(item, record);
        } else {
          unmapped(part.name(), item);
        }
      }
      return;
    }
    unmapped("entity", part);
  }

  void read_general(XmlNode node, Record& record) {
    for (XmlNode at = node.first_child(); at; at = at.next()) {
      if (at.name() == "remarks") {
        record.remarks = name_text(at.text());
      } else if (at.name() == "title") {
        Fact fact;
        fact.text = "Title: " + name_text(at.text());
        record.facts.push_back(std::move(fact));
      } else if (at.name() != "entityType" && at.name() != "identityId") {  // identityId: OFAC's inner number
        unmapped("generalInfo", at);
      }
    }
  }

  void read_listing(XmlNode node, Record& record) {
    Listing listing;
    listing.list = node.text();
    if (const std::string_view date = node.attribute("datePublished"); !date.empty()) listing.dates.emplace_back(date);
    // Legal bases and measures are given for the entity as a whole: they go with its first list.
    if (record.listings.size() == 1 && record.listings.front().list.empty()) {
      record.listings.front().list = listing.list;
      record.listings.front().dates = listing.dates;
    } else {
      record.listings.push_back(std::move(listing));
    }
  }

  static Listing& first_listing(Record& record) {
    if (record.listings.empty()) record.listings.emplace_back();
    return record.listings.front();
  }
  void read_programme(XmlNode node, Record& record) { record.programmes.emplace_back(node.text()); }
  void read_measure(XmlNode node, Record& record) { first_listing(record).measures.emplace_back(node.text()); }
  void read_authority(XmlNode node, Record& record) { first_listing(record).authority.emplace_back(node.text()); }

  // One name with its translations: the first in Latin script is the name, the others are the same name written
  // otherwise.
  void read_name(XmlNode node, Record& record) {
    const bool primary = is_true(node.child("isPrimary"));
    const bool weak = is_true(node.child("isLowQuality"));
    AliasKind kind = AliasKind::kAlsoKnownAs;
    if (const XmlNode type = node.child("aliasType")) kind = alias_kind(type.text(), context_.unmapped);
    for (XmlNode at = node.first_child(); at; at = at.next()) {
      const std::string_view name = at.name();
      if (name != "isPrimary" && name != "isLowQuality" && name != "aliasType" && name != "translations") {
        unmapped("name", at);
      }
    }
    for (XmlNode at = node.child("translations").first_child(); at; at = at.next()) {
      const bool latin = at.child("script").text() == "Latin";
      Name name;
      if (latin) {
        name.last = name_text(at.child("formattedLastName").text());
        name.first = name_text(at.child("formattedFirstName").text());
        if (name.last.empty() && name.first.empty()) name.last = name_text(at.child("formattedFullName").text());
      } else {
        name.full = name_text(at.child("formattedFullName").text());
      }
      for (XmlNode part = at.first_child(); part; part = part.next()) {
        static constexpr std::array<std::string_view, 6> kKnown{
            "isPrimary", "script", "formattedLastName", "formattedFirstName", "formattedFullName", "nameParts"};
        if (std::find(kKnown.begin(), kKnown.end(), part.name()) == kKnown.end()) unmapped("translation", part);
      }
      if (primary && latin && record.name.last.empty() && record.name.first.empty()) {
        record.name = std::move(name);
        read_name_parts(at.child("nameParts"), record);
      } else {
        record.aliases.push_back({primary ? AliasKind::kAlsoKnownAs : kind, weak, std::move(name)});
      }
    }
  }

  // What the formatted name does not tell apart.
  void read_name_parts(XmlNode parts, Record& record) {
    for (XmlNode part = parts.first_child(); part; part = part.next()) {
      const std::string_view type = part.child("type").text();
      const std::string value = name_text(part.child("value").text());
      if (type == "Middle Name") {
        record.extra.emplace_back("middleName", value);
      } else if (type == "Patronymic") {
        record.extra.emplace_back("fatherName", value);
      } else if (type == "Matronymic") {
        record.extra.emplace_back("motherName", value);
      }
    }
  }

  void read_address(XmlNode node, Record& record) {
    PostalAddress address;
    address.country = clean_text(node.child("country").text());
    for (XmlNode at = node.first_child(); at; at = at.next()) {
      if (at.name() != "country" && at.name() != "translations") unmapped("address", at);
    }
    XmlNode translation = node.child("translations").first_child();
    do {
      PostalAddress written = address;
      for (XmlNode part = translation.child("addressParts").first_child(); part; part = part.next()) {
        const std::string_view type = part.child("type").text();
        const std::string value = name_text(part.child("value").text());
        if (type == "ADDRESS1" || type == "ADDRESS2" || type == "ADDRESS3") {
          if (!value.empty()) written.street += (written.street.empty() ? "" : ", ") + value;
        } else if (type == "CITY") {
          written.city = value;
        } else if (type == "STATE/PROVINCE") {
          written.region = value;
        } else if (type == "POSTAL CODE") {
          written.postal_code = value;
        } else {
          // REGION and the like: no place of its own in an address, but no word is lost.
          written.remarks += (written.remarks.empty() ? "" : "; ") + std::string(type) + ": " + value;
        }
      }
      record.addresses.push_back(std::move(written));
      translation = translation.next();
    } while (translation);
  }

  void read_feature(XmlNode node, Record& record) {
    Fact fact;
    const std::string_view type = node.child("type").text();
    fact.text = clean_text(type) + " " + name_text(node.child("value").text());
    // The words of a date are those of the flat files ("circa 1972"); the numbers are for values without words.
    if (node.child("value").text().empty() && node.child("valueDate"))
      fact.text += period_text(node.child("valueDate"));
    for (XmlNode at = node.first_child(); at; at = at.next()) {
      static constexpr std::array<std::string_view, 7> kKnown{"type",      "value",     "valueDate",  "valueRefId",
                                                              "versionId", "isPrimary", "reliability"};
      if (std::find(kKnown.begin(), kKnown.end(), at.name()) == kKnown.end()) unmapped("feature", at);
    }
    record.facts.push_back(std::move(fact));
  }

  // fromDateBegin .. toDateEnd as words PartialDate reads.
  static std::string period_text(XmlNode period) {
    const std::string from(period.child("fromDateBegin").text());
    const std::string to(period.child("toDateEnd").text());
    if (from.empty() || to.empty()) return from.empty() ? to : from;
    std::string text = is_true(period.child("isApproximate")) ? "circa " : "";
    if (from == to) return text + from;
    if (from.ends_with("-01-01") && to.ends_with("-12-31")) {
      const std::string first = from.substr(0, 4);
      const std::string last = to.substr(0, 4);
      return text + (first == last ? first : first + " to " + last);
    }
    if (from.substr(0, 7) == to.substr(0, 7)) return text + from.substr(0, 7);
    return text + from + " to " + to;
  }

  void read_document(XmlNode node, Record& record) {
    Fact fact;
    fact.text = clean_text(node.child("type").text()) + " " + clean_text(node.child("documentNumber").text());
    for (XmlNode at = node.first_child(); at; at = at.next()) {
      const std::string_view name = at.name();
      if (name == "issuingCountry") {
        fact.country = clean_text(at.text());
      } else if (name == "issueDate") {
        fact.issued = period_text(at);
      } else if (name == "expirationDate") {
        fact.expires = period_text(at);
      } else if (name == "issuingAuthority" || name == "issuingLocation") {
        fact.document.emplace_back("authority", clean_text(at.text()));
      } else if (name == "name") {
        // The name the document was issued to, where it is not the subject's own.
        const std::string issued_to = name_text(at.text());
        if (issued_to != listed_name(record.name)) fact.document.emplace_back("namesMentioned", issued_to);
      } else if (name == "comments") {
        fact.document.emplace_back("description", clean_text(at.text()));
      } else if (name == "isValid") {
        if (at.text() != "true") fact.document.emplace_back("description", "not valid");
      } else if (name == "idFeatures") {
        for (XmlNode feature = at.first_child(); feature; feature = feature.next()) {
          fact.document.emplace_back("description", clean_text(feature.text()));
        }
      } else if (name != "type" && name != "documentNumber") {
        unmapped("identityDocument", at);
      }
    }
    record.facts.push_back(std::move(fact));
  }

  static void add_date(std::vector<std::string>& dates, XmlNode node) {
    std::string date(node.text().substr(0, 10));
    if (!date.empty() && (dates.empty() || dates.back() != date)) dates.push_back(std::move(date));
  }

  void read_relationship(XmlNode node, Record& record) {
    Tie tie;
    tie.id = node.attribute("id");
    tie.role = clean_text(node.child("type").text());
    tie.other_uid = node.child("relatedEntity").attribute("entityId");
    tie.other_name = name_text(node.child("relatedEntity").text());
    for (XmlNode at = node.first_child(); at; at = at.next()) {
      if (at.name() == "quality") {
        tie.status = clean_text(at.text());
      } else if (at.name() == "comments") {
        tie.comment = clean_text(at.text());
      } else if (at.name() == "datePeriod" || at.name() == "date") {
        for (std::string_view point : {"fromDateBegin", "fromDateEnd"}) add_date(tie.starts, at.child(point));
        for (std::string_view point : {"toDateBegin", "toDateEnd"}) add_date(tie.ends, at.child(point));
      } else if (at.name() != "type" && at.name() != "relatedEntity") {
        unmapped("relationship", at);
      }
    }
    record.ties.push_back(std::move(tie));
  }

  ReadContext& context_;
  std::string document_;
};

class EnhancedXml final : public Reader {
 public:
  std::string_view format() const override { return "ofac-enhanced-xml"; }

  Detection detect(const Input& input) const override {
    const std::size_t at = input.head.find("<sanctionsData");
    return {at != std::string::npos && at < 4096 ? 100 : 0, {}};
  }

  // The lists an entity stands on are named with their day; the reference values before the entities can be long.
  Result<model::SourceId> source(const InputGroup& group) const override {
    const Input& input = group.parts.front().input;
    CORDON_ASSIGN(const std::unique_ptr<ByteStream> stream, open_stream(input));
    ListEvidence evidence;
    constexpr std::string_view kMark = "datePublished=\"";
    constexpr std::size_t kEnough = 200;
    std::string window;
    for (std::size_t found = 0; found < kEnough;) {
      CORDON_ASSIGN(const std::string_view bytes, stream->next());
      if (bytes.empty()) break;
      window += bytes;
      std::size_t done = 0;
      for (std::size_t at = window.find(kMark); at != std::string::npos; at = window.find(kMark, at + 1)) {
        const std::size_t begin = window.find('>', at);
        const std::size_t end = begin == std::string::npos ? begin : window.find('<', begin);
        if (end == std::string::npos) break;
        evidence.add_list_name(trimmed(std::string_view(window).substr(begin + 1, end - begin - 1)));
        ++found;
        done = end;
      }
      window.erase(0, std::max(done, window.size() - std::min<std::size_t>(window.size(), 256)));
    }
    std::string source = evidence.source(input.file_name);
    if (source.empty()) return undecided_source(input.document);
    return model::SourceId{std::move(source)};
  }

  Result<void> read(ReadContext& context) const override {
    const GroupPart& part = context.group.parts.front();
    CORDON_ASSIGN(const std::unique_ptr<ByteStream> stream, open_stream(part.input));
    EnhancedEntities reader(context, part.input.document);
    CORDON_TRY(parse_xml(*stream, part.input.document, reader));
    CORDON_ASSIGN(const base::ContentHash hash, stream->finish());
    context.add_part_hash(part.part, hash);
    context.description.title = list_title(context.group.source);
    context.description.reader_revision = kRevision;
    if (reader.records.empty()) {
      return Error{ErrorCode::kMalformed, "expected at least one entity, found none", {part.input.document, 0, {}}};
    }
    return emit_records(reader.records, context);
  }
};

}  // namespace

const Reader& ofac_enhanced_xml_reader() {
  static const EnhancedXml reader;
  return reader;
}

}  // namespace cordon::ingest
