#include "payment_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <utility>

#include "cordon/base/limits.hpp"
#include "cordon/screening/counterparty.hpp"
#include "json_lines.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using ingest::Payment;
using ingest::PaymentParty;
using Json = nlohmann::ordered_json;

// One line: {"id", "parties": [{"role", "name", "bic", ...}], "texts": ["..."]}.
class PaymentLine {
 public:
  PaymentLine(const std::string& document, std::uint64_t line) : document_(document), line_(line) {}

  Result<Payment> read(const Json& object) const {
    Payment payment;
    payment.kind = "json";
    payment.line = line_;
    for (const auto& [key, value] : object.items()) {
      if (key == "parties") {
        CORDON_TRY(read_parties(value, payment));
      } else if (key == "texts") {
        std::vector<std::string> texts;
        if (!value.is_array() && !value.is_null()) return misread("texts", "an array of strings", value);
        CORDON_TRY(add_strings(texts, "texts", value));
        for (std::string& text : texts) payment.texts.push_back({"text", std::move(text)});
      } else if (std::string* field = field_of(payment, key)) {
        CORDON_ASSIGN(*field, text_or_number(key, value));
      } else if (!value.is_null()) {
        payment.unmapped.emplace_back(key, text_of(value));
      }
    }
    payment.message_id = payment.id;
    return payment;
  }
  // Of the keys beside a message.
  Result<std::string> text_or_number(const std::string& key, const Json& value) const {
    if (value.is_null()) return std::string{};
    if (!value.is_string() && !value.is_number()) return misread(key, "a string or a number", value);
    return text_of(value);
  }
  Result<std::string> text(const std::string& key, const Json& value) const {
    if (value.is_null()) return std::string{};
    if (!value.is_string()) return misread(key, "a string", value);
    return value.get<std::string>();
  }
  [[nodiscard]] Error misread(const std::string& key, const std::string& expected, const Json& found) const {
    return {ErrorCode::kMalformed,
            key + ": expected " + expected + ", found " + text_of(found).substr(0, 80),
            {document_, line_, {}}};
  }
  static std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, Json::error_handler_t::replace);
  }

 private:
  static std::string* field_of(Payment& payment, std::string_view key) {
    if (key == "id") return &payment.id;
    if (key == "amount") return &payment.amount;
    if (key == "currency") return &payment.currency;
    return key == "date" ? &payment.date : nullptr;
  }
  static std::string* field_of(PaymentParty& party, std::string_view key) {
    if (key == "role") return &party.role;
    if (key == "schema") return &party.schema;
    if (key == "bic") return &party.bic;
    if (key == "lei") return &party.lei;
    if (key == "account") return &party.account;
    if (key == "birth_date") return &party.birth_date;
    return key == "birth_place" ? &party.birth_place : nullptr;
  }
  static std::vector<std::string>* list_of(PaymentParty& party, std::string_view key) {
    if (key == "name" || key == "names" || key == "alias" || key == "aliases") return &party.names;
    if (key == "country" || key == "countries") return &party.countries;
    if (key == "address" || key == "addresses") return &party.addresses;
    return key == "id_number" || key == "id_numbers" ? &party.id_numbers : nullptr;
  }

  // A string or an array of strings.
  Result<void> add_strings(std::vector<std::string>& to, const std::string& key, const Json& value) const {
    if (value.is_null()) return {};
    if (!value.is_string() && !value.is_array()) return misread(key, "a string or an array of strings", value);
    for (const Json& item : value.is_array() ? value : Json::array({value})) {
      if (!item.is_string()) return misread(key, "strings", item);
      if (std::string text = item.get<std::string>(); !text.empty()) to.push_back(std::move(text));
    }
    return {};
  }

  Result<void> read_parties(const Json& parties, Payment& payment) const {
    if (parties.is_null()) return {};
    if (!parties.is_array()) return misread("parties", "an array of objects", parties);
    for (const Json& given : parties) {
      if (!given.is_object()) return misread("parties", "objects", given);
      PaymentParty party;
      for (const auto& [key, value] : given.items()) {
        const std::string path = "parties/" + key;
        screening::Counterparty any;
        if (std::string* field = field_of(party, key)) {
          CORDON_ASSIGN(*field, text(path, value));
        } else if (std::vector<std::string>* list = list_of(party, key)) {
          CORDON_TRY(add_strings(*list, path, value));
        } else if (key != "id" && screening::set_column(any, key, "")) {
          std::vector<std::string> values;
          CORDON_TRY(add_strings(values, path, value));
          for (std::string& one : values) party.columns.emplace_back(key, std::move(one));
        } else if (!value.is_null()) {
          payment.unmapped.emplace_back(path, text_of(value));
        }
      }
      party.lines = party.names;
      party.lines.insert(party.lines.end(), party.addresses.begin(), party.addresses.end());
      payment.parties.push_back(std::move(party));
    }
    return {};
  }

  const std::string& document_;
  std::uint64_t line_;
};

// {"id", "message": "<...>" or "{1:..."}: what stands in the message, under the id of the line.
Result<void> read_message(const Json& object, const PaymentLine& reader, const std::string& document,
                          std::vector<Payment>& out) {
  std::string id;
  std::string message;
  std::vector<std::pair<std::string, std::string>> unmapped;
  for (const auto& [key, value] : object.items()) {
    if (key == "message") {
      CORDON_ASSIGN(message, reader.text(key, value));
    } else if (key == "id") {
      CORDON_ASSIGN(id, reader.text_or_number(key, value));
    } else if (key == "parties" || key == "texts") {
      return reader.misread(key, "either a message or parties and texts, not both", value);
    } else if (!value.is_null()) {
      unmapped.emplace_back(key, PaymentLine::text_of(value));
    }
  }
  CORDON_ASSIGN(std::vector<Payment> payments, ingest::read_payments(document, std::move(message)));
  for (Payment& payment : payments) {
    if (!id.empty()) payment.id = payments.size() == 1 ? id : id + "/" + payment.id;
    payment.unmapped.insert(payment.unmapped.end(), unmapped.begin(), unmapped.end());
    out.push_back(std::move(payment));
  }
  return {};
}

Result<std::vector<Payment>> read_line(const Json& object, const std::string& document, std::uint64_t line) {
  std::vector<Payment> out;
  const PaymentLine reader{document, line};
  if (object.contains("message")) {
    CORDON_TRY(read_message(object, reader, document + ":" + std::to_string(line), out));
    return out;
  }
  if (!object.contains("parties")) return reader.misread("line", "an object with message or parties", object);
  CORDON_ASSIGN(Payment payment, reader.read(object));
  out.push_back(std::move(payment));
  return out;
}

// A line that cannot be read is told under its id, where it has one: whoever waits for the answer knows it by that.
void add_line(std::vector<Payment>& out, std::string_view text, const std::string& document, std::uint64_t line) {
  if (text.find_first_not_of(" \t\r") == std::string_view::npos) return;
  const Result<Json> object = read_json_line(text, document, line);
  Result<std::vector<Payment>> read = object ? read_line(*object, document, line) : object.error();
  if (read) {
    std::move(read->begin(), read->end(), std::back_inserter(out));
    return;
  }
  Payment unread;
  unread.kind = "json";
  unread.line = line;
  unread.error = read.error().to_string();
  if (object && object->contains("id")) {
    const Json& id = (*object)["id"];
    if (id.is_string() || id.is_number()) unread.id = PaymentLine::text_of(id);
  }
  out.push_back(std::move(unread));
}

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

Result<PaymentFile> PaymentFile::open(const std::filesystem::path& path) {
  if (path == "-") return PaymentFile{::dup(STDIN_FILENO), "standard input"};
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return Error{ErrorCode::kIo, "cannot read: " + std::string(std::strerror(errno)), {path.string(), 0, {}}};
  return PaymentFile{descriptor, path.string()};
}

PaymentFile::PaymentFile(PaymentFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      document_(std::move(other.document_)),
      rest_(std::move(other.rest_)),
      searched_(other.searched_),
      line_(other.line_),
      is_lines_(other.is_lines_),
      is_started_(other.is_started_),
      is_at_end_(other.is_at_end_) {}

PaymentFile::~PaymentFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<bool> PaymentFile::read_more() {
  constexpr std::size_t kChunk = std::size_t{256} * 1024;
  const std::size_t before = rest_.size();
  rest_.resize(before + kChunk);
  ssize_t got = 0;
  do {
    got = ::read(descriptor_, rest_.data() + before, kChunk);
  } while (got < 0 && errno == EINTR);
  rest_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0) return Error{ErrorCode::kIo, "cannot read: " + std::string(std::strerror(errno)), {document_, 0, {}}};
  is_at_end_ = got == 0;
  return !is_at_end_;
}

Result<std::vector<Payment>> PaymentFile::next() {
  if (!is_started_) {
    is_started_ = true;
    constexpr std::size_t kTelling = 4;  // bytes: "{1:" is no object
    std::size_t first = 0;
    do {
      CORDON_TRY(read_more());
      if (rest_.starts_with(kByteOrderMark)) rest_.erase(0, kByteOrderMark.size());
      first = std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size());
    } while (!is_at_end_ && rest_.size() - first < kTelling);
    is_lines_ = rest_.compare(first, 1, "{") == 0 && !ingest::is_payment_message(rest_);
    if (!is_lines_) {
      while (!is_at_end_) {
        CORDON_TRY(read_more());
        if (rest_.size() > base::kMaxInputBytes) {
          return Error{base::ErrorCode::kOutOfRange,
                       "expected at most " + std::to_string(base::kMaxInputBytes) + " bytes, found more",
                       {document_, 0, {}}};
        }
      }
      return ingest::read_payments(document_, std::move(rest_));
    }
  }
  if (!is_lines_) return std::vector<Payment>{};
  return next_lines();
}

Result<std::vector<Payment>> PaymentFile::next_lines() {
  std::vector<Payment> out;
  while (out.empty()) {
    std::size_t used = 0;
    for (std::size_t end = rest_.find('\n', searched_); end != std::string::npos; end = rest_.find('\n', used)) {
      add_line(out, std::string_view(rest_).substr(used, end - used), document_, ++line_);
      used = end + 1;
    }
    rest_.erase(0, used);
    searched_ = rest_.size();
    if (!out.empty()) break;
    if (is_at_end_) {
      add_line(out, rest_, document_, ++line_);
      rest_.clear();
      break;
    }
    if (rest_.size() > base::kMaxJsonLineBytes) {  // told once, then passed over to its end
      add_line(out, rest_, document_, ++line_);
      std::size_t end = rest_.find('\n');
      while (end == std::string::npos && !is_at_end_) {
        rest_.clear();
        CORDON_TRY(read_more());
        end = rest_.find('\n');
      }
      rest_.erase(0, end == std::string::npos ? rest_.size() : end + 1);
      searched_ = 0;
      break;
    }
    CORDON_TRY(read_more());
  }
  return out;
}

}  // namespace cordon::service
