// What every storage must do. A backend includes this file and instantiates StorageContract with a way to open itself;
// see sqlite_storage_test.cpp.
#pragma once

#include <gmock/gmock.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "cordon/monitoring/storage.hpp"

namespace cordon::monitoring::testing {

class TempDirectory {
 public:
  TempDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "cordon-monitoring-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TempDirectory() { std::filesystem::remove_all(path_); }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct Backend {
  std::string name;
  // Opens the storage that belongs to a directory; the first time it is empty. May throw the test out with GTEST_SKIP.
  std::function<base::Result<std::unique_ptr<Storage>>(const std::filesystem::path&)> open;
};

inline base::Timestamp at(int seconds) { return base::Timestamp(std::chrono::seconds(1'700'000'000 + seconds)); }

inline Alert sample_alert(const std::string& counterparty, const std::string& cluster) {
  Alert alert;
  alert.id = alert_id("book", counterparty, cluster);
  alert.portfolio = "book";
  alert.counterparty = counterparty;
  alert.cluster = cluster;
  alert.revision = 1;
  alert.entities = {cluster, cluster + "-b"};
  alert.score = 0.875;
  alert.opened = at(1);
  alert.updated = at(2);
  alert.run = 7;
  alert.due = base::Date(20'000);
  alert.finding = R"({"facts":{},"reason":{},"searched":{}})";
  alert.salt = "5a17";
  return alert;
}

class StorageContract : public ::testing::TestWithParam<Backend> {
 protected:
  void SetUp() override { reopen(); }
  void reopen() {
    storage_.reset();
    auto opened = GetParam().open(directory_.path());
    ASSERT_TRUE(opened) << opened.error().to_string();
    storage_ = std::move(*opened);
  }
  std::unique_ptr<Transaction> writing() {
    auto transaction = storage_->begin_write();
    EXPECT_TRUE(transaction) << transaction.error().to_string();
    return transaction ? std::move(*transaction) : nullptr;
  }
  std::unique_ptr<Transaction> reading() {
    auto transaction = storage_->begin_read();
    EXPECT_TRUE(transaction) << transaction.error().to_string();
    return transaction ? std::move(*transaction) : nullptr;
  }
  static void put_book(Transaction& transaction, std::uint32_t revision) {
    Portfolio book;
    book.name = "book";
    book.revision = revision;
    book.created = at(0);
    ASSERT_TRUE(transaction.put_portfolio(book));
  }
  static void put(Transaction& transaction, std::uint32_t revision, std::vector<CounterpartyRow> rows) {
    put_book(transaction, revision);
    const auto done = transaction.put_rows("book", revision, rows);
    ASSERT_TRUE(done) << done.error().to_string();
  }
  std::vector<std::string> rows(const RowFilter& filter = {}) {
    std::vector<std::string> found;
    const auto done = reading()->for_each_row(
        "book", filter, [&](std::string_view key, std::uint32_t revision, std::string_view body) {
          found.push_back(std::string(key) + "@" + std::to_string(revision) + "=" + std::string(body));
          return base::Result<void>();
        });
    EXPECT_TRUE(done) << done.error().to_string();
    return found;
  }

  TempDirectory directory_;
  std::unique_ptr<Storage> storage_;
};

TEST_P(StorageContract, nothing_is_kept_without_commit) {
  {
    const auto transaction = writing();
    put_book(*transaction, 1);
    ASSERT_TRUE(transaction->append({at(1), "anna", "test", {}}));
  }
  EXPECT_FALSE(*reading()->portfolio("book"));
  EXPECT_EQ(reading()->audit_head()->sequence, 0U);
}

TEST_P(StorageContract, portfolios_come_back_as_they_were) {
  Portfolio book;
  book.name =
      "b\xC3\xBC"
      "cher";
  book.settings.policy = "payments";
  book.settings.threshold = 0.8125;
  book.settings.sources = {"un_sc_sanctions", "us_ofac_sdn"};
  book.settings.four_eyes = true;
  book.revision = 3;
  book.counterparties = 2;
  book.content = base::ContentHash::of("x");
  book.unreadable_rows = 1;
  book.unreadable = {{"k", {"birth_date: expected a date, found 'x'"}}};
  book.created = at(5);
  {
    const auto transaction = writing();
    ASSERT_TRUE(transaction->put_portfolio(book));
    ASSERT_TRUE(transaction->commit());
  }
  reopen();
  const auto found = reading()->portfolio(book.name);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ(**found, book);
  EXPECT_EQ(reading()->portfolios()->size(), 1U);
}

TEST_P(StorageContract, rows_have_versions) {
  {
    const auto transaction = writing();
    put(*transaction, 1, {{"a", 0, "1"}, {"b", 0, "1"}, {"c", 0, "1"}});
    ASSERT_TRUE(transaction->commit());
  }
  {
    const auto transaction = writing();
    put(*transaction, 2, {{"b", 0, "2"}, {"d", 0, std::string("\0\xff", 2)}});
    ASSERT_TRUE(transaction->end_rows("book", 2, std::vector<std::string>{"c"}));
    ASSERT_TRUE(transaction->commit());
  }
  using ::testing::ElementsAre;
  EXPECT_THAT(rows(), ElementsAre("a@1=1", "b@2=2", "d@2=" + std::string("\0\xff", 2)));
  EXPECT_THAT(rows({1}), ElementsAre("b@2=2", "d@2=" + std::string("\0\xff", 2)));
  EXPECT_EQ((*reading()->row("book", "b", 1))->body, "1");
  EXPECT_EQ((*reading()->row("book", "b", 2))->body, "2");
  EXPECT_EQ((*reading()->row("book", "b", std::nullopt))->revision, 2U);
  EXPECT_EQ((*reading()->row("book", "c", 1))->body, "1");
  EXPECT_FALSE(*reading()->row("book", "c", 2));
  EXPECT_FALSE(*reading()->row("book", "c", std::nullopt));
  EXPECT_FALSE(*reading()->row("book", "d", 1));
  EXPECT_THAT(*reading()->ended_keys("book", 1), ElementsAre("c"));
  EXPECT_THAT(*reading()->ended_keys("book", 2), ::testing::IsEmpty());
  {
    const auto transaction = writing();
    put(*transaction, 3, {{"c", 0, "3"}});
    ASSERT_TRUE(transaction->overwrite_rows("book", "b", "gone"));
    ASSERT_TRUE(transaction->commit());
  }
  EXPECT_THAT(*reading()->ended_keys("book", 1), ::testing::IsEmpty()) << "c is back";
  EXPECT_EQ((*reading()->row("book", "b", 1))->body, "gone");
  EXPECT_EQ((*reading()->row("book", "b", 3))->body, "gone");
}

TEST_P(StorageContract, keys_are_ordered_by_their_bytes) {
  const auto transaction = writing();
  put(*transaction, 1, {{"B", 0, ""}, {"a", 0, ""}, {"\xC3\xA4", 0, ""}, {"z", 0, ""}, {"10", 0, ""}, {"9", 0, ""}});
  ASSERT_TRUE(transaction->commit());
  EXPECT_THAT(rows(), ::testing::ElementsAre("10@1=", "9@1=", "B@1=", "a@1=", "z@1=", "\xC3\xA4@1="));
}

TEST_P(StorageContract, unknown_portfolio_is_an_error) {
  EXPECT_EQ(reading()->row("none", "a", std::nullopt).error().code, base::ErrorCode::kNotFound);
}

TEST_P(StorageContract, alerts_and_their_findings_come_back) {
  Alert alert = sample_alert("a", "x-1");
  {
    const auto transaction = writing();
    ASSERT_TRUE(transaction->put_alert(alert));
    ASSERT_TRUE(transaction->put_alert(sample_alert("a", "x-0")));
    alert.revision = 2;
    alert.state = AlertState::kFalsePositive;
    alert.finding = R"({"facts":{"n":2},"reason":{},"searched":{}})";
    alert.disposition =
        Disposition{AlertState::kFalsePositive, "because", "anna", at(9), base::Date(21'000), "bert", "[]"};
    alert.basis = "{}";
    alert.assignee = "anna";
    ASSERT_TRUE(transaction->put_alert(alert));
    ASSERT_TRUE(transaction->commit());
  }
  reopen();
  const auto found = reading()->alert(alert.id);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ(**found, alert);
  EXPECT_FALSE(*reading()->alert("A0"));
  EXPECT_NE(*reading()->finding(alert.id, 1), alert.finding);
  EXPECT_EQ(*reading()->finding(alert.id, 2), alert.finding);
  EXPECT_EQ(reading()->finding(alert.id, 3).error().code, base::ErrorCode::kNotFound);
  std::vector<std::string> clusters;
  AlertFilter filter;
  filter.portfolio = "book";
  filter.with_findings = false;
  ASSERT_TRUE(reading()->for_each_alert(filter, [&](Alert&& each) {
    clusters.push_back(each.cluster);
    EXPECT_TRUE(each.finding.empty());
    return base::Result<void>();
  }));
  EXPECT_THAT(clusters, ::testing::ElementsAre("x-0", "x-1"));
  filter.state = AlertState::kFalsePositive;
  filter.with_findings = true;
  int closed = 0;
  ASSERT_TRUE(reading()->for_each_alert(filter, [&](Alert&& each) {
    EXPECT_EQ(each, alert);
    ++closed;
    return base::Result<void>();
  }));
  EXPECT_EQ(closed, 1);
}

TEST_P(StorageContract, an_error_of_a_visitor_comes_back) {
  {
    const auto transaction = writing();
    ASSERT_TRUE(transaction->put_alert(sample_alert("a", "x-1")));
    ASSERT_TRUE(transaction->commit());
  }
  const auto done = reading()->for_each_alert(
      {}, [](Alert&&) -> base::Result<void> { return base::Error{base::ErrorCode::kOutOfRange, "enough"}; });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "enough");
}

TEST_P(StorageContract, history_priors_runs_and_texts) {
  const Alert alert = sample_alert("a", "x-1");
  monitoring::Run run;
  run.portfolio = "book";
  run.kind = "full";
  run.started = at(1);
  run.finished = at(2);
  run.lists = {{"us_ofac_sdn", 3, "abc", "2021-08-20", 12}};
  run.settings.threshold = 0.71;
  run.ownership = OwnershipUsed{
      "2021-08-21", "us-ofac@1", "def", {{"owners", 2, "ghi", "2021-08-01", 5}}, "jkl", 7, 9, 3, 1, 2, 2, "no"};
  run.certificate = "{\"run\":1}";
  {
    const auto transaction = writing();
    ASSERT_TRUE(transaction->put_alert(alert));
    EXPECT_EQ(*transaction->add_event({alert.id, 0, at(1), "anna", "alert.note", "one", 4}), 1U);
    EXPECT_EQ(*transaction->add_event({alert.id, 0, at(2), "bert", "alert.note", "two", 5}), 2U);
    ASSERT_TRUE(
        transaction->put_prior({"book", "a", "", {AlertState::kFalsePositive, "r", "old tool", at(0), {}, {}, "[]"}}));
    ASSERT_TRUE(
        transaction->put_prior({"book", "b", "x", {AlertState::kEscalated, "r", "old tool", at(0), {}, {}, "[]"}}));
    EXPECT_EQ(*transaction->add_run(run), 1U);
    EXPECT_EQ(*transaction->add_run(run), 2U);
    ASSERT_TRUE(transaction->put_text("policy text"));
    ASSERT_TRUE(transaction->put_text("policy text"));
    ASSERT_TRUE(transaction->commit());
  }
  const auto read = reading();
  const auto events = read->events(alert.id);
  ASSERT_EQ(events->size(), 2U);
  EXPECT_EQ((*events)[1].text, "two");
  EXPECT_EQ((*events)[1].audit_record, 5U);
  ASSERT_EQ(read->priors("book")->size(), 2U);
  EXPECT_EQ((*read->priors("book"))[1].entity, "x");
  run.id = 2;
  EXPECT_EQ(**read->last_run("book"), run);
  EXPECT_EQ((*read->run(1))->id, 1U);
  EXPECT_FALSE(*read->run(3));
  EXPECT_FALSE(*read->last_run("other"));
  EXPECT_EQ(read->runs(std::nullopt)->size(), 2U);
  EXPECT_EQ(**read->text(base::ContentHash::of("policy text")), "policy text");
  EXPECT_FALSE(*read->text(base::ContentHash::of("none")));
}

TEST_P(StorageContract, erasure_replaces_every_version) {
  Alert alert = sample_alert("a", "x-1");
  const auto transaction = writing();
  ASSERT_TRUE(transaction->put_alert(alert));
  alert.revision = 2;
  ASSERT_TRUE(transaction->put_alert(alert));
  ASSERT_TRUE(transaction->add_event({alert.id, 0, at(1), "anna", "alert.note", "secret", 4}));
  ASSERT_TRUE(transaction->put_prior({"book", "a", "", {}}));
  ASSERT_TRUE(transaction->overwrite_findings(alert.id, "{}"));
  ASSERT_TRUE(transaction->overwrite_events(alert.id, ""));
  ASSERT_TRUE(transaction->erase_priors("book", "a"));
  EXPECT_EQ(*transaction->finding(alert.id, 1), "{}");
  EXPECT_EQ(*transaction->finding(alert.id, 2), "{}");
  EXPECT_EQ((*transaction->events(alert.id))[0].text, "");
  EXPECT_TRUE(transaction->priors("book")->empty());
}

TEST_P(StorageContract, the_audit_chain_goes_on_over_transactions) {
  for (int i = 0; i < 3; ++i) {
    const auto transaction = writing();
    ASSERT_TRUE(transaction->append({at(i), "anna", "test", {{"n", std::to_string(i)}}}));
    ASSERT_TRUE(transaction->append({at(i), "anna", "test", {{"text", "\"\n\x01\xC3\xA4"}}}));
    ASSERT_TRUE(transaction->commit());
    reopen();
  }
  ChainVerifier verifier;
  const auto read = reading();
  const auto followed = read->for_each_record(1, [&](const AuditRecord& record) { return verifier.add(record); });
  ASSERT_TRUE(followed) << followed.error().to_string();
  EXPECT_EQ(verifier.head().sequence, 6U);
  EXPECT_EQ(verifier.head(), *read->audit_head());
  std::uint64_t last = 0;
  ASSERT_TRUE(read->for_each_record(5, [&](const AuditRecord& record) {
    EXPECT_GE(record.sequence, 5U);
    last = record.sequence;
    return base::Result<void>();
  }));
  EXPECT_EQ(last, 6U);
}

TEST_P(StorageContract, writers_exclude_each_other_and_readers_see_one_state) {
  {
    const auto transaction = writing();
    put_book(*transaction, 1);
    ASSERT_TRUE(transaction->commit());
  }
  const auto before = reading();
  EXPECT_EQ(before->audit_head()->sequence, 0U);
  constexpr int kThreads = 4;
  constexpr int kRecords = 25;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([this, i] {
        for (int n = 0; n < kRecords; ++n) {
          const auto transaction = writing();
          ASSERT_TRUE(transaction->append({at(n), "thread " + std::to_string(i), "test", {}}));
          ASSERT_TRUE(transaction->commit());
        }
      });
    }
  }
  int seen = 0;
  ASSERT_TRUE(before->for_each_record(1, [&](const AuditRecord&) {
    ++seen;
    return base::Result<void>();
  }));
  EXPECT_EQ(seen, 0) << "a reader sees the state it began with";
  ChainVerifier verifier;
  ASSERT_TRUE(reading()->for_each_record(1, [&](const AuditRecord& record) { return verifier.add(record); }));
  EXPECT_EQ(verifier.head().sequence, static_cast<std::uint64_t>(kThreads * kRecords));
}

}  // namespace cordon::monitoring::testing
