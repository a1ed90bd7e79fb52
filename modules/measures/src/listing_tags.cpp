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
  std::string_view title;
};

constexpr SourceTag kSources[] = {
    {"us_ofac_sdn", "us", "SDN", "the SDN list"},
    {"us_ofac_cons", "us", "", "OFAC's consolidated list"},
    {"us_bis_entity", "bis", "BIS-ENTITY-LIST", "the Entity List"},
    {"us_bis_denied", "bis", "BIS-DENIED", "the denied persons list"},
    {"us_trade_csl", "us", "", "the US consolidated screening list"},
    {"eu_fsf", "eu", "", "the EU list"},
    {"gb_fcdo_sanctions", "uk", "UK-ASSET-FREEZE", "the UK list"},
    {"gb_hmt_sanctions", "uk", "UK-ASSET-FREEZE", "the OFSI list"},
    {"ch_seco_sanctions", "ch", "CH-UKRAINE-ORDINANCE", "the Swiss list"},
    {"un_sc_sanctions", "un", "UN-SC", "the UN list"},
};

const SourceTag* source_tag(std::string_view source_id) noexcept {
  const auto* found = std::find_if(std::begin(kSources), std::end(kSources),
                                   [&](const SourceTag& entry) { return entry.source == source_id; });
  return found == std::end(kSources) ? nullptr : found;
}

// On OFAC's consolidated list, not on the SDN list.
bool is_consolidated(std::string_view tag) noexcept {
  return tag.starts_with("SSI") || tag.starts_with("EO14024-DIRECTIVE") || tag == "NS-MBS" || tag == "NS-CMIC" ||
         tag == "CAPTA" || tag == "CAATSA-235";
}

// Names that licences and sections speak of: on no list of the Treasury.
bool is_on_no_list(std::string_view tag) noexcept {
  return tag == "MARINE-RESCUE-SERVICE" || tag == "LUKOIL-INTERNATIONAL" || tag == "LUKOIL-STATIONS" ||
         tag == "RU-SOVEREIGN" || tag == "CPC-TENGIZ" || tag == "CAATSA-231-LSP" || tag == "PEESA-WAIVED" ||
         tag.starts_with("BIS-") || tag.starts_with("EU-") || tag.starts_with("UK-") || tag.starts_with("CH-") ||
         tag.starts_with("UN-");
}

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

bool list_tells(std::string_view source_id, std::string_view tag) noexcept {
  const SourceTag* source = source_tag(source_id);
  if (source == nullptr) return false;
  if (source_id == "us_trade_csl") return tag == "BIS-ENTITY-LIST" || tag == "BIS-DENIED" || !is_on_no_list(tag);
  if (source_id == "us_ofac_cons") return is_consolidated(tag);
  if (source_id == "us_ofac_sdn") return !is_consolidated(tag) && !is_on_no_list(tag);
  if (source_id == "eu_fsf") return tag == "EU-269-ANNEX-I" || tag == "EU-OTHER";
  return tag == source->tag;
}

std::string_view list_title(std::string_view source_id) noexcept {
  const SourceTag* source = source_tag(source_id);
  return source == nullptr ? std::string_view{} : source->title;
}

std::string_view regime_of_source(std::string_view source_id) noexcept {
  for (const SourceTag& entry : kSources) {
    if (entry.source == source_id) return entry.regime;
  }
  return {};
}

}  // namespace cordon::measures
