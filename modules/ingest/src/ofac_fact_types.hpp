// The table of what OFAC says about subjects (data/lists/ofac_fact_types.txt): finds the type a segment of the remarks
// begins with. Built once, never changes. Thread: safe to share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace cordon::ingest::ofac {

enum class FactKind : std::uint8_t {
  kDocument,
  kPassport,
  kValue,
  kDate,
  kCountry,
  kBirthDate,
  kBirthPlace,
  kGender,
  kPhone,
  kWallet,
  kAlias,
  kFormerName,
  kPosition,
  kProvision,
  kListed,
  kEffective,
  kLink,
  kOperator,
  kOwner,
  kMoreInformation,
  kNotes
};

struct FactType {
  std::string type;  // as the table writes it
  FactKind kind = FactKind::kNotes;
  std::vector<std::string> properties;
};

struct FactMatch {
  const FactType* type = nullptr;  // nullptr: no type fits
  std::string_view value;          // what stands behind the type, separators left out
};

class FactTypes {
 public:
  // The shipped table. Lifetime: the program's.
  [[nodiscard]] static const FactTypes& instance();

  // Lifetime: the value is a part of the segment.
  [[nodiscard]] FactMatch find(std::string_view segment) const;
  // Whether a word of the text names an office, rank or occupation.
  [[nodiscard]] bool names_role(std::string_view text) const;
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  explicit FactTypes(std::string_view table);

  struct Entry {
    std::string folded;  // lower-case type
    FactType type;
  };
  // By the first word of the type; longest type first.
  std::unordered_map<std::string, std::vector<Entry>> by_word_;
  std::unordered_set<std::string> roles_;
  std::size_t size_ = 0;
};

}  // namespace cordon::ingest::ofac
