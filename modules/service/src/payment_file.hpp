// Reading a file of payments: messages (ISO 20022, MT103), or JSON lines of messages or of parties and texts.
#pragma once

#include <filesystem>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/ingest/payment.hpp"

namespace cordon::service {

// The whole file is read and checked first. Errors: kIo; those of ingest::read_payments; kMalformed with file and line
// for a line whose values have another type than its keys ask for. Keys that nobody knows go to Payment::unmapped.
[[nodiscard]] base::Result<std::vector<ingest::Payment>> read_payment_file(const std::filesystem::path& file);

}  // namespace cordon::service
