#include "cordon/match/name_variants.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "cordon/match/identifiers.hpp"
#include "cordon/match/prepared_name.hpp"
#include "cordon/model/country.hpp"
#include "cordon/text/unicode.hpp"
#include "name_tables.hpp"

namespace cordon::match {

namespace {

constexpr std::size_t kLongestName = 400;       // bytes; longer texts are no names
constexpr std::size_t kLongestPlaceWords = 4;   // "Ras al Khaimah", "Ho Chi Minh City"
constexpr std::size_t kShortestCountry = 4;     // shorter ones are codes: "Acme CO" is a company
constexpr std::size_t kShortestJoinedPart = 3;  // letters; "DeLong" is one word

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_small(char c) noexcept { return c >= 'a' && c <= 'z'; }
bool is_capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
char small(char c) noexcept { return is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trim(std::string_view text) noexcept {
  constexpr std::string_view kOuter = " \t,;-";
  const std::size_t first = text.find_first_not_of(kOuter);
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(kOuter) - first + 1);
}

// What a phrase is as a place; full stops and hyphens in it do not count.
AddressPlace place_of(std::string_view phrase) {
  std::string plain;
  for (const char c : trim(phrase)) {
    if (c != '.') plain += c == '-' ? ' ' : c;
  }
  const std::string folded = text::encode_utf8(text::fold(plain));
  const AddressPlace known = NameAnalyser::instance().tables().address_place(folded);
  if (known != AddressPlace::kNone) return known;
  const bool country = folded.size() >= kShortestCountry && model::country_code(plain).has_value();
  return country ? AddressPlace::kCountry : AddressPlace::kNone;
}

// "of Moscow", "al Quds": the place belongs to the name.
bool binds(std::string_view word) {
  const WordRoles roles = NameAnalyser::instance().tables().roles(text::encode_utf8(text::fold(word)));
  return roles.function_word || roles.particle || roles.servant || word == "&" || word == "-";
}

struct Cut {
  std::string_view rest;
  AddressPlace place = AddressPlace::kNone;
};

// The last words of a name that are a place, longest first.
Cut cut_last_words(std::string_view name) {
  std::array<std::size_t, kLongestPlaceWords> starts{};
  std::size_t count = 0;
  for (std::size_t end = name.size(); count < starts.size() && end > 0;) {
    const std::size_t blank = name.rfind(' ', end - 1);
    if (blank == std::string_view::npos) break;
    if (blank + 1 < end) starts[count++] = blank + 1;
    end = blank;
  }
  for (std::size_t i = count; i-- > 0;) {
    const std::string_view rest = trim(name.substr(0, starts[i]));
    const AddressPlace place = place_of(name.substr(starts[i]));
    if (place == AddressPlace::kNone || rest.empty()) continue;
    const std::size_t before = rest.rfind(' ');
    if (binds(before == std::string_view::npos ? rest : rest.substr(before + 1))) return {};
    return {rest, place};
  }
  return {};
}

// What stands before the places behind commas.
std::string_view cut_behind_commas(std::string_view name) {
  std::string_view rest = name;
  for (std::size_t comma = rest.rfind(','); comma != std::string_view::npos && comma > 0; comma = rest.rfind(',')) {
    const std::string_view last = rest.substr(comma + 1);
    if (place_of(last) == AddressPlace::kNone) {
      const Cut cut = cut_last_words(trim(last));  // "Dubai UAE"
      if (cut.place == AddressPlace::kNone || place_of(cut.rest) == AddressPlace::kNone) break;
    }
    rest = trim(rest.substr(0, comma));
  }
  return rest.size() < name.size() ? rest : std::string_view{};
}

// A ship's number: "IMO 9074729", "IMO No. 9074729", "(IMO: 9074729)". Returns: where it stands, with its brackets.
struct ShipNumber {
  std::size_t first = 0;
  std::size_t last = 0;
  std::string digits;
};
std::optional<ShipNumber> find_ship_number(std::string_view name) {
  constexpr std::size_t kDigits = 7;
  for (std::size_t i = 0; i + 3 + kDigits <= name.size(); ++i) {
    if (small(name[i]) != 'i' || small(name[i + 1]) != 'm' || small(name[i + 2]) != 'o') continue;
    if (i > 0 && (is_letter(name[i - 1]) || is_digit(name[i - 1]))) continue;
    std::size_t at = i + 3;
    for (const std::string_view word : {"number", "no"}) {
      while (at < name.size() && std::string_view(" .:#-/").find(name[at]) != std::string_view::npos) ++at;
      const bool is_word =
          std::equal(word.begin(), word.end(), name.begin() + static_cast<std::ptrdiff_t>(at),
                     name.begin() + static_cast<std::ptrdiff_t>(std::min(at + word.size(), name.size())),
                     [](char a, char b) { return a == small(b); });
      if (is_word) at += word.size();
    }
    while (at < name.size() && std::string_view(" .:#-/").find(name[at]) != std::string_view::npos) ++at;
    std::size_t end = at;
    while (end < name.size() && is_digit(name[end])) ++end;
    if (end - at != kDigits || (end < name.size() && is_letter(name[end]))) continue;
    ShipNumber out{i, end, std::string(name.substr(at, kDigits))};
    while (out.first > 0 && name[out.first - 1] == ' ') --out.first;
    if (out.first > 0 && name[out.first - 1] == '(' && out.last < name.size() && name[out.last] == ')') {
      --out.first, ++out.last;
    }
    return out;
  }
  return std::nullopt;
}

// "JohnSmith" -> "John Smith"; "MacDonald" stays. Returns: the text as it is when no word is joined.
std::string split_joined(std::string_view name) {
  std::string out;
  std::size_t word = 0;  // where the word, or the part of it, begins in `name`
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!is_letter(name[i])) word = i + 1;
    const bool inner = i > word && is_capital(name[i]) && is_small(name[i - 1]);
    if (inner && i - word >= kShortestJoinedPart && name.substr(word, i - word) != "Mac") {
      std::size_t end = i + 1;
      while (end < name.size() && is_small(name[end])) ++end;
      if (end - i >= kShortestJoinedPart) out += ' ', word = i;
    }
    out += name[i];
  }
  return out;
}

class Variants {
 public:
  Variants(std::string_view name, SubjectKind kind) : name_(name), kind_(kind) {}

  NameVariants make() {
    std::string text(trim(name_));
    if (const auto number = find_ship_number(text)) {
      if (is_valid_identifier(IdentifierScheme::kImo, number->digits)) {
        out_.identifiers.push_back({"imoNumber", number->digits, {}});
      }
      text.erase(number->first, number->last - number->first);
      text = std::string(trim(text));
      add(text);
    }
    const std::string placed = without_place(text);
    const std::string& rest = placed.empty() ? text : placed;
    if (const std::string split = split_joined(rest); split != rest) add(split);
    return std::move(out_);
  }

 private:
  // Returns: the shortest name that was added.
  std::string without_place(const std::string& text) {
    if (const std::string_view rest = cut_behind_commas(text); !rest.empty()) {
      return add(rest) ? std::string(rest) : std::string();
    }
    const Cut cut = cut_last_words(text);
    if (cut.place == AddressPlace::kNone || is_surname(text, cut.place) || !add(cut.rest)) return {};
    if (cut.place == AddressPlace::kCountry) {  // "Acme LLC Dubai UAE"
      const Cut city = cut_last_words(cut.rest);
      if (city.place == AddressPlace::kPlace && add(city.rest)) return std::string(city.rest);
    }
    return std::string(cut.rest);
  }

  // Jack London: of a name that is no company's, such a word is the surname.
  [[nodiscard]] bool is_surname(std::string_view text, AddressPlace place) const {
    if (place != AddressPlace::kNameToo) return false;
    if (kind_ == SubjectKind::kOrganisation || kind_ == SubjectKind::kObject) return false;
    TokenTable tokens;
    const PreparedName whole = NameAnalyser::instance().prepare(text, tokens);
    return kind_ == SubjectKind::kPerson || (whole.facts.flags & kNameOrganisational) == 0;
  }

  // What is left must be a name by itself: a word that tells the party from others.
  bool add(std::string_view text) {
    if (out_.names.size() >= kMaxNameVariants || text == name_) return false;
    TokenTable tokens;
    const std::size_t telling = telling_words(NameAnalyser::instance().prepare(text, tokens));
    if (telling == 0 || (telling == 1 && kind_ == SubjectKind::kPerson)) return false;
    out_.names.emplace_back(text);
    return true;
  }

  std::string_view name_;
  SubjectKind kind_;
  NameVariants out_;
};

}  // namespace

NameVariants name_variants(std::string_view name, SubjectKind kind) {
  if (name.size() > kLongestName) return {};
  return Variants(name, kind).make();
}

void add_name_variants(SubjectFeatures& query) {
  const SubjectKind kind = subject_kind(query.schema);
  for (const std::string& name : query.names) {
    NameVariants variants = name_variants(name, kind);
    for (std::string& variant : variants.names) query.derived_names.push_back(std::move(variant));
    for (Identifier& identifier : variants.identifiers) query.identifiers.push_back(std::move(identifier));
  }
}

}  // namespace cordon::match
