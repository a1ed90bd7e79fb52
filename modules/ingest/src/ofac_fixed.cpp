#include "ofac_fixed.hpp"

#include <array>
#include <numeric>
#include <span>

#include "ofac_text.hpp"

namespace cordon::ingest::ofac {
namespace {

constexpr std::array<std::size_t, 12> kMainWidths{10, 350, 12, 50, 200, 8, 25, 14, 8, 40, 150, 1000};
constexpr std::array<std::size_t, 6> kAddressWidths{10, 10, 750, 116, 250, 200};
constexpr std::array<std::size_t, 5> kAliasWidths{10, 10, 8, 350, 200};
// The comments table has no width of its own in the specification: a number and the text behind it.
constexpr std::array<std::size_t, 1> kCommentWidths{10};

std::span<const std::size_t> widths_of(std::string_view part) noexcept {
  if (part == "prim") return kMainWidths;
  if (part == "add") return kAddressWidths;
  if (part == "alt") return kAliasWidths;
  return kCommentWidths;
}

std::size_t width_of(std::string_view part) noexcept {
  const auto widths = widths_of(part);
  return std::accumulate(widths.begin(), widths.end(), std::size_t{0});
}

std::string_view without_filling(std::string_view column) noexcept {
  while (!column.empty() && column.back() == ' ') column.remove_suffix(1);
  return column;
}

}  // namespace

std::string_view fixed_part(std::string_view line) noexcept {
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  const auto is_number = [line](std::size_t at) {
    const std::string_view text = trimmed(line.substr(at, 10));
    return digit_count(text) > 0;
  };
  if (line.size() == width_of("prim") && is_number(0)) return "prim";
  if (line.size() == width_of("add") && is_number(0) && is_number(10)) return "add";
  if (line.size() == width_of("alt") && is_number(0) && is_number(10)) return "alt";
  return {};
}

base::Result<std::string> delimited_rows(std::string_view bytes, std::string_view part, const std::string& document) {
  const std::span<const std::size_t> widths = widths_of(part);
  const std::size_t whole = width_of(part);
  const bool open_end = part == "comments";
  std::string rows;
  std::uint64_t number = 0;
  while (!bytes.empty() && bytes.front() != '\x1A') {
    ++number;
    const std::size_t end = bytes.find('\n');
    std::string_view line = bytes.substr(0, end);
    bytes = end == std::string_view::npos ? std::string_view{} : bytes.substr(end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    // Copies may have lost the blanks at the end of a line, never a column.
    const std::size_t least = open_end ? whole + 1 : whole - widths.back() + 1;
    if (line.size() < least || (!open_end && line.size() > whole)) {
      return base::Error{base::ErrorCode::kMalformed,
                         "expected a line of " + std::to_string(whole) + " characters of an OFAC '" +
                             std::string(part) + "' table, found " + std::to_string(line.size()),
                         {document, number, {}}};
    }
    std::size_t at = 0;
    for (const std::size_t width : widths) {
      if (at > 0) rows += kFixedDelimiter;
      rows += without_filling(line.substr(at, width));
      at += width;
    }
    if (open_end) {
      rows += kFixedDelimiter;
      rows += line.substr(at);
    }
    rows += '\n';
  }
  // These files write " where the delimited ones, for which it is the quote, write '.
  for (char& c : rows) {
    if (c == '"') c = '\'';
  }
  return rows;
}

}  // namespace cordon::ingest::ofac
