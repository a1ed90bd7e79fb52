// Which format ownership data is in, told from its first bytes.
#include <algorithm>

#include "cordon/base/limits.hpp"
#include "cordon/ownership/interest_readers.hpp"

namespace cordon::ownership {

namespace {

constexpr std::size_t kHeadBytes = 8'192;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

base::Result<InterestImport> read_ftm_lines(std::string_view bytes, const std::string& document,
                                            OwnershipGraph::Builder& builder) {
  std::vector<model::SourcedEntity> entities;
  std::uint64_t line = 0;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view text = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    ++line;
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto entity = model::Entity::from_json(text);
    if (!entity) {
      base::Error error = entity.error();
      error.where = {document, line, {}};
      return error;
    }
    model::SourcedEntity sourced;
    sourced.listed.entity = std::move(entity).value();
    entities.push_back(std::move(sourced));
  }
  return read_entities(model::MemoryEntitySource(std::move(entities)), builder);
}

}  // namespace

std::string_view interest_format(std::string_view head) noexcept {
  head = head.substr(0, kHeadBytes);
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const std::size_t start = head.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return {};
  head = head.substr(start);
  const std::string_view line = head.substr(0, head.find('\n'));
  if (head.starts_with('<')) {
    return contains(head, "gleif.org") || contains(head, "LEIData") || contains(head, "RelationshipData") ? "gleif"
                                                                                                          : "";
  }
  if (head.starts_with('[') || head.starts_with('{')) {
    if (contains(head, "\"RelationshipType\"") || contains(head, "\"ExceptionCategory\"") ||
        (contains(head, "\"LEI\"") && contains(head, "\"LegalName\""))) {
      return "gleif";
    }
    if (contains(line, "\"natures_of_control\"") || contains(line, "persons-with-significant-control")) return "uk-psc";
    return contains(head, "\"statementI") || contains(head, "\"statementType\"") ? "bods" : "";
  }
  if (contains(line, "Relationship.StartNode") || contains(line, "Exception.Category")) return "gleif";
  return contains(line, "owner,asset") || (contains(line, "owner") && contains(line, "asset,share")) ? "interests-csv"
                                                                                                     : "";
}

base::Result<InterestImport> read_interests(std::string_view bytes, const std::string& document,
                                            OwnershipGraph::Builder& builder, std::optional<base::Date> today) {
  std::string_view head = bytes.substr(0, kHeadBytes);
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const std::size_t start = head.find_first_not_of(" \t\r\n");
  head = start == std::string_view::npos ? std::string_view{} : head.substr(start);
  if (head.starts_with('<')) return read_gleif_xml(bytes, document, builder);
  const bool gleif = contains(head, "\"RelationshipType\"") || contains(head, "\"ExceptionCategory\"") ||
                     (contains(head, "\"LEI\"") && contains(head, "\"LegalName\""));
  if (gleif && (head.starts_with('[') || head.starts_with('{'))) return read_gleif_json(bytes, document, builder);
  if (head.starts_with('[')) return read_bods(bytes, document, builder, today);
  if (head.starts_with('{')) {
    const std::string_view line = head.substr(0, head.find('\n'));
    if (contains(line, "\"natures_of_control\"") || contains(line, "persons-with-significant-control")) {
      return read_uk_psc(bytes, document, builder);
    }
    if (contains(head, "\"statementI") || contains(head, "\"statementType\"")) {
      return read_bods(bytes, document, builder, today);
    }
    if (contains(line, "\"schema\"") && contains(line, "\"properties\"")) {
      return read_ftm_lines(bytes, document, builder);
    }
    return base::Error{base::ErrorCode::kUnsupported,
                       "expected BODS statements, UK PSC entries or FollowTheMoney entities",
                       {document, 1, {}}};
  }
  const std::string_view line = head.substr(0, head.find('\n'));
  if (contains(line, "Relationship.StartNode") || contains(line, "Exception.Category")) {
    return read_gleif_csv(bytes, document, builder);
  }
  return read_interest_csv(bytes, document, builder);
}

}  // namespace cordon::ownership
