// The dated rules. A rule book is read from YAML (docs/formats/measures.md) and never changes afterwards.
// Invariant: every rule has id, family, revision, citation, mark and date, and names only words of the vocabulary;
// RuleBook::parse refuses anything else. Thread: read only, safe to share.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "cordon/measures/assessment.hpp"

namespace cordon::measures {

struct RuleBookData;  // src/rule_book.hpp

// What a reader wants to know of a rule; its conditions stay inside.
struct RuleSummary {
  std::string id;
  std::string family;
  std::int64_t revision = 1;
  std::string jurisdiction;
  std::string issuer;
  std::string citation;
  std::string mark;  // how the source was read: V, V2, D, S, P, M, C
  bool verified = false;
  std::string text;  // what the rule says
  Outcome strictest = Outcome::kRestricted;
  base::Date effective_from;
  std::optional<base::Date> effective_to;
  std::optional<base::Date> known_from;  // earlier than effective_from when the rule was pending
};

struct RuleFile {
  std::string name;
  std::string_view text;
};

class RuleBook {
 public:
  // The rules compiled into the program. Errors: none in a tested build.
  [[nodiscard]] static base::Result<RuleBook> shipped();
  // Files in the formats of data/measures: vocabulary.yaml and parties.yaml by name, all others hold rules.
  [[nodiscard]] static base::Result<RuleBook> parse(std::span<const RuleFile> files);

  [[nodiscard]] std::vector<RuleSummary> rules() const;     // in book order
  [[nodiscard]] std::vector<std::string> families() const;  // in book order, the order of answers
  [[nodiscard]] std::string content_hash() const;           // names this very book in a stored result
  [[nodiscard]] const RuleBookData& data() const noexcept { return *data_; }

 private:
  explicit RuleBook(std::shared_ptr<const RuleBookData> data) : data_(std::move(data)) {}
  std::shared_ptr<const RuleBookData> data_;
};

}  // namespace cordon::measures
