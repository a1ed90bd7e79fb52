#include "plausibility.hpp"

#include <cstdlib>

namespace cordon::store {
namespace {

void compare(const PlausibilityInput& input, const Neighbour& other, std::string_view side,
             std::vector<std::string>& reasons) {
  if (other.subjects < kSmallestComparedSubjects) return;
  if (input.subjects * 100 >= other.subjects * kSmallestKeptPercent) return;
  reasons.push_back("the list has " + std::to_string(input.subjects) + " subjects, version " +
                    std::to_string(other.version) + " of " + other.published.to_string() + " " + std::string(side) +
                    " it has " + std::to_string(other.subjects) + "; at least " + std::to_string(kSmallestKeptPercent) +
                    " % were expected");
}

}  // namespace

Plausibility assess(const PlausibilityInput& input) {
  Plausibility result;
  if (input.subjects == 0) result.quarantine.emplace_back("the list has no subjects");
  if (input.declared_records && *input.declared_records != input.subjects + input.rejected) {
    result.quarantine.push_back("the file says it holds " + std::to_string(*input.declared_records) + " records, " +
                                std::to_string(input.subjects + input.rejected) + " were found");
  }
  const std::uint64_t records = input.subjects + input.rejected;
  if (input.rejected * 10'000 > records * kMostRejectedBasisPoints) {
    result.quarantine.push_back(std::to_string(input.rejected) + " of " + std::to_string(records) +
                                " records could not be read");
  } else if (input.rejected > 0) {
    result.notices.push_back(std::to_string(input.rejected) + " of " + std::to_string(records) +
                             " records could not be read and are not in this version");
  }
  if (input.before) compare(input, *input.before, "before", result.quarantine);
  if (input.after && input.after->published.days() - input.published.days() <= kNearDays) {
    compare(input, *input.after, "after", result.quarantine);
  }
  if (input.published.days() > input.today.days() + kFutureDays) {
    result.notices.push_back("the publication date " + input.published.to_string() + " lies in the future");
  }
  return result;
}

}  // namespace cordon::store
