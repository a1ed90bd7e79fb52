// What an entry of an official list means in the words of the rules.
#include <algorithm>

#include "cordon/measures/party.hpp"
#include "vocabulary.hpp"

namespace cordon::measures {
namespace {

struct SourceTag {
  std::string_view source;
  std::string_view regime;
  std::string_view tag;  // every entry of the list holds it; empty: programmes decide
};

constexpr SourceTag kSources[] = {
    {"us_ofac_sdn", "us", "SDN"},
    {"us_ofac_cons", "us", ""},
    {"us_bis_entity", "bis", "BIS-ENTITY-LIST"},
    {"us_bis_denied", "bis", "BIS-DENIED"},
    {"us_trade_csl", "us", ""},
    {"eu_fsf", "eu", ""},
    {"gb_fcdo_sanctions", "uk", "UK-ASSET-FREEZE"},
    {"gb_hmt_sanctions", "uk", "UK-ASSET-FREEZE"},
    {"ch_seco_sanctions", "ch", "CH-UKRAINE-ORDINANCE"},
    {"un_sc_sanctions", "un", "UN-SC"},
};

// "Directive 1A", "directive 3" in OFAC's remarks: the number behind the word.
std::vector<std::string> directives_in(const std::string& words) {
  std::vector<std::string> out;
  constexpr std::string_view kWord = "directive ";
  for (std::size_t at = words.find(kWord); at != std::string::npos; at = words.find(kWord, at + 1)) {
    const std::size_t from = at + kWord.size();
    const std::string number = words.substr(from, words.find(' ', from) - from);
    if (number == "1" || number == "1a" || number == "2" || number == "3" || number == "4") {
      out.push_back(normalise_tag(number));
    }
  }
  return out;
}

void add_consolidated(const std::string& programme, const std::vector<std::string>& directives,
                      std::vector<std::string>& out) {
  if (programme.starts_with("UKRAINE-EO13662")) {
    out.emplace_back("SSI");
    for (const std::string& number : directives) out.push_back("SSI-DIRECTIVE-" + number);
  } else if (programme.starts_with("RUSSIA-EO14024")) {
    out.emplace_back(std::find(directives.begin(), directives.end(), "2") != directives.end() ? "CAPTA" : "NS-MBS");
    for (const std::string& number : directives) out.push_back("EO14024-DIRECTIVE-" + number);
  } else if (programme.starts_with("CAATSA-RUSSIA")) {
    out.emplace_back("CAATSA-235");
  }
}

}  // namespace

std::vector<std::string> listing_tags(std::string_view source_id, std::span<const std::string> programmes,
                                      std::string_view remarks) {
  std::vector<std::string> out;
  const auto* source = std::find_if(std::begin(kSources), std::end(kSources),
                                    [&](const SourceTag& entry) { return entry.source == source_id; });
  if (source == std::end(kSources)) return out;
  if (!source->tag.empty()) out.emplace_back(source->tag);
  const std::vector<std::string> directives = directives_in(normalise_words(remarks));
  for (const std::string& programme : programmes) {
    const std::string word = normalise_tag(programme);
    if (source_id == "us_ofac_sdn") {
      out.push_back(word);
    } else if (source_id == "us_ofac_cons") {
      add_consolidated(word, directives, out);
    } else if (source_id == "us_trade_csl") {
      // The CSL carries SDN and consolidated entries under one roof; without the directive it is the SDN's programme.
      if (directives.empty()) {
        out.push_back(word);
      } else {
        add_consolidated(word, directives, out);
      }
    } else if (source_id == "eu_fsf") {
      out.emplace_back(word == "UKR" || word == "EU-UKR" ? "EU-269-ANNEX-I" : "EU-OTHER");
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string_view regime_of_source(std::string_view source_id) noexcept {
  for (const SourceTag& entry : kSources) {
    if (entry.source == source_id) return entry.regime;
  }
  return {};
}

}  // namespace cordon::measures
