#include "encoding.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "cordon/base/json_text.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// Source: the WHATWG index of windows-1252, bytes 0x80..0x9F; 0 = not assigned.
constexpr std::array<char32_t, 32> kWindows1252{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

Result<std::string> decode_utf16(std::string_view bytes, bool little_endian, const std::string& document) {
  const auto unit = [&](std::size_t at) {
    const auto a = static_cast<unsigned char>(bytes[at]);
    const auto b = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(little_endian ? a | b << 8U : a << 8U | b);
  };
  std::string out;
  out.reserve(bytes.size() / 2);
  std::uint64_t line = 1;
  for (std::size_t at = 2; at < bytes.size(); at += 2) {
    char32_t c = at + 1 < bytes.size() ? unit(at) : 0;
    const bool is_high = c >= 0xD800 && c < 0xDC00;
    if (is_high && at + 3 < bytes.size() && unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10U) + (unit(at + 2) - 0xDC00);
      at += 2;
    } else if (c == 0 || (c >= 0xD800 && c < 0xE000)) {
      return Error{ErrorCode::kMalformed, "expected UTF-16 text, found a broken character", {document, line, {}}};
    }
    if (c == '\n') ++line;
    append_utf8(out, c);
  }
  return out;
}

}  // namespace

void append_utf8(std::string& out, char32_t code_point) {
  const auto byte = [&](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  if (code_point < 0x80) {
    byte(code_point);
  } else if (code_point < 0x800) {
    byte(0xC0 | code_point >> 6U);
    byte(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    byte(0xE0 | code_point >> 12U);
    byte(0x80 | (code_point >> 6U & 0x3F));
    byte(0x80 | (code_point & 0x3F));
  } else {
    byte(0xF0 | code_point >> 18U);
    byte(0x80 | (code_point >> 12U & 0x3F));
    byte(0x80 | (code_point >> 6U & 0x3F));
    byte(0x80 | (code_point & 0x3F));
  }
}

Result<std::string> decode_text(std::string bytes, const std::string& document, Unmapped& unmapped) {
  if (bytes.starts_with("\xFF\xFE")) return decode_utf16(bytes, true, document);
  if (bytes.starts_with("\xFE\xFF")) return decode_utf16(bytes, false, document);
  if (const std::size_t nul = bytes.find('\0'); nul != std::string::npos) {
    const auto line =
        static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(nul), '\n')) +
        1;
    return Error{ErrorCode::kMalformed,
                 "expected text, found a NUL byte (binary data, or UTF-16 without its mark)",
                 {document, line, {}}};
  }
  if (base::is_valid_utf8(bytes)) return bytes;
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 16);
  std::uint64_t line = 1;
  std::uint64_t lines_decoded = 0;
  for (std::size_t at = 0; at < bytes.size(); ++line) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
    const std::string_view text = std::string_view(bytes).substr(at, end - at);
    at = end;
    if (base::is_valid_utf8(text)) {
      out += text;
      continue;
    }
    ++lines_decoded;
    for (const char c : text) {
      const auto value = static_cast<unsigned char>(c);
      const char32_t code_point = value >= 0x80 && value < 0xA0 ? kWindows1252.at(value - 0x80U) : value;
      if (code_point == 0) {
        return Error{
            ErrorCode::kMalformed,
            "expected UTF-8 or Windows-1252 text, found a byte that is neither (" + std::to_string(value) + ")",
            {document, line, {}}};
      }
      append_utf8(out, code_point);
    }
  }
  unmapped.count("encoding", "lines that are not UTF-8, read as Windows-1252", lines_decoded);
  return out;
}

std::string decode_html_entities(std::string_view text) {
  std::string out(text);
  for (int layer = 0; layer < 2 && out.find('&') != std::string::npos; ++layer) {
    std::string next;
    for (std::size_t at = 0; at < out.size();) {
      const std::size_t end = out[at] == '&' ? out.find(';', at) : std::string::npos;
      if (end == std::string::npos || end - at > 10) {
        next += out[at++];
        continue;
      }
      const std::string_view name = std::string_view(out).substr(at + 1, end - at - 1);
      static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNames{
          {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}}};
      const auto* const named =
          std::find_if(kNames.begin(), kNames.end(), [&](const auto& n) { return n.first == name; });
      if (named != kNames.end()) {
        next += named->second;
        at = end + 1;
        continue;
      }
      unsigned value = 0;
      const bool is_hex = name.size() > 2 && name[0] == '#' && (name[1] == 'x' || name[1] == 'X');
      const std::string_view digits = name.empty() || name[0] != '#' ? std::string_view{} : name.substr(is_hex ? 2 : 1);
      const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value, is_hex ? 16 : 10);
      if (digits.empty() || parsed.ptr != digits.data() + digits.size() || parsed.ec != std::errc{} || value < 0x20 ||
          value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
        next += out[at++];
        continue;
      }
      append_utf8(next, value);
      at = end + 1;
    }
    if (next == out) break;
    out = std::move(next);
  }
  return out;
}

}  // namespace cordon::ingest
