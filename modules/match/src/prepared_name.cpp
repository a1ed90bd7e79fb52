#include "cordon/match/prepared_name.hpp"

#include <algorithm>
#include <cstring>
#include <forward_list>

#include "cordon/text/romanise.hpp"
#include "cordon/text/words.hpp"
#include "name_tables.hpp"
#include "word_analysis.hpp"

namespace cordon::match {

namespace {

constexpr std::size_t kLongestNameLikeForm = 3;  // "Spa" may be a name, "GmbH" is none

// FNV-1a, written out because the value is persisted in index files.
std::uint64_t fnv(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325ULL) noexcept {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
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

// One position under construction. Lifetime of the views: until the next name.
struct Position {
  std::string_view native;                                // folded UTF-8
  std::array<std::string_view, kMaxWordForms + 1> forms;  // romanised, likeliest first
  std::string_view written;                               // what it looks like joined to its neighbour
  WordAnalysis* word = nullptr;                           // what the tables say of it; nullptr: a legal form
  std::uint8_t form_count = 0;
  SlotKind kind = SlotKind::kPlain;
  WordRoles roles;
  std::uint8_t flags = 0;
  std::uint8_t token_flags = 0;
  std::uint8_t class_count = 0;
  bool upper = false;  // written in capitals in a name that is not
  bool dotted = false;
  bool small = false;  // one small letter in a name that has capitals
  bool first = false;
  bool ship_prefix = false;  // weightless in a vessel's name
  bool changed = false;      // its token is no longer that of the word
  std::array<std::uint16_t, 4> classes{};

  void set_forms(std::string_view form) noexcept {
    forms[0] = form;
    form_count = 1;
  }
};

std::uint8_t clamp_byte(double value) noexcept {
  const double raised = std::clamp(value, 0.0, 254.5) + 0.5;  // rounds without a call; halves do not occur
  return static_cast<std::uint8_t>(raised);
}

// Loss by mode and gain of a position. The units are letters and bits (see prepared_name.hpp); the figures are our
// choice, fitted together with the policies' weights by bench/quality/fit.
void weigh(const Position& p, NameSlot& slot) {
  const double letters = static_cast<double>(std::clamp<std::size_t>(p.forms[0].size(), 2, 9));
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

}  // namespace

// Builds the names of one table. What it needs for a name is kept for the next one.
class NameBuilder {
 public:
  NameBuilder(const NameTables& tables, TokenTable& table, std::size_t most_words)
      : tables_(tables), table_(table), analyses_(tables, most_words) {}

  void build(std::string_view name, PreparedName& out) {
    name_ = &out;
    out.slots.clear();
    out.facts = {};
    positions_.clear();
    pending_forms_.clear();
    texts_.clear();
    comma_at_ = 0;
    if (analyses_.forget_if_many()) unsettled_.clear();
    text::split_words(name, words_);
    hashes_.clear();
    for (const text::Word& word : words_) {
      hashes_.push_back(WordAnalyses::hash_of(word.folded, word.script, word.transcription));
      analyses_.fetch_place(hashes_.back());
    }
    for (const text::Word& word : words_) out.facts.identity = fnv(word.folded, fnv(" ", out.facts.identity));
    for (const std::uint64_t hash : hashes_) analyses_.fetch_word(hash);
    capitals_ = std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    for (std::size_t i = 0; i < words_.size();) i += read_position(i);
    classify();
    if (positions_.size() > kMaxNamePositions) {
      positions_.resize(kMaxNamePositions);
      out.facts.flags |= kNameTruncated;
    }
    emit();
  }

  // See NamePreparer::settle().
  void settle(std::span<NameSlot> slots) {
    const std::span<const std::uint32_t> tokens = table_.settle();
    const auto settle = [tokens](std::uint32_t& token) {
      if ((token & TokenTable::kDeferred) != 0) token = tokens[token & ~TokenTable::kDeferred];
    };
    for (NameSlot& slot : slots) settle(slot.token);
    for (WordAnalysis* const word : unsettled_) settle(word->token);
    unsettled_.clear();
  }

 private:
  // Returns: the number of words the position takes.
  std::size_t read_position(std::size_t i) {
    const text::Word& word = words_[i];
    WordAnalysis& known = analyses_.of(word.folded, word.script, word.transcription, hashes_[i]);
    if (word.length == 1 || known.begins_legal_form) {
      if (const std::size_t taken = read_legal_form(i); taken > 0) return taken;
    }
    if (known.form_count == 0) return 1;
    if ((known.token_flags & kTokenLossy) != 0) name_->facts.flags |= kNameLossy;
    if (is_initials_pair(word, known.form(0))) {
      for (const char c : known.form(0)) add_initial(c);
      return 1;
    }
    Position& p = add_position(known);
    p.upper = word.upper;
    p.small = capitals_ && word.small;
    p.dotted = word.dotted;
    if (word.comma_after) comma_at_ = positions_.size();
    return 1;
  }

  // "JC Juncker", "SC Johnson": two capitals without a vowel in a name that is not all capitals.
  static bool is_initials_pair(const text::Word& word, std::string_view form) {
    constexpr std::string_view kVowels = "aeiouy";
    return word.script == text::Script::kLatin && word.upper && form.size() == 2 &&
           form.find_first_of(kVowels) == std::string_view::npos && form[0] >= 'a' && form[1] >= 'a';
  }

  Position& add_position(WordAnalysis& known) {
    const bool first = positions_.empty();
    Position& p = positions_.emplace_back();
    p.first = first;
    p.word = &known;
    p.native = known.native();
    p.form_count = known.form_count;
    for (std::size_t i = 0; i < known.form_count; ++i) p.forms[i] = known.form(i);
    p.written = p.forms[0];
    p.token_flags = known.token_flags;
    return p;
  }

  void add_initial(char c) { add_position(analyses_.of_letter(c)).first = false; }

  // Lifetime: until the next name.
  std::string_view keep(std::string text) { return texts_.emplace_front(std::move(text)); }

  std::size_t read_legal_form(std::size_t i) {
    phrase_.clear();
    letters_.clear();  // "G.m.b.H." arrives as single letters
    std::size_t best = 0;
    std::string_view canonical;
    const std::size_t longest = std::max<std::size_t>(tables_.longest_legal_form(), 5);
    for (std::size_t n = 1; n <= longest && i + n <= words_.size(); ++n) {
      const text::Word& word = words_[i + n - 1];
      if (n > 1) phrase_ += ' ';
      phrase_ += word.folded;
      if (word.length == 1 && letters_.size() + 1 >= n) letters_ += word.folded;
      std::string_view found = tables_.legal_form(phrase_);
      if (found.empty() && n > 1 && letters_.size() == phrase_.size() - n + 1) found = tables_.legal_form(letters_);
      if (!found.empty()) best = n, canonical = found;
    }
    if (best == 0) return 0;
    if (best > 1 && letters_.size() == best) {  // "A. G." may be initials as well: both readings are kept
      for (const char c : letters_) add_initial(c);
      pending_forms_.push_back({positions_.size() - best, best, canonical});
      if (words_[i + best - 1].comma_after) comma_at_ = positions_.size();
      return best;
    }
    std::string written;
    for (std::size_t n = 0; n < best; ++n) {
      const WordAnalysis& word = analyses_.of(words_[i + n].folded, words_[i + n].script, false);
      if (word.form_count > 0) written += word.form(0);
    }
    Position& p = positions_.emplace_back();
    p.kind = SlotKind::kLegalForm;
    p.native = best == 1 ? std::string_view(words_[i].folded) : canonical;
    p.written = keep(std::move(written));
    p.set_forms(canonical);
    p.roles = tables_.roles(p.native);
    if (words_[i + best - 1].comma_after) comma_at_ = positions_.size();
    return best;
  }

  void classify() {
    const bool comma = comma_at_ > 0 && comma_at_ < positions_.size();
    if (comma) name_->facts.flags |= kNameComma;
    for (const Position& p : positions_) {
      if (p.kind == SlotKind::kLegalForm) name_->facts.flags |= kNameOrganisational;
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
      if (p.kind == SlotKind::kTitle) name_->facts.flags |= kNameTitled;
      if (p.kind == SlotKind::kGeneric) name_->facts.flags |= kNameOrganisational;
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
    if (tables_.roles(joined(a.written, b.written)).object_title) a.ship_prefix = b.ship_prefix = true;
  }

  // "forty four" is 44.
  void join_numbers() {
    for (std::size_t i = 0; i + 1 < positions_.size(); ++i) {
      Position& tens = positions_[i];
      const Position& ones = positions_[i + 1];
      if (tens.kind != SlotKind::kNumber || ones.kind != SlotKind::kNumber) continue;
      if (tens.native == tens.forms[0]) continue;  // written in digits: two numbers
      if (tens.forms[0].size() != 2 || tens.forms[0][1] != '0' || ones.forms[0].size() != 1) continue;
      tens.set_forms(keep({tens.forms[0][0], ones.forms[0][0]}));
      tens.written = tens.forms[0];
      positions_.erase(positions_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      for (PendingForm& form : pending_forms_) form.first -= form.first > i ? 1 : 0;
    }
  }

  void classify_word(Position& p) {
    const WordAnalysis& word = *p.word;
    p.roles = word.roles;
    p.classes = word.classes;
    p.class_count = word.class_count;
    if (p.roles.common > 0) p.flags |= kSlotCommon;
    if (const int value = number_of(p); value >= 0) {
      p.kind = SlotKind::kNumber;
      p.set_forms(keep(std::to_string(value)));
      p.written = p.forms[0];
      p.token_flags = kTokenNumber;
      p.class_count = 0;
      p.changed = true;
    } else if (word.digits) {
      p.kind = SlotKind::kNumber;
      p.token_flags = kTokenNumber;
      p.changed = true;
    } else if (p.forms[0].size() == 1 && !p.small && (p.token_flags & kTokenSyllable) == 0) {
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
      classify_plain(p);
    }
  }

  void classify_plain(Position& p) {
    const WordAnalysis& word = *p.word;
    if (positions_.size() > 2 && word.patronymic_base > 0) {
      p.kind = SlotKind::kPatronymic;
      const std::string_view base = p.forms[0].substr(0, word.patronymic_base);
      p.forms[0] = keep(joined(base, word.patronymic_ending));
      // The patronymic of a cognate is a cognate; kept apart from the given name's own classes by the high id bit.
      const std::vector<std::uint16_t>& of_base = tables_.classes(base);
      p.class_count = static_cast<std::uint8_t>(of_base.size());
      std::transform(of_base.begin(), of_base.end(), p.classes.begin(),
                     [](std::uint16_t c) { return static_cast<std::uint16_t>(c | 0x2000U); });
      p.changed = true;
    }
    if (!word.some_digit) return;
    if (std::string letters = digits_as_letters(p.forms[0]); !letters.empty()) {
      p.forms[p.form_count++] = keep(std::move(letters));
    }
  }

  [[nodiscard]] int number_of(const Position& p) const {
    if (p.word->number >= 0) return p.word->number;
    // "Xi" and "Vi" are names; a numeral stands in capitals, behind the name or in a company's name.
    const bool certain = p.upper || p.forms[0].starts_with("ii") || (name_->facts.flags & kNameOrganisational) != 0;
    return !p.first && certain ? p.word->roman : -1;
  }

  void add_slot(const Position& p, std::size_t at, std::size_t form) {
    NameSlot slot;
    slot.token = token_of(p, p.forms[form], form == 0 && !p.changed ? p.word : nullptr);
    weigh(p, slot);
    slot.position = static_cast<std::uint8_t>(at);
    slot.kind = p.kind;
    slot.flags = static_cast<std::uint8_t>(p.flags | (form > 0 ? kSlotAlternative : 0));
    name_->slots.push_back(slot);
  }

  // remembered: the word whose token it is; nullptr: it is none's.
  std::uint32_t token_of(const Position& p, std::string_view form, WordAnalysis* remembered) {
    if (remembered != nullptr && remembered->token != WordAnalysis::kNoToken) return remembered->token;
    const std::uint32_t token = table_.defer(form, p.token_flags, std::span(p.classes).first(p.class_count));
    if (remembered != nullptr) {
      remembered->token = token;
      unsettled_.push_back(remembered);
    }
    return token;
  }

  // A token of several positions. Requires: the slots of the positions stand in the name.
  void add_joined(std::size_t first, std::size_t count, SlotKind kind, std::string_view form, std::uint8_t flags) {
    if (form.size() > kMaxTokenForm) return;
    const std::vector<std::uint16_t>& classes = tables_.classes(form);
    if (form.size() < 3 && kind == SlotKind::kJoined && classes.empty()) return;
    NameSlot slot;
    slot.token = table_.defer(form, flags, classes);
    slot.position = static_cast<std::uint8_t>(first);
    slot.span = static_cast<std::uint8_t>(count);
    slot.kind = kind;
    std::array<unsigned, kNameModes> loss{};
    unsigned gain = 0;
    for (std::size_t i = first; i < first + count; ++i) {
      for (std::size_t m = 0; m < kNameModes; ++m) loss[m] += name_->slots[i].loss[m];
      gain += name_->slots[i].gain;
    }
    for (std::size_t m = 0; m < kNameModes; ++m) slot.loss[m] = static_cast<std::uint8_t>(std::min(loss[m], 255U));
    slot.gain = static_cast<std::uint8_t>(std::min(gain, 255U));
    name_->slots.push_back(slot);
  }

  void emit() {
    for (std::size_t i = 0; i < positions_.size(); ++i) add_slot(positions_[i], i, 0);
    NameFacts& facts = name_->facts;
    facts.positions = static_cast<std::uint8_t>(positions_.size());
    for (const NameSlot& slot : name_->slots) {
      for (std::size_t m = 0; m < kNameModes; ++m) {
        facts.loss[m] = static_cast<std::uint16_t>(facts.loss[m] + slot.loss[m]);
      }
    }
    for (std::size_t i = 0; i < positions_.size(); ++i) {
      for (std::size_t form = 1; form < positions_[i].form_count; ++form) add_slot(positions_[i], i, form);
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
      NameSlot slot = name_->slots[i];
      slot.kind = SlotKind::kPlain;
      slot.flags |= kSlotAlternative;
      slot.loss[static_cast<std::size_t>(NameMode::kOrganisation)] = 0;
      slot.loss[static_cast<std::size_t>(NameMode::kObject)] = 0;
      name_->slots.push_back(slot);
      return;
    }
    if (p.kind != SlotKind::kLegalForm || p.written.size() < 2 || p.written == p.forms[0]) return;
    if (p.written.size() > kLongestNameLikeForm) return;
    NameSlot slot = name_->slots[i];
    slot.token = token_of(p, p.written, nullptr);
    slot.kind = SlotKind::kPlain;
    slot.flags |= kSlotAlternative;
    name_->slots.push_back(slot);
  }

  static std::uint8_t script_flags(const Position& p) { return p.token_flags & (kTokenLossy | kTokenSyllable); }

  void emit_joined() {
    constexpr std::size_t kShortWord = 3;  // "van der bilt" is written as one word too
    for (std::size_t i = 0; i + 1 < positions_.size(); ++i) {
      const Position& a = positions_[i];
      const Position& b = positions_[i + 1];
      const auto flags = static_cast<std::uint8_t>(script_flags(a) | script_flags(b));
      add_run(i, 2, flags);
      if (i + 2 >= positions_.size() || b.written.size() > kShortWord) continue;
      const Position& c = positions_[i + 2];
      add_run(i, 3, static_cast<std::uint8_t>(flags | script_flags(c)));
    }
    // Runs of three and more initials: "A.B.C." is "ABC".
    for (std::size_t i = 0; i < positions_.size();) {
      std::size_t end = i;
      while (end < positions_.size() && positions_[end].written.size() == 1) ++end;
      if (end - i >= 3) add_run(i, end - i, 0);
      i = std::max(end, i + 1);
    }
  }

  // Adjacent positions written as one.
  void add_run(std::size_t first, std::size_t count, std::uint8_t flags) {
    std::array<char, kMaxTokenForm> run;
    std::size_t size = 0;
    for (std::size_t i = first; i < first + count; ++i) {
      const std::string_view written = positions_[i].written;
      if (written.size() > run.size() - size) return;  // too long for a token
      std::memcpy(run.data() + size, written.data(), written.size());
      size += written.size();
    }
    add_joined(first, count, SlotKind::kJoined, {run.data(), size}, flags);
  }

  void emit_acronym() {
    std::array<char, kMaxNamePositions> letters;
    std::size_t words = 0;
    for (const Position& p : positions_) {
      if (p.kind == SlotKind::kLegalForm || p.kind == SlotKind::kParticle) continue;
      if (p.written.size() < 2 || p.kind == SlotKind::kNumber || script_flags(p) != 0) return;
      letters[words++] = p.written[0];
    }
    if (words < 3 || words > 8) return;
    add_joined(0, positions_.size(), SlotKind::kAcronym, {letters.data(), words}, 0);
  }

  static std::string joined(std::string_view a, std::string_view b) { return std::string(a).append(b); }

  struct PendingForm {
    std::size_t first;
    std::size_t count;
    std::string_view canonical;  // of the tables
  };

  const NameTables& tables_;
  TokenTable& table_;
  WordAnalyses analyses_;
  std::vector<text::Word> words_;
  std::vector<std::uint64_t> hashes_;       // of the words
  std::vector<PendingForm> pending_forms_;  // legal forms written in single letters
  std::vector<Position> positions_;
  std::vector<WordAnalysis*> unsettled_;  // whose token is deferred
  std::forward_list<std::string> texts_;  // forms that are none of a word's
  std::string phrase_, letters_;          // of read_legal_form
  bool capitals_ = false;                 // the name holds a capital letter
  std::size_t comma_at_ = 0;              // positions before the first comma; 0 = no comma
  PreparedName* name_ = nullptr;
};

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
  PreparedName out;
  NameBuilder builder(*tables_, table, NamePreparer::kMostWords);
  builder.build(name, out);
  builder.settle(out.slots);
  return out;
}

NamePreparer::NamePreparer(TokenTable& table, std::size_t most_words)
    : builder_(std::make_unique<NameBuilder>(NameAnalyser::instance().tables(), table, most_words)) {}
NamePreparer::~NamePreparer() = default;

void NamePreparer::defer_tokens() { deferred_ = true; }

void NamePreparer::prepare(std::string_view name, PreparedName& out) {
  builder_->build(name, out);
  if (!deferred_) builder_->settle(out.slots);
}

void NamePreparer::settle(std::span<NameSlot> slots) { builder_->settle(slots); }

}  // namespace cordon::match
