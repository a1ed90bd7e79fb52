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

struct NamedDirective {
  std::string_view order;  // "13662", "14024"; empty: the words do not say
  std::string number;
};

// "Executive Order 14024 Directive 1A", "EO 13662 ... Subject to Directive 1" in OFAC's remarks: the number behind the
// word, under the order named last before it.
std::vector<NamedDirective> directives_in(const std::string& words) {
  std::vector<NamedDirective> out;
  constexpr std::string_view kWord = "directive ";
  for (std::size_t at = words.find(kWord); at != std::string::npos; at = words.find(kWord, at + 1)) {
    const std::size_t from = at + kWord.size();
    const std::string number = words.substr(from, words.find(' ', from) - from);
    if (number != "1" && number != "1a" && number != "2" && number != "3" && number != "4") continue;
    const std::size_t ssi = words.rfind("13662", at);
    const std::size_t harmful = words.rfind("14024", at);
    NamedDirective named{{}, normalise_tag(number)};
    if (ssi != std::string::npos && (harmful == std::string::npos || ssi > harmful)) named.order = "13662";
    if (harmful != std::string::npos && (ssi == std::string::npos || harmful > ssi)) named.order = "14024";
    out.push_back(std::move(named));
  }
  return out;
}

void add_consolidated(const std::string& programme, const std::vector<NamedDirective>& directives,
                      std::vector<std::string>& out) {
  const auto add = [&](std::string_view order, const std::string& prefix) {
    for (const NamedDirective& named : directives) {
      if (named.order.empty() || named.order == order) out.push_back(prefix + named.number);
    }
  };
  if (programme.starts_with("UKRAINE-EO13662")) {
    out.emplace_back("SSI");
    add("13662", "SSI-DIRECTIVE-");
  } else if (programme.starts_with("RUSSIA-EO14024")) {
    const std::size_t before = out.size();
    add("14024", "EO14024-DIRECTIVE-");
    const auto is_second = [](const std::string& tag) { return tag == "EO14024-DIRECTIVE-2"; };
    const auto added = out.begin() + static_cast<std::ptrdiff_t>(before);
    const bool second = std::any_of(added, out.end(), is_second);
    const bool other = before == out.size() || !std::all_of(added, out.end(), is_second);
    if (second) out.emplace_back("CAPTA");
    if (other) out.emplace_back("NS-MBS");
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
  const std::vector<NamedDirective> directives = directives_in(normalise_words(remarks));
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
