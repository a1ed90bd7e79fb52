// A data directory for tests of monitoring: lists and a book as plain values, the day set by the test.
#pragma once

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cordon/service/alerts.hpp"
#include "cordon/service/audit.hpp"
#include "cordon/service/lists.hpp"
#include "cordon/service/portfolio.hpp"
#include "cordon/service/watch.hpp"

namespace cordon::service::testing {

using Json = nlohmann::json;

struct Listed {
  std::string id;
  std::string name;
  std::vector<std::string> aliases = {};
  std::string birth_date = {};
  std::string programme = "PROGRAMME-A";
  std::string address = {};
};

struct Client {
  std::string id;
  std::string name;
  std::string birth_date;
};

class MovingClock final : public base::Clock {
 public:
  [[nodiscard]] base::Timestamp now() const override { return now_; }
  void next_day() { now_ += std::chrono::days(1); }

 private:
  base::Timestamp now_{std::chrono::seconds(1'767'225'600)};  // 2026-01-01
};

class Desk {
 public:
  Desk() {
    std::string pattern = (std::filesystem::temp_directory_path() / "cordon_desk_XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
    static int desks = 0;
    schema_ = "desk_" + std::to_string(::getpid()) + "_" + std::to_string(++desks);
  }
  ~Desk() { std::filesystem::remove_all(directory_); }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  [[nodiscard]] Workspace workspace() const {
    WorkspaceOptions options;
    options.directory = data();
    options.clock = &clock;
    options.progress = &progress_;
    // Beside a server (tools/with-postgres) the same tests keep their alerts there, each desk in a schema of its own.
    if (const char* database = std::getenv("CORDON_TEST_DATABASE"); database != nullptr) {
      options.database = std::string(database) + " schema=" + schema_;
    }
    auto opened = Workspace::open(options);
    EXPECT_TRUE(opened) << opened.error().to_string();
    return std::move(*opened);
  }
  [[nodiscard]] std::filesystem::path data() const { return directory_ / "data"; }
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return directory_ / name; }

  // As if the lists had never been imported here; portfolios and alerts stay.
  void forget_lists() const {
    for (const char* name : {"store.db", "store.db-wal", "store.db-shm"}) std::filesystem::remove(data() / name);
  }
  // published: days from today.
  void list(const std::vector<Listed>& subjects, const std::string& source = "our_list", int published = 0) {
    const std::filesystem::path path = file(source + ".jsonl");
    {
      std::ofstream out(path);
      for (const Listed& s : subjects) {
        Json properties{{"name", {s.name}}, {"topics", {"sanction"}}, {"programId", {s.programme}}};
        if (!s.aliases.empty()) properties["alias"] = s.aliases;
        if (!s.birth_date.empty()) properties["birthDate"] = {s.birth_date};
        if (!s.address.empty()) properties["address"] = {s.address};
        out << Json{{"id", s.id}, {"schema", "Person"}, {"properties", properties}}.dump() << "\n";
      }
    }
    ImportRequest request;
    request.paths = {path};
    request.source = source;
    request.as_of = base::date_of(clock.now()).plus_days(published);
    Workspace opened = workspace();
    const auto failed = import_lists(opened, request, none(), quiet());
    ASSERT_TRUE(failed) << failed.error().to_string();
    ASSERT_TRUE(failed->empty()) << failed->front().to_string();
  }
  void book(const std::vector<Client>& clients, const PortfolioChange& change = {}) {
    const std::filesystem::path path = file("book.csv");
    {
      std::ofstream out(path);
      out << "id,name,birth_date\n";
      for (const Client& c : clients) out << c.id << "," << c.name << "," << c.birth_date << "\n";
    }
    PortfolioImportRequest request;
    request.file = path;
    request.replace = true;
    request.change = change;
    Workspace opened = workspace();
    const auto done = import_portfolio(opened, request, none(), quiet());
    ASSERT_TRUE(done) << done.error().to_string();
  }
  Json watch(const WatchRequest& request = {}) {
    Workspace opened = workspace();
    Json last;
    const auto done = service::watch(opened, request, keep(last), quiet());
    EXPECT_TRUE(done) << done.error().to_string();
    return last;
  }
  [[nodiscard]] std::vector<Json> alerts(const std::string& status = "all") const {
    Workspace opened = workspace();
    std::vector<Json> found;
    AlertsRequest request;
    request.status = status;
    const auto done = list_alerts(opened, request, [&found](std::string_view json) {
      found.push_back(Json::parse(json));
      return base::Result<void>();
    });
    EXPECT_TRUE(done) << done.error().to_string();
    return found;
  }
  [[nodiscard]] Json alert(const std::string& id) const {
    Workspace opened = workspace();
    Json found;
    const auto done = show_alert(opened, id, keep(found));
    EXPECT_TRUE(done) << done.error().to_string();
    return found;
  }
  [[nodiscard]] base::Result<void> decide(const DecideRequest& request) const {
    Workspace opened = workspace();
    return decide_alert(opened, request, none());
  }
  // What doctor says of portfolios, alerts and the log; empty when it says nothing or that all is well.
  [[nodiscard]] std::string complaint() const {
    Workspace opened = workspace();
    Json report;
    const auto done = run_doctor(opened, keep(report));
    EXPECT_TRUE(done) << done.error().to_string();
    std::string text;
    for (const Json& check : report["checks"]) {
      if (check["check"] == "monitoring" && check["state"] != "ok") text += check["detail"].get<std::string>() + "\n";
    }
    return text;
  }
  [[nodiscard]] bool log_is_intact() const {
    Workspace opened = workspace();
    const auto intact = verify_audit(opened, {}, none());
    EXPECT_TRUE(intact) << intact.error().to_string();
    return intact.value_or(false);
  }

  static JsonSink none() {
    return [](std::string_view) { return base::Result<void>(); };
  }
  static JsonSink keep(Json& last) {
    return [&last](std::string_view json) {
      last = Json::parse(json);
      return base::Result<void>();
    };
  }
  static MessageSink quiet() {
    return [](std::string_view) {};
  }

  MovingClock clock;

 private:
  std::filesystem::path directory_;
  std::string schema_;
  mutable base::NoProgress progress_;
};

}  // namespace cordon::service::testing
