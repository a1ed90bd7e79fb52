#include "subject_facts.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

namespace cordon::screening {
namespace {

void append_number(std::string& out, std::size_t value) {
  const auto number = static_cast<std::uint32_t>(value);
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
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
    std::uint32_t number = 0;
    const std::size_t size = std::min(sizeof number, bytes_.size());
    std::memcpy(&number, bytes_.data(), size);
    bytes_.remove_prefix(size);
    return number;
  }
  std::string text() {
    const std::size_t size = std::min(number(), bytes_.size());
    std::string out(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return out;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> out;
    for (std::size_t left = number(); left > 0 && !bytes_.empty(); --left) out.push_back(text());
    return out;
  }

 private:
  std::string_view bytes_;
};

}  // namespace

std::string encode_facts(const SubjectFacts& facts) {
  std::string out;
  append_text(out, facts.entity_id.str());
  append_text(out, facts.caption);
  append_text(out, facts.schema);
  append_text(out, facts.source.str());
  append_texts(out, facts.programmes);
  append_texts(out, facts.topics);
  return out;
}

SubjectFacts decode_facts(std::string_view bytes) {
  Reader reader(bytes);
  SubjectFacts facts;
  facts.entity_id = model::EntityId{reader.text()};
  facts.caption = reader.text();
  facts.schema = reader.text();
  facts.source = model::SourceId{reader.text()};
  facts.programmes = reader.texts();
  facts.topics = reader.texts();
  return facts;
}

}  // namespace cordon::screening
