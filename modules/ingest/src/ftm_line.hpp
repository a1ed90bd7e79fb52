// Entities of FollowTheMoney JSON lines: reading of one line, and what a subject's record consists of. Shared by the
// reader of whole lists and that of deltas.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/content_hash.hpp"
#include "cordon/model/list_entity.hpp"
#include "unmapped.hpp"

namespace cordon::ingest::ftm {

// A change of one entity as entities.delta.json has it.
enum class Op : std::uint8_t { kAdd, kModify, kDelete };

// Thread: one user. Not copyable: it keeps the JSON parser's buffers.
class LineReading {
 public:
  LineReading(Unmapped& unmapped, std::vector<model::Entity>& out);
  LineReading(const LineReading&) = delete;
  LineReading& operator=(const LineReading&) = delete;
  ~LineReading();

  // Reads one entity, with those nested in it, into out. Requires: LineReader::kPaddingBytes behind the line may be
  // read. Returns: empty when the line was read; the reason it was not otherwise: it is then rejected as a whole.
  [[nodiscard]] std::string parse(std::string_view line);
  // Reads {"op": .., "entity": ..}; the entity of a deletion may have no more than its id.
  [[nodiscard]] std::string parse_delta(std::string_view line, Op& op);

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

// Order of keys and values carries no meaning in FollowTheMoney and differs between exports.
[[nodiscard]] base::ContentHash hash_of(const model::Entity& entity);
// The entity with its place in the list: whether it is a subject, or whose record it belongs to.
[[nodiscard]] model::ListEntity listed(model::Entity entity, const base::ContentHash& hash);

}  // namespace cordon::ingest::ftm
