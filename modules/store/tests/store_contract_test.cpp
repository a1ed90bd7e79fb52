// What every backend must do. Parameterised over implementations: a new backend adds a line at the end.
#include <gmock/gmock.h>

#include <array>
#include <thread>

#include "store_fixture.hpp"

namespace cordon::store {
namespace {

using namespace cordon::store::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Backend {
  std::string name;
  std::function<base::Result<std::unique_ptr<Store>>(const std::filesystem::path&, const base::Clock&)> open;
};

class StoreContract : public ::testing::TestWithParam<Backend> {
 protected:
  void SetUp() override { reopen(); }
  void reopen() {
    store_.reset();
    auto opened = GetParam().open(directory_.path(), clock_);
    ASSERT_TRUE(opened) << opened.error().to_string();
    store_ = std::move(*opened);
  }
  ImportOutcome import(const TestList& list, const ImportOptions& options = {}, const std::string& source = "list") {
    auto outcome = import_list(*store_, source, list, options);
    EXPECT_TRUE(outcome) << outcome.error().to_string();
    return outcome ? *outcome : ImportOutcome{};
  }
  std::vector<std::string> ids(const SnapshotRequest& request) {
    auto snapshot = store_->snapshot(request);
    EXPECT_TRUE(snapshot) << snapshot.error().to_string();
    std::vector<std::string> result;
    if (!snapshot) return result;
    (*snapshot)->for_each([&](const model::SourcedEntity& e) {
      if (e.listed.is_subject) result.push_back(e.source.str() + "/" + e.listed.entity.id().str());
      return true;
    });
    return result;
  }
  std::size_t count(const SnapshotRequest& request) { return ids(request).size(); }
  // "number added/removed/changed" in date order
  std::vector<std::string> chain() {
    std::vector<std::string> result;
    const auto versions = store_->versions(SourceId{"list"});
    for (const VersionInfo& v : *versions) {
      result.push_back(std::to_string(v.version) + " " + std::to_string(v.added) + "/" + std::to_string(v.removed) +
                       "/" + std::to_string(v.changed));
    }
    return result;
  }
  std::vector<SubjectChange> changes(std::uint32_t from, std::uint32_t to) {
    auto result = store_->changes(SourceId{"list"}, from, to);
    EXPECT_TRUE(result) << result.error().to_string();
    return result ? *result : std::vector<SubjectChange>{};
  }

  TemporaryDirectory directory_;
  TestClock clock_{noon("2022-01-10")};
  std::unique_ptr<Store> store_;
};

TEST_P(StoreContract, an_empty_store_answers) {
  EXPECT_THAT(*store_->sources(), IsEmpty());
  EXPECT_THAT(*store_->versions(std::nullopt), IsEmpty());
  EXPECT_EQ((*store_->snapshot({}))->size(), 0U);
  EXPECT_THAT(*store_->check(), IsEmpty());
  EXPECT_EQ(store_->snapshot({{SourceId{"none"}}, {}, {}, true}).error().code, base::ErrorCode::kNotFound);
  EXPECT_EQ(store_->changes(SourceId{"none"}, 0, 1).error().code, base::ErrorCode::kNotFound);
}

TEST_P(StoreContract, what_goes_in_comes_out) {
  TestList list = people(3, "2022-01-01");
  list.entities.push_back(part("a1", "Address", "", {{"full", "1 Road"}}));
  import(list);
  reopen();
  const auto snapshot = *store_->snapshot({});
  ASSERT_EQ(snapshot->size(), 7U);
  for (const ListEntity& entity : list.entities) {
    const model::SourcedEntity* found = snapshot->find(entity.entity.id());
    ASSERT_NE(found, nullptr) << entity.entity.id().str();
    EXPECT_EQ(found->listed.entity, entity.entity);
    EXPECT_EQ(found->listed.subject_id, entity.subject_id);
    EXPECT_EQ(found->listed.is_subject, entity.is_subject);
    EXPECT_EQ(found->listed.raw_hash, entity.raw_hash);
    EXPECT_EQ(found->source, SourceId{"list"});
  }
  EXPECT_EQ((*store_->snapshot({{}, {}, {}, false}))->size(), 3U);
}

TEST_P(StoreContract, version_facts_are_kept) {
  TestList list = people(2, "2022-01-01");
  list.parts = {"prim", "add"};
  auto session = *store_->begin_import(SourceId{"list"});
  for (const ListEntity& entity : list.entities) ASSERT_TRUE(session->add(ListEntity(entity)));
  model::ListDescription description = describe("other", list);
  description.reader_revision = 7;
  description.unmapped = {{"remarks", "odd", 3}, {"type", "x", 1}};
  description.unmapped_total = 9;
  const auto outcome = session->commit(description, {});
  ASSERT_TRUE(outcome) << outcome.error().to_string();
  session.reset();
  reopen();
  const auto versions = *store_->versions(std::nullopt);
  ASSERT_THAT(versions, SizeIs(1));
  const VersionInfo& v = versions[0];
  EXPECT_EQ(v.source, SourceId{"list"});  // the session's source wins
  EXPECT_EQ(v.version, 1U);
  EXPECT_EQ(v.title, "Test list");
  EXPECT_EQ(v.format, "test-csv");
  EXPECT_EQ(v.reader_revision, 7U);
  EXPECT_EQ(v.published, day("2022-01-01"));
  EXPECT_FALSE(v.published_assumed);
  EXPECT_EQ(v.retrieved, noon("2022-01-10"));
  EXPECT_EQ(v.sha256, description.content);
  EXPECT_EQ(v.subjects, 2U);
  EXPECT_EQ(v.entities, 4U);
  EXPECT_EQ(v.added, 2U);
  EXPECT_EQ(v.parts_present, list.parts);
  EXPECT_EQ(v.unmapped, description.unmapped);
  EXPECT_EQ(v.unmapped_total, 9U);
  EXPECT_EQ(v.state, VersionState::kActive);
}

TEST_P(StoreContract, the_same_content_again_changes_nothing) {
  EXPECT_FALSE(import(people(3, "2022-01-01")).unchanged);
  const ImportOutcome again = import(people(3, "2022-01-01"));
  EXPECT_TRUE(again.unchanged);
  EXPECT_EQ(again.version.version, 1U);
  TestList later = people(3, "2022-01-05");  // another date, the content that is served then
  EXPECT_TRUE(import(later).unchanged);
  EXPECT_THAT(*store_->versions(std::nullopt), SizeIs(1));
  import(people(4, "2022-01-06"));
  EXPECT_FALSE(import(people(3, "2022-01-08")).unchanged);  // went back to the old content: that is news
  EXPECT_TRUE(import(people(3, "2022-01-01")).unchanged);
  EXPECT_THAT(chain(), ElementsAre("1 3/0/0", "2 1/0/0", "3 0/1/0"));
}

TEST_P(StoreContract, what_comes_back_on_the_same_day_is_the_last_word) {
  import(people(3, "2022-01-05"));
  const ImportOutcome more = import(people(4, "2022-01-05"));
  ASSERT_EQ(more.version.state, VersionState::kActive);
  const ImportOutcome back = import(people(3, "2022-01-05"));
  EXPECT_FALSE(back.unchanged);
  EXPECT_EQ(back.version.version, 3U);
  EXPECT_TRUE(import(people(3, "2022-01-05")).unchanged);
}

TEST_P(StoreContract, an_unknown_date_is_the_day_of_retrieval) {
  TestList list = people(3, "2022-01-01");
  list.published.reset();
  const ImportOutcome first = import(list);
  EXPECT_EQ(first.version.published, day("2022-01-10"));
  EXPECT_TRUE(first.version.published_assumed);
  EXPECT_THAT(first.findings, ElementsAre(HasSubstr("no publication date")));
  clock_.set(noon("2022-01-11"));
  EXPECT_TRUE(import(list).unchanged);
  ImportOptions options;
  options.as_of = day("2021-12-31");
  const ImportOutcome older = import(list, options);  // now the caller knows: it was published before
  EXPECT_FALSE(older.unchanged);
  EXPECT_EQ(older.version.published, day("2021-12-31"));
  list.published = day("2022-01-02");
  list.content = "new";
  EXPECT_THAT(import(list, options).findings, ElementsAre(HasSubstr("2021-12-31 was not used")));
}

TEST_P(StoreContract, as_of_and_known_are_separate_times) {
  import(people(1, "2022-01-01"));
  clock_.set(noon("2022-01-20"));
  import(people(2, "2022-01-02", "a"));
  import(people(3, "2022-01-02", "b"));
  clock_.set(noon("2022-02-01"));
  import(people(4, "2022-01-03"));
  EXPECT_EQ(count({}), 4U);
  EXPECT_EQ(count({{}, day("2021-12-31"), {}, true}), 0U);
  EXPECT_EQ(count({{}, day("2022-01-01"), {}, true}), 1U);
  EXPECT_EQ(count({{}, day("2022-01-02"), {}, true}), 3U);  // the last of the day
  EXPECT_EQ(count({{}, {}, day("2022-01-09"), true}), 0U);
  EXPECT_EQ(count({{}, {}, day("2022-01-10"), true}), 1U);
  EXPECT_EQ(count({{}, {}, day("2022-01-31"), true}), 3U);
  EXPECT_EQ(count({{}, day("2022-01-03"), day("2022-01-31"), true}), 3U);
  EXPECT_EQ(store_->resolve_version(SourceId{"list"}, day("2022-01-02"))->version, 3U);
  EXPECT_EQ(store_->resolve_version(SourceId{"list"}, std::uint32_t{2})->subjects, 2U);
  EXPECT_EQ(store_->resolve_version(SourceId{"list"}, day("2021-01-02")).error().code, base::ErrorCode::kNotFound);
  EXPECT_EQ(store_->resolve_version(SourceId{"list"}, std::uint32_t{9}).error().code, base::ErrorCode::kNotFound);
}

TEST_P(StoreContract, an_older_publication_takes_its_place) {
  import(people(3, "2022-01-01"));
  import(people(6, "2022-01-05"));
  EXPECT_THAT(chain(), ElementsAre("1 3/0/0", "2 3/0/0"));
  import(people(5, "2022-01-03", "b"));
  EXPECT_THAT(chain(), ElementsAre("1 3/0/0", "3 2/0/1", "2 1/0/1"));
  import(people(1, "2021-12-31"));
  EXPECT_THAT(chain(), ElementsAre("4 1/0/0", "1 2/0/0", "3 2/0/1", "2 1/0/1"));
  EXPECT_EQ(count({{}, day("2022-01-04"), {}, true}), 5U);
  EXPECT_EQ(count({}), 6U);
}

TEST_P(StoreContract, missing_parts_are_refused_unless_partial) {
  TestList list = people(3, "2022-01-01");
  list.parts = {"prim", "add", "alt"};
  import(list);
  TestList poorer = people(4, "2022-01-02");
  poorer.parts = {"prim", "alt"};
  const auto refused = import_list(*store_, "list", poorer);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::kConflict);
  EXPECT_THAT(refused.error().message, HasSubstr("lacks add"));
  EXPECT_EQ(count({}), 3U);
  ImportOptions partial;
  partial.partial = true;
  EXPECT_FALSE(import(poorer, partial).quarantined);
  EXPECT_EQ(count({}), 4U);
}

TEST_P(StoreContract, an_implausible_list_is_quarantined_until_released) {
  import(people(100, "2022-01-01"));
  const ImportOutcome cut = import(people(69, "2022-01-02"));
  EXPECT_TRUE(cut.quarantined);
  EXPECT_THAT(cut.findings, ElementsAre(HasSubstr("69 subjects")));
  EXPECT_EQ(count({}), 100U);
  EXPECT_TRUE(import(people(69, "2022-01-02")).quarantined);
  EXPECT_THAT((*store_->sources())[0].quarantined, SizeIs(1));
  import(people(101, "2022-01-03"));
  EXPECT_THAT(chain(), ElementsAre("1 100/0/0", "2 0/31/0", "3 1/0/0"));

  clock_.set(noon("2022-01-15"));
  const auto released = store_->set_version_state(SourceId{"list"}, 2, VersionState::kActive);
  ASSERT_TRUE(released) << released.error().to_string();
  EXPECT_EQ(count({{}, day("2022-01-02"), {}, true}), 69U);
  EXPECT_EQ(count({{}, day("2022-01-02"), day("2022-01-14"), true}), 100U);  // not served then
  EXPECT_EQ(count({{}, day("2022-01-02"), day("2022-01-15"), true}), 69U);
  EXPECT_THAT(chain(), ElementsAre("1 100/0/0", "2 0/31/0", "3 32/0/0"));
  ASSERT_TRUE(store_->set_version_state(SourceId{"list"}, 2, VersionState::kRejected));
  EXPECT_THAT(chain(), ElementsAre("1 100/0/0", "2 0/31/0", "3 1/0/0"));
  EXPECT_EQ(store_->set_version_state(SourceId{"list"}, 7, VersionState::kActive).error().code,
            base::ErrorCode::kNotFound);
}

TEST_P(StoreContract, damage_signals_quarantine) {
  TestList empty;
  empty.published = day("2022-01-01");
  EXPECT_TRUE(import(empty).quarantined);
  TestList declared = people(10, "2022-01-02");
  declared.declared = 11;
  EXPECT_TRUE(import(declared).quarantined);
  declared.rejected = 1;
  declared.content = "one rejected";
  EXPECT_TRUE(import(declared).quarantined);  // one in eleven could not be read
  EXPECT_FALSE(import(people(75, "2022-01-03")).quarantined);
  EXPECT_FALSE(import(people(20, "2021-01-03")).quarantined);  // a year earlier: lists grow
}

TEST_P(StoreContract, a_changed_copy_of_an_edition_is_kept_apart) {
  TestList list = people(10, "2022-01-01");
  list.edition = "2022-01-01T10:00:00Z";
  import(list);
  TestList copy = people(10, "2022-01-01", "b");  // another record
  copy.edition = list.edition;
  copy.entities[0].entity.add("alias", "SOMEBODY ELSE");
  const ImportOutcome changed = import(copy);
  EXPECT_TRUE(changed.quarantined);
  EXPECT_THAT(changed.findings, ElementsAre(HasSubstr("two copies of one publication differ: 1 entities")));
  reopen();
  EXPECT_EQ((*store_->sources())[0].current->edition, list.edition);
  copy.edition = "2022-01-01T18:00:00Z";  // published again on that day
  copy.content = "later";
  EXPECT_FALSE(import(copy).quarantined);
}

TEST_P(StoreContract, the_server_may_name_the_edition) {
  ImportOptions options;
  options.edition = "Sat, 01 Jan 2022 10:00:00 GMT";
  import(people(10, "2022-01-01"), options);
  TestList copy = people(9, "2022-01-01", "b");
  EXPECT_TRUE(import(copy, options).quarantined);
  copy.content = "without a name";
  EXPECT_FALSE(import(copy).quarantined);
}

TEST_P(StoreContract, a_copy_of_a_date_that_only_takes_away_is_kept_apart) {
  ImportOptions options;
  options.as_of = day("2022-01-01");
  options.limits.same_date_is_kept_apart = true;
  TestList list = people(60, "2022-01-01");
  list.published.reset();
  import(list, options);
  TestList shorter = people(59, "2022-01-01");
  shorter.published.reset();
  EXPECT_TRUE(import(shorter, options).quarantined);
  TestList longer = people(61, "2022-01-01", "b");  // one changed, one added
  longer.published.reset();
  EXPECT_FALSE(import(longer, options).quarantined);
  options.as_of.reset();  // the day of retrieval: nobody claims anything
  shorter.content = "today";
  EXPECT_FALSE(import(shorter, options).quarantined);
  shorter = people(58, "2022-01-01", "c");
  shorter.published.reset();
  EXPECT_FALSE(import(shorter, options).quarantined);
}

TEST_P(StoreContract, a_column_that_went_empty_is_kept_apart) {
  TestList list = people(60, "2022-01-01");
  for (ListEntity& entity : list.entities) {
    if (entity.is_subject) entity.entity.add("birthDate", "1960");
  }
  import(list);
  reopen();
  const ImportOutcome emptied = import(people(60, "2022-01-02", "b"));
  EXPECT_TRUE(emptied.quarantined);
  EXPECT_THAT(emptied.findings, ElementsAre(HasSubstr("Person.birthDate from 100.0 % to 0.0 %")));
  EXPECT_FALSE(import(people(60, "2022-04-04", "far")).quarantined);  // 93 days later: no measure
  TestList other = people(60, "2022-01-02", "c");
  other.format = "test-xml";  // another layout is no measure
  EXPECT_FALSE(import(other).quarantined);
}

TEST_P(StoreContract, an_abandoned_import_leaves_nothing) {
  import(people(3, "2022-01-01"));
  {
    auto session = *store_->begin_import(SourceId{"list"});
    for (const ListEntity& entity : people(50, "2022-01-02").entities) ASSERT_TRUE(session->add(ListEntity(entity)));
  }
  EXPECT_EQ(count({}), 3U);
  EXPECT_THAT(*store_->check(), IsEmpty());
  import(people(4, "2022-01-02"));
  EXPECT_EQ(count({}), 4U);
}

TEST_P(StoreContract, readers_see_the_old_state_while_a_writer_works) {
  import(people(3, "2022-01-01"));
  auto session = *store_->begin_import(SourceId{"list"});
  const TestList next = people(5, "2022-01-02");
  for (const ListEntity& entity : next.entities) ASSERT_TRUE(session->add(ListEntity(entity)));
  EXPECT_EQ(count({}), 3U);
  ASSERT_TRUE(session->commit(describe("list", next), {}));
  EXPECT_EQ(count({}), 5U);
}

TEST_P(StoreContract, only_one_writer) {
  auto session = *store_->begin_import(SourceId{"list"});
  const auto second = store_->begin_import(SourceId{"list"});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, base::ErrorCode::kConflict);
  EXPECT_THAT(second.error().message, HasSubstr("process " + std::to_string(::getpid())));
  session.reset();
  EXPECT_TRUE(store_->begin_import(SourceId{"list"}));
}

TEST_P(StoreContract, repeated_ids) {
  auto session = *store_->begin_import(SourceId{"list"});
  ASSERT_TRUE(session->add(subject("p1", "Person", {{"name", "A"}})));
  ASSERT_TRUE(session->add(subject("p1", "Person", {{"name", "A"}})));  // the same again
  ASSERT_TRUE(session->add(part("x", "Address", "p1", {{"city", "B"}})));
  ASSERT_TRUE(session->add(part("x", "Address", "p2", {{"country", "ru"}})));
  const auto refused = session->add(subject("p1", "Person", {{"name", "B"}}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::kMalformed);
  EXPECT_THAT(refused.error().message, HasSubstr("p1"));
  TestList list;
  list.published = day("2022-01-01");
  ASSERT_TRUE(session->commit(describe("list", list), {}));
  const auto snapshot = *store_->snapshot({});
  ASSERT_EQ(snapshot->size(), 2U);
  const model::SourcedEntity* shared = snapshot->find(EntityId{"x"});
  EXPECT_TRUE(shared->listed.subject_id.empty());
  EXPECT_EQ(shared->listed.entity.first("city"), "B");
  EXPECT_EQ(shared->listed.entity.first("country"), "ru");
}

TEST_P(StoreContract, several_sources) {
  import(people(2, "2022-01-01"), {}, "b");
  import(people(3, "2022-01-02"), {}, "a");
  EXPECT_THAT(ids({}), ElementsAre("a/p1", "a/p2", "a/p3", "b/p1", "b/p2"));
  EXPECT_THAT(ids({{SourceId{"b"}}, {}, {}, true}), ElementsAre("b/p1", "b/p2"));
  const auto snapshot = *store_->snapshot({});
  EXPECT_EQ(snapshot->versions().size(), 2U);
  EXPECT_EQ(snapshot->find(EntityId{"p1"})->source, SourceId{"a"});
  EXPECT_THAT(snapshot->find_all(EntityId{"p1"}), SizeIs(2));
  EXPECT_THAT(*store_->sources(), SizeIs(2));
}

TEST_P(StoreContract, adjacent_entities_both_ways) {
  TestList list;
  list.published = day("2022-01-01");
  list.entities = {subject("c1", "Company", {{"name", "C"}, {"addressEntity", "a1"}}),
                   subject("p1", "Person", {{"name", "P"}}), part("a1", "Address", "", {{"full", "1 Road"}}),
                   part("o1", "Ownership", "", {{"owner", "p1"}, {"asset", "c1"}}),
                   part("s1", "Sanction", "p1", {{"entity", "p1"}})};
  import(list);
  const auto snapshot = *store_->snapshot({});
  const auto around = [&](const std::string& id) {
    std::vector<std::string> result;
    for (const auto* e : snapshot->adjacent(EntityId{id})) result.push_back(e->listed.entity.id().str());
    return result;
  };
  EXPECT_THAT(around("c1"), ElementsAre("a1", "o1"));
  EXPECT_THAT(around("p1"), ElementsAre("o1", "s1"));
  EXPECT_THAT(around("o1"), ElementsAre("c1", "p1"));
  EXPECT_THAT(around("none"), IsEmpty());
}

TEST_P(StoreContract, changes_between_any_two_versions) {
  import(people(3, "2022-01-01"));
  TestList next = people(4, "2022-01-02", "b");
  next.entities.erase(next.entities.begin() + 2, next.entities.begin() + 4);  // p2 leaves
  next.entities[2].entity.add("alias", "OTHER");                              // p3
  import(next);
  const auto found = changes(1, 2);
  ASSERT_THAT(found, SizeIs(4));
  EXPECT_EQ(found[0].entity_id, EntityId{"p1"});
  EXPECT_EQ(found[0].kind, ChangeKind::kChanged);
  EXPECT_THAT(found[0].fields, ElementsAre(::testing::Field(&FieldChange::property, "rawRecord")));
  EXPECT_EQ(found[0].summary, "the list's record changed where cordon maps no property");
  EXPECT_EQ(found[1].kind, ChangeKind::kRemoved);
  EXPECT_EQ(found[1].summary, "delisted (was listed under PROG)");
  EXPECT_EQ(found[2].summary, "alias added: OTHER");
  EXPECT_THAT(found[2].programmes, ElementsAre("PROG"));  // from an entity that did not change
  EXPECT_EQ(found[3].kind, ChangeKind::kAdded);
  EXPECT_EQ(found[3].summary, "newly listed under PROG as PERSON 4 (Person)");
  EXPECT_EQ(found[3].from_version, 1U);
  EXPECT_EQ(found[3].to_version, 2U);
  EXPECT_THAT(changes(2, 1), SizeIs(4));
  EXPECT_THAT(changes(0, 1), SizeIs(3));
  EXPECT_THAT(changes(2, 2), IsEmpty());
  EXPECT_EQ(store_->changes(SourceId{"list"}, 1, 3).error().code, base::ErrorCode::kNotFound);
  EXPECT_THAT(chain(), ElementsAre("1 3/0/0", "2 1/1/2"));
}

TEST_P(StoreContract, a_copy_is_a_store) {
  import(people(3, "2022-01-01"));
  TemporaryDirectory target;
  const auto copied = store_->copy_to(target.path());
  ASSERT_TRUE(copied) << copied.error().to_string();
  EXPECT_EQ(store_->copy_to(target.path()).error().code, base::ErrorCode::kConflict);
  auto copy = GetParam().open(target.path(), clock_);
  ASSERT_TRUE(copy) << copy.error().to_string();
  EXPECT_EQ((*(*copy)->snapshot({}))->size(), 6U);
}

TEST_P(StoreContract, many_threads_may_read) {
  import(people(200, "2022-01-01"));
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 5; ++round) {
        const auto snapshot = store_->snapshot({});
        if (snapshot && (*snapshot)->size() == 400U && !(*snapshot)->adjacent(EntityId{"p1"}).empty()) ++good;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 20);
}

TEST_P(StoreContract, many_may_open_a_new_store_at_once) {
  TemporaryDirectory fresh;
  constexpr std::size_t kPrograms = 6;
  std::array<std::string, kPrograms> problems;
  std::vector<std::thread> threads;
  for (std::string& problem : problems) {
    threads.emplace_back([&] {
      const auto opened = GetParam().open(fresh.path(), clock_);
      if (!opened) {
        problem = "open: " + opened.error().to_string();
      } else if (const auto sources = (*opened)->sources(); !sources) {
        problem = "sources: " + sources.error().to_string();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(problems, ::testing::Each(std::string()));
}

INSTANTIATE_TEST_SUITE_P(Backends, StoreContract,
                         ::testing::Values(Backend{
                             "sqlite", [](const std::filesystem::path& directory,
                                          const base::Clock& clock) { return open_sqlite_store(directory, {clock}); }}),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace cordon::store
