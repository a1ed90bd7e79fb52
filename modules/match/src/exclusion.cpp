#include "exclusion.hpp"

#include "cordon/match/scorer.hpp"
#include "slot_kinds.hpp"

namespace cordon::match {
namespace {

// The ways a name of the class may be read: `read(mode)` for each, until one of them returns false.
template <typename Reading>
bool in_all_modes(SubjectKind query_kind, SubjectKind names_kind, const NameFacts& query,
                  const Reading& read) noexcept {
  NameFacts listed;
  if (!read(pair_mode(query_kind, names_kind, query, listed))) return false;
  if (query_kind != SubjectKind::kUnknown || names_kind != SubjectKind::kUnknown) return true;
  listed.flags = kNameOrganisational;
  return read(pair_mode(query_kind, names_kind, query, listed));
}

}  // namespace

void Exclusion::begin(const NameView& query, SubjectKind query_kind, std::span<const NameClass> classes,
                      const PositionNets& nets, const NameFloors& floors, std::size_t nearness_count,
                      const Policy& policy) {
  query_ = &query;
  query_kind_ = query_kind;
  classes_ = classes;
  nets_ = &nets;
  floors_ = &floors;
  nearness_count_ = nearness_count;
  policy_ = &policy;
  ++round_;
}

bool Exclusion::excludes(const NameClass& names, std::uint32_t unmet, std::uint32_t faint, Similarity faintness,
                         const PositionNets& faint_nets, std::uint32_t content, double floor) const noexcept {
  return in_all_modes(query_kind_, names.kind, query_->facts, [&](NameMode mode) {
    const Meeting meeting{unmet, faint, faintness, false, *nets_, faint_nets, content};
    return name_logit_ceiling(*query_, meeting, names, mode, *policy_) < floor;
  });
}

void Exclusion::ask(Row& row, std::uint64_t question, std::uint32_t met, std::uint32_t content) {
  row.question = question;
  row.content = content;
  row.answered = 0;
  row.together = static_cast<Answer>(~0U);
  row.nowhere = false;
  row.answers.assign(classes_.size(), 0);
  const std::uint32_t unmet = ((1U << query_->facts.positions) - 1U) & ~met;
  for (std::size_t m = 0; m < kNameModes; ++m) {
    const auto mode = static_cast<NameMode>(m);
    const MeetingSums sums = sums_of(*query_, {unmet, 0, 0, false, *nets_, *nets_, content}, mode);
    for (const bool titled : {false, true}) {
      row.ceilings[m][titled ? 1 : 0] = CeilingOfMeeting(query_->facts, sums, titled, mode, *policy_);
    }
  }
}

Exclusion::Answer Exclusion::answer(Row& row, std::size_t c) const {
  const NameClass& names = classes_[c];
  const std::size_t titled = ((query_->facts.flags | names.flags_any) & kNameTitled) != 0 ? 1 : 0;
  const std::size_t kind = static_cast<std::size_t>(names.kind);
  unsigned out = ~0U;
  (void)in_all_modes(query_kind_, names.kind, query_->facts, [&](NameMode mode) {
    const CeilingOfMeeting& ceiling = row.ceilings[static_cast<std::size_t>(mode)][titled];
    const double cost = ceiling.cost_of(names);
    const double length = ceiling.length_of(names);
    for (std::size_t nearness = 0; nearness < nearness_count_; ++nearness) {
      const double floor = (*floors_)[nearness][kind];
      if (ceiling.nothing_met() && kNothingMet < floor) continue;
      for (const bool word_open : {false, true}) {
        // Without a branch: nobody can foresee it.
        const unsigned reached = cost > (ceiling.most(word_open) - floor) * length ? 0U : ~0U;
        out &= ~(reached & bit_of(nearness, word_open));
      }
    }
    return true;
  });
  const auto found = static_cast<Answer>(out | kAnswered);
  row.answers[c] = found;
  row.together &= found;
  row.nowhere = ++row.answered == classes_.size() && row.together == static_cast<Answer>(~0U);
  return found;
}

}  // namespace cordon::match
