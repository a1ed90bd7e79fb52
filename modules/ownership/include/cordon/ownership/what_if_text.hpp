// The sentences of what-if questions:
//   PARTY buys SHARE of PARTY [from PARTY] | PARTY sells SHARE of PARTY to PARTY
//   PARTY is designated | PARTY is delisted
// Words of the grammar are read in letters of either case, outside quotes. A PARTY is the words between them, or stands
// in single or double quotes. Names may hold such words themselves ("Bank to Trade"): a sentence then has several
// readings, and who knows the parties chooses. Pure functions; thread safe. It does not look parties up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/ownership/share.hpp"

namespace cordon::ownership {

enum class WhatIfKind : std::uint8_t { kPurchase, kDesignated, kDelisted };

struct WhatIfReading {
  WhatIfKind kind = WhatIfKind::kPurchase;
  std::string party;  // who is designated or delisted; who buys
  std::string asset;  // of a purchase, with the share
  std::optional<std::string> seller;
  ShareRange share;
  friend bool operator==(const WhatIfReading&, const WhatIfReading&) = default;
};

// Returns: at least one reading; those that end the asset's name early come first.
// Errors: kInvalidArgument quoting the sentence and the forms that are understood.
[[nodiscard]] base::Result<std::vector<WhatIfReading>> read_what_if(std::string_view sentence);

}  // namespace cordon::ownership
