// Curated names: who the rules themselves name. Read from data/measures/parties.yaml.
#include "rule_book.hpp"

namespace cordon::measures {
namespace {

using base::Result;

Result<CuratedMembership> parse_membership(const YamlPlace& place, const Vocabulary& vocabulary) {
  CORDON_TRY(place.only({"tag", "from", "to", "known_from", "mark", "verified", "note"}));
  CuratedMembership out;
  CORDON_ASSIGN(out.tag, place.at("tag").text());
  if (!vocabulary.tags.contains(out.tag)) return place.error("tag '" + out.tag + "' is not known");
  CORDON_TRY(read_date(place, "from", out.from));
  if (!out.from) return place.error("expected 'from'", base::ErrorCode::kMissingField);
  CORDON_TRY(read_date(place, "to", out.to));
  CORDON_TRY(read_date(place, "known_from", out.known_from));
  CORDON_ASSIGN(out.mark, place.at("mark").text());
  out.verified = out.mark == "V" || out.mark == "V2" || out.mark == "D";
  CORDON_TRY(read_flag(place, "verified", out.verified));
  CORDON_TRY(read_text(place, "note", out.note));
  return out;
}

Result<CuratedParty> parse_party(const YamlPlace& place, const Vocabulary& vocabulary) {
  CORDON_TRY(place.only({"name", "aliases", "ids", "country", "kind", "complete", "memberships", "owners", "implies"}));
  CuratedParty out;
  CORDON_ASSIGN(out.name, place.at("name").text());
  out.keys.push_back(normalise_name(out.name));
  std::vector<std::string> aliases;
  CORDON_TRY(read_texts(place, "aliases", aliases));
  for (const std::string& alias : aliases) out.keys.push_back(normalise_name(alias));
  aliases.clear();
  CORDON_TRY(read_texts(place, "ids", aliases));
  for (const std::string& id : aliases) out.keys.push_back("id:" + normalise_words(id));
  CORDON_TRY(read_text(place, "country", out.country));
  CORDON_TRY(read_text(place, "kind", out.kind));
  CORDON_TRY(read_texts(place, "complete", out.complete));
  if (place.has("memberships")) {
    const YamlPlace list = place.at("memberships");
    for (std::size_t i = 0; i < list.size(); ++i) {
      CORDON_ASSIGN(CuratedMembership one, parse_membership(list.at(i), vocabulary));
      out.memberships.push_back(std::move(one));
    }
  }
  if (place.has("owners")) {
    const YamlPlace list = place.at("owners");
    for (std::size_t i = 0; i < list.size(); ++i) {
      CORDON_TRY(list.at(i).only({"name", "share"}));
      CuratedOwner owner;
      CORDON_ASSIGN(owner.name, list.at(i).at("name").text());
      CORDON_ASSIGN(const std::int64_t percent, list.at(i).at("share").decimal());
      const auto share = base::BasisPoints::from_int(percent / 10);
      if (!share) return list.at(i).error("expected a share of 0 to 100 percent");
      owner.share_bp = share->value();
      out.owners.push_back(std::move(owner));
    }
  }
  if (place.has("implies")) {
    const YamlPlace implies = place.at("implies");
    for (const std::string& domain : keys_of(implies)) {
      if (!vocabulary.domains.contains(domain)) return implies.error("domain '" + domain + "' is not known");
      CORDON_ASSIGN(out.classes[domain], implies.at(domain.c_str()).text());
    }
  }
  return out;
}

}  // namespace

Result<void> parse_parties(const RuleFile& file, RuleBookData& out) {
  CORDON_ASSIGN(const YAML::Node node, load_yaml(file.text, file.name));
  const YamlPlace root{node, file.name, {}};
  try {
    CORDON_TRY(root.only({"parties"}));
    const YamlPlace list = root.at("parties");
    for (std::size_t i = 0; i < list.size(); ++i) {
      CORDON_ASSIGN(CuratedParty party, parse_party(list.at(i), out.vocabulary));
      for (const std::string& key : party.keys) {
        const auto [known, added] = out.party_by_key.emplace(key, out.parties.size());
        if (!added && known->second != out.parties.size()) {
          return list.at(i).error("name '" + key + "' stands for two parties");
        }
      }
      out.parties.push_back(std::move(party));
    }
  } catch (const YAML::Exception& error) {
    return root.error(error.what());
  }
  return {};
}

const CuratedParty* RuleBookData::find_party(std::string_view name, std::string_view entity_id) const {
  if (!entity_id.empty()) {
    const auto found = party_by_key.find("id:" + normalise_words(entity_id));
    if (found != party_by_key.end()) return &parties[found->second];
  }
  if (name.empty()) return nullptr;
  for (const std::string& key : {normalise_name(name), "id:" + normalise_words(name)}) {
    const auto found = party_by_key.find(key);
    if (found != party_by_key.end()) return &parties[found->second];
  }
  return nullptr;
}

}  // namespace cordon::measures
