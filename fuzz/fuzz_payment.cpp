// Payment messages: ISO 20022 and MT103.
#include <cstddef>
#include <cstdint>
#include <string>

#include "cordon/ingest/payment.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(data[i]);
  (void)cordon::ingest::is_payment_message(bytes);
  (void)cordon::ingest::read_payments("message", std::move(bytes));
  return 0;
}
