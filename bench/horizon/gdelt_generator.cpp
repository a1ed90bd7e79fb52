#include "gdelt_generator.hpp"

#include <array>
#include <string>
#include <string_view>

namespace cordon::bench {
namespace {

constexpr std::array<std::string_view, 24> kCountries{"USA", "RUS", "UKR", "CHN", "DEU", "GBR", "FRA", "IRN",
                                                      "TUR", "SYR", "ISR", "POL", "JPN", "IND", "CAN", "ITA",
                                                      "BLR", "KAZ", "GEO", "SAU", "EGY", "PAK", "AUS", "BRA"};
constexpr std::array<std::string_view, 6> kTypes{"GOV", "MIL", "BUS", "COP", "LEG", "MED"};
struct Code {
  std::string_view code;
  std::string_view root;
  char quad;
  std::string_view goldstein;
};
constexpr std::array<Code, 16> kCodes{{{"010", "01", '1', "0.0"},
                                       {"0211", "02", '1', "3.4"},
                                       {"036", "03", '1', "4.0"},
                                       {"042", "04", '1', "1.9"},
                                       {"046", "04", '1', "7.0"},
                                       {"051", "05", '1', "3.4"},
                                       {"057", "05", '1', "8.0"},
                                       {"0256", "02", '1', "-0.3"},
                                       {"071", "07", '2', "7.4"},
                                       {"085", "08", '2', "7.0"},
                                       {"112", "11", '3', "-2.0"},
                                       {"1312", "13", '3', "-5.8"},
                                       {"163", "16", '4', "-8.0"},
                                       {"172", "17", '4', "-5.0"},
                                       {"190", "19", '4', "-10.0"},
                                       {"173", "17", '4', "-5.0"}}};

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t bound) {  // splitmix64
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return (z ^ (z >> 31U)) % bound;
  }
  std::uint64_t skewed(std::uint64_t bound) { return below(below(bound) + 1); }

 private:
  std::uint64_t state_;
};

void actor(Random& random, std::string& row) {
  if (random.below(8) == 0) {
    row += "\t\t\t\t\t\t\t\t\t";
    return;
  }
  const std::string_view country =
      random.below(6) == 0 ? std::string_view{} : kCountries[random.skewed(kCountries.size())];
  const std::string_view type = random.below(2) == 0 ? std::string_view{} : kTypes[random.below(kTypes.size())];
  row.append(country)
      .append(type)
      .append("\tINVENTED ACTOR\t")
      .append(country)
      .append("\t\t\t\t\t")
      .append(type)
      .append("\t\t");
}

void place(Random& random, std::string& row) {
  if (random.below(10) == 0) {
    row += "\t0\t\t\t\t\t\t\t";
    return;
  }
  row += "\t4\tSome Invented Town, Some Invented Province, Country\tRS\tRS48\t25106\t55.";
  row += std::to_string(1000 + random.below(9000)) + "\t37." + std::to_string(1000 + random.below(9000)) + "\t-29" +
         std::to_string(10000 + random.below(90000));
}

}  // namespace

bool write_gdelt2(std::FILE* out, std::uint64_t rows, std::uint64_t seed) {
  Random random(seed);
  std::string text;
  for (std::uint64_t i = 0; i < rows; ++i) {
    // Months of a year in turn, so that aggregation has something to do.
    const std::string month = std::to_string(101 + i * 12 / rows).substr(1);
    const std::string day = std::to_string(101 + random.below(28)).substr(1);
    const Code& code = kCodes[random.below(kCodes.size())];
    text += std::to_string(800'000'000 + i) + "\t2018" + month + day + "\t2018" + month + "\t2018\t2018." +
            std::to_string(1000 + random.below(9000)) + "\t";
    actor(random, text);
    text += '\t';
    actor(random, text);
    text.append("\t1\t").append(code.code).append("\t").append(code.code.substr(0, 3)).append("\t").append(code.root);
    text.append("\t").append(1, code.quad).append("\t").append(code.goldstein);
    const std::string mentions = std::to_string(1 + random.skewed(40));
    text += "\t" + mentions + "\t1\t" + mentions + "\t-" + std::to_string(random.below(9)) + "." +
            std::to_string(100'000'000'000'000 + random.below(899'999'999'999'999));
    for (int where = 0; where < 3; ++where) place(random, text);
    text += "\t2018" + month + day + "120000\thttps://news.example.org/world/2018/" + month + "/";
    text.append(60 + random.below(90), 'a');
    text += std::to_string(random.below(1'000'000)) + "\n";
    if (text.size() > (1U << 20U) || i + 1 == rows) {
      if (std::fwrite(text.data(), 1, text.size(), out) != text.size()) return false;
      text.clear();
    }
  }
  return std::fflush(out) == 0;
}

}  // namespace cordon::bench
