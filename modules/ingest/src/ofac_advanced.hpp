// OFAC's Advanced XML (the UN model 'Sanctions', version 1.0) to records: values, locations, documents, parties,
// relationships and entries refer to one another by number, in this order of the file.
// Source: OFAC's sdn_advanced.xsd. Memory: the records and the locations and documents not yet asked for.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "ofac_record.hpp"
#include "ofac_reference.hpp"
#include "ofac_xml_tree.hpp"
#include "reader.hpp"

namespace cordon::ingest::ofac {

class AdvancedParties final : public XmlRecords {
 public:
  AdvancedParties(ReadContext& context, std::string document);

  // Call once, when the document is read: puts the parts of the records together.
  [[nodiscard]] base::Result<std::vector<Record>> finish();

 protected:
  base::Result<void> on_root(std::string_view name, std::span<const XmlAttribute> attributes,
                             std::uint64_t line) override;
  bool is_record(std::string_view name, std::span<const std::string> path) override;
  base::Result<void> on_record(XmlNode node, const XmlTree& tree) override;

 private:
  struct Location {
    PostalAddress address;
    std::string text;  // all of it in one line
    base::ContentHash hash;
  };
  struct Document {
    Fact fact;
    std::string name_id;  // the documented name it was issued to
    base::ContentHash hash;
  };
  using Names = std::unordered_map<std::string, std::string>;  // documented name id -> name

  [[nodiscard]] std::string_view value(std::string_view kind, std::string_view id);
  void unmapped(std::string_view parent, XmlNode node);
  void report_durations(XmlNode period);
  base::Result<void> read_issue_date(XmlNode node);
  void read_location(XmlNode node, const XmlTree& tree);
  void read_document(XmlNode node, const XmlTree& tree);
  base::Result<void> read_party(XmlNode node, const XmlTree& tree);
  base::Result<void> read_profile(XmlNode profile, const base::ContentHash& hash, XmlNode party);
  [[nodiscard]] SubjectKind kind_of(std::string_view subtype_id);
  void read_identity(XmlNode identity, Record& record, std::vector<base::ContentHash>& hashes);
  void read_alias(XmlNode alias, const Names& part_types, Names& names, Record& record);
  [[nodiscard]] Name name_of(XmlNode documented, const Names& part_types, Properties* parts);
  void read_feature(XmlNode feature, Record& record, std::vector<base::ContentHash>& hashes);
  void read_version(std::string_view type, XmlNode version, Record& record, std::vector<base::ContentHash>& hashes);
  void read_relationship(XmlNode node, const XmlTree& tree);
  void read_entry(XmlNode node, const XmlTree& tree);
  void read_entry_link(XmlNode node, const XmlTree& tree);
  void read_external_reference(XmlNode node, Record& record);
  void read_measure(XmlNode measure, Listing& listing, Record& record);

  ReadContext& context_;
  std::string document_;
  ReferenceValues values_;
  std::unordered_map<std::string, std::string> party_types_;  // PartySubType id -> PartyType id
  std::unordered_map<std::string, Location> locations_;
  std::unordered_map<std::string, std::vector<Document>> documents_;  // by identity
  std::vector<Record> records_;
  std::vector<std::vector<base::ContentHash>> hashes_;  // of each record's pieces
  std::unordered_map<std::string, std::size_t> by_uid_;
  std::unordered_map<std::string, std::size_t> entries_;  // sanctions entry -> record
};

}  // namespace cordon::ingest::ofac
