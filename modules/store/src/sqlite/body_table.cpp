#include "sqlite/body_table.hpp"

#include <string>

namespace cordon::store {
namespace {

// A gap of up to this many foreign rows is read over instead of starting a new range: stepping over a row costs about a
// tenth of finding one.
constexpr BodyKey kGapRows = 8;

using Visit = std::function<base::Result<void>(BodyKey, std::string_view)>;

base::Error missing(BodyKey key) {
  return base::Error{base::ErrorCode::kDamaged, "store: entity body " + std::to_string(key) + " is missing"};
}

base::Result<void> for_each_value(Database& db, std::string_view column, std::span<const BodyKey> keys,
                                  const Visit& visit) {
  CORDON_ASSIGN(Statement row, db.prepare("SELECT key, " + std::string(column) +
                                          " FROM body WHERE key BETWEEN ?1 AND ?2 ORDER BY key"));
  for (std::size_t begin = 0; begin < keys.size();) {
    std::size_t end = begin + 1;
    while (end < keys.size() && keys[end] - keys[end - 1] <= kGapRows) ++end;
    row.bind(1, keys[begin]).bind(2, keys[end - 1]);
    while (begin < end) {
      CORDON_ASSIGN(const bool more, row.step());
      if (!more || row.integer(0) > keys[begin]) return missing(keys[begin]);
      if (row.integer(0) < keys[begin]) continue;
      CORDON_TRY(visit(keys[begin], row.blob(1)));
      ++begin;
    }
    row.reset();
  }
  return {};
}

}  // namespace

base::Result<void> for_each_body(Database& db, std::span<const BodyKey> keys, const Visit& visit) {
  return for_each_value(db, "data", keys, visit);
}

base::Result<void> for_each_hash(Database& db, std::span<const BodyKey> keys, const Visit& visit) {
  return for_each_value(db, "hash", keys, visit);
}

base::Result<std::vector<model::ListEntity>> load_bodies(Database& db, std::span<const BodyKey> keys) {
  std::vector<model::ListEntity> entities;
  entities.reserve(keys.size());
  CORDON_TRY(for_each_body(db, keys, [&](BodyKey key, std::string_view data) -> base::Result<void> {
    base::Result<model::ListEntity> entity = decode_body(data);
    if (!entity) {
      return base::Error{entity.error().code,
                         "store: entity body " + std::to_string(key) + ": " + entity.error().message};
    }
    entities.push_back(std::move(*entity));
    return {};
  }));
  return entities;
}

}  // namespace cordon::store
