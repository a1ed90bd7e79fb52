// Names on one OFAC list: how a record's name is written, and which record a name in the remarks means.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ofac_record.hpp"

namespace cordon::ingest::ofac {

// Reads "LAST, First" for individuals; anything else is kept whole.
[[nodiscard]] Name parse_name(std::string_view text, SubjectKind kind);
// As FollowTheMoney data writes people: "First LAST". The list's own spelling of the parts is kept.
[[nodiscard]] std::string natural_name(const Name& name);
// As OFAC's flat files write it: "LAST, First".
[[nodiscard]] std::string listed_name(const Name& name);

// Finds the record that a name means, when only one on the list bears it: primary names first, then strong aliases.
// Invariant: a name that two records share means nobody. Thread: const members are safe to share.
class NameIndex {
 public:
  void add(const Record& record, std::uint32_t position);
  // Returns: the record's position, or kNobody.
  [[nodiscard]] std::uint32_t find(std::string_view name) const;
  [[nodiscard]] std::uint32_t find_uid(const std::string& uid) const;

  static constexpr std::uint32_t kNobody = 0xFFFFFFFF;

 private:
  static constexpr std::uint32_t kSeveral = 0xFFFFFFFE;
  void put(std::unordered_map<std::string, std::uint32_t>& names, std::string_view name, std::uint32_t position);

  std::unordered_map<std::string, std::uint32_t> primary_;
  std::unordered_map<std::string, std::uint32_t> aliases_;
  std::unordered_map<std::string, std::uint32_t> uids_;
};

}  // namespace cordon::ingest::ofac
