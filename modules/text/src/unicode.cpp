#include "cordon/text/unicode.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <mutex>

#include "letter_tables.hpp"
#include "utf8.hpp"

namespace cordon::text {

namespace {

bool is_dropped(char32_t c) noexcept {
  return (c >= 0x300 && c <= 0x36F) || (c >= 0x591 && c <= 0x5BD) || c == 0x5BF || (c >= 0x5C1 && c <= 0x5C7) ||
         (c >= 0x610 && c <= 0x61A) || c == 0x640 || (c >= 0x64B && c <= 0x65F) || c == 0x670 ||
         (c >= 0x6D6 && c <= 0x6ED && c != 0x6DD && c != 0x6DE && c != 0x6E5 && c != 0x6E6 && c != 0x6E9) ||
         (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) || c == 0xAD ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF ||
         (c >= 0xFE00 && c <= 0xFE0F);
}

// The folding of every character below kEnd and of the presentation forms, computed with ICU a page at a time when a
// character of it comes first: most programs meet a few scripts. Thread: safe.
class FoldTable {
 public:
  static constexpr char32_t kEnd = 0x3000;
  static constexpr char32_t kFormsBegin = 0xF900;
  static constexpr char32_t kFormsEnd = 0x10000;

  FoldTable() {
    UErrorCode status = U_ZERO_ERROR;
    casefold_ = icu::Normalizer2::getNFKCCasefoldInstance(status);
    decompose_ = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status) != 0) std::abort();  // ICU without its own data cannot run at all
  }

  void append(std::u32string& out, char32_t c) {
    if (c >= kEnd && (c < kFormsBegin || c >= kFormsEnd)) {
      out += c;
      return;
    }
    const Page* page = pages_[c / kPageSize].load(std::memory_order_acquire);
    if (page == nullptr) page = &fill(c / kPageSize);
    out += (*page)[c % kPageSize];
  }

 private:
  static constexpr std::size_t kPageSize = 64;
  using Page = std::array<std::u32string, kPageSize>;

  const Page& fill(std::size_t number) {
    const std::lock_guard lock(mutex_);
    std::unique_ptr<const Page>& owner = owners_[number];
    if (owner == nullptr) {
      auto page = std::make_unique<Page>();
      for (std::size_t i = 0; i < kPageSize; ++i) (*page)[i] = entry(static_cast<char32_t>(number * kPageSize + i));
      owner = std::move(page);
      pages_[number].store(owner.get(), std::memory_order_release);
    }
    return *owner;
  }

  std::u32string entry(char32_t c) const {
    if (is_dropped(c) || (c >= 0xD800 && c <= 0xDFFF)) return {};
    const Script script = script_of(c);
    if (script == Script::kLatin) {
      if (const auto known = latin_folds().find(c); known != latin_folds().end()) return known->second;
    }
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString folded = casefold_->normalize(icu::UnicodeString(static_cast<UChar32>(c)), status);
    if (script == Script::kGreek) folded = decompose_->normalize(folded, status);
    if (U_FAILURE(status) != 0) return {c};
    folded.toLower();
    std::u32string out;
    for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
      char32_t part = static_cast<char32_t>(folded.char32At(i));
      if (part == 0x259 || part == 0x1DD) part = 'a';  // schwa, the Azeri letter: lists write a
      if (!is_dropped(part)) out += part;
    }
    return out;
  }

  const icu::Normalizer2* casefold_ = nullptr;  // ICU's
  const icu::Normalizer2* decompose_ = nullptr;
  std::mutex mutex_;  // of owners_
  std::array<std::atomic<const Page*>, kFormsEnd / kPageSize> pages_{};
  std::array<std::unique_ptr<const Page>, kFormsEnd / kPageSize> owners_;
};

struct ScriptRange {
  char32_t first;
  char32_t last;
  Script script;
};

constexpr std::array kRanges{
    ScriptRange{0x41, 0x5A, Script::kLatin},        ScriptRange{0x61, 0x7A, Script::kLatin},
    ScriptRange{0xAA, 0xAA, Script::kLatin},        ScriptRange{0xBA, 0xBA, Script::kLatin},
    ScriptRange{0xC0, 0xD6, Script::kLatin},        ScriptRange{0xD8, 0xF6, Script::kLatin},
    ScriptRange{0xF8, 0x2AF, Script::kLatin},       ScriptRange{0x370, 0x3FF, Script::kGreek},
    ScriptRange{0x400, 0x52F, Script::kCyrillic},   ScriptRange{0x531, 0x587, Script::kArmenian},
    ScriptRange{0x5D0, 0x5F2, Script::kHebrew},     ScriptRange{0x620, 0x64A, Script::kArabic},
    ScriptRange{0x66E, 0x6D3, Script::kArabic},     ScriptRange{0x6D5, 0x6D5, Script::kArabic},
    ScriptRange{0x6E5, 0x6E6, Script::kArabic},     ScriptRange{0x6EE, 0x6EF, Script::kArabic},
    ScriptRange{0x6FA, 0x6FF, Script::kArabic},     ScriptRange{0x750, 0x77F, Script::kArabic},
    ScriptRange{0x780, 0x8FF, Script::kOther},      ScriptRange{0x900, 0xDFF, Script::kIndic},
    ScriptRange{0xE00, 0x109F, Script::kOther},     ScriptRange{0x10A0, 0x10FF, Script::kGeorgian},
    ScriptRange{0x1100, 0x11FF, Script::kHangul},   ScriptRange{0x1200, 0x177F, Script::kOther},
    ScriptRange{0x1780, 0x17DD, Script::kKhmer},    ScriptRange{0x1800, 0x1C7F, Script::kOther},
    ScriptRange{0x1C80, 0x1C8F, Script::kCyrillic}, ScriptRange{0x1C90, 0x1CBF, Script::kGeorgian},
    ScriptRange{0x1CC0, 0x1CFF, Script::kOther},    ScriptRange{0x1D00, 0x1DBF, Script::kLatin},
    ScriptRange{0x1E00, 0x1EFF, Script::kLatin},    ScriptRange{0x1F00, 0x1FFF, Script::kGreek},
    ScriptRange{0x2C60, 0x2C7F, Script::kLatin},    ScriptRange{0x2D00, 0x2D2F, Script::kGeorgian},
    ScriptRange{0x2D30, 0x2DDF, Script::kOther},    ScriptRange{0x2DE0, 0x2DFF, Script::kCyrillic},
    ScriptRange{0x2E80, 0x2FDF, Script::kHan},      ScriptRange{0x3005, 0x3007, Script::kHan},
    ScriptRange{0x3041, 0x3096, Script::kKana},     ScriptRange{0x309D, 0x309F, Script::kKana},
    ScriptRange{0x30A1, 0x30FA, Script::kKana},     ScriptRange{0x30FC, 0x30FF, Script::kKana},
    ScriptRange{0x3105, 0x312F, Script::kOther},    ScriptRange{0x3131, 0x318E, Script::kHangul},
    ScriptRange{0x3400, 0x9FFF, Script::kHan},      ScriptRange{0xA000, 0xA63F, Script::kOther},
    ScriptRange{0xA640, 0xA69F, Script::kCyrillic}, ScriptRange{0xA720, 0xA7FF, Script::kLatin},
    ScriptRange{0xA800, 0xABFF, Script::kOther},    ScriptRange{0xAC00, 0xD7A3, Script::kHangul},
    ScriptRange{0xF900, 0xFAFF, Script::kHan},      ScriptRange{0xFB00, 0xFB06, Script::kLatin},
    ScriptRange{0xFB13, 0xFB17, Script::kArmenian}, ScriptRange{0xFB1D, 0xFB4F, Script::kHebrew},
    ScriptRange{0xFB50, 0xFDFF, Script::kArabic},   ScriptRange{0xFE70, 0xFEFC, Script::kArabic},
    ScriptRange{0xFF21, 0xFF3A, Script::kLatin},    ScriptRange{0xFF41, 0xFF5A, Script::kLatin},
    ScriptRange{0xFF66, 0xFF9D, Script::kKana},     ScriptRange{0xFFA0, 0xFFDC, Script::kHangul},
    ScriptRange{0x10000, 0x1FFFF, Script::kOther},  ScriptRange{0x20000, 0x3FFFF, Script::kHan},
};

// The scripts of the characters that names are mostly written in, looked up at once.
constexpr char32_t kLowEnd = 0x780;  // Latin to Arabic
constexpr std::array<Script, kLowEnd> kLowScripts = [] {
  std::array<Script, kLowEnd> out{};
  for (const ScriptRange& range : kRanges) {
    for (char32_t c = range.first; c <= range.last && c < kLowEnd; ++c) out[c] = range.script;
  }
  return out;
}();

}  // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view text) noexcept {
  char32_t ignored = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at, ignored);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

std::u32string decode_utf8(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = 0xFFFD;
    const std::size_t length = sequence_length(text, at, c);
    out += length == 0 ? char32_t{0xFFFD} : c;
    at += length == 0 ? 1 : length;
  }
  return out;
}

void append_utf8(std::string& out, char32_t c) {
  const auto push = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) {
    push(c);
  } else if (c < 0x800) {
    push(0xC0U | (c >> 6U)), push(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    push(0xE0U | (c >> 12U)), push(0x80U | ((c >> 6U) & 0x3FU)), push(0x80U | (c & 0x3FU));
  } else {
    push(0xF0U | (c >> 18U)), push(0x80U | ((c >> 12U) & 0x3FU)), push(0x80U | ((c >> 6U) & 0x3FU)),
        push(0x80U | (c & 0x3FU));
  }
}

std::string encode_utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) append_utf8(out, c);
  return out;
}

Script script_of(char32_t c) noexcept {
  if (c < kLowEnd) return kLowScripts[c];
  std::size_t low = 0;
  std::size_t high = kRanges.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (kRanges[middle].last < c) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < kRanges.size() && kRanges[low].first <= c ? kRanges[low].script : Script::kNone;
}

bool is_lossy(Script script) noexcept {
  switch (script) {
    case Script::kHebrew:
    case Script::kArabic:
    case Script::kHan:
    case Script::kKana:
    case Script::kKhmer:
    case Script::kOther:
      return true;
    default:
      return false;
  }
}

std::u32string fold(std::string_view text) {
  static FoldTable table;
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = 0xFFFD;
    const std::size_t length = sequence_length(text, at, c);
    at += length == 0 ? 1 : length;
    if (c < 0x80) {
      out += c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
    } else if (c == 0x306 && !out.empty() && out.back() == 0x438) {
      out.back() = 0x439;  // decomposed Cyrillic short i
    } else if (c >= 0x30A1 && c <= 0x30F4) {
      out += static_cast<char32_t>(c - 0x60);  // katakana as hiragana
    } else {
      table.append(out, c);
    }
  }
  return out;
}

}  // namespace cordon::text
