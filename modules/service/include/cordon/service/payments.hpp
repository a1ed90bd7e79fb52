// Use case: payment messages screened before they go on: every party, every agent by BIC and name, addresses, and the
// free text. Fields of the JSON: docs/api/commands.md.
#pragma once

#include <filesystem>
#include <string_view>

#include "cordon/service/screening.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

// Emits {id, kind, message_id, amount, currency, date, status: hit|clear|incomplete, parties: [{role, name, bic, ...,
// hits}], texts: [{field, text, hits}], unmapped, searched} for each payment, in order. 'clear' says that everything
// was read and screened; without hits, but with values, words or fields that were not, or with nobody in it, a payment
// is 'incomplete'. The file holds ISO 20022 messages, MT103 text, or JSON lines {"id", "message": "<...>" or "{1:..."}
// of them, which are answered as they are read; a line may hold {"id", "parties": [{"role", columns of a
// counterparty}], "texts": ["..."]} instead of a message. request.limit and threshold hold for each party; free text
// needs kTextThreshold at least. A line or a message among others that cannot be read is {id, kind, status: error,
// problems, ...} and counted in rows_unread; the others are answered. file "-": standard input. ScreenStats::queries
// counts payments, rows_with_problems those where something was not read or screened. Errors: one for a file of which
// nothing can be read; nothing is emitted then.
[[nodiscard]] base::Result<ScreenStats> screen_payments(Workspace& workspace, const ScreenRequest& request,
                                                        const std::filesystem::path& file, const JsonSink& sink);
// Whether a file holds payment messages, by its first bytes.
[[nodiscard]] bool is_payment_file(const std::filesystem::path& file);

}  // namespace cordon::service
