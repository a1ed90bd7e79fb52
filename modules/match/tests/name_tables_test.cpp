// The name tables themselves: rows that can never do what they say, and facts about language that decide scores.
#include "name_tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cordon/base/embedded_data.hpp"
#include "cordon/match/scorer.hpp"
#include "cordon/text/unicode.hpp"

namespace cordon::match {

std::span<const base::EmbeddedFile> embedded_files() noexcept;

namespace {

struct Row {
  std::string kind;
  std::vector<std::string> words;  // folded, as the tables keep them
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t from = 0, at = 0; at != std::string::npos; from = at + 1) {
    at = text.find(separator, from);
    parts.push_back(text.substr(from, at == std::string::npos ? at : at - from));
  }
  return parts;
}

std::vector<Row> rows_of(const std::string& path) {
  std::vector<Row> rows;
  for (const std::string& line : split(std::string(base::find_embedded(embedded_files(), path)), '\n')) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t comma = line.find(',');
    Row row{line.substr(0, comma), {}};
    for (const std::string& word : split(line.substr(comma + 1), ';')) {
      row.words.push_back(text::encode_utf8(text::fold(word)));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

const std::vector<Row>& classes() {
  static const std::vector<Row> rows = rows_of("names/classes.csv");
  return rows;
}

std::string named(const Row& row) { return row.kind + "," + row.words.front() + ";..."; }

int strength_of(const std::string& kind) {
  return kind == "variant" ? 3 : kind == "cognate" ? 2 : kind == "word" ? 1 : 0;
}

TEST(NameTables, ARowNamesAWordOnce) {
  for (const char* path : {"names/classes.csv", "names/legal_forms.csv", "names/places.csv"}) {
    for (const Row& row : rows_of(path)) {
      std::set<std::string> seen;
      for (const std::string& word : row.words) EXPECT_TRUE(seen.insert(word).second) << named(row) << " " << word;
    }
  }
}

TEST(NameTables, AClassJoinsWordsWithoutBlanks) {
  for (const Row& row : classes()) {
    EXPECT_GE(row.words.size(), 2U) << named(row);
    for (const std::string& word : row.words) {
      EXPECT_FALSE(word.empty()) << named(row);
      // Classes are looked up word by word: such a member never meets anything.
      EXPECT_EQ(word.find(' '), std::string::npos) << named(row) << " " << word;
    }
  }
}

TEST(NameTables, AWordStandsInFourClassesAtMost) {
  std::map<std::string, std::size_t> classes_of;
  for (const char* path : {"names/classes.csv", "names/places.csv"}) {
    for (const Row& row : rows_of(path)) {
      for (const std::string& word : row.words) ++classes_of[word];
    }
  }
  for (const auto& [word, count] : classes_of) EXPECT_LE(count, Token{}.classes.size()) << word;
}

TEST(NameTables, NoRowStandsInsideOneAtLeastAsStrong) {
  std::map<std::string, std::set<std::size_t>> rows_with;
  const std::vector<Row>& rows = classes();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const std::string& word : rows[i].words) rows_with[word].insert(i);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const std::size_t j : rows_with[rows[i].words.front()]) {
      if (i == j || strength_of(rows[j].kind) < strength_of(rows[i].kind)) continue;
      const bool inside = std::all_of(rows[i].words.begin(), rows[i].words.end(),
                                      [&](const std::string& word) { return rows_with[word].contains(j); });
      EXPECT_FALSE(inside) << named(rows[i]) << " inside " << named(rows[j]);
    }
  }
}

TEST(NameTables, AWordOfAClassIsReadAsAWord) {
  const std::unique_ptr<const NameTables> tables = NameTables::load();
  for (const Row& row : classes()) {
    for (const std::string& word : row.words) {
      // A legal form is read as one and never meets by class.
      EXPECT_EQ(tables->legal_form(word), "") << named(row) << " " << word;
      if (row.kind != "word") continue;  // "Victoria" and "Santiago" are names of people and of cities
      EXPECT_EQ(tables->address_place(word), AddressPlace::kNone) << named(row) << " " << word;
    }
  }
}

TEST(NameTables, AFormIsOfOneKind) {
  std::map<std::string, std::string> kind_of;
  for (const Row& row : rows_of("names/legal_forms.csv")) {
    for (const std::string& phrase : row.words) {
      std::string letters = phrase;
      std::erase(letters, ' ');  // "s a" is read as "sa" too
      EXPECT_EQ(kind_of.try_emplace(letters, row.kind).first->second, row.kind) << phrase;
    }
  }
}

double score_of(const std::string& a, const std::string& b, const std::string& schema) {
  const auto subject = [&](const std::string& name) {
    SubjectFeatures features;
    features.schema = schema;
    features.names.push_back(name);
    return PreparedSubject(features);
  };
  return score(subject(a).view(), subject(b).view(), Policy::standard()).score;
}

struct Pair {
  enum Expected { kHit, kOther, kNoClass } expected;
  const char* schema;
  const char* a;
  const char* b;
};

const std::vector<Pair>& pairs() {
  static const std::vector<Pair> list{
#include "name_tables_pairs.inc"
  };
  return list;
}

TEST(NameTables, SpellingsAndTranslationsAreHitsAndLikenessIsNone) {
  const double threshold = Policy::standard().default_threshold();
  for (const auto& [expected, schema, a, b] : pairs()) {
    if (expected == Pair::kNoClass) continue;
    const double found = score_of(a, b, schema);
    EXPECT_EQ(found >= threshold, expected == Pair::kHit) << a << " / " << b << " " << found;
  }
}

TEST(NameTables, TwoNamesShareNoClass) {
  const std::unique_ptr<const NameTables> tables = NameTables::load();
  for (const auto& [expected, schema, a, b] : pairs()) {
    if (expected != Pair::kNoClass) continue;
    const std::vector<std::uint16_t>& of_b = tables->classes(text::encode_utf8(text::fold(b)));
    for (const std::uint16_t of_a : tables->classes(text::encode_utf8(text::fold(a)))) {
      EXPECT_EQ(std::count(of_b.begin(), of_b.end(), of_a), 0) << a << " / " << b;
    }
  }
}

TEST(NameTables, ShortFormsThatAreNamesAreReadDottedOnly) {
  const std::unique_ptr<const NameTables> tables = NameTables::load();
  for (const char* word : {"epic", "amba", "npc", "vos", "nao", "dac", "sab", "saa", "sac", "psa",
                           "ca",   "pc",   "bt",  "eg",  "ets", "cic", "ibc", "slp", "spk", "ike"}) {
    EXPECT_EQ(tables->legal_form(word), "") << word;
  }
  for (const char* letters : {"e p i c", "a m b a", "n p c", "v o s", "s a c", "c a", "e g"}) {
    EXPECT_NE(tables->legal_form(letters), "") << letters;
  }
}

}  // namespace
}  // namespace cordon::match
