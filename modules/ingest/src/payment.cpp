#include "cordon/ingest/payment.hpp"

#include "payment_readers.hpp"

namespace cordon::ingest {
namespace {

std::string_view without_blanks(std::string_view text) noexcept {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  return start == std::string_view::npos ? std::string_view{} : text.substr(start);
}

bool is_swift(std::string_view text) noexcept { return text.starts_with("{1:") || text.starts_with(":20:"); }

}  // namespace

bool is_payment_message(std::string_view head) noexcept {
  const std::string_view text = without_blanks(head);
  if (is_swift(text)) return true;
  if (!text.starts_with("<")) return false;
  return text.find("iso:20022:tech:xsd:pa") != std::string_view::npos ||
         text.find("FIToFICstmrCdtTrf") != std::string_view::npos || text.find("FICdtTrf") != std::string_view::npos ||
         text.find("CstmrCdtTrfInitn") != std::string_view::npos;
}

base::Result<std::vector<Payment>> read_payments(const std::string& document, std::string bytes) {
  const std::string_view text = without_blanks(bytes);
  if (text.empty())
    return base::Error{base::ErrorCode::kMalformed, "expected a payment message, found nothing", {document, 1, {}}};
  if (is_swift(text)) return read_mt103(document, bytes);
  if (text.starts_with("<")) return read_iso20022(document, std::move(bytes));
  return base::Error{base::ErrorCode::kUnsupported,
                     "expected an ISO 20022 message or an MT103, found '" + std::string(text.substr(0, 40)) + "'",
                     {document, 1, {}}};
}

}  // namespace cordon::ingest
