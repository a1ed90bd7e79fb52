// Which parties of the loaded lists a regime's measure names.
#include <algorithm>
#include <map>
#include <set>

#include "cordon/ownership/interest_readers.hpp"

namespace cordon::ownership {

namespace {

bool starts_with_any(std::string_view text, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& p) { return text.starts_with(p); });
}

bool is_one_of(std::string_view text, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_official(const RegimeBook& book, std::string_view source) {
  for (const Regime regime : all_regimes()) {
    const ListSources* lists = book.lists_of(regime);
    if (lists != nullptr && is_one_of(source, lists->sources)) return true;
  }
  return source == "us_ofac_cons" || source == "us_trade_csl" || source == "un_sc_sanctions" ||
         source == "us_bis_denied" || source == "ca_dfatd_sema";
}

// Whether the text says "<order> ... Directive(s) ... <number>": "Executive Order 13662 Directive Determination -
// Subject to Directive 1", "EO 14024 Directive 1A", "Directives 2 and 4".
bool names_directive(std::string_view text, std::string_view order, char number) {
  std::size_t at = text.find(order);
  if (at == std::string_view::npos) return false;
  for (at = text.find("irective", at); at != std::string_view::npos; at = text.find("irective", at + 1)) {
    std::string_view rest = text.substr(at + 8);
    if (!rest.empty() && rest.front() == 's') rest.remove_prefix(1);
    while (!rest.empty()) {
      if (rest.front() == ' ' || rest.front() == ',') {
        rest.remove_prefix(1);
      } else if (rest.starts_with("and ")) {
        rest.remove_prefix(4);
      } else if (rest.front() >= '0' && rest.front() <= '9') {
        const bool longer = rest.size() > 1 && rest[1] >= '0' && rest[1] <= '9';
        if (rest.front() == number && !longer) return true;
        rest.remove_prefix(1);
        while (!rest.empty() && (rest.front() == 'A' || (rest.front() >= '0' && rest.front() <= '9'))) {
          rest.remove_prefix(1);
        }
      } else {
        break;
      }
    }
  }
  return false;
}

bool names_directive(const model::Entity& entity, std::string_view order, char number) {
  for (const std::string_view property : {"provisions", "notes", "program", "programId", "summary", "description"}) {
    for (const std::string& text : entity.values(property)) {
      if (names_directive(text, order, number)) return true;
    }
  }
  return false;
}

bool names_blocked_party(const model::SourcedEntity& entity, const RegimeBook& book, const ListSources& lists) {
  const model::Entity& party = entity.listed.entity;
  if (is_one_of(entity.source.str(), lists.sources)) {
    const auto programmes = party.values("programId");
    return programmes.empty() || !std::all_of(programmes.begin(), programmes.end(), [&](const std::string& programme) {
             return starts_with_any(programme, lists.not_programme_prefixes);
           });
  }
  if (entity.source.str() == "us_ofac_sdn" && !lists.sdn_programmes.empty()) {
    const auto programmes = party.values("programId");
    return std::any_of(programmes.begin(), programmes.end(),
                       [&](const std::string& programme) { return is_one_of(programme, lists.sdn_programmes); });
  }
  if (is_official(book, entity.source.str()) || !party.has("topics", "sanction")) return false;
  const auto programmes = party.values("programId");
  return programmes.empty() || std::any_of(programmes.begin(), programmes.end(), [&](const std::string& programme) {
           return starts_with_any(programme, lists.programme_prefixes) &&
                  !starts_with_any(programme, lists.not_programme_prefixes);
         });
}

}  // namespace

ListedParties listed_parties(const model::EntitySource& source, Regime regime, Measure measure) {
  ListedParties listed;
  const RegimeBook& book = RegimeBook::instance();
  const ListSources* lists = book.lists_of(regime);
  const bool blocking = measure == Measure::kBlocking;
  const std::string_view name = measure_name(measure);
  const std::string_view order = name.starts_with("ssi") ? "13662" : "14024";
  std::set<std::string> subjects;
  std::set<std::string> named;  // by their own words or those of their sanction record
  source.for_each([&](const model::SourcedEntity& entity) {
    if (entity.listed.is_subject) subjects.insert(entity.listed.entity.id().str());
    if (blocking) {
      if (entity.listed.is_subject && lists != nullptr && names_blocked_party(entity, book, *lists)) {
        named.insert(entity.listed.entity.id().str());
      }
    } else if (regime == Regime::kUsOfac && names_directive(entity.listed.entity, order, name.back())) {
      named.insert(entity.listed.is_subject ? entity.listed.entity.id().str() : entity.listed.subject_id.str());
      for (const std::string& subject : entity.listed.entity.values("entity")) named.insert(subject);
    }
    return true;
  });
  for (const std::string& id : named) {
    if (subjects.count(id) != 0) listed.add(id);
  }
  return listed;
}

}  // namespace cordon::ownership
