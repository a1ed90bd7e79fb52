// What the store costs: a first import, a daily import, a snapshot, a difference. Every benchmark checks its answer.
// The list is made up: 10,000 subjects with a sanction, an address and a document each, values in the lengths that
// official lists have. Bytes are those of the entities as FollowTheMoney JSON.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "cordon/store/sqlite_store.hpp"

namespace {

using namespace cordon;

constexpr std::size_t kSubjects = 10'000;
constexpr std::size_t kChangedPerDay = 30;

class Directory {
 public:
  Directory() : path_(std::filesystem::temp_directory_path() / ("cordon-store-bench-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path_);
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string words(std::mt19937& random, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    if (i > 0) text += ' ';
    const unsigned length = 4 + static_cast<unsigned>(random() % 7);
    for (unsigned c = 0; c < length; ++c) text += static_cast<char>('A' + random() % 26);
  }
  return text;
}

model::ListEntity part(const std::string& id, const char* schema, const std::string& owner) {
  return {model::Entity(model::EntityId{id}, schema), model::EntityId{owner}, false, std::nullopt};
}

// One subject with its parts. day_salt changes the remarks, and with them the raw record.
void append_subject(std::size_t number, std::uint32_t day_salt, std::vector<model::ListEntity>& out) {
  std::mt19937 random(static_cast<std::uint32_t>(number));
  const std::string id = "bench-" + std::to_string(number);
  model::ListEntity subject = part(id, "Person", id);
  subject.is_subject = true;
  subject.entity.add("name", words(random, 3));
  for (int i = 0; i < 3; ++i) subject.entity.add("alias", words(random, 3));
  subject.entity.add("birthDate", "1962-07-05");
  subject.entity.add("birthPlace", words(random, 2));
  subject.entity.add("nationality", "ru");
  subject.entity.add("topics", "sanction");
  subject.entity.add("notes", words(random, 12) + std::to_string(day_salt));
  subject.raw_hash = base::ContentHash::of(id + std::to_string(day_salt));
  out.push_back(std::move(subject));
  model::ListEntity sanction = part(id + "-s", "Sanction", id);
  sanction.entity.add("entity", id);
  sanction.entity.add("programId", "RUSSIA-EO14024");
  sanction.entity.add("authority", "Office of Foreign Assets Control");
  out.push_back(std::move(sanction));
  model::ListEntity address = part(id + "-a", "Address", id);
  address.entity.add("full", words(random, 6));
  address.entity.add("country", "ru");
  out.push_back(std::move(address));
  model::ListEntity document = part(id + "-i", "Identification", id);
  document.entity.add("holder", id);
  document.entity.add("number", std::to_string(random()));
  out.push_back(std::move(document));
}

std::vector<model::ListEntity> make_list(std::uint32_t day) {
  std::vector<model::ListEntity> list;
  list.reserve(4 * kSubjects);
  for (std::size_t i = 0; i < kSubjects; ++i) append_subject(i, i < kChangedPerDay ? day : 0, list);
  return list;
}

std::int64_t json_bytes(const std::vector<model::ListEntity>& list) {
  std::string text;
  for (const model::ListEntity& entity : list) entity.entity.append_json(text);
  return static_cast<std::int64_t>(text.size() + list.size());
}

// Returns: empty when all went well.
std::string import_day(store::Store& store, const std::vector<model::ListEntity>& list, std::uint32_t day,
                       std::uint64_t expected_changes) {
  auto session = store.begin_import(model::SourceId{"bench"});
  if (!session) return session.error().to_string();
  for (const model::ListEntity& entity : list) {
    if (const auto added = (*session)->add(model::ListEntity(entity)); !added) return added.error().to_string();
  }
  model::ListDescription description;
  description.format = "bench";
  description.published = base::Date{static_cast<std::int32_t>(day)};
  description.content = base::ContentHash::of(std::to_string(day));
  const auto outcome = (*session)->commit(description, {});
  if (!outcome) return outcome.error().to_string();
  if (outcome->version.subjects != kSubjects) return "wrong number of subjects";
  if (outcome->version.changed != expected_changes) return "wrong number of changes";
  return {};
}

const base::SystemClock kClock;

void first_import(benchmark::State& state) {
  const auto list = make_list(1);
  for (auto _ : state) {
    state.PauseTiming();
    const Directory directory;
    auto store = store::open_sqlite_store(directory.path(), {kClock});
    state.ResumeTiming();
    if (const std::string problem = import_day(**store, list, 1, 0); !problem.empty()) {
      state.SkipWithError(problem.c_str());
      return;
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(list.size() * state.iterations()));
  state.SetBytesProcessed(json_bytes(list) * static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(first_import)->Unit(benchmark::kMillisecond)->MinTime(2.0);

void daily_import(benchmark::State& state) {
  const Directory directory;
  auto store = store::open_sqlite_store(directory.path(), {kClock});
  if (!import_day(**store, make_list(1), 1, 0).empty()) return state.SkipWithError("first import failed");
  std::uint32_t day = 1;
  for (auto _ : state) {
    state.PauseTiming();
    ++day;
    const auto list = make_list(day);
    state.ResumeTiming();
    if (const std::string problem = import_day(**store, list, day, kChangedPerDay); !problem.empty()) {
      state.SkipWithError(problem.c_str());
      return;
    }
  }
}
BENCHMARK(daily_import)->Unit(benchmark::kMillisecond)->MinTime(2.0);

void load_snapshot(benchmark::State& state) {
  const Directory directory;
  auto store = store::open_sqlite_store(directory.path(), {kClock});
  if (!import_day(**store, make_list(1), 1, 0).empty()) return state.SkipWithError("import failed");
  for (auto _ : state) {
    const auto snapshot = (*store)->snapshot({});
    if (!snapshot || (*snapshot)->size() != 4 * kSubjects) return state.SkipWithError("wrong snapshot");
  }
}
BENCHMARK(load_snapshot)->Unit(benchmark::kMillisecond);

void changes_of_a_day(benchmark::State& state) {
  const Directory directory;
  auto store = store::open_sqlite_store(directory.path(), {kClock});
  if (!import_day(**store, make_list(1), 1, 0).empty() ||
      !import_day(**store, make_list(2), 2, kChangedPerDay).empty()) {
    return state.SkipWithError("import failed");
  }
  for (auto _ : state) {
    const auto changes = (*store)->changes(model::SourceId{"bench"}, 1, 2);
    if (!changes || changes->size() != kChangedPerDay) return state.SkipWithError("wrong changes");
  }
}
BENCHMARK(changes_of_a_day)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
