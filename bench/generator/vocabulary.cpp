#include "vocabulary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

namespace cordon::bench {
namespace {

constexpr std::uint64_t kVocabulary = 6'000'000;  // ranks a culture of names has at most

constexpr std::array<std::string_view, 60> kArabicHead{
    "al",      "Muhammad", "Ahmad",  "Ali",    "Abu",      "Abd",      "Hassan", "Mohammed", "bin",    "Ibrahim",
    "Hussein", "Abdul",    "ibn",    "Mahmud", "Khalid",   "Said",     "Omar",   "Yusuf",    "Salim",  "Mustafa",
    "Rahman",  "Karim",    "Hamid",  "Nasser", "Jamal",    "Mohammad", "Saleh",  "Tariq",    "Faisal", "Aziz",
    "Haji",    "Mullah",   "Reza",   "Mehdi",  "Amir",     "Hamza",    "Bilal",  "Zayd",     "Anwar",  "Rashid",
    "Latif",   "Qasim",    "Idris",  "Ismail", "Suleiman", "Sadiq",    "Nur",    "Walid",    "Ziad",   "Munir",
    "Farid",   "Habib",    "Jabbar", "Malik",  "Taha",     "Yasin",    "Zahir",  "Imad",     "Basim",  "Adnan"};
constexpr std::array<std::string_view, 50> kSlavicHead{
    "Aleksandr", "Vladimir",  "Sergei",  "Andrei",  "Aleksandrovich", "Vladimirovich", "Nikolai",     "Igor",
    "Dmitry",    "Yuri",      "Viktor",  "Ivan",    "Mikhail",        "Oleg",          "Nikolaevich", "Ivanovich",
    "Aleksei",   "Petr",      "Olga",    "Elena",   "Natalia",        "Tatiana",       "Viktorovich", "Anatoly",
    "Boris",     "Maksim",    "Pavel",   "Roman",   "Konstantin",     "Evgeny",        "Valery",      "Petrov",
    "Ivanov",    "Kuznetsov", "Popov",   "Sokolov", "Lebedev",        "Kozlov",        "Novikov",     "Morozov",
    "Volkov",    "Pavlov",    "Semenov", "Fedorov", "Orlov",          "Makarov",       "Zaitsev",     "Belov",
    "Komarov",   "Kiselev"};
constexpr std::array<std::string_view, 50> kHispanicHead{
    "de",      "Garcia",   "Jose",    "Luis",    "Carlos",   "Lopez",   "Rodriguez", "Juan",    "Hernandez", "Martinez",
    "la",      "Gonzalez", "Perez",   "Sanchez", "Jesus",    "Maria",   "Ramirez",   "Torres",  "Antonio",   "Miguel",
    "Alberto", "Fernando", "Gomez",   "Diaz",    "Jorge",    "Ramon",   "Cruz",      "del",     "Morales",   "Reyes",
    "Castro",  "Ortiz",    "Alvarez", "Ruiz",    "Vargas",   "Eduardo", "Felipe",    "Andres",  "Pedro",     "Rafael",
    "Roberto", "Silva",    "Santos",  "Mendoza", "Guerrero", "Rojas",   "Medina",    "Aguilar", "Vega",      "Leon"};
constexpr std::array<std::string_view, 50> kEastAsianHead{
    "Kim",   "Wang", "Li",    "Zhang", "Chen", "Liu", "Pak",  "Yang",  "Huang", "Ri",   "Wu",   "Zhao",  "Choe",
    "Lin",   "Xu",   "Chang", "Sun",   "Ma",   "Zhu", "Hu",   "Guo",   "He",    "Gao",  "Luo",  "Chong", "Nam",
    "Jin",   "Yun",  "Ming",  "Wei",   "Hong", "Sok", "Chol", "Myong", "Il",    "Song", "Hyok", "Xiao",  "Jian",
    "Guang", "Hua",  "Mei",   "Feng",  "Tao",  "Bo",  "Ping", "Kwang", "Su",    "Yong", "Hak"};
constexpr std::array<std::string_view, 40> kGeneralHead{
    "John",  "Star",   "Gulf",    "United", "Royal", "Golden", "Global", "East",  "Sea",    "National",
    "Prime", "Alpha",  "Delta",   "North",  "South", "Iran",   "Atlas",  "Nova",  "Orient", "Pacific",
    "Peter", "Robert", "Michael", "David",  "Paul",  "Joseph", "George", "Anna",  "Green",  "Pioneer",
    "Sun",   "Moon",   "River",   "Summit", "Eagle", "Falcon", "Lion",   "Crown", "Marine", "Horizon"};
constexpr std::array<std::string_view, 60> kActivityHead{
    "company",      "trading",   "bank",       "group",      "shipping",    "international", "and",
    "of",           "the",       "industries", "foundation", "development", "investment",    "general",
    "holding",      "services",  "oil",        "exchange",   "for",         "engineering",   "construction",
    "transport",    "import",    "export",     "center",     "technology",  "maritime",      "petroleum",
    "research",     "institute", "factory",    "plant",      "machine",     "aviation",      "airlines",
    "steel",        "chemical",  "gas",        "energy",     "electronics", "insurance",     "management",
    "organization", "movement",  "charity",    "agency",     "logistics",   "mining",        "food",
    "supply",       "equipment", "production", "university", "ministry",    "corporation",   "enterprise",
    "lines",        "agro",      "media",      "telecom"};
constexpr std::array<std::string_view, 16> kLegalHead{"ltd",  "co",  "limited", "llc", "ltda", "sa",   "de cv", "inc",
                                                      "gmbh", "ooo", "oao",     "ao",  "fze",  "pjsc", "corp",  "srl"};

struct Phonology {
  std::span<const std::string_view> onsets, vowels, codas;
};
constexpr std::array<std::string_view, 24> kArabicOnsets{"m",  "h",  "s", "r", "b", "n",  "f", "z",
                                                         "kh", "gh", "j", "q", "t", "sh", "d", "k",
                                                         "dh", "th", "w", "y", "l", "a",  "",  "i"};
constexpr std::array<std::string_view, 9> kArabicVowels{"a", "i", "u", "aa", "e", "o", "ai", "ou", "ee"};
constexpr std::array<std::string_view, 14> kArabicCodas{"",  "",  "",  "m", "d", "r", "n",
                                                        "l", "b", "s", "f", "q", "h", "zz"};
constexpr std::array<std::string_view, 26> kSlavicOnsets{"v",  "k",  "s",  "p",  "m",  "b",  "g",  "d",  "l",
                                                         "n",  "r",  "t",  "z",  "zh", "ch", "sh", "st", "kr",
                                                         "gr", "br", "vl", "pr", "sv", "dr", "",   "khr"};
constexpr std::array<std::string_view, 8> kSlavicVowels{"a", "o", "e", "i", "u", "ya", "yu", "y"};
constexpr std::array<std::string_view, 12> kSlavicCodas{"", "", "", "", "n", "v", "r", "l", "sk", "m", "t", "k"};
constexpr std::array<std::string_view, 22> kHispanicOnsets{"c", "m", "r", "s",  "t",  "l",  "p", "b",  "g", "v",  "d",
                                                           "n", "f", "j", "qu", "gr", "tr", "z", "ch", "",  "br", "cl"};
constexpr std::array<std::string_view, 8> kHispanicVowels{"a", "e", "o", "i", "u", "ia", "io", "ue"};
constexpr std::array<std::string_view, 9> kHispanicCodas{"", "", "", "", "n", "r", "s", "l", "z"};
constexpr std::array<std::string_view, 22> kEastOnsets{"h", "j", "x", "zh", "ch", "sh", "l", "m", "n", "b", "p",
                                                       "g", "k", "q", "y",  "w",  "s",  "c", "d", "t", "f", "r"};
constexpr std::array<std::string_view, 12> kEastVowels{"a",  "o",  "e",  "i",   "u",   "ia",
                                                       "ao", "ai", "ei", "ong", "ang", "eo"};
constexpr std::array<std::string_view, 5> kEastCodas{"", "", "n", "ng", "k"};
constexpr std::array<std::string_view, 28> kGeneralOnsets{"b",  "c",  "d",  "f",  "g",  "h",  "j", "k",  "l",  "m",
                                                          "n",  "p",  "r",  "s",  "t",  "v",  "w", "st", "tr", "br",
                                                          "cr", "gl", "pl", "sh", "th", "fr", "z", ""};
constexpr std::array<std::string_view, 10> kGeneralVowels{"a", "e", "i", "o", "u", "ea", "oo", "ou", "ie", "ay"};
constexpr std::array<std::string_view, 14> kGeneralCodas{"",  "",  "",   "n",  "r", "s",  "t",
                                                         "l", "m", "nd", "ck", "x", "rt", "ll"};

Phonology phonology_of(Culture culture) {
  switch (culture) {
    case Culture::kArabic:
      return {kArabicOnsets, kArabicVowels, kArabicCodas};
    case Culture::kSlavic:
      return {kSlavicOnsets, kSlavicVowels, kSlavicCodas};
    case Culture::kHispanic:
      return {kHispanicOnsets, kHispanicVowels, kHispanicCodas};
    case Culture::kEastAsian:
      return {kEastOnsets, kEastVowels, kEastCodas};
    default:
      return {kGeneralOnsets, kGeneralVowels, kGeneralCodas};
  }
}

std::span<const std::string_view> head_of(Culture culture) {
  switch (culture) {
    case Culture::kArabic:
      return kArabicHead;
    case Culture::kSlavic:
      return kSlavicHead;
    case Culture::kHispanic:
      return kHispanicHead;
    case Culture::kEastAsian:
      return kEastAsianHead;
    case Culture::kActivity:
      return kActivityHead;
    case Culture::kLegalForm:
      return kLegalHead;
    default:
      return kGeneralHead;
  }
}

std::string composed(Culture culture, std::uint64_t rank) {
  const Phonology sounds = phonology_of(culture);
  RandomSource random(mix(rank) ^ (static_cast<std::uint64_t>(culture) << 56U));
  std::size_t syllables = rank < 400 ? 2 : 2 + random.below(2);
  if (culture == Culture::kEastAsian) syllables = rank < 600 ? 1 : 1 + random.below(3);
  std::string out;
  for (std::size_t i = 0; i < syllables; ++i) {
    out += sounds.onsets[random.below(sounds.onsets.size())];
    out += sounds.vowels[random.below(sounds.vowels.size())];
    out += sounds.codas[random.below(sounds.codas.size())];
  }
  if (culture == Culture::kSlavic && random.chance(55)) {
    constexpr std::array<std::string_view, 8> endings{"ov", "ev", "enko", "in", "ovich", "sky", "ova", "chuk"};
    out += endings[random.below(endings.size())];
  }
  if (culture == Culture::kHispanic && random.chance(25)) out += "ez";
  if (out.size() < 2) out += "a";
  if (out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto byte = [&out](std::uint32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  if (code < 0x80U) return byte(code);
  if (code < 0x800U) {
    byte(0xC0U | (code >> 6U));
    return byte(0x80U | (code & 0x3FU));
  }
  byte(0xE0U | (code >> 12U));
  byte(0x80U | ((code >> 6U) & 0x3FU));
  byte(0x80U | (code & 0x3FU));
}

struct Spelling {
  std::string_view latin;
  std::uint32_t code;  // 0 = written with nothing
};
// Longest first among those with the same start.
constexpr std::array<Spelling, 36> kCyrillic{{
    {"shch", 0x449}, {"zh", 0x436}, {"kh", 0x445}, {"ts", 0x446}, {"ch", 0x447}, {"sh", 0x448},
    {"yu", 0x44E},   {"ya", 0x44F}, {"a", 0x430},  {"b", 0x431},  {"v", 0x432},  {"g", 0x433},
    {"d", 0x434},    {"e", 0x435},  {"z", 0x437},  {"i", 0x438},  {"y", 0x439},  {"k", 0x43A},
    {"l", 0x43B},    {"m", 0x43C},  {"n", 0x43D},  {"o", 0x43E},  {"p", 0x43F},  {"r", 0x440},
    {"s", 0x441},    {"t", 0x442},  {"u", 0x443},  {"f", 0x444},  {"h", 0x445},  {"c", 0x43A},
    {"j", 0x436},    {"q", 0x43A},  {"w", 0x432},  {"x", 0x43A},  {"'", 0x44C},  {"-", 0x2D},
}};
constexpr std::array<Spelling, 35> kArabicLetters{{
    {"v", 0x641},  {"x", 0x643},  {"kh", 0x62E}, {"gh", 0x63A}, {"sh", 0x634}, {"th", 0x62B}, {"dh", 0x630},
    {"aa", 0x627}, {"ee", 0x64A}, {"ou", 0x648}, {"ai", 0x64A}, {"a", 0},      {"b", 0x628},  {"c", 0x643},
    {"d", 0x62F},  {"e", 0},      {"f", 0x641},  {"g", 0x62C},  {"h", 0x62D},  {"i", 0x64A},  {"j", 0x62C},
    {"k", 0x643},  {"l", 0x644},  {"m", 0x645},  {"n", 0x646},  {"o", 0x648},  {"p", 0x628},  {"q", 0x642},
    {"r", 0x631},  {"s", 0x633},  {"t", 0x62A},  {"u", 0x648},  {"w", 0x648},  {"y", 0x64A},  {"z", 0x632},
}};
constexpr std::array<Spelling, 27> kGreek{{
    {"th", 0x3B8}, {"a", 0x3B1}, {"b", 0x3B2}, {"c", 0x3BA}, {"d", 0x3B4}, {"e", 0x3B5}, {"f", 0x3C6},
    {"g", 0x3B3},  {"h", 0x3C7}, {"i", 0x3B9}, {"j", 0x3B6}, {"k", 0x3BA}, {"l", 0x3BB}, {"m", 0x3BC},
    {"n", 0x3BD},  {"o", 0x3BF}, {"p", 0x3C0}, {"q", 0x3BA}, {"r", 0x3C1}, {"s", 0x3C3}, {"t", 0x3C4},
    {"u", 0x3C5},  {"v", 0x3B2}, {"w", 0x3C9}, {"x", 0x3BE}, {"y", 0x3C5}, {"z", 0x3B6},
}};

std::string spelt(std::string_view latin, std::span<const Spelling> letters) {
  std::string lower(latin);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  std::string out;
  bool start = true;
  for (std::size_t i = 0; i < lower.size();) {
    const auto letter = std::find_if(letters.begin(), letters.end(), [&](const Spelling& spelling) {
      return lower.compare(i, spelling.latin.size(), spelling.latin) == 0;
    });
    if (letter == letters.end()) {
      out += lower[i];
      start = lower[i] == ' ';
      ++i;
      continue;
    }
    if (letter->code != 0) append_utf8(out, letter->code);
    if (letter->code == 0 && start) append_utf8(out, 0x627);  // a word-initial vowel is written with alif
    start = false;
    i += letter->latin.size();
  }
  return out;
}

// Two to four Han characters or Hangul syllables, a function of the Latin text.
std::string block_script(std::string_view latin) {
  std::uint64_t seed = 7;
  for (const char c : latin) seed = mix(seed ^ static_cast<unsigned char>(c));
  RandomSource random(seed);
  const bool hangul = random.chance(30);
  const std::size_t count = 2 + random.below(3);
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    const double u = random.unit();  // skewed to the low code points, as names are to few characters
    append_utf8(out, hangul ? 0xAC00U + static_cast<std::uint32_t>(u * u * 11'171.0)
                            : 0x4E00U + static_cast<std::uint32_t>(u * u * u * 20'000.0));
  }
  return out;
}

}  // namespace

std::string word(Culture culture, std::uint64_t rank) {
  const auto head = head_of(culture);
  if (rank < head.size()) return std::string(head[rank]);
  if (culture == Culture::kActivity || culture == Culture::kLegalForm) return std::string(head[rank % head.size()]);
  const std::uint64_t roll = mix(rank * 31U + static_cast<std::uint64_t>(culture));
  if (roll % 10U < 3U) {
    RandomSource random(roll);
    return with_edit(word(culture, rank / (2U + (roll >> 8U) % 50U)), random);
  }
  return composed(culture, rank);
}

// Source: Mandelbrot's form of Zipf's law, p(r) ~ (r + q)^-(1 + a), drawn by inverting its continuous distribution.
std::uint64_t draw_rank(Culture culture, RandomSource& random) {
  const bool closed = culture == Culture::kActivity || culture == Culture::kLegalForm;
  const double flattening = closed ? 6.0 : 16.0;
  const double decay = closed ? 0.9 : 0.36;
  const double rank = flattening * std::pow(random.unit(), -1.0 / decay) - flattening;
  const std::uint64_t limit = closed ? head_of(culture).size() : kVocabulary;
  if (rank >= static_cast<double>(limit)) return random.below(static_cast<std::size_t>(limit));
  return static_cast<std::uint64_t>(rank);
}

std::string with_edit(std::string text, RandomSource& random) {
  if (text.size() < 3) return text;
  const std::size_t place = random.below(text.size());
  const char letter = static_cast<char>('a' + random.below(26));
  switch (random.below(4)) {
    case 0:
      text.insert(place, 1, letter);
      break;
    case 1:
      text.erase(place, 1);
      break;
    case 2:
      text[place] = letter;
      break;
    default:
      std::swap(text[place], text[place + 1 < text.size() ? place + 1 : place - 1]);
      break;
  }
  return text;
}

std::string in_native_script(Culture culture, std::string_view latin) {
  switch (culture) {
    case Culture::kArabic:
      return spelt(latin, kArabicLetters);
    case Culture::kSlavic:
      return spelt(latin, kCyrillic);
    case Culture::kEastAsian:
      return block_script(latin);
    default:
      return spelt(latin, kGreek);
  }
}

}  // namespace cordon::bench
