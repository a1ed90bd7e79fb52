// Which names of a class need not be looked at, whatever else they hold: name_logit_ceiling against the logit a name
// must reach, remembered for one name of a query. Thread: one user at a time.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "name_ceiling.hpp"

namespace cordon::match {

// What meeting the positions of a query can add to the cost, by position and mode; see Meeting.
using PositionNets = std::array<PositionNet, kMaxNamePositions>;
// The logit a name must reach, by nearness of the birth dates of its subject and by kind of subject.
using NameFloors = std::array<std::array<double, 4>, 2>;

class Exclusion {
 public:
  // Of the names of a class that meet certain words of the query and no others: what stays below the floor.
  // Bits: see bit_of.
  using Answer = std::uint8_t;
  // Which bit stands for a nearness, and for a word of the name that tells parties apart and meets nothing.
  [[nodiscard]] static constexpr unsigned bit_of(std::size_t nearness, bool listed_word_open) noexcept {
    return 1U << (2 * nearness + (listed_word_open ? 1 : 0));
  }

  // By mode, without and with a title.
  using Ceilings = std::array<std::array<CeilingOfMeeting, 2>, kNameModes>;

  // Answers by class for one set of met words, found when they are asked for: most sets are met by few names.
  struct Row {
    std::uint64_t question = 0;
    std::uint32_t content = 0;
    std::uint32_t answered = 0;   // classes
    Answer together = 0;          // bits set in all of them
    bool nowhere = false;         // every class is answered, and no name of any reaches the floor
    std::vector<Answer> answers;  // by class; 0 = not yet asked
    Ceilings ceilings;
  };

  // Forgets the name before. Lifetime: everything given, until the next call.
  // nearness_count: 1 when the nearness of birth dates makes no difference, else 2.
  void begin(const NameView& query, SubjectKind query_kind, std::span<const NameClass> classes,
             const PositionNets& nets, const NameFloors& floors, std::size_t nearness_count, const Policy& policy);

  // Whether every name of the class stays below the floor that meets none of the words `unmet` and those of `faint` by
  // at most `faintness`, or not at all. content: words that may be met by more than an initial.
  [[nodiscard]] bool excludes(const NameClass& names, std::uint32_t unmet, std::uint32_t faint, Similarity faintness,
                              const PositionNets& faint_nets, std::uint32_t content, double floor) const noexcept;

  // For names that meet the words `met` and no others, and those of `content` only by more than an initial. Lifetime:
  // until the next call.
  [[nodiscard]] Row& met(std::uint32_t met, std::uint32_t content) {
    const std::uint64_t question = round_ << kMaxNamePositions | met;
    const std::uint32_t mixed = met ^ content << 3U;
    Row& row = rows_[(mixed ^ mixed >> 6U ^ mixed >> 12U ^ mixed >> 18U) % kRows];
    if (row.question != question || row.content != content) ask(row, question, met, content);
    return row;
  }
  // Of the names of class number c.
  [[nodiscard]] Answer of(Row& row, std::size_t c) const {
    const Answer known = row.answers[c];
    return known != 0 ? known : answer(row, c);
  }

 private:
  static constexpr std::size_t kRows = 64;

  static constexpr Answer kAnswered = 1U << 7U;  // beside the bits of every answer
  void ask(Row& row, std::uint64_t question, std::uint32_t met, std::uint32_t content);
  [[nodiscard]] Answer answer(Row& row, std::size_t c) const;

  const NameView* query_ = nullptr;
  SubjectKind query_kind_ = SubjectKind::kUnknown;
  std::span<const NameClass> classes_;
  const PositionNets* nets_ = nullptr;
  const NameFloors* floors_ = nullptr;
  std::size_t nearness_count_ = 1;
  const Policy* policy_ = nullptr;
  std::uint64_t round_ = 0;  // part of every question: older answers are of other names
  std::vector<Row> rows_ = std::vector<Row>(kRows);
};

}  // namespace cordon::match
