#include "cordon/model/clean.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>

#include "cordon/base/ascii.hpp"
#include "cordon/base/csv.hpp"
#include "cordon/base/date.hpp"
#include "cordon/base/embedded_data.hpp"
#include "cordon/model/country.hpp"

namespace cordon::model {

std::span<const base::EmbeddedFile> embedded_files() noexcept;

namespace {

using Value = std::optional<std::string>;

using base::ascii_lowered;
using base::trimmed;

bool is_digit(char c) noexcept { return base::is_ascii_digit(c); }
bool is_letter(char c) noexcept { return base::is_ascii_letter(c); }
bool is_hex(char c) noexcept { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

template <typename Predicate>
bool all(std::string_view text, Predicate predicate) {
  return !text.empty() && std::all_of(text.begin(), text.end(), predicate);
}

Value clean_date(std::string_view text) {
  if (text.find_first_of("~/") != std::string_view::npos || !base::PartialDate::parse(text).has_value()) return {};
  return std::string(text);
}

Value clean_gender(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 19> kWords{{{"m", "male"},
                                                                                         {"f", "female"},
                                                                                         {"male", "male"},
                                                                                         {"female", "female"},
                                                                                         {"man", "male"},
                                                                                         {"woman", "female"},
                                                                                         {"masculin", "male"},
                                                                                         {"feminin", "female"},
                                                                                         {"w", "female"},
                                                                                         {"homme", "male"},
                                                                                         {"femme", "female"},
                                                                                         {"weiblich", "female"},
                                                                                         {"maennlich", "male"},
                                                                                         {"m\xC3\xA4nnlich", "male"},
                                                                                         {"masculino", "male"},
                                                                                         {"femenino", "female"},
                                                                                         {"feminino", "female"},
                                                                                         {"other", "other"},
                                                                                         {"o", "other"}}};
  const std::string word = ascii_lowered(text);
  for (const auto& [from, to] : kWords) {
    if (word == from) return std::string(to);
  }
  return {};
}

bool is_host(std::string_view host) {
  if (const std::size_t colon = host.rfind(':'); colon != std::string_view::npos) {
    if (!all(host.substr(colon + 1), is_digit)) return false;
    host = host.substr(0, colon);
  }
  const std::size_t dot = host.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 2 >= host.size() || host.size() > 253) return false;
  return std::all_of(host.begin(), host.end(),
                     [](char c) {
                       return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' ||
                              static_cast<unsigned char>(c) >= 0x80;
                     }) &&
         host.find("..") == std::string_view::npos;
}

Value clean_url(std::string_view text) {
  if (text.find_first_of(" \t\r\n\"<>") != std::string_view::npos) return {};
  const std::string start = ascii_lowered(text.substr(0, 8));
  std::string_view rest = text;
  bool has_scheme = false;
  for (const std::string_view scheme : {"https://", "http://", "ftp://"}) {
    if (!start.starts_with(scheme)) continue;
    rest.remove_prefix(scheme.size());
    has_scheme = true;
    break;
  }
  if (!is_host(rest.substr(0, rest.find_first_of("/?#")))) return {};
  return has_scheme ? std::string(text) : "https://" + std::string(text);
}

Value clean_email(std::string_view text) {
  if (ascii_lowered(text.substr(0, 7)) == "mailto:") text.remove_prefix(7);
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || !is_host(text.substr(at + 1))) return {};
  const std::string_view local = text.substr(0, at);
  if (local.find_first_of(" \t\r\n@,;<>\"") != std::string_view::npos || text.find(':') != std::string_view::npos)
    return {};
  return std::string(local) + "@" + ascii_lowered(text.substr(at + 1));
}

Value clean_phone(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (is_digit(c)) {
      ++digits;
    } else if (std::string_view(" +-()./").find(c) == std::string_view::npos) {
      return {};
    }
  }
  if (digits < 5 || digits > 20) return {};
  return collapse_blanks(text);
}

Value clean_number(std::string_view text) {
  std::string out;
  bool has_point = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_digit(c) || (i == 0 && (c == '-' || c == '+') && text.size() > 1)) {
      out += c;
    } else if (c == '.' && !has_point) {
      has_point = true;
      out += c;
    } else if (c != ',' && c != ' ') {  // thousands
      return {};
    }
  }
  if (out.empty() || !is_digit(out.back())) return {};
  return out;
}

Value clean_ip(std::string_view text) {
  if (text.find(':') != std::string_view::npos) {
    const bool fits = std::all_of(text.begin(), text.end(), [](char c) { return is_hex(c) || c == ':' || c == '.'; });
    return fits && text.size() >= 2 && text.size() <= 45 ? Value(ascii_lowered(text)) : Value{};
  }
  std::size_t parts = 0;
  for (std::string_view rest = text;; ++parts) {
    const std::size_t dot = rest.find('.');
    const std::string_view part = rest.substr(0, dot);
    if (!all(part, is_digit) || part.size() > 3 || std::atoi(std::string(part).c_str()) > 255) return {};
    if (dot == std::string_view::npos) break;
    rest = rest.substr(dot + 1);
  }
  return parts == 3 ? Value(std::string(text)) : Value{};
}

// Source: ISO 13616-1, modulo 97 check.
Value clean_iban(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    if (!is_letter(c) && !is_digit(c)) return {};
    out += is_letter(c) && c >= 'a' ? static_cast<char>(c - 32) : c;
  }
  if (out.size() < 15 || out.size() > 34 || !is_letter(out[0]) || !is_letter(out[1])) return {};
  unsigned remainder = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char c = out[(i + 4) % out.size()];
    remainder = is_digit(c) ? (remainder * 10 + static_cast<unsigned>(c - '0')) % 97
                            : (remainder * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
  }
  return remainder == 1 ? Value(out) : Value{};
}

Value clean_mimetype(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size() ||
      text.find(' ') != std::string_view::npos)
    return {};
  return ascii_lowered(text);
}

const std::map<std::string, std::string, std::less<>>& topics() {
  static const auto loaded = [] {
    std::map<std::string, std::string, std::less<>> table;
    std::string_view bytes = base::find_embedded(embedded_files(), "model/topics.csv");
    while (bytes.starts_with('#')) bytes.remove_prefix(bytes.find('\n') + 1);
    base::CsvReader reader{bytes, {}, "topics.csv"};
    std::vector<std::string> row;
    for (bool is_header = true;; is_header = false) {
      const auto more = reader.next(row);
      if (!more || (*more && row.size() != 2)) std::abort();  // the shipped table is wrong: found by the tests
      if (!*more) return table;
      if (!is_header) table.emplace(row[0], row[1]);
    }
  }();
  return loaded;
}

Value non_empty(std::string text) { return text.empty() ? Value{} : Value(std::move(text)); }

}  // namespace

std::string collapse_blanks(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool pending = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    const bool is_no_break = c == 0xC2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) == 0xA0;
    if (c <= ' ' || c == 0x7F || is_no_break) {
      pending = !out.empty();
      if (is_no_break) ++at;
      continue;
    }
    if (pending) out += ' ';
    pending = false;
    out += text[at];
  }
  return out;
}

Value clean_value(PropertyType type, std::string_view raw) {
  const std::string_view text = trimmed(raw);
  if (text.empty()) return {};
  switch (type) {
    case PropertyType::kName:
    case PropertyType::kString:
    case PropertyType::kAddress:
    case PropertyType::kIdentifier:
      return non_empty(collapse_blanks(text));
    case PropertyType::kText:
    case PropertyType::kHtml:
    case PropertyType::kJson:
    case PropertyType::kEntity:
      return std::string(text);
    case PropertyType::kDate:
      return clean_date(text);
    case PropertyType::kCountry:
      return country_code(text);
    case PropertyType::kGender:
      return clean_gender(text);
    case PropertyType::kUrl:
      return clean_url(text);
    case PropertyType::kEmail:
      return clean_email(text);
    case PropertyType::kPhone:
      return clean_phone(text);
    case PropertyType::kTopic: {
      const std::string topic = ascii_lowered(text);
      return is_topic(topic) ? Value(topic) : Value{};
    }
    case PropertyType::kLanguage:
      return text.size() >= 2 && text.size() <= 3 && all(text, is_letter) ? Value(ascii_lowered(text)) : Value{};
    case PropertyType::kNumber:
      return clean_number(text);
    case PropertyType::kIp:
      return clean_ip(text);
    case PropertyType::kIban:
      return clean_iban(text);
    case PropertyType::kMimeType:
      return clean_mimetype(text);
    case PropertyType::kChecksum:
      return all(text, is_hex) ? Value(ascii_lowered(text)) : Value{};
  }
  return {};
}

bool is_topic(std::string_view topic) noexcept { return topics().find(topic) != topics().end(); }

std::string_view topic_meaning(std::string_view topic) noexcept {
  const auto at = topics().find(topic);
  return at == topics().end() ? std::string_view{} : std::string_view{at->second};
}

}  // namespace cordon::model
