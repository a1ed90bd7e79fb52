#include "classify.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "cordon/model/country.hpp"

namespace cordon::measures {
namespace {

// Runs of digits with their blanks and dots closed: "CN 2709 00 10" holds "27090010".
std::vector<std::string> codes_in(std::string_view text) {
  std::vector<std::string> out;
  std::string run;
  const auto close = [&] {
    if (run.size() >= 4) out.push_back(run);
    run.clear();
  };
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      run += c;
    } else if (c != ' ' && c != '.') {
      close();
    }
  }
  close();
  return out;
}

// Returns: the first country named in the text by one to four words; short codes count only when they are all of it.
std::optional<std::string> country_in(const std::string& words) {
  if (auto whole = model::country_code(words)) return whole;
  std::vector<std::string> tokens;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    tokens.push_back(words.substr(at, end - at));
    at = end + 1;
  }
  constexpr std::size_t kShortestName = 4;
  for (std::size_t from = 0; from < tokens.size(); ++from) {
    std::string phrase;
    for (std::size_t count = 0; count < 4 && from + count < tokens.size(); ++count) {
      phrase += (count == 0 ? "" : " ") + tokens[from + count];
      if (phrase.size() < kShortestName) continue;
      if (auto code = model::country_code(phrase)) return code;
    }
  }
  return std::nullopt;
}

// A country that no class names: the place, or the origin, is elsewhere.
void match_country(const Domain& domain, const std::string& words, ClassText& out) {
  const std::string other = domain.id == "location" ? "elsewhere" : domain.id == "origin" ? "other-origin" : "";
  if (other.empty() || !out.classes.empty()) return;
  const std::optional<std::string> code = country_in(words);
  if (!code || *code == "ru" || *code == "ir" || code->starts_with("ua-")) return;
  out.classes.insert(other);
  out.recognised = true;
}

void match_classes(const Domain& domain, const std::string& text, ClassText& out) {
  const std::string words = normalise_words(text);
  const bool coded_domain = std::any_of(domain.classes.begin(), domain.classes.end(),
                                        [](const WordClass& entry) { return !entry.hs_codes.empty(); });
  const std::vector<std::string> codes = coded_domain ? codes_in(text) : std::vector<std::string>{};
  if (!codes.empty()) out.recognised = true;
  for (const WordClass& entry : domain.classes) {
    const auto in_text = [&](const std::string& phrase) { return contains_phrase(words, phrase); };
    const bool coded = std::any_of(codes.begin(), codes.end(), [&](const std::string& code) {
      return std::any_of(entry.hs_codes.begin(), entry.hs_codes.end(),
                         [&](const std::string& prefix) { return code.starts_with(prefix); });
    });
    if (std::any_of(entry.unless.begin(), entry.unless.end(), in_text)) continue;
    if (coded || std::any_of(entry.words.begin(), entry.words.end(), in_text)) {
      out.classes.insert(entry.id);
      out.recognised = true;
    }
  }
}

// Letters to change, add, drop or swap with their neighbour. Requires: short texts.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

constexpr std::size_t kSimilarEdits = 2;
constexpr std::size_t kLongestName = 64;   // longer texts are descriptions
constexpr std::size_t kShortestSpelt = 7;  // letters; below that two of them make another word

bool resembles(const Domain& domain, std::string_view text) {
  const std::string words = normalise_words(text);
  if (std::any_of(domain.similar.begin(), domain.similar.end(),
                  [&](const std::string& word) { return contains_phrase(words, word); })) {
    return true;
  }
  const std::string compact = without_blanks(words);
  if (domain.similar.empty() || compact.size() > kLongestName) return false;
  return std::any_of(domain.classes.begin(), domain.classes.end(), [&](const WordClass& entry) {
    return std::any_of(entry.words.begin(), entry.words.end(), [&](const std::string& word) {
      const std::string known = without_blanks(word);
      return known.size() >= kShortestSpelt && edit_distance(compact, known) <= kSimilarEdits;
    });
  });
}

std::optional<std::string> field_of(const Activity& activity, std::string_view name) {
  if (name == "instrument") return activity.instrument;
  if (name == "goods") return activity.goods;
  if (name == "origin") return activity.origin;
  if (name == "service") return activity.service;
  if (name == "project") return activity.project;
  if (name == "location") return activity.location;
  if (name == "note") return activity.note;
  if (name != "parties" || activity.parties.empty()) return std::nullopt;
  std::string names;
  for (const Party& party : activity.parties) names += party.name + "; ";
  return names;
}

}  // namespace

std::string type_with_instrument(const Vocabulary& vocabulary, const std::string& type, std::string_view instrument) {
  const auto types = vocabulary.by_instrument.find(type);
  if (types == vocabulary.by_instrument.end()) return type;
  const Domain& domain = vocabulary.domains.at("instrument");
  ClassText text;
  match_classes(domain, std::string(instrument), text);
  for (const WordClass& entry : domain.classes) {
    if (!text.classes.contains(entry.id)) continue;
    if (const auto found = types->second.find(entry.id); found != types->second.end()) return found->second;
  }
  return type;
}

ClassText classify(const Domain& domain, const Activity& activity, const std::map<std::string, std::string>& by_name,
                   const std::map<std::string, std::string>* by_type) {
  ClassText out;
  for (const std::string& field : domain.fields) {
    const std::optional<std::string> text = field_of(activity, field);
    if (!text) continue;
    // Only the field of the domain's own name is a statement: other texts may tell a class, but their silence is no
    // fact.
    if (field == domain.fields.front() && field != "note") {
      out.given = true;
      out.text = *text;
    }
    match_classes(domain, *text, out);
    if (field == domain.id) match_country(domain, normalise_words(*text), out);
    if (domain.id == "location" && field == "project") match_country(domain, normalise_words(*text), out);
    if (!out.classes.empty()) {
      out.given = true;
      if (out.text.empty()) out.text = *text;
      break;
    }
    if (out.given && domain.open) break;
  }
  if (out.classes.empty() && !out.recognised) {
    out.resembles = out.given && domain.open && resembles(domain, out.text);
    for (const auto* source : {&by_name, by_type}) {
      if (source == nullptr || (out.given && domain.open && !out.resembles)) continue;
      const auto found = source->find(domain.id);
      if (found == source->end()) continue;
      out.given = out.recognised = true;
      out.classes.insert(found->second);
    }
  }
  return out;
}

}  // namespace cordon::measures
