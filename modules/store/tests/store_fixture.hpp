// Lists built by hand, and a temporary data directory: what the store's tests share.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cordon/store/sqlite_store.hpp"
#include "cordon/store/store.hpp"

namespace cordon::store::testing {

using base::Date;
using model::EntityId;
using model::ListEntity;
using model::SourceId;

inline Date day(const std::string& text) { return Date::parse(text).value(); }
inline base::Timestamp noon(const std::string& date) { return base::parse_timestamp(date + "T12:00:00Z").value(); }

// A clock the test can turn.
class TestClock final : public base::Clock {
 public:
  explicit TestClock(base::Timestamp time) : time_(time) {}
  [[nodiscard]] base::Timestamp now() const override { return time_; }
  void set(base::Timestamp time) { time_ = time; }

 private:
  base::Timestamp time_;
};

using Values = std::initializer_list<std::pair<std::string, std::string>>;

inline ListEntity subject(const std::string& id, const std::string& schema, Values values,
                          const std::string& raw = "") {
  ListEntity result;
  result.entity = model::Entity(EntityId{id}, schema);
  for (const auto& [property, value] : values) result.entity.add(property, value);
  result.subject_id = EntityId{id};
  result.is_subject = true;
  if (!raw.empty()) result.raw_hash = base::ContentHash::of(raw);
  return result;
}

inline ListEntity part(const std::string& id, const std::string& schema, const std::string& owner, Values values) {
  ListEntity result;
  result.entity = model::Entity(EntityId{id}, schema);
  for (const auto& [property, value] : values) result.entity.add(property, value);
  result.subject_id = EntityId{owner};
  return result;
}

struct TestList {
  std::vector<ListEntity> entities;
  std::string content;  // names the bytes: the content hash is made from it
  std::string format = "test-csv";
  std::optional<Date> published;
  std::vector<std::string> parts;
  std::optional<std::uint64_t> declared;
  std::size_t rejected = 0;
  std::string edition;
};

inline model::ListDescription describe(const std::string& source, const TestList& list) {
  model::ListDescription result;
  result.source = SourceId{source};
  result.title = "Test list";
  result.format = list.format;
  result.published = list.published;
  result.content = base::ContentHash::of(list.content);
  result.parts_present = list.parts;
  result.declared_records = list.declared;
  result.edition = list.edition;
  result.rejected.resize(list.rejected);
  return result;
}

inline base::Result<ImportOutcome> import_list(Store& store, const std::string& source, const TestList& list,
                                               const ImportOptions& options = {}) {
  CORDON_ASSIGN(std::unique_ptr<ImportSession> session, store.begin_import(SourceId{source}));
  for (const ListEntity& entity : list.entities) CORDON_TRY(session->add(ListEntity(entity)));
  return session->commit(describe(source, list), options);
}

// count persons p1..pN; step names the content and one changing remark of the first person.
inline TestList people(std::size_t count, const std::string& date, const std::string& step = "a") {
  TestList list;
  for (std::size_t i = 1; i <= count; ++i) {
    const std::string n = std::to_string(i);
    list.entities.push_back(subject("p" + n, "Person", {{"name", "PERSON " + n}}, i == 1 ? step : n));
    list.entities.push_back(part("p" + n + "-s", "Sanction", "p" + n, {{"entity", "p" + n}, {"programId", "PROG"}}));
  }
  list.content = std::to_string(count) + step;
  list.published = day(date);
  return list;
}

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    static std::atomic<int> counter{0};
    path_ = std::filesystem::temp_directory_path() /
            ("cordon-store-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
    std::filesystem::create_directories(path_);
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace cordon::store::testing
