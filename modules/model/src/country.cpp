#include "cordon/model/country.hpp"

#include <array>
#include <cstdlib>
#include <unordered_map>
#include <vector>

#include "cordon/base/csv.hpp"
#include "cordon/base/embedded_data.hpp"

namespace cordon::model {

std::span<const base::EmbeddedFile> embedded_files() noexcept;

namespace {

// Base letters of U+00C0..U+017F; '*' stands for a character without one.
constexpr std::string_view kLatinBase =
    "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty"  // U+00C0..U+00FF
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
    "nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

// Reads one UTF-8 character; an invalid byte is taken as itself.
char32_t next_character(std::string_view text, std::size_t& at) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(at);
  const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (length == 1 || at + length > text.size()) {
    ++at;
    return lead;
  }
  char32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) value = value << 6U | (byte(at + i) & 0x3FU);
  at += length;
  return value;
}

void append_utf8(std::string& out, char32_t c) {
  const auto byte = [&](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | c >> 6U);
    byte(0x80 | (c & 0x3F));
  } else {
    byte(0xE0 | (c >> 12U & 0x0F));
    byte(0x80 | (c >> 6U & 0x3F));
    byte(0x80 | (c & 0x3F));
  }
}

// Case, Latin accents, punctuation and a leading "the" removed; words joined by one blank.
std::string fold(std::string_view text) {
  std::string out;
  bool pending_blank = false;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_character(text, at);
    if (c >= 'A' && c <= 'Z') c += 32;
    if (c >= 0x0300 && c < 0x0370) continue;  // combining marks
    if (c >= 0xC0 && c < 0xC0 + kLatinBase.size()) {
      const char letter = kLatinBase[c - 0xC0];
      c = letter == '*' ? U' ' : static_cast<char32_t>(letter);
    }
    if (c >= 0x0410 && c <= 0x042F) c += 0x20;  // Cyrillic capitals
    if (c >= 0x0400 && c <= 0x040F) c += 0x50;
    if (c == 0x0451) c = 0x0435;  // yo is written as ye as often as not
    const bool is_letter =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0x180 && !(c >= 0x2000 && c < 0x2070));
    if (!is_letter) {
      pending_blank = !out.empty();
      continue;
    }
    if (pending_blank) out += ' ';
    pending_blank = false;
    append_utf8(out, c);
  }
  if (out.starts_with("the ")) out.erase(0, 4);
  return out;
}

struct Table {
  std::unordered_map<std::string, std::string> code_by_name;
  std::unordered_map<std::string, std::string> name_by_code;
  std::unordered_map<std::string, std::string> alpha3_by_code;
};

Table load() {
  Table table;
  std::string_view bytes = base::find_embedded(embedded_files(), "model/countries.csv");
  while (bytes.starts_with('#')) bytes.remove_prefix(bytes.find('\n') + 1);
  base::CsvReader reader{bytes, {}, "countries.csv"};
  std::vector<std::string> row;
  for (bool is_header = true;; is_header = false) {
    const auto more = reader.next(row);
    if (!more || (*more && row.size() != 4)) std::abort();  // the shipped table is wrong: found by the tests
    if (!*more) return table;
    if (is_header) continue;
    table.name_by_code.emplace(row[0], row[2]);
    table.alpha3_by_code.emplace(row[0], row[1]);
    for (const std::size_t column : {0U, 1U, 2U}) {
      if (!row[column].empty()) table.code_by_name.emplace(fold(row[column]), row[0]);
    }
    std::string_view names = row[3];
    while (!names.empty()) {
      const std::size_t end = names.find(';');
      table.code_by_name.emplace(fold(names.substr(0, end)), row[0]);
      names = end == std::string_view::npos ? std::string_view{} : names.substr(end + 1);
    }
  }
}

const Table& table() {
  static const Table loaded = load();
  return loaded;
}

}  // namespace

std::optional<std::string> country_code(std::string_view text) {
  if (text.empty() || text.size() > 200) return std::nullopt;  // no country has a longer name
  const auto& codes = table().code_by_name;
  const auto at = codes.find(fold(text));
  if (at == codes.end()) return std::nullopt;
  return at->second;
}

std::string_view country_alpha3(std::string_view code) noexcept {
  const auto& codes = table().alpha3_by_code;
  const auto at = codes.find(std::string(code));
  return at == codes.end() ? std::string_view{} : std::string_view{at->second};
}

std::string_view country_name(std::string_view code) noexcept {
  const auto& names = table().name_by_code;
  const auto at = names.find(std::string(code));
  return at == names.end() ? std::string_view{} : std::string_view{at->second};
}

}  // namespace cordon::model
