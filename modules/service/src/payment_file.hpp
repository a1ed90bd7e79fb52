// Reading a file of payments: messages (ISO 20022, MT103), or JSON lines of messages or of parties and texts.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/ingest/payment.hpp"

namespace cordon::service {

// JSON lines are read as they come, so that whoever writes them into a pipe has answers before the end; other files are
// read whole. A line, or a message among others, that cannot be read is a payment with an error (file, line, expected,
// found). Keys that nobody knows go to Payment::unmapped. Thread: one user.
class PaymentFile {
 public:
  // path "-": standard input. Errors: kIo.
  [[nodiscard]] static base::Result<PaymentFile> open(const std::filesystem::path& path);
  PaymentFile(PaymentFile&& other) noexcept;
  PaymentFile& operator=(PaymentFile&&) = delete;
  PaymentFile(const PaymentFile&) = delete;
  PaymentFile& operator=(const PaymentFile&) = delete;
  ~PaymentFile();

  // Returns: the payments of what could be read without waiting for more than one of them; empty at the end.
  // Errors: kIo; those of ingest::read_payments for a file that is no JSON lines and of which nothing can be read.
  [[nodiscard]] base::Result<std::vector<ingest::Payment>> next();

 private:
  PaymentFile(int descriptor, std::string document) : descriptor_(descriptor), document_(std::move(document)) {}
  // Appends to rest_. Returns: false at the end.
  [[nodiscard]] base::Result<bool> read_more();
  [[nodiscard]] base::Result<std::vector<ingest::Payment>> next_lines();

  int descriptor_;
  std::string document_;
  std::string rest_;          // read, not used yet
  std::size_t searched_ = 0;  // bytes of rest_ without the end of a line
  std::uint64_t line_ = 0;    // of the last one used
  bool is_lines_ = false;
  bool is_started_ = false;
  bool is_at_end_ = false;
};

}  // namespace cordon::service
