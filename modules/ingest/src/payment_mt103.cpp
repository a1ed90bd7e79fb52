// SWIFT MT103 text: blocks {1:}..{5:}, or block 4 alone. Fields that hold a party are read by their option letter:
// A account and BIC; D, K and no letter account, name and address lines; F numbered lines (1/ name, 2/ address,
// 3/ country and town, 4/ birth date, 5/ place of birth, 6/ and 7/ numbers).
#include <array>
#include <cctype>

#include "payment_readers.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

struct Role {
  std::string_view tag;  // digits of the field
  std::string_view role;
  bool institution;
};
constexpr std::array<Role, 9> kRoles{{{"50", "debtor", false},
                                      {"51", "sending_institution", true},
                                      {"52", "debtor_agent", true},
                                      {"53", "senders_correspondent", true},
                                      {"54", "receivers_correspondent", true},
                                      {"55", "third_reimbursement_institution", true},
                                      {"56", "intermediary_agent_1", true},
                                      {"57", "creditor_agent", true},
                                      {"59", "creditor", false}}};

struct Field {
  std::string tag;  // "50K"
  std::vector<std::string> lines;
  std::uint64_t line = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// ":50K:" at the start of a line.
std::string tag_of(std::string_view line) {
  if (line.size() < 4 || line[0] != ':' || !is_digit(line[1]) || !is_digit(line[2])) return {};
  const std::size_t end = line.find(':', 1);
  return end == 3 || end == 4 ? std::string(line.substr(1, end - 1)) : std::string{};
}

bool looks_like_bic(std::string_view text) {
  if (text.size() != 8 && text.size() != 11) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (i < 6 ? std::isupper(c) == 0 : std::isupper(c) == 0 && std::isdigit(c) == 0) return false;
  }
  return true;
}

// "/DE89.../ or //CH123456": the party identifier in front of a name.
void read_account(PaymentParty& party, std::string_view line) {
  while (line.starts_with("/")) line.remove_prefix(1);
  if (line.size() > 2 && line[1] == '/') line.remove_prefix(2);  // D or C: debit or credit side
  party.account = line;
}

// A numbered line of option F: what stands behind "N/".
void read_numbered(PaymentParty& party, char number, std::string_view value) {
  switch (number) {
    case '1':
      party.names.empty() ? party.names.emplace_back(value) : party.names.back().append(" ").append(value);
      break;
    case '2':
      party.addresses.emplace_back(value);
      break;
    case '3':
      party.countries.emplace_back(value.substr(0, 2));
      if (value.size() > 3) party.addresses.emplace_back(value.substr(3));
      break;
    case '4':  // YYYYMMDD
      if (value.size() == 8) {
        party.birth_date = std::string(value.substr(0, 4)) + "-" + std::string(value.substr(4, 2)) + "-" +
                           std::string(value.substr(6, 2));
      }
      party.schema = "Person";
      break;
    case '5':
      party.countries.emplace_back(value.substr(0, 2));
      if (value.size() > 3) party.birth_place = value.substr(3);
      party.schema = "Person";
      break;
    default:  // 6 customer number, 7 national number, 8 more of the line before: "CC/issuer/number"
      party.id_numbers.emplace_back(
          value.substr(value.rfind('/') == std::string_view::npos ? 0 : value.rfind('/') + 1));
  }
}

PaymentParty party_of(const Field& field, const Role& role) {
  PaymentParty party;
  party.role = role.role;
  if (role.institution) party.schema = "Organization";
  std::size_t at = 0;
  if (at < field.lines.size() && field.lines[at].starts_with('/')) read_account(party, field.lines[at++]);
  for (bool is_first = true; at < field.lines.size(); ++at) {
    const std::string& line = field.lines[at];
    const bool numbered = line.size() > 2 && is_digit(line[0]) && line[1] == '/';
    const bool code = at == 0 && field.tag.ends_with('F') && !numbered;  // "CCPT/DE/123456": a number
    if (numbered && (field.tag.ends_with('F') || field.tag == "59")) {
      read_numbered(party, line[0], std::string_view(line).substr(2));
    } else if (code) {
      party.id_numbers.push_back(line.substr(line.rfind('/') + 1));
    } else if (looks_like_bic(line) && (field.tag.ends_with('A') || role.institution)) {
      party.bic = line;
      if (!role.institution) party.schema = "Organization";
    } else if (is_first) {
      party.names.push_back(line);
      is_first = false;
    } else {
      party.addresses.push_back(line);
    }
  }
  if (party.addresses.size() > 1) {
    std::string whole;
    for (const std::string& line : party.addresses) whole += (whole.empty() ? "" : ", ") + line;
    party.addresses = {std::move(whole)};
  }
  return party;
}

// Block 1 and 2 name the banks that exchange the message: {1:F01BANKBEBBAXXX...}, {2:I103BANKDEFFXXXXN} or
// {2:O1031200...BANKBEBBAXXX...}.
void read_banks(Payment& payment, std::string_view text) {
  const auto bank = [&](std::string_view role, std::string_view terminal) {
    if (terminal.size() < 12) return;
    PaymentParty party;
    party.role = role;
    party.schema = "Organization";
    party.bic = std::string(terminal.substr(0, 8)) + std::string(terminal.substr(9, 3));
    payment.parties.push_back(std::move(party));
  };
  if (const std::size_t at = text.find("{1:"); at != std::string_view::npos && text.size() > at + 18) {
    bank("sender", text.substr(at + 6, 12));
  }
  const std::size_t at = text.find("{2:");
  if (at == std::string_view::npos || text.size() < at + 8) return;
  if (text[at + 3] == 'I' && text.size() > at + 19) bank("receiver", text.substr(at + 7, 12));
  if (text[at + 3] == 'O' && text.size() > at + 29) bank("message_input_bank", text.substr(at + 17, 12));
}

void read_amount(Payment& payment, std::string_view value) {  // YYMMDDCCC1234,56
  if (value.size() < 10) return;
  payment.date = "20" + std::string(value.substr(0, 2)) + "-" + std::string(value.substr(2, 2)) + "-" +
                 std::string(value.substr(4, 2));
  payment.currency = value.substr(6, 3);
  payment.amount = value.substr(9);
  for (char& c : payment.amount) c = c == ',' ? '.' : c;
  if (payment.amount.ends_with('.')) payment.amount.pop_back();
}

void use(Payment& payment, const Field& field) {
  const std::string_view digits = std::string_view(field.tag).substr(0, 2);
  for (const Role& role : kRoles) {
    if (role.tag == digits) {
      payment.parties.push_back(party_of(field, role));
      return;
    }
  }
  std::string text;
  for (const std::string& line : field.lines) text += (text.empty() ? "" : " ") + line;
  if (field.tag == "20") {
    payment.id = text;
    payment.message_id = text;
  } else if (field.tag == "32A") {
    read_amount(payment, text);
  } else if (digits == "70" || digits == "72" || field.tag == "77B" || field.tag == "77T") {
    payment.texts.push_back({":" + field.tag + ":", std::move(text)});
  } else if (field.tag != "13C" && field.tag != "23B" && field.tag != "23E" && field.tag != "26T" &&
             field.tag != "33B" && field.tag != "36" && field.tag != "71A" && field.tag != "71F" &&
             field.tag != "71G") {  // those are codes, amounts and charges
    payment.unmapped.emplace_back(":" + field.tag + ":", std::move(text));
  }
}

// The lines of block 4, with the number of the first one.
Result<std::vector<Field>> fields_of(std::string_view block, std::uint64_t line, const std::string& document) {
  std::vector<Field> fields;
  while (!block.empty()) {
    const std::size_t end = std::min(block.find('\n'), block.size());
    std::string_view text = block.substr(0, end);
    block.remove_prefix(std::min(end + 1, block.size()));
    if (text.ends_with('\r')) text.remove_suffix(1);
    const std::uint64_t here = line++;
    if (text.empty()) continue;
    if (text == "-" || text == "-}") break;
    if (const std::string tag = tag_of(text); !tag.empty()) {
      fields.push_back({tag, {}, here});
      text.remove_prefix(tag.size() + 2);
    } else if (fields.empty()) {
      return Error{ErrorCode::kMalformed,
                   "expected a field (:20:), found '" + std::string(text.substr(0, 40)) + "'",
                   {document, here, {}}};
    }
    if (!text.empty()) fields.back().lines.emplace_back(text);
  }
  return fields;
}

Result<Payment> payment_of(std::string_view message, std::uint64_t line, const std::string& document) {
  Payment payment;
  payment.kind = "MT103";
  payment.line = line;
  std::string_view block = message;
  if (message.starts_with("{")) {
    const std::size_t type = message.find("{2:");
    if (type != std::string_view::npos && message.size() > type + 7 && message.substr(type + 4, 3) != "103") {
      return Error{ErrorCode::kUnsupported,
                   "expected an MT103, found an MT" + std::string(message.substr(type + 4, 3)),
                   {document, line, {}}};
    }
    const std::size_t start = message.find("{4:");
    if (start == std::string_view::npos) {
      return Error{ErrorCode::kMalformed, "expected block 4 ({4:), found none", {document, line, {}}};
    }
    for (const char c : message.substr(0, start)) line += c == '\n' ? 1U : 0U;
    block = message.substr(start + 3);
    if (block.find("\n-") == std::string_view::npos) {
      return Error{ErrorCode::kMalformed,
                   "expected the end of block 4 (-}), found the end of the message",
                   {document, line, {}}};
    }
  }
  read_banks(payment, message);
  CORDON_ASSIGN(const std::vector<Field> fields, fields_of(block, line, document));
  for (const Field& field : fields) use(payment, field);
  if (payment.id.empty()) {
    return Error{
        ErrorCode::kMissingField, "expected field :20: (sender's reference), found none", {document, line, {}}};
  }
  return payment;
}

}  // namespace

Result<std::vector<Payment>> read_mt103(const std::string& document, std::string_view text) {
  std::vector<Payment> payments;
  std::uint64_t line = 1;
  const std::string_view mark = text.find("{1:") != std::string_view::npos ? "{1:" : "";
  while (!text.empty()) {
    const std::size_t start = mark.empty() ? text.find(":20:") : text.find(mark);
    if (start == std::string_view::npos) break;
    for (const char c : text.substr(0, start)) line += c == '\n' ? 1U : 0U;
    text.remove_prefix(start);
    const std::size_t end = mark.empty() ? text.size() : std::min(text.find(mark, 3), text.size());
    if (payments.size() >= kMaxPayments) {
      return Error{ErrorCode::kOutOfRange,
                   "expected at most " + std::to_string(kMaxPayments) + " payments",
                   {document, line, {}}};
    }
    CORDON_ASSIGN(Payment payment, payment_of(text.substr(0, end), line, document));
    payments.push_back(std::move(payment));
    for (const char c : text.substr(0, end)) line += c == '\n' ? 1U : 0U;
    text.remove_prefix(end);
  }
  return payments;
}

}  // namespace cordon::ingest
