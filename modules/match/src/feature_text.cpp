#include "feature_text.hpp"

#include <algorithm>
#include <cstdint>

namespace cordon::match {
namespace {

void append_number(std::string& out, std::size_t value) {
  while (value >= 0x80U) {
    out += static_cast<char>(static_cast<unsigned char>(value | 0x80U));
    value >>= 7U;
  }
  out += static_cast<char>(static_cast<unsigned char>(value));
}

void append_text(std::string& out, std::string_view text) {
  append_number(out, text.size());
  out += text;
}

void append_texts(std::string& out, const std::vector<std::string>& texts) {
  append_number(out, texts.size());
  for (const std::string& text : texts) append_text(out, text);
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) noexcept : bytes_(bytes) {}
  std::size_t number() noexcept {
    std::size_t out = 0;
    for (unsigned shift = 0; !bytes_.empty() && shift < 63; shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      out |= static_cast<std::size_t>(byte & 0x7FU) << shift;
      if (byte < 0x80U) break;
    }
    return out;
  }
  std::string_view text() noexcept {
    const std::size_t size = std::min(number(), bytes_.size());
    const std::string_view out = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return out;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> out;
    for (std::size_t left = number(); left > 0 && !bytes_.empty(); --left) out.emplace_back(text());
    return out;
  }
  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

}  // namespace

void append_features(std::string& out, const SubjectFeatures& features) {
  append_text(out, features.id);
  append_text(out, features.attachment);
  append_text(out, features.schema);
  append_text(out, features.caption);
  for (const auto* list : {&features.names, &features.weak_names, &features.birth_dates, &features.birth_places,
                           &features.countries, &features.genders, &features.addresses}) {
    append_texts(out, *list);
  }
  append_number(out, features.identifiers.size());
  for (const Identifier& identifier : features.identifiers) {
    append_text(out, identifier.type);
    append_text(out, identifier.value);
    append_text(out, identifier.country);
  }
}

SubjectFeatures decode_features(std::string_view bytes) {
  Reader reader(bytes);
  SubjectFeatures out;
  out.id = reader.text();
  out.attachment = reader.text();
  out.schema = reader.text();
  out.caption = reader.text();
  for (auto* list : {&out.names, &out.weak_names, &out.birth_dates, &out.birth_places, &out.countries, &out.genders,
                     &out.addresses}) {
    *list = reader.texts();
  }
  for (std::size_t left = reader.number(); left > 0 && !reader.empty(); --left) {
    Identifier& identifier = out.identifiers.emplace_back();
    identifier.type = reader.text();
    identifier.value = reader.text();
    identifier.country = reader.text();
  }
  return out;
}

std::string_view decode_id(std::string_view bytes) noexcept { return Reader(bytes).text(); }

std::string_view decode_attachment(std::string_view bytes) noexcept {
  Reader reader(bytes);
  (void)reader.text();
  return reader.text();
}

}  // namespace cordon::match
