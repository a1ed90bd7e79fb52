// OFAC's classic XML: SDN.XML and CONSOLIDATED.XML in the old namespace (tempuri.org) and the one of the Sanctions List
// Service. Source: OFAC's sdnList schema; the misspelt publshInformation is the format's own.
#include <array>
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

class SdnListReader final : public XmlRecords {
 public:
  SdnListReader(ReadContext& context, std::string document) : context_(context), document_(std::move(document)) {}

  std::vector<Record> records;

 protected:
  Result<void> on_root(std::string_view name, std::span<const XmlAttribute>, std::uint64_t line) override {
    if (name == "sdnList") return {};
    return Error{
        ErrorCode::kMalformed, "expected the root element sdnList, found " + std::string(name), {document_, line, {}}};
  }

  bool is_record(std::string_view, std::span<const std::string> path) override { return path.size() == 1; }

  Result<void> on_record(XmlNode node, const XmlTree& tree) override {
    if (node.name() == "publshInformation") return read_publication(node);
    if (node.name() != "sdnEntry") {
      unmapped("sdnList", node);
      return {};
    }
    CORDON_ASSIGN(Record record, read_entry(node));
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
      if (at.name() == "Publish_Date") {
        const std::string_view text = at.text();  // MM/DD/YYYY
        const auto date = parse_date(text);
        if (!date.has_value() || date->precision() != base::DatePrecision::kDay) {
          return Error{ErrorCode::kMalformed,
                       "expected Publish_Date as MM/DD/YYYY, found '" + std::string(text) + "'",
                       {document_, at.line(), {}}};
        }
        context_.description.published = date->first();
        context_.description.edition = text;
      } else if (at.name() == "Record_Count") {
        const int digits = digit_count(at.text());
        if (digits < 1 || digits > 9) {
          return Error{ErrorCode::kMalformed,
                       "expected Record_Count as a number, found '" + std::string(at.text()) + "'",
                       {document_, at.line(), {}}};
        }
        context_.description.declared_records = std::stoull(std::string(at.text()));
      } else {
        unmapped("publshInformation", at);
      }
    }
    return {};
  }

  Result<Record> read_entry(XmlNode entry) {
    Record record;
    record.line = entry.line();
    record.uid = entry.child("uid").text();
    if (record.uid.empty() || record.uid.size() > 10 || digit_count(record.uid) < 0) {
      return Error{
          ErrorCode::kMalformed, "expected a number in uid, found '" + record.uid + "'", {document_, entry.line(), {}}};
    }
    XmlNode type = entry.child("sdnType");
    if (!type) type = entry.child("nspType");  // the first non-SDN lists of 2014
    record.kind = subject_kind(type.text(), context_.unmapped);
    record.name = read_name(entry, record.kind);
    if (record.name.last.empty() && record.name.first.empty()) {
      return Error{
          ErrorCode::kMissingField, "expected a name in lastName, found none", {document_, entry.line(), record.uid}};
    }
    for (XmlNode at = entry.first_child(); at; at = at.next()) read_part(at, record);
    return record;
  }

  void read_part(XmlNode part, Record& record) {
    const std::string_view name = part.name();
    if (name == "uid" || name == "firstName" || name == "lastName" || name == "sdnType" || name == "nspType") return;
    if (name == "title") return add_fact(record, "Title: ", part.text());
    if (name == "remarks") {
      record.remarks = name_text(part.text());
      return;
    }
    using Read = void (SdnListReader::*)(XmlNode, Record&);
    struct List {
      std::string_view name;
      std::string_view item;
      Read read;
    };
    static constexpr std::array<List, 8> kLists{{{"programList", "program", &SdnListReader::read_program},
                                                 {"idList", "id", &SdnListReader::read_id},
                                                 {"akaList", "aka", &SdnListReader::read_alias},
                                                 {"addressList", "address", &SdnListReader::read_address},
                                                 {"nationalityList", "nationality", &SdnListReader::read_country},
                                                 {"citizenshipList", "citizenship", &SdnListReader::read_country},
                                                 {"dateOfBirthList", "dateOfBirthItem", &SdnListReader::read_birth},
                                                 {"placeOfBirthList", "placeOfBirthItem", &SdnListReader::read_birth}}};
    if (name == "vesselInfo") return read_vessel(part, record);
    for (const List& list : kLists) {
      if (list.name != name) continue;
      for (XmlNode item = part.first_child(); item; item = item.next()) {
        if (item.name() == list.item) {
          (this->*list.read)(item, record);
        } else {
          unmapped(name, item);
        }
      }
      return;
    }
    unmapped("sdnEntry", part);
  }

  static void add_fact(Record& record, std::string_view type, std::string_view value) {
    if (trimmed(value).empty()) return;
    Fact fact;
    fact.text = std::string(type) + name_text(value);
    record.facts.push_back(std::move(fact));
  }

  // A few aliases carry both parts in lastName, as the flat files write them.
  static Name read_name(XmlNode node, SubjectKind kind) {
    Name name{name_text(node.child("lastName").text()), name_text(node.child("firstName").text()), {}};
    return name.first.empty() ? parse_name(name.last, kind) : name;
  }

  void read_program(XmlNode node, Record& record) {
    if (!node.text().empty()) record.programmes.emplace_back(node.text());
  }

  // <idType>Tax ID No.</idType><idNumber>123</idNumber>: the words of the flat files' remarks in two elements.
  void read_id(XmlNode node, Record& record) {
    Fact given;
    for (XmlNode at = node.first_child(); at; at = at.next()) {
      if (at.name() == "idCountry") {
        given.country = clean_text(at.text());
      } else if (at.name() == "issueDate") {
        given.issued = at.text();
      } else if (at.name() == "expirationDate") {
        given.expires = at.text();
      } else if (at.name() != "uid" && at.name() != "idType" && at.name() != "idNumber") {
        unmapped("id", at);
      }
    }
    const std::string text = name_text(node.child("idType").text()) + " " + name_text(node.child("idNumber").text());
    // Some texts hold a second statement behind a semicolon.
    std::vector<Fact> facts = split_remarks(text);
    if (facts.empty()) return;
    given.text = std::move(facts.front().text);
    facts.front() = std::move(given);
    for (Fact& fact : facts) record.facts.push_back(std::move(fact));
  }

  void read_alias(XmlNode node, Record& record) {
    Alias alias;
    alias.name = read_name(node, record.kind);
    for (XmlNode at = node.first_child(); at; at = at.next()) {
      if (at.name() == "type") {
        alias.kind = alias_kind(at.text(), context_.unmapped);
      } else if (at.name() == "category") {
        const std::string category = ascii_lowered(at.text());
        alias.weak = category == "weak";
        if (category != "weak" && category != "strong") unmapped("aka", at);
      } else if (at.name() != "uid" && at.name() != "lastName" && at.name() != "firstName") {
        unmapped("aka", at);
      }
    }
    record.aliases.push_back(std::move(alias));
  }

  void read_address(XmlNode node, Record& record) {
    PostalAddress address;
    for (XmlNode at = node.first_child(); at; at = at.next()) {
      const std::string text = name_text(at.text());
      if (at.name() == "address1" || at.name() == "address2" || at.name() == "address3") {
        if (!text.empty()) address.street += (address.street.empty() ? "" : ", ") + text;
      } else if (at.name() == "city") {
        address.city = text;
      } else if (at.name() == "stateOrProvince") {
        address.region = text;
      } else if (at.name() == "postalCode") {
        address.postal_code = text;
      } else if (at.name() == "country") {
        address.country = text;
      } else if (at.name() != "uid") {
        unmapped("address", at);
      }
    }
    record.addresses.push_back(std::move(address));
  }

  void read_country(XmlNode node, Record& record) {
    const std::string_view type = node.name() == "nationality" ? "nationality " : "citizen ";
    add_fact(record, type, node.child("country").text());
    report_others(node, "country");
  }

  void read_birth(XmlNode node, Record& record) {
    const bool date = node.name() == "dateOfBirthItem";
    const std::string_view value = date ? "dateOfBirth" : "placeOfBirth";
    add_fact(record, date ? "DOB " : "POB ", node.child(value).text());
    report_others(node, value);
  }

  // mainEntry marks the first of several values: FtM keeps their order, which says the same.
  void report_others(XmlNode node, std::string_view known) {
    for (XmlNode at = node.first_child(); at; at = at.next()) {
      if (at.name() != known && at.name() != "uid" && at.name() != "mainEntry") unmapped(node.name(), at);
    }
  }

  void read_vessel(XmlNode node, Record& record) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kTypes{
        {{"callSign", "Vessel Call Sign: "},
         {"vesselType", "Vessel Type: "},
         {"vesselFlag", "Vessel Flag: "},
         {"vesselOwner", "Vessel Owner: "},
         {"tonnage", "Vessel Tonnage: "},
         {"grossRegisteredTonnage", "Vessel Gross Registered Tonnage: "}}};
    for (XmlNode at = node.first_child(); at; at = at.next()) {
      bool known = false;
      for (const auto& [element, type] : kTypes) {
        if (at.name() != element) continue;
        add_fact(record, type, at.text());
        known = true;
      }
      if (!known) unmapped("vesselInfo", at);
    }
  }

  ReadContext& context_;
  std::string document_;
};

class ClassicXml final : public Reader {
 public:
  std::string_view format() const override { return "ofac-xml"; }

  Detection detect(const Input& input) const override {
    const std::size_t at = input.head.find("<sdnList");
    return {at != std::string::npos && at < 4096 ? 100 : 0, {}};
  }

  Result<model::SourceId> source(const InputGroup& group) const override {
    const Input& input = group.parts.front().input;
    ListEvidence evidence;
    constexpr std::string_view kOpen = "<program>";
    for (std::size_t at = input.head.find(kOpen); at != std::string::npos; at = input.head.find(kOpen, at + 1)) {
      const std::size_t begin = at + kOpen.size();
      const std::size_t end = input.head.find('<', begin);
      if (end != std::string::npos) evidence.add_programme(std::string_view(input.head).substr(begin, end - begin));
    }
    evidence.add_remarks(input.head);
    std::string source = evidence.source(input.file_name);
    if (source.empty()) return undecided_source(input.document);
    return model::SourceId{std::move(source)};
  }

  Result<void> read(ReadContext& context) const override {
    const GroupPart& part = context.group.parts.front();
    CORDON_ASSIGN(const std::unique_ptr<ByteStream> stream, open_stream(part.input));
    SdnListReader reader(context, part.input.document);
    CORDON_TRY(parse_xml(*stream, part.input.document, reader));
    CORDON_ASSIGN(const base::ContentHash hash, stream->finish());
    context.add_part_hash(part.part, hash);
    context.description.title = list_title(context.group.source);
    context.description.reader_revision = kRevision;
    if (reader.records.empty()) {
      return Error{ErrorCode::kMalformed, "expected at least one sdnEntry, found none", {part.input.document, 0, {}}};
    }
    return emit_records(reader.records, context);
  }
};

}  // namespace

const Reader& ofac_xml_reader() {
  static const ClassicXml reader;
  return reader;
}

}  // namespace cordon::ingest
