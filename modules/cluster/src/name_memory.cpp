#include "cordon/cluster/name_memory.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "cordon/base/byte_text.hpp"
#include "cordon/base/content_hash.hpp"
#include "cordon/match/scorer.hpp"

namespace cordon::cluster {
namespace {

constexpr std::string_view kMagic = "cordon name memory 1";
constexpr std::size_t kHashBytes = base::ContentHash::kSizeBytes;

// What scores depend on besides the two subjects.
std::string basis_of(const match::Policy& policy) {
  std::string basis(kMagic);
  basis += '\n' + std::to_string(match::scoring_fingerprint()) + '\n' + policy.name() + '/' +
           std::to_string(policy.revision());
  return basis;
}

std::string_view bytes_of(const base::ContentHash& hash) {
  return {reinterpret_cast<const char*>(hash.bytes().data()), kHashBytes};
}

}  // namespace

std::string encode_memory(const NameMemory& memory, const match::Policy& policy) {
  std::string out;
  base::append_text(out, basis_of(policy));
  base::append_number(out, memory.keys.size());
  for (const NameMemory::Key& key : memory.keys) out.append(reinterpret_cast<const char*>(key.data()), key.size());
  base::append_number(out, memory.pairs.size());
  for (const NameMemory::Pair& pair : memory.pairs) {
    base::append_number(out, pair.a);
    base::append_number(out, pair.b);
    // Two halves: a number has 63 bits.
    const auto bits = std::bit_cast<std::uint64_t>(pair.score);
    base::append_number(out, bits >> 32U);
    base::append_number(out, bits & 0xFFFFFFFFU);
  }
  out += bytes_of(base::ContentHash::of(out));
  return out;
}

NameMemory decode_memory(std::string_view bytes, const match::Policy& policy) {
  if (bytes.size() < kHashBytes) return {};
  const std::string_view body = bytes.substr(0, bytes.size() - kHashBytes);
  if (bytes_of(base::ContentHash::of(body)) != bytes.substr(body.size())) return {};
  base::ByteTextReader reader(body);
  if (reader.text() != basis_of(policy)) return {};
  NameMemory memory;
  NameMemory::Key key{};
  for (std::size_t left = reader.count(); left > 0 && reader.ok(); --left) {
    const std::string_view text = reader.bytes(key.size());
    if (text.size() == key.size()) std::memcpy(key.data(), text.data(), key.size());
    memory.keys.push_back(key);
  }
  for (std::size_t left = reader.count(); left > 0 && reader.ok(); --left) {
    NameMemory::Pair pair;
    pair.a = static_cast<std::uint32_t>(reader.number());
    pair.b = static_cast<std::uint32_t>(reader.number());
    const std::uint64_t high = reader.number();
    pair.score = std::bit_cast<double>(high << 32U | reader.number());
    if (pair.a >= memory.keys.size() || pair.b >= memory.keys.size()) return {};
    memory.pairs.push_back(pair);
  }
  if (!reader.complete() || !std::ranges::is_sorted(memory.keys)) return {};
  return memory;
}

}  // namespace cordon::cluster
