#include "spreadsheet_format.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "cordon/base/date.hpp"

namespace cordon::ingest {
namespace {

constexpr double kSecondsOfDay = 86'400;
constexpr double kLastSerial = 2'958'465;  // 9999-12-31 in the 1900 system
constexpr int kMaxExponent = 400;          // doubles end at 308

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// What a format code shows, read from its first section.
struct Letters {
  bool year = false, month = false, day = false, clock = false, elapsed = false;
};

// Quoted text, escaped characters and [..] say nothing about dates, but for [h], [mm], [ss]: time that has passed.
Letters letters_of(std::string_view code) {
  Letters found;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    switch (lower(code[i])) {
      case '"':
        i = std::min(code.find('"', i + 1), code.size());
        break;
      case '[': {
        const std::size_t end = std::min(code.find(']', i), code.size());
        const std::string_view inside = code.substr(i + 1, end - i - 1);
        if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) found.elapsed = true;
        i = end;
        break;
      }
      case '\\':
      case '_':
      case '*':
        ++i;
        break;
      case 'y':
        found.year = true;
        break;
      case 'm':
        found.month = true;
        break;
      case 'd':
        found.day = true;
        break;
      case 'h':
      case 's':
        found.clock = true;
        break;
      default:
        break;
    }
  }
  return found;
}

struct Decimal {
  bool negative = false;
  std::string whole;
  std::string fraction;
  std::optional<int> exponent;
};

std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal number;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    number.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const auto digits = [&text] {
    const auto* const end = std::find_if_not(text.begin(), text.end(), is_digit);
    std::string taken(text.begin(), end);
    text.remove_prefix(taken.size());
    return taken;
  };
  number.whole = digits();
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    number.fraction = digits();
  }
  if (number.whole.empty() && number.fraction.empty()) return std::nullopt;
  if (!text.empty() && lower(text.front()) == 'e') {
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    int exponent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (error != std::errc{} || exponent > kMaxExponent || exponent < -kMaxExponent) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    number.exponent = exponent;
  }
  if (!text.empty()) return std::nullopt;
  return number;
}

// Moves the point, digit for digit: a double in between would change long numbers.
std::string plain(Decimal number) {
  if (number.exponent) {
    std::string digits = number.whole + number.fraction;
    std::ptrdiff_t point = static_cast<std::ptrdiff_t>(number.whole.size()) + *number.exponent;
    if (point < 0) {
      digits.insert(0, static_cast<std::size_t>(-point), '0');
      point = 0;
    }
    const auto at = static_cast<std::size_t>(point);
    if (at > digits.size()) digits.append(at - digits.size(), '0');
    number.whole = digits.substr(0, at);
    number.whole.erase(0, std::min(number.whole.find_first_not_of('0'), number.whole.size()));
    number.fraction = digits.substr(at);
  }
  number.fraction.erase(number.fraction.find_last_not_of('0') + 1);
  if (number.whole.empty()) number.whole = "0";
  std::string text = number.negative ? "-" : "";
  text += number.whole;
  if (!number.fraction.empty()) text += "." + number.fraction;
  return text == "-0" ? "0" : text;
}

std::string two_digits(long value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

std::string clock_text(long seconds) {
  return two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60) + ":" + two_digits(seconds % 60);
}

// Source: ECMA-376 part 1, 18.17.4.1: serial 60 of the 1900 system is a 29 February 1900 that never was, so that the
// days before it count from 1899-12-31 and those behind it from 1899-12-30.
std::optional<base::Date> day_of_serial(std::int32_t serial, Epoch epoch) {
  constexpr std::int32_t kDay1904 = -24'107;
  constexpr std::int32_t kDay1899 = -25'569;  // 1899-12-30
  constexpr std::int32_t kLeapThatWasNot = 60;
  constexpr std::int32_t kLastDay = 2'932'896;  // 9999-12-31
  if (epoch == Epoch::k1904) {
    return kDay1904 + serial <= kLastDay ? std::optional(base::Date{kDay1904 + serial}) : std::nullopt;
  }
  if (serial < 1 || serial == kLeapThatWasNot) return std::nullopt;
  return base::Date{kDay1899 + serial + (serial < kLeapThatWasNot ? 1 : 0)};
}

std::optional<std::string> date_text(double serial, Shown shown, Epoch epoch) {
  if (!(serial >= 0 && serial <= kLastSerial)) return std::nullopt;
  double whole = std::floor(serial);
  long seconds = std::lround((serial - whole) * kSecondsOfDay);
  if (seconds >= static_cast<long>(kSecondsOfDay)) {
    whole += 1;
    seconds = 0;
  }
  if (shown == Shown::kTime && whole == 0) return clock_text(seconds);
  const auto day = day_of_serial(static_cast<std::int32_t>(whole), epoch);
  if (!day) return std::nullopt;
  std::string text = day->to_string();
  if (shown == Shown::kYear) return text.substr(0, 4);
  if (shown == Shown::kMonth) return text.substr(0, 7);
  if (seconds != 0 && shown != Shown::kDate) text += "T" + clock_text(seconds);
  return text;
}

}  // namespace

CellFormat built_in_format(std::uint64_t id) {
  if (id == 17) return {Shown::kMonth};  // mmm-yy
  if (id >= 14 && id <= 16) return {Shown::kDate};
  if (id == 22) return {Shown::kDateTime};
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35)) return {Shown::kTime};
  // The places 27 to 36 and 50 to 58 hold dates of East Asian editions.
  if ((id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return {Shown::kDate};
  return {};
}

CellFormat format_of_code(std::string_view code) {
  if (code.size() > 1 && code.size() <= 32 && code.find_first_not_of('0') == std::string_view::npos) {
    return {Shown::kPadded, static_cast<std::uint8_t>(code.size())};
  }
  std::string general(code.substr(0, 7));
  std::ranges::transform(general, general.begin(), lower);
  if (general == "general") return {};
  const Letters found = letters_of(code);
  if (found.elapsed) return {};
  if (found.clock && (found.year || found.day)) return {Shown::kDateTime};
  if (found.clock) return {Shown::kTime};  // an m beside it is minutes
  if (found.day) return {Shown::kDate};
  if (found.month) return {Shown::kMonth};
  if (found.year) return {Shown::kYear};
  return {};
}

std::optional<std::string> number_text(std::string_view stored, CellFormat format, Epoch epoch) {
  auto number = parse_decimal(stored);
  if (!number) return std::nullopt;
  if (format.shown != Shown::kNumber && format.shown != Shown::kPadded) {
    double serial = 0;
    const std::string_view digits = stored.front() == '+' ? stored.substr(1) : stored;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), serial).ec == std::errc{}) {
      if (auto date = date_text(serial, format.shown, epoch)) return date;
    }
  }
  std::string text = plain(std::move(*number));
  if (format.shown == Shown::kPadded && text.size() < format.digits && std::ranges::all_of(text, is_digit)) {
    text.insert(0, format.digits - text.size(), '0');
  }
  return text;
}

std::string unescaped(std::string_view text) {
  constexpr std::size_t kLength = 7;  // _x000D_
  std::string out;
  if (text.find("_x") == std::string_view::npos) return out.assign(text);
  for (std::size_t i = 0; i < text.size();) {
    unsigned code = 0;
    const std::string_view piece = text.substr(i, kLength);
    if (piece.size() == kLength && piece.starts_with("_x") && piece.back() == '_') {
      const char* const end = piece.data() + kLength - 1;
      if (std::from_chars(piece.data() + 2, end, code, 16).ptr != end) code = 0;
    }
    // ASCII only: other characters are never written so, and halves of pairs would be no text at all.
    if (code == 0 || code > 0x7F) {
      out += text[i++];
    } else {
      out += static_cast<char>(code);
      i += kLength;
    }
  }
  return out;
}

}  // namespace cordon::ingest
