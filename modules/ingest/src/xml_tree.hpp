// One record of an XML list as a small tree, with book-keeping of what a reader has taken from it, so that whatever it
// has not taken is found and counted (count_untaken).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cordon/base/content_hash.hpp"
#include "cordon/base/result.hpp"
#include "unmapped.hpp"
#include "xml_reader.hpp"

namespace cordon::ingest {

// A value type. Texts are returned with runs of blanks joined and trimmed: indentation carries no meaning in lists.
class XmlElement {
 public:
  std::string name;
  std::string text;  // all direct text, as it is
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<XmlElement> children;
  std::uint64_t line = 0;

  // Returns: the text of the first child of that name; empty when there is none. Marks that child's text as taken.
  [[nodiscard]] std::string take(std::string_view child);
  // The texts of all children of that name, empty ones left out.
  [[nodiscard]] std::vector<std::string> take_all(std::string_view child);
  [[nodiscard]] std::string take_attribute(std::string_view attribute);
  [[nodiscard]] std::string take_text();
  // The children of that name. Lifetime: pointers live until the tree changes.
  [[nodiscard]] std::vector<XmlElement*> all(std::string_view child);
  // Returns: nullptr when there is none.
  [[nodiscard]] XmlElement* find(std::string_view child);
  // Marks the children of that name as read on purpose without use, with all that is in them.
  void ignore(std::string_view child);
  void ignore_attribute(std::string_view attribute);
  // Marks this element with all that is in it as used.
  void take_whole();

  // Counts every attribute and text that was not taken, under "<path>/<name>" or "<path>@<attribute>".
  void count_untaken(const std::string& path, Unmapped& unmapped) const;

  // SHA-256 over names, attributes (sorted) and texts, with blanks normalised and elements without content left out:
  // pretty-printing and empty elements do not change it.
  [[nodiscard]] base::ContentHash content_hash() const;

 private:
  std::vector<std::string> taken_attributes_;
  bool text_taken_ = false;
};

class XmlRecordHandler {
 public:
  XmlRecordHandler() = default;
  XmlRecordHandler(const XmlRecordHandler&) = delete;
  XmlRecordHandler& operator=(const XmlRecordHandler&) = delete;
  virtual ~XmlRecordHandler() = default;
  // Whether the element is a record: it is then collected as a tree. path ends with the element's own name:
  // "CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL".
  [[nodiscard]] virtual bool is_record(std::string_view path) const = 0;
  [[nodiscard]] virtual base::Result<void> record(std::string_view path, XmlElement& element) = 0;
  // An element outside all records, at its start: attributes only.
  [[nodiscard]] virtual base::Result<void> outside(std::string_view path, XmlElement& element) = 0;
};

// Errors: those of parse_xml and of the handler; kMalformed for text between records.
[[nodiscard]] base::Result<void> read_xml_records(ByteStream& stream, const std::string& document,
                                                  XmlRecordHandler& handler);

}  // namespace cordon::ingest
