// Payment messages as parties, agents and free text: ISO 20022 pacs.008, pacs.009 and pain.001 (any version), and SWIFT
// MT103 text. What is read is what screening needs; amounts and dates are carried for the people who decide.
// Invariant: every text that may name somebody is in parties or texts, or counted as not understood; elements that
// carry codes only are listed in payment_iso20022.cpp.
// Limits: those of the XML reader; kMaxPayments messages a file. Thread: pure functions.
// A name over two lines of an MT103 is read as one, too: see payment_mt103.cpp.
// What a message must have and has not (a debtor, as many transactions as it announces) is in problems.
// Source: the ISO 20022 message definitions (pacs.008.001.08, pacs.009.001.08, pain.001.001.09) and the SWIFT user
// handbook's field 50a, 52a to 59a, 70, 72, 77B, from memory: element names are stable across versions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/ingest/input.hpp"

namespace cordon::ingest {

struct PaymentParty {
  std::string role;    // "debtor", "creditor", "debtor_agent", "intermediary_agent_1" ...
  std::string schema;  // "Person", "Organization", or empty when the message does not say
  std::vector<std::string> names;
  std::string bic, lei, account;
  std::string birth_date, birth_place;  // as given
  std::vector<std::string> countries, addresses;
  std::vector<std::string> id_numbers;
  // Everything in the party that may name somebody else ("c/o ...", "vessel ..."), or a name broken over lines, in the
  // order of the message: names, addresses, issuers of numbers.
  std::vector<std::string> lines;
  std::vector<std::pair<std::string, std::string>> columns;  // others of a counterparty file: {"imo", "9074729"}
  friend bool operator==(const PaymentParty&, const PaymentParty&) = default;
};

struct PaymentText {
  std::string field;  // "RmtInf/Ustrd", ":70:"
  std::string text;
  friend bool operator==(const PaymentText&, const PaymentText&) = default;
};

struct Payment {
  std::string kind;        // "pacs.008", "pacs.009", "pain.001", "MT103"
  std::string message_id;  // of the message; several payments may share it
  std::string id;          // end-to-end, transaction or sender's reference
  std::string amount, currency, date;
  std::vector<PaymentParty> parties;
  std::vector<PaymentText> texts;
  std::vector<std::pair<std::string, std::string>> unmapped;  // field, value: nothing reads them
  std::vector<std::string> problems;                          // why it is not known to be complete
  std::string error;                                          // why nothing of it was read; empty: it was
  std::uint64_t line = 0;
  friend bool operator==(const Payment&, const Payment&) = default;
};

inline constexpr std::size_t kMaxPayments = 1'000'000;

// Whether the first bytes look like a message of one of the kinds.
[[nodiscard]] bool is_payment_message(std::string_view head) noexcept;
// Reads every payment of the bytes. An MT103 among others that cannot be read is there with its error. Errors:
// kMalformed with document and line; kUnsupported for another kind of message (names it); kOutOfRange beyond the
// limits.
[[nodiscard]] base::Result<std::vector<Payment>> read_payments(const std::string& document, std::string bytes);

}  // namespace cordon::ingest
