#include "cordon/match/prepared_name.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "cordon/text/romanise.hpp"
#include "cordon/text/words.hpp"
#include "name_tables.hpp"

namespace cordon::match {

namespace {

constexpr std::size_t kMaxAlternatives = 3;
constexpr std::size_t kLongestNameLikeForm = 3;  // "Spa" may be a name, "GmbH" is none

// FNV-1a, written out because the value is persisted in index files.
std::uint64_t fnv(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325ULL) noexcept {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

bool all_digits(std::string_view form) noexcept {
  return !form.empty() && std::all_of(form.begin(), form.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// II .. XXXIX. One letter is never taken for a number: it may be an initial.
int roman_numeral(std::string_view form) noexcept {
  if (form.size() < 2 || form.size() > 7) return -1;
  const auto value = [](char c) { return c == 'i' ? 1 : c == 'v' ? 5 : c == 'x' ? 10 : 0; };
  int sum = 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const int here = value(form[i]);
    if (here == 0) return -1;
    sum += i + 1 < form.size() && value(form[i + 1]) > here ? -here : here;
  }
  // Only canonical spellings: write the value again and compare.
  constexpr std::array<std::string_view, 10> kOnes{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
  std::string again(static_cast<std::size_t>(std::max(0, sum) / 10), 'x');
  again += kOnes[static_cast<std::size_t>(std::max(0, sum) % 10)];
  return again == form ? sum : -1;
}

int ordinal(std::string_view form) noexcept {
  std::size_t digits = 0;
  while (digits < form.size() && form[digits] >= '0' && form[digits] <= '9') ++digits;
  if (digits == 0 || digits > 4) return -1;
  const std::string_view rest = form.substr(digits);
  if (rest != "st" && rest != "nd" && rest != "rd" && rest != "th") return -1;
  return std::atoi(std::string(form.substr(0, digits)).c_str());
}

// "ig0r" -> "igor": digits that stand for letters by their shape, inside a word of letters.
std::string digits_as_letters(std::string_view form) {
  std::string out(form);
  std::size_t letters = 0;
  for (char& c : out) {
    letters += c >= 'a' && c <= 'z' ? 1U : 0U;
    switch (c) {
      case '0':
        c = 'o';
        break;
      case '1':
        c = 'i';
        break;
      case '3':
        c = 'e';
        break;
      case '4':
        c = 'a';
        break;
      case '5':
        c = 's';
        break;
      case '7':
        c = 't';
        break;
      case '8':
        c = 'b';
        break;
      case '9':
        c = 'g';
        break;
      default:
        break;
    }
  }
  return letters >= 2 && out != form ? out : std::string();
}

// One position under construction.
struct Position {
  std::string native;              // folded UTF-8
  std::vector<std::string> forms;  // romanised, likeliest first
  std::string written;             // what it looks like joined to its neighbour
  SlotKind kind = SlotKind::kPlain;
  WordRoles roles;
  std::uint8_t flags = 0;
  std::uint8_t token_flags = 0;
  bool upper = false;  // written in capitals in a name that is not
  bool dotted = false;
  bool small = false;  // one small letter in a name that has capitals
  bool first = false;
  bool ship_prefix = false;  // weightless in a vessel's name
  std::vector<std::uint16_t> classes;
};

std::uint8_t clamp_byte(double value) noexcept {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

// Loss by mode and gain of a position. The units are letters and bits (see prepared_name.hpp); the figures are our
// choice, fitted together with the policies' weights by bench/quality/fit.
void weigh(const Position& p, NameSlot& slot) {
  const double letters = static_cast<double>(std::clamp<std::size_t>(p.forms.front().size(), 2, 9));
  double person = letters;
  double other = letters;
  double gain = 2 + 1.5 * std::min(letters, 8.0);
  if (p.roles.common == 1) gain = std::min(gain, 4.0);
  if (p.roles.common == 2) gain = std::min(gain, 7.0);
  switch (p.kind) {
    case SlotKind::kTitle:
      person = 0, gain = std::min(gain, 4.0);
      break;
    case SlotKind::kLegalForm:
      other = 1.5, gain = 1;
      break;
    case SlotKind::kParticle:
      person = p.roles.servant ? 4 : 0.5, other = p.roles.function_word ? 0.3 : 1, gain = 0.5;
      break;
    case SlotKind::kInitial:
      person = 1, other = 1.5, gain = 1.5;
      break;
    case SlotKind::kNumber:
      person = 2, other = 2, gain = 3;
      break;
    case SlotKind::kPatronymic:
      person = 0.25, gain = 6;
      break;
    case SlotKind::kGeneration:
      person = 0.8, gain = 1;
      break;
    case SlotKind::kGeneric:
      other = 0.8 * std::max(letters, 5.0), gain = 3;
      break;
    case SlotKind::kPlace:
      gain = 4;
      break;
    default:
      break;
  }
  if (p.roles.soft_title) person = std::min(person, 3.0), gain = std::min(gain, 4.0);
  double object = other;
  if (p.ship_prefix) object = 0;
  slot.loss = {clamp_byte(person * 8), clamp_byte(other * 8), clamp_byte(object * 8)};
  slot.gain = clamp_byte(gain * 8);
}

Token make_token(std::string_view form, std::uint8_t flags, std::span<const std::uint16_t> classes) {
  Token token;
  token.flags = flags;
  if (form.size() > kMaxTokenForm) {
    token.flags |= kTokenTruncated;
    form = form.substr(0, kMaxTokenForm);
  }
  std::memcpy(token.form.data(), form.data(), form.size());
  token.form_length = static_cast<std::uint8_t>(form.size());
  for (const char c : form) token.letters |= 1U << (c >= 'a' && c <= 'z' ? static_cast<unsigned>(c - 'a') : 26U);
  token.sound_length = static_cast<std::uint8_t>(text::sound_key(form, token.sound));
  token.bones = text::consonant_classes(token.sound_text(), token.bones_length);
  std::copy_n(classes.begin(), std::min(classes.size(), token.classes.size()), token.classes.begin());
  return token;
}

class Builder {
 public:
  Builder(const NameTables& tables, TokenTable& table) : tables_(tables), table_(table) {}

  PreparedName build(std::string_view name) {
    words_ = text::split_words(name);
    capitals_ = std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    natives_.reserve(words_.size());
    positions_.reserve(words_.size() + 2);
    name_.slots.reserve(3 * words_.size());
    for (const text::Word& word : words_) {
      natives_.push_back(word.folded);
      name_.facts.identity = fnv(natives_.back(), fnv(" ", name_.facts.identity));
    }
    for (std::size_t i = 0; i < words_.size();) i += read_position(i);
    classify();
    if (positions_.size() > kMaxNamePositions) {
      positions_.resize(kMaxNamePositions);
      name_.facts.flags |= kNameTruncated;
    }
    emit();
    return std::move(name_);
  }

 private:
  // Returns: the number of words the position takes.
  std::size_t read_position(std::size_t i) {
    if (const std::size_t taken = read_legal_form(i); taken > 0) return taken;
    const text::Word& word = words_[i];
    Position p;
    p.native = natives_[i];
    text::Romanised latin = text::romanise(word.folded, word.script, word.transcription);
    if (latin.forms.empty()) return 1;  // nothing readable: a lone mark or an unknown letter
    if (latin.forms.size() > kMaxAlternatives) latin.forms.resize(kMaxAlternatives);
    if (latin.lossy) p.token_flags |= kTokenLossy;
    if (latin.syllables) p.token_flags |= kTokenSyllable;
    p.upper = word.upper;
    p.small = capitals_ && word.small;
    p.dotted = word.dotted;
    p.first = positions_.empty();
    p.forms = std::move(latin.forms);
    if (latin.lossy) name_.facts.flags |= kNameLossy;
    if (is_initials_pair(word, p.forms.front())) {
      for (const char c : p.forms.front()) add_initial(c);
      return 1;
    }
    p.written = p.forms.front();
    if (word.comma_after) comma_at_ = positions_.size() + 1;
    positions_.push_back(std::move(p));
    return 1;
  }

  // "JC Juncker", "SC Johnson": two capitals without a vowel in a name that is not all capitals.
  static bool is_initials_pair(const text::Word& word, std::string_view form) {
    constexpr std::string_view kVowels = "aeiouy";
    return word.script == text::Script::kLatin && word.upper && form.size() == 2 &&
           form.find_first_of(kVowels) == std::string_view::npos && form[0] >= 'a' && form[1] >= 'a';
  }

  void add_initial(char c) {
    Position p;
    p.native = p.written = std::string(1, c);
    p.forms = {p.native};
    positions_.push_back(std::move(p));
  }

  std::size_t read_legal_form(std::size_t i) {
    if (words_[i].length > 1 && !tables_.begins_legal_form(natives_[i])) return 0;
    std::string phrase;
    std::string letters;  // "G.m.b.H." arrives as single letters
    std::size_t best = 0;
    std::string_view canonical;
    const std::size_t longest = std::max<std::size_t>(tables_.longest_legal_form(), 5);
    for (std::size_t n = 1; n <= longest && i + n <= words_.size(); ++n) {
      const text::Word& word = words_[i + n - 1];
      const std::string& text = natives_[i + n - 1];
      phrase += (n == 1 ? "" : " ") + text;
      if (word.length == 1 && letters.size() + 1 >= n) letters += text;
      std::string_view found = tables_.legal_form(phrase);
      if (found.empty() && n > 1 && letters.size() == phrase.size() - n + 1) found = tables_.legal_form(letters);
      if (!found.empty()) best = n, canonical = found;
    }
    if (best == 0) return 0;
    if (best > 1 && letters.size() == best) {  // "A. G." may be initials as well: both readings are kept
      for (const char c : letters) add_initial(c);
      pending_forms_.push_back({positions_.size() - best, best, std::string(canonical)});
      if (words_[i + best - 1].comma_after) comma_at_ = positions_.size();
      return best;
    }
    Position p;
    p.kind = SlotKind::kLegalForm;
    for (std::size_t n = 0; n < best; ++n) {
      const text::Romanised latin = text::romanise(words_[i + n].folded, words_[i + n].script);
      if (!latin.forms.empty()) p.written += latin.forms.front();
    }
    p.native = best == 1 ? natives_[i] : std::string(canonical);
    p.forms = {std::string(canonical)};
    p.roles = tables_.roles(p.native);
    if (words_[i + best - 1].comma_after) comma_at_ = positions_.size() + 1;
    positions_.push_back(std::move(p));
    return best;
  }

  void classify() {
    const bool comma = comma_at_ > 0 && comma_at_ < positions_.size();
    if (comma) name_.facts.flags |= kNameComma;
    for (const Position& p : positions_) {
      if (p.kind == SlotKind::kLegalForm) name_.facts.flags |= kNameOrganisational;
    }
    for (std::size_t i = 0; i < positions_.size(); ++i) {
      Position& p = positions_[i];
      if (comma && i < comma_at_) p.flags |= kSlotSurname;
      if (p.kind != SlotKind::kLegalForm) classify_word(p);
    }
    join_numbers();
    mark_ship_prefixes();
    const auto surname_end = positions_.begin() + static_cast<std::ptrdiff_t>(comma ? comma_at_ : 0);
    const auto is_particle = [](const Position& p) { return p.kind == SlotKind::kParticle; };
    // "LO, Stephen": a particle that is the whole surname is none.
    if (comma && std::all_of(positions_.begin(), surname_end, is_particle)) positions_.front().kind = SlotKind::kPlain;
    // A name that is all titles and particles is that: "Sheikh" alone must stay comparable.
    const bool some = std::any_of(positions_.begin(), positions_.end(), [](const Position& p) {
      return p.kind != SlotKind::kTitle && p.kind != SlotKind::kParticle && p.kind != SlotKind::kLegalForm;
    });
    if (!some) {
      for (Position& p : positions_) {
        if (p.kind == SlotKind::kTitle || p.kind == SlotKind::kParticle) p.kind = SlotKind::kPlain;
      }
    }
    for (const Position& p : positions_) {
      if (p.kind == SlotKind::kTitle) name_.facts.flags |= kNameTitled;
      if (p.kind == SlotKind::kGeneric) name_.facts.flags |= kNameOrganisational;
    }
  }

  // "MV", "M/V", "Motor Vessel": what stands before a vessel's name and is left out as often. Letters written apart are
  // a prefix at the beginning only; elsewhere they are initials.
  void mark_ship_prefixes() {
    for (std::size_t i = 0; i < positions_.size(); ++i) {
      Position& p = positions_[i];
      p.ship_prefix = p.roles.object_title;
      if (p.ship_prefix && i > 0 && positions_[i - 1].roles.object_before) positions_[i - 1].ship_prefix = true;
    }
    if (positions_.size() < 3) return;
    Position& a = positions_[0];
    Position& b = positions_[1];
    if (a.written.size() != 1 || b.written.size() != 1) return;
    if (tables_.roles(a.written + b.written).object_title) a.ship_prefix = b.ship_prefix = true;
  }

  // "forty four" is 44.
  void join_numbers() {
    for (std::size_t i = 0; i + 1 < positions_.size(); ++i) {
      Position& tens = positions_[i];
      const Position& ones = positions_[i + 1];
      if (tens.kind != SlotKind::kNumber || ones.kind != SlotKind::kNumber) continue;
      if (tens.native == tens.forms[0]) continue;  // written in digits: two numbers
      if (tens.forms[0].size() != 2 || tens.forms[0][1] != '0' || ones.forms[0].size() != 1) continue;
      tens.forms[0][1] = ones.forms[0][0];
      tens.written = tens.forms[0];
      positions_.erase(positions_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      for (PendingForm& form : pending_forms_) form.first -= form.first > i ? 1 : 0;
    }
  }

  void classify_word(Position& p) {
    std::string& form = p.forms.front();
    p.roles = tables_.roles(p.native);
    if (p.native != form) {
      const WordRoles latin = tables_.roles(form);
      p.roles.title |= latin.title;
      p.roles.soft_title |= latin.soft_title;
      p.roles.particle |= latin.particle;
      p.roles.servant |= latin.servant;
      p.roles.generic |= latin.generic;
      p.roles.place |= latin.place;
      if (p.roles.common == 0) p.roles.common = latin.common;
    }
    p.classes = tables_.classes(p.native);
    if (p.classes.empty() && p.native != form) p.classes = tables_.classes(form);
    if (p.roles.common > 0) p.flags |= kSlotCommon;
    if (p.roles.common > 0 || !p.classes.empty()) p.token_flags |= kTokenKnown;
    if (const int value = number_of(p, form); value >= 0) {
      p.kind = SlotKind::kNumber;
      form = p.written = std::to_string(value);
      p.forms.resize(1);
      p.token_flags = kTokenNumber;
      p.classes.clear();
    } else if (all_digits(form)) {
      p.kind = SlotKind::kNumber;
      p.token_flags = kTokenNumber;
    } else if (form.size() == 1 && !p.small && (p.token_flags & kTokenSyllable) == 0) {
      p.kind = SlotKind::kInitial;
    } else if (p.roles.generation) {
      p.kind = SlotKind::kGeneration;
    } else if (p.roles.title) {
      p.kind = SlotKind::kTitle;
    } else if (p.roles.particle || p.roles.servant || p.roles.function_word) {
      p.kind = SlotKind::kParticle;
    } else if (p.roles.generic) {
      p.kind = SlotKind::kGeneric;
    } else if (p.roles.place) {
      p.kind = SlotKind::kPlace;
    } else {
      classify_plain(p, form);
    }
  }

  void classify_plain(Position& p, std::string& form) {
    std::string_view base;
    std::string_view suffix;
    if (positions_.size() > 2 && tables_.split_patronymic(form, base, suffix)) {
      p.kind = SlotKind::kPatronymic;
      const std::vector<std::uint16_t>& of_base = tables_.classes(base);
      form = std::string(base) + std::string(suffix);
      p.classes.clear();
      // The patronymic of a cognate is a cognate; kept apart from the given name's own classes by the high id bit.
      for (const std::uint16_t c : of_base) p.classes.push_back(static_cast<std::uint16_t>(c | 0x2000U));
    }
    if (std::string letters = digits_as_letters(form); !letters.empty()) p.forms.push_back(std::move(letters));
  }

  int number_of(const Position& p, std::string_view form) const {
    if (const int value = tables_.number(p.native); value >= 0) return value;
    if (const int value = ordinal(form); value >= 0) return value;
    // "Xi" and "Vi" are names; a numeral stands in capitals, behind the name or in a company's name.
    const bool certain = p.upper || form.starts_with("ii") || (name_.facts.flags & kNameOrganisational) != 0;
    return p.native == form && !p.first && certain ? roman_numeral(form) : -1;
  }

  void add_slot(const Position& p, std::size_t at, std::string_view form, bool alternative) {
    NameSlot slot;
    slot.token = table_.intern(form, p.token_flags, p.classes);
    slot.position = static_cast<std::uint8_t>(at);
    slot.kind = p.kind;
    slot.flags = static_cast<std::uint8_t>(p.flags | (alternative ? kSlotAlternative : 0));
    weigh(p, slot);
    name_.slots.push_back(slot);
  }

  void add_joined(std::size_t first, std::size_t count, SlotKind kind, std::string_view form, std::uint8_t flags) {
    const std::vector<std::uint16_t>& classes = tables_.classes(form);
    if (form.size() > kMaxTokenForm || (form.size() < 3 && kind == SlotKind::kJoined && classes.empty())) return;
    NameSlot slot;
    slot.token = table_.intern(form, flags, classes);
    slot.position = static_cast<std::uint8_t>(first);
    slot.span = static_cast<std::uint8_t>(count);
    slot.kind = kind;
    std::array<unsigned, kNameModes> loss{};
    unsigned gain = 0;
    for (std::size_t i = first; i < first + count; ++i) {
      for (std::size_t m = 0; m < kNameModes; ++m) loss[m] += name_.slots[i].loss[m];
      gain += name_.slots[i].gain;
    }
    for (std::size_t m = 0; m < kNameModes; ++m) slot.loss[m] = static_cast<std::uint8_t>(std::min(loss[m], 255U));
    slot.gain = static_cast<std::uint8_t>(std::min(gain, 255U));
    name_.slots.push_back(slot);
  }

  void emit() {
    for (std::size_t i = 0; i < positions_.size(); ++i) add_slot(positions_[i], i, positions_[i].forms.front(), false);
    NameFacts& facts = name_.facts;
    facts.positions = static_cast<std::uint8_t>(positions_.size());
    for (const NameSlot& slot : name_.slots) {
      for (std::size_t m = 0; m < kNameModes; ++m) {
        facts.loss[m] = static_cast<std::uint16_t>(facts.loss[m] + slot.loss[m]);
      }
    }
    for (std::size_t i = 0; i < positions_.size(); ++i) {
      for (std::size_t a = 1; a < positions_[i].forms.size(); ++a)
        add_slot(positions_[i], i, positions_[i].forms[a], true);
    }
    for (std::size_t i = 0; i < positions_.size(); ++i) add_name_reading(i);
    emit_joined();
    for (const PendingForm& form : pending_forms_) {
      if (form.first + form.count <= positions_.size()) {
        add_joined(form.first, form.count, SlotKind::kLegalForm, form.canonical, 0);
      }
    }
    emit_acronym();
  }

  // "Sa", "Ag" and "Se" are legal forms of companies and names of people; a letter without a dot may be the rest of a
  // short name.
  void add_name_reading(std::size_t i) {
    const Position& p = positions_[i];
    if (p.kind == SlotKind::kInitial && !p.dotted) {
      add_slot(p, i, p.forms.front(), true);
      NameSlot& slot = name_.slots.back();
      slot.kind = SlotKind::kPlain;
      slot.loss[static_cast<std::size_t>(NameMode::kOrganisation)] = 0;
      slot.loss[static_cast<std::size_t>(NameMode::kObject)] = 0;
      return;
    }
    if (p.kind != SlotKind::kLegalForm || p.written.size() < 2 || p.written == p.forms.front()) return;
    if (p.written.size() > kLongestNameLikeForm) return;
    add_slot(p, i, p.written, true);
    name_.slots.back().kind = SlotKind::kPlain;
  }

  static std::uint8_t script_flags(const Position& p) { return p.token_flags & (kTokenLossy | kTokenSyllable); }

  void emit_joined() {
    constexpr std::size_t kShortWord = 3;  // "van der bilt" is written as one word too
    for (std::size_t i = 0; i + 1 < positions_.size(); ++i) {
      const Position& a = positions_[i];
      const Position& b = positions_[i + 1];
      const auto flags = static_cast<std::uint8_t>(script_flags(a) | script_flags(b));
      add_joined(i, 2, SlotKind::kJoined, a.written + b.written, flags);
      if (i + 2 >= positions_.size() || b.written.size() > kShortWord) continue;
      const Position& c = positions_[i + 2];
      add_joined(i, 3, SlotKind::kJoined, a.written + b.written + c.written,
                 static_cast<std::uint8_t>(flags | script_flags(c)));
    }
    // Runs of three and more initials: "A.B.C." is "ABC".
    for (std::size_t i = 0; i < positions_.size();) {
      std::size_t end = i;
      std::string run;
      while (end < positions_.size() && positions_[end].written.size() == 1) run += positions_[end++].written;
      if (end - i >= 3) add_joined(i, end - i, SlotKind::kJoined, run, 0);
      i = std::max(end, i + 1);
    }
  }

  void emit_acronym() {
    std::string letters;
    std::size_t words = 0;
    for (const Position& p : positions_) {
      if (p.kind == SlotKind::kLegalForm || p.kind == SlotKind::kParticle) continue;
      if (p.written.size() < 2 || p.kind == SlotKind::kNumber || script_flags(p) != 0) return;
      letters += p.written[0];
      ++words;
    }
    if (words < 3 || words > 8) return;
    add_joined(0, positions_.size(), SlotKind::kAcronym, letters, 0);
  }

  struct PendingForm {
    std::size_t first;
    std::size_t count;
    std::string canonical;
  };

  const NameTables& tables_;
  TokenTable& table_;
  std::vector<text::Word> words_;
  std::vector<std::string> natives_;        // the folded words in UTF-8
  std::vector<PendingForm> pending_forms_;  // legal forms written in single letters
  std::vector<Position> positions_;
  bool capitals_ = false;     // the name holds a capital letter
  std::size_t comma_at_ = 0;  // positions before the first comma; 0 = no comma
  PreparedName name_;
};

}  // namespace

std::uint32_t TokenTable::intern(std::string_view form, std::uint8_t flags, std::span<const std::uint16_t> classes) {
  classes = classes.first(std::min(classes.size(), Token{}.classes.size()));
  std::uint64_t hash = fnv(form, flags);
  for (const std::uint16_t token_class : classes) hash = (hash ^ token_class) * 0x100000001b3ULL;
  hash ^= hash >> 32U;
  if (tokens_.size() * 2 >= slots_.size()) grow();
  const auto is_same = [&](const Token& token) {
    return token.text() == form && (token.flags & ~kTokenTruncated) == flags &&
           std::equal(classes.begin(), classes.end(), token.classes.begin()) &&
           (classes.size() == token.classes.size() || token.classes[classes.size()] == 0);
  };
  std::size_t at = hash & (slots_.size() - 1);
  for (; slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
    const std::uint32_t token = slots_[at] - 1;
    if (hashes_[token] == hash && is_same(tokens_[token])) return token;
  }
  tokens_.push_back(make_token(form, flags, classes));
  hashes_.push_back(hash);
  slots_[at] = static_cast<std::uint32_t>(tokens_.size());
  return slots_[at] - 1;
}

void TokenTable::grow() {
  slots_.assign(std::max<std::size_t>(32, slots_.size() * 2), 0);
  for (std::uint32_t token = 0; token < tokens_.size(); ++token) {
    std::size_t at = hashes_[token] & (slots_.size() - 1);
    while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = token + 1;
  }
}

std::size_t telling_words(const PreparedName& name) noexcept {
  const std::size_t positions = std::min<std::size_t>(name.facts.positions, name.slots.size());
  return static_cast<std::size_t>(std::count_if(name.slots.begin(),
                                                name.slots.begin() + static_cast<std::ptrdiff_t>(positions),
                                                [](const NameSlot& slot) { return slot.kind == SlotKind::kPlain; }));
}

void drop_acronym(PreparedName& name) noexcept {
  std::erase_if(name.slots, [](const NameSlot& slot) { return slot.kind == SlotKind::kAcronym; });
}

void mark_derived(PreparedName& name) noexcept {
  name.facts.identity = fnv("derived", name.facts.identity);
  if ((name.facts.flags & kNameTitled) != 0) drop_acronym(name);  // "Mr Hans Lindqvist" is not MHL
  if (telling_words(name) < 2) name.facts.flags |= kNameNoPerson | kNameOrganisational;
}

NameAnalyser::NameAnalyser(std::unique_ptr<const NameTables> tables) : tables_(std::move(tables)) {}
NameAnalyser::~NameAnalyser() = default;

const NameAnalyser& NameAnalyser::instance() {
  static const NameAnalyser analyser(NameTables::load());
  return analyser;
}

PreparedName NameAnalyser::prepare(std::string_view name, TokenTable& table) const {
  return Builder(*tables_, table).build(name);
}

}  // namespace cordon::match
