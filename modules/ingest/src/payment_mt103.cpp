// SWIFT MT103 text: blocks {1:}..{5:}, or block 4 alone. Fields that hold a party are read by their option letter:
// A and G account and BIC; B account and place; C account; D, K and no letter account, name and address lines; F
// numbered lines (1/ name, 2/ address, 3/ country and town, 4/ birth date, 5/ place of birth, 6/ and 7/ numbers with
// their issuers, 8/ more of the line before).
// A name without line numbers may go on in the next line, and nothing says whether it does: the first two lines joined
// are a second name, and so are more of them where a line is so full that the next word would not have fitted; they
// stay an address (see add_joined_names).
// A file holds messages one behind the other: with blocks, ended by "-}" and its trailer, or bare, ended by "-", by the
// next :20: or the end. Between them stand blanks and the separators of message files ('$', SOH, ETX); other text
// there is an error, so that no message is passed over. Behind an error the reading goes on where the next message
// starts: with "{1:", or with a line ":20:" where the damaged one had no blocks.
#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

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

void add_word(std::string& text, std::string_view word) { text.append(text.empty() ? "" : " ").append(word); }

// "CC/issuer/number": the number is for comparing, the issuer for the text of the party.
std::string number_of(std::string_view value) {
  const std::size_t slash = value.rfind('/');
  return std::string(slash == std::string_view::npos ? value : value.substr(slash + 1));
}

// More of what the line before holds.
void read_continuation(PaymentParty& party, char before, std::string_view value) {
  if (before == '1' && !party.names.empty()) add_word(party.names.back(), value);
  if ((before == '2' || before == '3') && !party.addresses.empty()) add_word(party.addresses.back(), value);
  if ((before == '6' || before == '7') && !party.id_numbers.empty()) {
    party.id_numbers.push_back(party.id_numbers.back() + number_of(value));
  }
}

// A numbered line of option F: what stands behind "N/". before: the number of the line before, '8' left out.
void read_numbered(PaymentParty& party, char number, char before, std::string_view value) {
  switch (number) {
    case '1':
      if (party.names.empty()) party.names.emplace_back();
      add_word(party.names.back(), value);
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
    case '8':
      read_continuation(party, before, value);
      break;
    default:  // 6 customer number, 7 national number
      party.id_numbers.push_back(number_of(value));
  }
}

constexpr std::size_t kLineCharacters = 35;  // of a party field: 4*35x
// Shorter first lines are taken for whole names whatever follows: a long word behind them (an address in one word) says
// little. Our choice.
constexpr std::size_t kWrappedFrom = 20;

bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

// Adds the first line joined with those it may go on in: behind a line cut at its 35th character without a blank,
// else with one. A short line may go on in the second, if that has no digit: most addresses have one.
// Requires: lines[at] is the first line of the name.
void add_joined_names(PaymentParty& party, const std::vector<std::string>& lines, std::size_t at) {
  const std::size_t first = at;
  std::string joined = lines[at];
  std::string glued = joined;
  for (; at + 1 < lines.size(); ++at) {
    const std::string& line = lines[at];
    const std::string& next = lines[at + 1];
    const std::size_t word = std::min(next.find(' '), next.size());
    const bool is_full = line.size() >= kWrappedFrom && line.size() + 1 + word > kLineCharacters;
    if (!is_full && (at > first || has_digit(next))) return;
    joined += " " + next;
    glued += (line.size() >= kLineCharacters ? "" : " ") + next;
    party.names.push_back(joined);
    if (glued != joined) party.names.push_back(glued);
    if (!is_full) return;
  }
}

// A line without a number, be it of a name, an address or a bank. Returns: whether it is the party's first name.
bool read_line(PaymentParty& party, const Field& field, const Role& role, std::size_t at) {
  const std::string& line = field.lines[at];
  const bool holds_bic = field.tag.ends_with('A') || field.tag.ends_with('G');
  if (looks_like_bic(line) && holds_bic) {  // elsewhere a name of so many letters looks like one: "SBERBANK"
    party.bic = line;
    party.schema = "Organization";
    return false;
  }
  const bool is_behind_bic = role.institution && party.names.size() == 1 && looks_like_bic(party.names.front());
  if (!party.names.empty() && !is_behind_bic) {
    party.addresses.push_back(line);
    return false;
  }
  party.names.push_back(line);
  return true;
}

PaymentParty party_of(const Field& field, const Role& role) {
  PaymentParty party;
  party.role = role.role;
  if (role.institution) party.schema = "Organization";
  std::size_t at = 0;
  if (at < field.lines.size() && field.lines[at].starts_with('/')) {
    read_account(party, field.lines[at++]);
    if (party.account.find(' ') != std::string::npos) party.lines.push_back(party.account);  // no number has one
  }
  char before = '\0';
  for (; at < field.lines.size(); ++at) {
    const std::string& line = field.lines[at];
    const bool numbered = line.size() > 2 && is_digit(line[0]) && line[1] == '/';
    const bool code = at == 0 && field.tag.ends_with('F') && !numbered;  // "CCPT/DE/123456": a number
    if (numbered && (field.tag.ends_with('F') || field.tag == "59")) {
      const std::string_view value = std::string_view(line).substr(2);
      read_numbered(party, line[0], before, value);
      if (line[0] != '8') before = line[0];
      if (line[0] != '4') party.lines.emplace_back(value);
      continue;
    }
    if (code) {
      party.id_numbers.push_back(number_of(line));
    } else if (read_line(party, field, role, at)) {
      add_joined_names(party, field.lines, at);
    }
    party.lines.push_back(line);
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
  } else if (field.tag == "23E") {  // a code and, behind a slash, words: "PHOB/ask for ..."
    if (const std::size_t slash = text.find('/'); slash != std::string::npos) {
      payment.texts.push_back({":23E:", text.substr(slash + 1)});
    }
  } else if (field.tag != "13C" && field.tag != "23B" && field.tag != "26T" && field.tag != "33B" &&
             field.tag != "36" && field.tag != "71A" && field.tag != "71F" &&
             field.tag != "71G") {  // those are codes, amounts and charges
    payment.unmapped.emplace_back(":" + field.tag + ":", std::move(text));
  }
}

// The text that is still to be read, and the number of its first line.
struct Cursor {
  std::string_view text;
  std::uint64_t line = 1;

  void advance(std::size_t bytes) {
    const std::string_view passed = text.substr(0, bytes);
    line += static_cast<std::uint64_t>(std::count(passed.begin(), passed.end(), '\n'));
    text.remove_prefix(passed.size());
  }
  // Also what separates the messages of a file.
  void skip_separators() { advance(std::min(text.find_first_not_of(" \t\r\n$\x01\x03"), text.size())); }
  // To the next start of a message, that of this one left out. A message in blocks holds a :20: itself.
  void skip_message() {
    std::size_t next = std::min(text.find("{1:", 1), text.size());
    if (!text.starts_with('{')) next = std::min(next, std::min(text.find("\n:20:"), text.size() - 1) + 1);
    advance(next);
  }
  // "{...}" with what is nested in it. Returns: whether there was a whole one.
  bool skip_block() {
    if (!text.starts_with('{')) return false;
    std::size_t depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '{') ++depth;
      if (text[i] == '}' && --depth == 0) {
        advance(i + 1);
        return true;
      }
    }
    return false;
  }
};

// The fields of block 4, up to its end, which is passed: "-" or "-}", whatever stands behind that. Bare messages also
// end where the next one starts.
Result<std::vector<Field>> read_fields(Cursor& at, bool is_bare, const std::string& document) {
  std::vector<Field> fields;
  while (!at.text.empty()) {
    const std::size_t end = std::min(at.text.find('\n'), at.text.size());
    std::string_view text = at.text.substr(0, end);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text == "-" || text.starts_with("-}")) {
      at.advance(text == "-" ? 1 : 2);
      return fields;
    }
    if (text.starts_with("{1:")) break;
    const std::string tag = tag_of(text);
    if (is_bare && tag == "20" && !fields.empty()) return fields;
    if (!tag.empty()) {
      fields.push_back({tag, {}, at.line});
      text.remove_prefix(tag.size() + 2);
    } else if (fields.empty() && !text.empty()) {
      return Error{ErrorCode::kMalformed,
                   "expected a field (:20:), found '" + std::string(text.substr(0, 40)) + "'",
                   {document, at.line, {}}};
    }
    if (!text.empty()) fields.back().lines.emplace_back(text);
    at.advance(std::min(end + 1, at.text.size()));
  }
  if (is_bare) return fields;
  return Error{
      ErrorCode::kMalformed, "expected the end of block 4 (-}), found the end of the message", {document, at.line, {}}};
}

// The blocks in front of block 4, which is then next. Returns: their text.
Result<std::string_view> read_header(Cursor& at, const std::string& document) {
  const Cursor start = at;
  const auto header = [&] { return start.text.substr(0, start.text.size() - at.text.size()); };
  while (!at.text.starts_with("{4:")) {
    const bool is_next_message = !header().empty() && at.text.starts_with("{1:");
    if (is_next_message || !at.skip_block()) {
      return Error{ErrorCode::kMalformed,
                   "expected block 4 ({4:), found '" + std::string(at.text.substr(0, 40)) + "'",
                   {document, start.line, {}}};
    }
    at.advance(std::min(at.text.find_first_not_of(" \t\r\n"), at.text.size()));
  }
  const std::string_view text = header();
  const std::size_t type = text.find("{2:");
  if (type != std::string_view::npos && text.size() > type + 7 && text.substr(type + 4, 3) != "103") {
    return Error{ErrorCode::kUnsupported,
                 "expected an MT103, found an MT" + std::string(text.substr(type + 4, 3)),
                 {document, start.line, {}}};
  }
  at.advance(3);
  return text;
}

// Requires: the text starts a message. Leaves the cursor behind it.
Result<Payment> read_message(Cursor& at, const std::string& document) {
  Payment payment;
  payment.kind = "MT103";
  payment.line = at.line;
  const bool is_bare = at.text.starts_with(":20:");
  if (!is_bare && !at.text.starts_with("{1:")) {
    return Error{ErrorCode::kMalformed,
                 "expected a message ({1: or :20:), found '" + std::string(at.text.substr(0, 40)) + "'",
                 {document, at.line, {}}};
  }
  if (!is_bare) {
    CORDON_ASSIGN(const std::string_view header, read_header(at, document));
    read_banks(payment, header);
  }
  CORDON_ASSIGN(const std::vector<Field> fields, read_fields(at, is_bare, document));
  for (at.skip_separators(); at.text.starts_with("{") && !at.text.starts_with("{1:"); at.skip_separators()) {
    if (!at.skip_block()) break;  // trailers; what is none is told by read_mt103()
  }
  for (const Field& field : fields) {
    if (field.tag == "20" && !payment.id.empty()) {
      return Error{
          ErrorCode::kMalformed, "expected one field :20: in a message, found another", {document, field.line, {}}};
    }
    use(payment, field);
  }
  for (const auto& [role, name] :
       {std::pair{"debtor", ":50a: (ordering customer)"}, std::pair{"creditor", ":59a: (beneficiary customer)"}}) {
    const bool is_there = std::any_of(payment.parties.begin(), payment.parties.end(),
                                      [&role](const PaymentParty& party) { return party.role == role; });
    if (!is_there) payment.problems.push_back(std::string("expected field ") + name + ", found none");
  }
  if (payment.id.empty()) {
    return Error{
        ErrorCode::kMissingField, "expected field :20: (sender's reference), found none", {document, payment.line, {}}};
  }
  return payment;
}

}  // namespace

Result<std::vector<Payment>> read_mt103(const std::string& document, std::string_view text) {
  std::vector<Payment> payments;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::optional<Error> first_error;
  std::size_t read = 0;
  Cursor at{text};
  for (at.skip_separators(); !at.text.empty(); at.skip_separators()) {
    if (payments.size() >= kMaxPayments) {
      return Error{ErrorCode::kOutOfRange,
                   "expected at most " + std::to_string(kMaxPayments) + " payments",
                   {document, at.line, {}}};
    }
    const Cursor start = at;
    Result<Payment> payment = read_message(at, document);
    if (payment) {
      payments.push_back(*std::move(payment));
      ++read;
      continue;
    }
    if (!first_error) first_error = payment.error();
    at = start;
    at.skip_message();
    Payment unread;
    unread.kind = "MT103";
    unread.line = start.line;
    unread.error = payment.error().to_string();
    payments.push_back(std::move(unread));
  }
  if (read == 0 && first_error) return *first_error;
  return payments;
}

}  // namespace cordon::ingest
