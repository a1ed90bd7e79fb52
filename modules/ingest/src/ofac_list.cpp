#include "ofac_list.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "encoding.hpp"
#include "ofac_mapping.hpp"
#include "ofac_names.hpp"
#include "ofac_text.hpp"

namespace cordon::ingest::ofac {
namespace {

// Programmes of one list only. Source: OFAC's programme tag definitions; RUSSIA-EO14024, UKRAINE-EO13662, SYRIA, IRAN,
// SDGT and others stand on both lists and say nothing.
constexpr std::array<std::string_view, 24> kSdnTags{
    "CUBA",     "SDNT",    "SDNTK",   "NPWMD",   "FTO",    "IRAQ2",   "IRGC",  "IFSR",
    "TCO",      "GLOMAG",  "MAGNIT",  "DRCONGO", "DARFUR", "SOMALIA", "YEMEN", "CYBER2",
    "ZIMBABWE", "BALKANS", "BELARUS", "LEBANON", "LIBYA2", "SDT",     "DPRK",  "PEESA-EO14039"};
constexpr std::array<std::string_view, 8> kConsolidatedTags{"NS-PLC",       "NS-ISA",  "NS-MBS",      "NS-CMIC",
                                                            "CMIC-EO13959", "561List", "561-Related", "FSE-IR"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& tags, std::string_view tag) {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

}  // namespace

void ListEvidence::add_programme(std::string_view tag) {
  if (contains(kSdnTags, tag)) ++sdn_;
  if (contains(kConsolidatedTags, tag)) ++consolidated_;
}

void ListEvidence::add_remarks(std::string_view remarks) {
  // Sectoral determinations are what the SSI list is made of; on the SDN list they are a rare addition.
  if (remarks.find("13662 Directive Determination") != std::string_view::npos) ++consolidated_;
}

void ListEvidence::add_list_name(std::string_view name) {
  if (name == "SDN List") {
    ++sdn_;
  } else if (!name.empty()) {
    ++consolidated_;
  }
}

std::string ListEvidence::source(std::string_view file_name) const {
  if (sdn_ != consolidated_) return std::string(sdn_ > consolidated_ ? kSdnSource : kConsolidatedSource);
  const std::string name = ascii_lowered(file_name);
  if (name.find("cons") != std::string::npos) return std::string(kConsolidatedSource);
  if (name.find("sdn") != std::string::npos) return std::string(kSdnSource);
  return {};
}

base::Error undecided_source(const std::string& document) {
  return base::Error{base::ErrorCode::kInvalidArgument,
                     "expected OFAC's SDN list or its non-SDN list, found records that may be of either; say "
                     "--source us_ofac_sdn or --source us_ofac_cons",
                     {document, 0, {}}};
}

std::string list_title(const model::SourceId& source) {
  if (source.str() == kConsolidatedSource) return "OFAC Consolidated (non-SDN) Sanctions List";
  return "OFAC Specially Designated Nationals and Blocked Persons List";
}

SubjectKind subject_kind(std::string_view text, Unmapped& unmapped) {
  const std::string kind = ascii_lowered(trimmed(text));
  if (kind == "individual") return SubjectKind::kIndividual;
  if (kind == "vessel") return SubjectKind::kVessel;
  if (kind == "aircraft") return SubjectKind::kAircraft;
  if (!kind.empty() && kind != "entity") unmapped.count("sdn_type", text);
  return SubjectKind::kEntity;
}

std::vector<std::string> split_programmes(std::string_view text) {
  std::vector<std::string> tags;
  while (!text.empty()) {
    const std::size_t at = text.find("] [");
    std::string_view tag = text.substr(0, at);
    text = at == std::string_view::npos ? std::string_view{} : text.substr(at + 3);
    while (!tag.empty() && (tag.front() == '[' || tag.front() == ' ')) tag.remove_prefix(1);
    while (!tag.empty() && (tag.back() == ']' || tag.back() == ' ')) tag.remove_suffix(1);
    if (!tag.empty()) tags.emplace_back(tag);
  }
  return tags;
}

std::string clean_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const std::string decoded = text.find('&') == std::string_view::npos ? std::string{} : decode_html_entities(text);
  for (const char c : decoded.empty() ? text : std::string_view(decoded)) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string name_text(std::string_view text) {
  std::string clean = clean_text(text);
  std::string out;
  out.reserve(clean.size());
  for (std::size_t i = 0; i < clean.size(); ++i) {
    // U+202A..U+202E and U+200E, U+200F: embedding and direction marks.
    if (clean[i] == '\xE2' && i + 2 < clean.size() && clean[i + 1] == '\x80') {
      const auto last = static_cast<unsigned char>(clean[i + 2]);
      if ((last >= 0xAA && last <= 0xAE) || last == 0x8E || last == 0x8F) {
        i += 2;
        continue;
      }
    }
    out += clean[i] == '"' ? '\'' : clean[i];
  }
  return out;
}

AliasKind alias_kind(std::string_view text, Unmapped& unmapped) {
  std::string type = ascii_lowered(trimmed(text));
  std::erase(type, '.');
  if (type == "fka") return AliasKind::kFormerlyKnownAs;
  if (type == "nka") return AliasKind::kNowKnownAs;
  if (type != "aka") unmapped.count("alias type", text);
  return AliasKind::kAlsoKnownAs;
}

base::Result<void> emit_records(const std::vector<Record>& records, ReadContext& context) {
  NameIndex names;
  for (std::uint32_t at = 0; at < records.size(); ++at) names.add(records[at], at);
  const MapContext map{list_title(context.group.source), &records, &names, &context.unmapped};
  std::vector<model::ListEntity> entities;
  std::unordered_set<std::string> own_ids;
  for (const Record& record : records) {
    entities.clear();
    map_record(record, map, entities);
    const base::SourceLocation where{context.group.parts.front().input.document, record.line, record.uid};
    own_ids.clear();
    for (model::ListEntity& entity : entities) {
      if (entity.is_subject) {
        CORDON_TRY(context.emit_subject(std::move(entity.entity), record.raw_hash, where));
      } else if (own_ids.insert(entity.entity.id().str()).second) {
        // Ids are made of the content: the same id within a record is the same statement made twice.
        CORDON_TRY(context.emit(std::move(entity)));
      }
    }
  }
  return {};
}

}  // namespace cordon::ingest::ofac
