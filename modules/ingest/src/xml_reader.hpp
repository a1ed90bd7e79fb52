// XML as events, over Expat; xml_tree.hpp makes one small tree per record of them.
// Names are local names: prefixes are cut; namespace declarations and xsi: attributes (schema places, which say nothing
// about a subject) are left out. Depth and text of one element are limited, a DOCTYPE ends the reading with
// an error: lists have none, and it is the door for entity bombs. Encodings: what Expat knows and windows-1252.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/ingest/input.hpp"

namespace cordon::ingest {

struct XmlAttribute {
  std::string_view name;
  std::string_view value;
};

// Receives events. Lifetime: views live during the call. An Error stops the reading and is returned by parse_xml.
class XmlHandler {
 public:
  XmlHandler() = default;
  XmlHandler(const XmlHandler&) = delete;
  XmlHandler& operator=(const XmlHandler&) = delete;
  virtual ~XmlHandler() = default;
  [[nodiscard]] virtual base::Result<void> start(std::string_view name, std::span<const XmlAttribute> attributes,
                                                 std::uint64_t line) = 0;
  [[nodiscard]] virtual base::Result<void> end(std::string_view name, std::uint64_t line) = 0;
  [[nodiscard]] virtual base::Result<void> text(std::string_view text) = 0;  // may come in pieces
};

// For handlers that join the text of several elements: the limit of one element holds for all of it.
[[nodiscard]] base::Result<void> append_xml_text(std::string& to, std::string_view piece);

// What a record gathers in memory while it is open. Errors: kOutOfRange beyond base::kMaxXmlRecordBytes, without a
// place: parse_xml adds it.
class XmlRecordSize {
 public:
  void reset() noexcept { bytes_ = 0; }
  [[nodiscard]] base::Result<void> add(std::size_t bytes);
  [[nodiscard]] base::Result<void> add_element(std::string_view name, std::span<const XmlAttribute> attributes);

 private:
  std::size_t bytes_ = 0;
};

// Errors: kMalformed with document and line; kOutOfRange for the limits; what the stream or the handler returns.
[[nodiscard]] base::Result<void> parse_xml(ByteStream& stream, const std::string& document, XmlHandler& handler);

}  // namespace cordon::ingest
