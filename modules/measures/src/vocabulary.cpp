#include "vocabulary.hpp"

#include <span>

#include "cordon/base/embedded_data.hpp"
#include "cordon/model/country.hpp"
#include "yaml_reader.hpp"

namespace cordon::measures {

std::span<const base::EmbeddedFile> embedded_files() noexcept;

namespace {

using base::Result;

Result<void> read_types(const YamlPlace& root, Vocabulary& out) {
  const YamlPlace types = root.at("types");
  for (const std::string& type : keys_of(types)) {
    const YamlPlace place = types.at(type.c_str());
    CORDON_TRY(place.only({"aliases", "implies", "by_instrument"}));
    out.types.insert(type);
    std::vector<std::string> aliases;
    CORDON_TRY(read_texts(place, "aliases", aliases));
    for (const std::string& alias : aliases) {
      if (!out.type_aliases.emplace(alias, type).second) return place.error("alias '" + alias + "' comes twice");
    }
    if (place.has("by_instrument")) {
      const YamlPlace instruments = place.at("by_instrument");
      for (const std::string& instrument : keys_of(instruments)) {
        CORDON_ASSIGN(out.by_instrument[type][instrument], instruments.at(instrument.c_str()).text());
      }
    }
    if (!place.has("implies")) continue;
    const YamlPlace implies = place.at("implies");
    for (const std::string& domain : keys_of(implies)) {
      CORDON_ASSIGN(out.implied[type][domain], implies.at(domain.c_str()).text());
    }
  }
  const YamlPlace groups = root.at("type_groups");
  for (const std::string& group : keys_of(groups)) {
    const YamlPlace place = groups.at(group.c_str());
    CORDON_ASSIGN(const std::vector<std::string> members, place.texts());
    for (const std::string& member : members) {
      if (member.starts_with("group/")) {
        const auto other = out.type_groups.find(member.substr(6));
        if (other == out.type_groups.end()) return place.error("group '" + member + "' is not known above");
        out.type_groups[group].insert(other->second.begin(), other->second.end());
      } else if (out.types.contains(member)) {
        out.type_groups[group].insert(member);
      } else {
        return place.error("type '" + member + "' is not known");
      }
    }
  }
  return {};
}

Result<void> read_domains(const YamlPlace& root, Vocabulary& out) {
  const YamlPlace domains = root.at("domains");
  for (const std::string& id : keys_of(domains)) {
    const YamlPlace place = domains.at(id.c_str());
    CORDON_TRY(place.only({"fields", "open", "similar", "classes"}));
    Domain domain;
    domain.id = id;
    CORDON_TRY(read_texts(place, "fields", domain.fields));
    if (domain.fields.empty()) return place.error("expected 'fields'");
    CORDON_TRY(read_flag(place, "open", domain.open));
    CORDON_TRY(read_texts(place, "similar", domain.similar));
    for (std::string& word : domain.similar) word = normalise_words(word);
    const YamlPlace classes = place.at("classes");
    for (const std::string& name : keys_of(classes)) {
      const YamlPlace at = classes.at(name.c_str());
      CORDON_TRY(at.only({"title", "words", "unless", "hs"}));
      WordClass entry;
      entry.id = name;
      entry.title = name;
      CORDON_TRY(read_text(at, "title", entry.title));
      CORDON_TRY(read_texts(at, "words", entry.words));
      CORDON_TRY(read_texts(at, "unless", entry.unless));
      CORDON_TRY(read_texts(at, "hs", entry.hs_codes));
      for (std::string& word : entry.words) word = normalise_words(word);
      for (std::string& word : entry.unless) word = normalise_words(word);
      domain.classes.push_back(std::move(entry));
    }
    out.domains.emplace(id, std::move(domain));
  }
  return {};
}

Result<void> read_tags(const YamlPlace& root, Vocabulary& out) {
  const YamlPlace tags = root.at("tags");
  for (const std::string& id : keys_of(tags)) {
    const YamlPlace place = tags.at(id.c_str());
    CORDON_TRY(place.only({"regime", "title", "citation", "mark", "verified", "aliases", "prefixes",
                           "not_blocking_with", "then", "vague_for"}));
    TagInfo info;
    info.id = id;
    for (const auto& [key, field] : {std::pair{"regime", &info.regime}, std::pair{"title", &info.title},
                                     std::pair{"citation", &info.citation}, std::pair{"mark", &info.mark}}) {
      CORDON_TRY(read_text(place, key, *field));
      if (field->empty()) return place.error(std::string("expected '") + key + "'", base::ErrorCode::kMissingField);
    }
    CORDON_TRY(read_flag(place, "verified", info.verified));
    std::vector<std::string> aliases;
    CORDON_TRY(read_texts(place, "aliases", aliases));
    for (const std::string& alias : aliases) out.tag_aliases[normalise_tag(alias)] = id;
    std::vector<std::string> prefixes;
    CORDON_TRY(read_texts(place, "prefixes", prefixes));
    for (const std::string& prefix : prefixes) out.tag_prefixes.emplace_back(prefix, id);
    CORDON_TRY(read_texts(place, "not_blocking_with", info.not_blocking_with));
    CORDON_TRY(read_text(place, "then", info.then));
    CORDON_TRY(read_texts(place, "vague_for", info.vague_for));
    out.tags.emplace(id, std::move(info));
  }
  const YamlPlace groups = root.at("tag_groups");
  for (const std::string& group : keys_of(groups)) {
    const YamlPlace place = groups.at(group.c_str());
    CORDON_ASSIGN(out.tag_groups[group], place.texts());
    for (const std::string& tag : out.tag_groups[group]) {
      if (!out.tags.contains(tag)) return place.error("tag '" + tag + "' is not known");
    }
  }
  return {};
}

Result<void> read_ownership(const YamlPlace& root, Vocabulary& out) {
  const YamlPlace tests = root.at("ownership_tests");
  for (const std::string& id : keys_of(tests)) {
    const YamlPlace place = tests.at(id.c_str());
    CORDON_TRY(place.only({"citation", "steps"}));
    OwnershipTest test;
    test.id = id;
    CORDON_ASSIGN(test.citation, place.at("citation").text());
    const YamlPlace steps = place.at("steps");
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const YamlPlace at = steps.at(i);
      CORDON_TRY(at.only({"from", "to", "at_least", "over", "aggregate"}));
      OwnershipStep step;
      CORDON_TRY(read_date(at, "from", step.from));
      CORDON_TRY(read_date(at, "to", step.to));
      step.inclusive = at.has("at_least");
      CORDON_ASSIGN(const std::int64_t percent, at.at(step.inclusive ? "at_least" : "over").decimal());
      const auto share = base::BasisPoints::from_int(percent / 10);
      if (!share) return at.error("expected a share of 0 to 100 percent", base::ErrorCode::kOutOfRange);
      step.threshold = *share;
      CORDON_TRY(read_flag(at, "aggregate", step.aggregate));
      test.steps.push_back(step);
    }
    out.ownership.emplace(id, std::move(test));
  }
  return {};
}

Result<void> read_countries(const YamlPlace& root, Vocabulary& out) {
  const YamlPlace groups = root.at("country_groups");
  for (const std::string& group : keys_of(groups)) {
    const YamlPlace place = groups.at(group.c_str());
    CORDON_ASSIGN(const std::vector<std::string> codes, place.texts());
    for (const std::string& code : codes) {
      if (model::country_name(code).empty()) return place.error("country '" + code + "' is not known");
    }
    out.country_groups[group] = {codes.begin(), codes.end()};
  }
  for (const char* needed : {"us", "eu", "uk", "ch", "ru", "allied"}) {
    if (!out.country_groups.contains(needed)) return groups.error(std::string("expected group '") + needed + "'");
  }
  const YamlPlace currencies = root.at("currencies");
  for (const std::string& code : keys_of(currencies)) {
    const YamlPlace place = currencies.at(code.c_str());
    CORDON_TRY(place.only({"usd_min", "usd_max"}));
    CurrencyBounds bounds{};
    CORDON_ASSIGN(bounds.min, place.at("usd_min").decimal());
    CORDON_ASSIGN(bounds.max, place.at("usd_max").decimal());
    out.currencies.emplace(code, bounds);
  }
  const YamlPlace kinds = root.at("kinds");
  for (const std::string& kind : keys_of(kinds)) {
    out.kinds[kind] = kind;
    CORDON_ASSIGN(const std::vector<std::string> aliases, kinds.at(kind.c_str()).texts());
    for (const std::string& alias : aliases) out.kinds[normalise_words(alias)] = kind;
  }
  return {};
}

}  // namespace

Result<Vocabulary> parse_vocabulary(std::string_view text, std::string_view document) {
  CORDON_ASSIGN(const YAML::Node node, load_yaml(text, document));
  const YamlPlace root{node, std::string(document), {}};
  CORDON_TRY(root.only({"types", "type_groups", "domains", "tags", "tag_groups", "ownership_tests", "country_groups",
                        "currencies", "kinds", "read_until"}));
  Vocabulary out;
  try {
    CORDON_ASSIGN(out.read_until, root.at("read_until").date());
    CORDON_TRY(read_types(root, out));
    CORDON_TRY(read_domains(root, out));
    CORDON_TRY(read_tags(root, out));
    CORDON_TRY(read_ownership(root, out));
    CORDON_TRY(read_countries(root, out));
  } catch (const YAML::Exception& error) {
    return root.error(error.what());
  }
  for (const auto& [type, domains] : out.implied) {
    for (const auto& [domain, name] : domains) {
      const auto found = out.domains.find(domain);
      bool known = false;
      if (found != out.domains.end()) {
        for (const WordClass& entry : found->second.classes) known = known || entry.id == name;
      }
      if (!known) return root.error("type '" + type + "' implies unknown " + domain + " '" + name + "'");
    }
  }
  return out;
}

const Result<Vocabulary>& shipped_vocabulary() {
  static const Result<Vocabulary> vocabulary =
      parse_vocabulary(base::find_embedded(embedded_files(), "measures/vocabulary.yaml"), "measures/vocabulary.yaml");
  return vocabulary;
}

}  // namespace cordon::measures
