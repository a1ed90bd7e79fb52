#include "unmapped.hpp"

#include <utility>

namespace cordon::ingest {
namespace {

// Cuts at a character border.
std::string_view shortened(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  return text.substr(0, limit);
}

constexpr std::string_view kOtherValues = "(other values)";
constexpr std::string_view kOtherFields = "(other fields)";

}  // namespace

void Unmapped::count(std::string_view field, std::string_view value, std::uint64_t times) {
  total_ += times;
  std::string_view key = shortened(field, kMaxValueBytes);
  auto at = fields_.find(key);
  if (at == fields_.end()) {
    if (fields_.size() >= kMaxFields) key = kOtherFields;
    at = fields_.try_emplace(std::string(key)).first;
  }
  Values& values = at->second;
  std::string_view text = shortened(value, kMaxValueBytes);
  auto found = values.find(text);
  if (found == values.end()) {
    if (values.size() >= kMaxDistinct) text = kOtherValues;
    found = values.try_emplace(std::string(text), 0).first;
  }
  found->second += times;
}

void Unmapped::move_to(model::ListDescription& description) {
  for (auto& [field, values] : fields_) {
    for (auto& [value, count] : values) description.unmapped.push_back({field, value, count});
  }
  description.unmapped_total += total_;
  fields_.clear();
  total_ = 0;
}

}  // namespace cordon::ingest
