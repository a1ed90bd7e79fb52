#include "corpus_generator.hpp"

#include <algorithm>
#include <array>

#include "random_source.hpp"
#include "vocabulary.hpp"

namespace cordon::bench {
namespace {

struct Drawn {
  std::vector<std::string> tokens;
  Culture culture = Culture::kGeneral;
};

std::string joined(const std::vector<std::string>& tokens) {
  std::string out;
  for (const std::string& token : tokens) {
    if (!out.empty()) out += ' ';
    out += token;
  }
  return out;
}

Culture draw_culture(RandomSource& random) {
  const std::size_t roll = random.below(100);
  if (roll < 44) return Culture::kArabic;
  if (roll < 62) return Culture::kSlavic;
  if (roll < 78) return Culture::kHispanic;
  if (roll < 88) return Culture::kEastAsian;
  return Culture::kGeneral;
}

Drawn draw_person(RandomSource& random) {
  Drawn out{{}, draw_culture(random)};
  const std::size_t roll = random.below(100);
  const std::size_t tokens = roll < 4 ? 1 : roll < 32 ? 2 : roll < 70 ? 3 : roll < 90 ? 4 : roll < 97 ? 5 : 6;
  for (std::size_t i = 0; i < tokens; ++i) out.tokens.push_back(word(out.culture, draw_rank(out.culture, random)));
  if (random.chance(5))
    out.tokens.insert(out.tokens.begin() + 1, std::string(1, static_cast<char>('A' + random.below(26))));
  return out;
}

Drawn draw_company(RandomSource& random) {
  Drawn out{{}, random.chance(40) ? Culture::kGeneral : draw_culture(random)};
  const std::size_t own = 1 + random.below(2);
  for (std::size_t i = 0; i < own; ++i) out.tokens.push_back(word(out.culture, draw_rank(out.culture, random)));
  const std::size_t activities = random.below(3);
  for (std::size_t i = 0; i < activities; ++i) {
    out.tokens.push_back(word(Culture::kActivity, draw_rank(Culture::kActivity, random)));
  }
  if (random.chance(6)) out.tokens.push_back("No. " + std::to_string(1 + random.below(40)));
  if (random.chance(55)) out.tokens.push_back(word(Culture::kLegalForm, draw_rank(Culture::kLegalForm, random)));
  return out;
}

Drawn draw_vessel(RandomSource& random) {
  Drawn out{{}, random.chance(60) ? Culture::kGeneral : draw_culture(random)};
  out.tokens.push_back(word(out.culture, draw_rank(out.culture, random)));
  if (random.chance(50)) out.tokens.push_back(word(out.culture, draw_rank(out.culture, random)));
  if (random.chance(25)) out.tokens.push_back(std::to_string(1 + random.below(30)));
  return out;
}

// An alias as lists have them: misspelt, re-ordered, shortened, or the name and a new token.
std::string variant(const Drawn& drawn, RandomSource& random) {
  std::vector<std::string> tokens = drawn.tokens;
  switch (random.below(5)) {
    case 0:
      std::rotate(tokens.begin(), tokens.end() - 1, tokens.end());
      break;
    case 1:
      if (tokens.size() > 2) tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(random.below(tokens.size())));
      break;
    case 2:
      tokens.push_back(word(drawn.culture, draw_rank(drawn.culture, random)));
      break;
    default:
      break;
  }
  std::string& token = tokens[random.below(tokens.size())];
  token = with_edit(token, random);
  return joined(tokens);
}

std::string seven_digits_with_check(RandomSource& random) {
  const std::size_t digits = 800'000 + random.below(200'000);
  std::string text = std::to_string(digits);
  std::size_t sum = 0;
  for (std::size_t i = 0; i < 6; ++i) sum += static_cast<std::size_t>(text[i] - '0') * (7 - i);
  return "IMO" + text + std::to_string(sum % 10);
}

std::string birth_date(RandomSource& random) {
  const std::string year = std::to_string(1935 + random.below(70));
  if (random.chance(25)) return year;
  const auto two = [](std::size_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return year + "-" + two(1 + random.below(12)) + "-" + two(1 + random.below(28));
}

Drawn draw(RandomSource& random, std::string& schema) {
  const std::size_t roll = random.below(100);
  if (roll < 60) {
    schema = "Person";
    return draw_person(random);
  }
  if (roll < 94) {
    schema = roll < 80 ? "Organization" : "Company";
    return draw_company(random);
  }
  schema = "Vessel";
  return draw_vessel(random);
}

}  // namespace

GeneratedSubject CorpusGenerator::subject(std::uint64_t position) const {
  RandomSource random(mix(seed_) ^ mix(position + 1));
  GeneratedSubject out;
  out.id = "gen-" + std::to_string(position);
  const Drawn drawn = draw(random, out.schema);
  out.names.push_back(joined(drawn.tokens));
  // One in four has a native spelling: a tenth of all names.
  if (random.chance(24)) out.names.push_back(in_native_script(drawn.culture, out.names.front()));
  while (out.names.size() < 12 && random.chance(50)) out.names.push_back(variant(drawn, random));
  if (random.chance(8)) out.weak_names.push_back(drawn.tokens[random.below(drawn.tokens.size())]);
  if (out.schema == "Person" && random.chance(70)) out.birth_dates.push_back(birth_date(random));
  constexpr std::array<std::string_view, 12> countries{"ir", "ru", "sy", "mx", "co", "kp",
                                                       "iq", "cn", "ye", "ve", "lb", "us"};
  if (random.chance(60)) out.countries.emplace_back(countries[random.below(countries.size())]);
  if (out.schema == "Vessel") out.identifiers.emplace_back("imoNumber", seven_digits_with_check(random));
  if (out.schema == "Person" && random.chance(15)) {
    out.identifiers.emplace_back("passportNumber", "P" + std::to_string(1'000'000 + random.below(9'000'000)));
  }
  return out;
}

GeneratedQuery CorpusGenerator::query(std::uint64_t number, std::uint64_t subjects) const {
  RandomSource random(mix(seed_ + 0x51EDULL) ^ mix(number));
  GeneratedQuery out;
  if (number % 3U == 2U) {
    out.name = joined(draw(random, out.schema).tokens);
    return out;
  }
  out.truth = random.next() % subjects;
  const GeneratedSubject source = subject(out.truth);
  out.schema = source.schema;
  out.name = source.names[random.below(source.names.size())];
  const bool ascii =
      std::all_of(out.name.begin(), out.name.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
  if (number % 3U == 0U || !ascii) return out;
  std::vector<std::string> tokens;
  std::string token;
  for (const char c : out.name + " ") {
    if (c != ' ') {
      token += c;
    } else if (!token.empty()) {
      tokens.push_back(with_edit(std::move(token), random));
      token.clear();
    }
  }
  std::rotate(tokens.begin(), tokens.end() - 1, tokens.end());
  out.name = joined(tokens);
  return out;
}

std::vector<GeneratedSubject> CorpusGenerator::subjects_with_names(std::size_t names) const {
  std::vector<GeneratedSubject> out;
  std::size_t count = 0;
  for (std::uint64_t position = 0; count < names; ++position) {
    GeneratedSubject next = subject(position);
    if (next.names.size() > names - count) next.names.resize(names - count);
    count += next.names.size();
    if (next.weak_names.size() > names - count) next.weak_names.resize(names - count);
    count += next.weak_names.size();
    out.push_back(std::move(next));
  }
  return out;
}

}  // namespace cordon::bench
