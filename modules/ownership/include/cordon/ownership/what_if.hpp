// What-if questions on a graph that is already compiled: "Y buys 7 % of Z", "P is designated".
// The answer is exactly what an evaluation of the changed graph would give; nothing is kept from one question to the
// next. Thread: one user at a time; the graph is only read.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/ownership/engine.hpp"

namespace cordon::ownership {

struct Purchase {
  EntityId buyer;
  EntityId asset;
  ShareRange share;
  // Whose stake shrinks by the share; none: bought from holders the data does not name.
  std::optional<EntityId> seller;
  InterestKind kind = InterestKind::kShares;
};

struct WhatIfChange {
  std::vector<Purchase> purchases;
  std::vector<EntityId> designated;
  std::vector<EntityId> delisted;
};

// A party whose verdict changes.
struct WhatIfEffect {
  Verdict before = Verdict::kNotBlocked;
  OwnershipFinding after;
};

class WhatIf {
 public:
  // Lifetime: graph, listed and the book must outlive this.
  [[nodiscard]] static base::Result<WhatIf> prepare(const OwnershipGraph& graph, const ListedParties& listed,
                                                    const RegimeQuery& query, const EvaluateOptions& options = {});
  WhatIf(WhatIf&&) noexcept;
  WhatIf& operator=(WhatIf&&) noexcept;
  ~WhatIf();

  // Returns: every party whose verdict changes, in the order of the graph, new parties last; with options.entities
  // given at prepare(), only those. Errors: kInvalidArgument when a kind is not counted by the rule or a seller does
  // not hold the share that changes hands.
  [[nodiscard]] base::Result<std::vector<WhatIfEffect>> ask(const WhatIfChange& change);

 private:
  struct State;
  explicit WhatIf(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace cordon::ownership
