#include "payment_file.hpp"

#include "cordon/base/file.hpp"
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

Result<std::vector<Payment>> read_lines(std::string_view bytes, const std::string& document) {
  std::vector<Payment> out;
  CORDON_TRY(read_json_lines(bytes, document, [&](const Json& object, std::uint64_t line) -> Result<void> {
    const PaymentLine reader{document, line};
    if (object.contains("message")) return read_message(object, reader, document + ":" + std::to_string(line), out);
    if (!object.contains("parties")) return reader.misread("line", "an object with message or parties", object);
    CORDON_ASSIGN(Payment payment, reader.read(object));
    out.push_back(std::move(payment));
    return {};
  }));
  return out;
}

}  // namespace

Result<std::vector<Payment>> read_payment_file(const std::filesystem::path& file) {
  CORDON_ASSIGN(std::string bytes, base::read_file(file));
  if (ingest::is_payment_message(bytes)) return ingest::read_payments(file.string(), std::move(bytes));
  const std::size_t first = bytes.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  if (first != std::string::npos && bytes[first] == '{') return read_lines(bytes, file.string());
  return ingest::read_payments(file.string(), std::move(bytes));  // one clear error
}

}  // namespace cordon::service
