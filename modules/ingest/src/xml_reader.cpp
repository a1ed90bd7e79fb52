#include "xml_reader.hpp"

#include <expat.h>

#include <array>
#include <memory>
#include <optional>

#include "cordon/base/limits.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

struct ParserFree {
  void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};

// Source: the WHATWG index of windows-1252, bytes 0x80..0x9F; -1 = not assigned.
constexpr std::array<int, 32> kWindows1252{0x20AC, -1,     0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                           0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, -1,     0x017D, -1,
                                           -1,     0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                           0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, -1,     0x017E, 0x0178};

int unknown_encoding(void*, const XML_Char* name, XML_Encoding* info) {
  std::string lowered;
  for (const char c : std::string_view(name)) lowered += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  if (lowered != "windows-1252" && lowered != "cp1252") return XML_STATUS_ERROR;
  for (int i = 0; i < 256; ++i) {
    info->map[i] = i >= 0x80 && i < 0xA0 ? kWindows1252.at(static_cast<std::size_t>(i - 0x80)) : i;
  }
  info->data = nullptr;
  info->convert = nullptr;
  info->release = nullptr;
  return XML_STATUS_OK;
}

class Run {
 public:
  Run(XmlHandler& handler, const std::string& document) : handler_(&handler), document_(&document) {
    parser_.reset(XML_ParserCreate(nullptr));
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &Run::on_start, &Run::on_end);
    XML_SetCharacterDataHandler(parser_.get(), &Run::on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), &Run::on_doctype);
    XML_SetUnknownEncodingHandler(parser_.get(), &unknown_encoding, nullptr);
  }

  Result<void> feed(std::string_view bytes, bool is_final) {
    const XML_Status status = XML_Parse(parser_.get(), bytes.data(), static_cast<int>(bytes.size()), is_final ? 1 : 0);
    if (error_) return *error_;
    if (status == XML_STATUS_OK) return {};
    const XML_Error code = XML_GetErrorCode(parser_.get());
    const bool is_cut = is_final && (code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN ||
                                     code == XML_ERROR_PARTIAL_CHAR || code == XML_ERROR_UNCLOSED_CDATA_SECTION);
    return Error{ErrorCode::kMalformed,
                 std::string("expected well-formed XML, found: ") + XML_ErrorString(code) +
                     (is_cut ? " (the file ends too early)" : ""),
                 {*document_, line(), {}}};
  }

 private:
  std::uint64_t line() const { return XML_GetCurrentLineNumber(parser_.get()); }
  void stop(Error error) {
    if (error_) return;
    error_ = std::move(error);
    XML_StopParser(parser_.get(), XML_FALSE);
  }
  void settle(Result<void> result) {
    if (result) return;
    Error error = std::move(result).error();
    if (error.where.document.empty()) error.where = {*document_, line(), {}};
    stop(std::move(error));
  }
  static Run& self(void* data) { return *static_cast<Run*>(data); }

  static void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
    Run& run = self(data);
    if (run.error_) return;
    if (++run.depth_ > base::kMaxXmlDepth) {
      run.stop({ErrorCode::kOutOfRange,
                "expected at most " + std::to_string(base::kMaxXmlDepth) + " nested elements, found more",
                {*run.document_, run.line(), {}}});
      return;
    }
    run.text_bytes_ = 0;
    run.attributes_.clear();
    for (const XML_Char** at = attributes; *at != nullptr; at += 2) {
      const std::string_view full_name = *at;
      if (full_name == "xmlns" || full_name.starts_with("xmlns:") || full_name.starts_with("xsi:")) continue;
      run.attributes_.push_back({local_name(full_name), at[1]});
    }
    run.settle(run.handler_->start(local_name(name), run.attributes_, run.line()));
  }
  static void on_end(void* data, const XML_Char* name) {
    Run& run = self(data);
    if (run.error_) return;
    --run.depth_;
    run.text_bytes_ = 0;
    run.settle(run.handler_->end(local_name(name), run.line()));
  }
  static void on_text(void* data, const XML_Char* text, int size) {
    Run& run = self(data);
    if (run.error_) return;
    run.text_bytes_ += static_cast<std::size_t>(size);
    if (run.text_bytes_ > base::kMaxXmlTextBytes) {
      run.stop(
          {ErrorCode::kOutOfRange,
           "expected at most " + std::to_string(base::kMaxXmlTextBytes) + " bytes of text in one element, found more",
           {*run.document_, run.line(), {}}});
      return;
    }
    run.settle(run.handler_->text({text, static_cast<std::size_t>(size)}));
  }
  static void on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    Run& run = self(data);
    run.stop({ErrorCode::kUnsupported,
              "expected a list without a DOCTYPE, found one (entity definitions are not read)",
              {*run.document_, run.line(), {}}});
  }

  XmlHandler* handler_;
  const std::string* document_;
  std::unique_ptr<XML_ParserStruct, ParserFree> parser_;
  std::optional<Error> error_;
  std::vector<XmlAttribute> attributes_;
  std::size_t depth_ = 0;
  std::size_t text_bytes_ = 0;
};

}  // namespace

Result<void> append_xml_text(std::string& to, std::string_view piece) {
  if (to.size() + piece.size() > base::kMaxXmlTextBytes) {
    return Error{ErrorCode::kOutOfRange,
                 "expected at most " + std::to_string(base::kMaxXmlTextBytes) + " bytes of text, found more"};
  }
  to += piece;
  return {};
}

Result<void> XmlRecordSize::add(std::size_t bytes) {
  bytes_ += bytes;
  if (bytes_ <= base::kMaxXmlRecordBytes) return {};
  return Error{ErrorCode::kOutOfRange, "expected a record of at most " + std::to_string(base::kMaxXmlRecordBytes) +
                                           " bytes of names, attributes and text, found more"};
}

Result<void> XmlRecordSize::add_element(std::string_view name, std::span<const XmlAttribute> attributes) {
  constexpr std::size_t kElementBytes = 64;  // an empty element takes memory too
  std::size_t bytes = kElementBytes + name.size();
  for (const XmlAttribute& attribute : attributes) bytes += attribute.name.size() + attribute.value.size();
  return add(bytes);
}

Result<void> parse_xml(ByteStream& stream, const std::string& document, XmlHandler& handler) {
  Run run{handler, document};
  for (;;) {
    CORDON_ASSIGN(const std::string_view bytes, stream.next());
    CORDON_TRY(run.feed(bytes, bytes.empty()));
    if (bytes.empty()) return {};
  }
}

}  // namespace cordon::ingest
