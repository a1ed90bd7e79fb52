// The two syntaxes of payment messages; see payment.hpp.
#pragma once

#include "cordon/ingest/payment.hpp"

namespace cordon::ingest {

[[nodiscard]] base::Result<std::vector<Payment>> read_iso20022(const std::string& document, std::string bytes);
[[nodiscard]] base::Result<std::vector<Payment>> read_mt103(const std::string& document, std::string_view text);

}  // namespace cordon::ingest
