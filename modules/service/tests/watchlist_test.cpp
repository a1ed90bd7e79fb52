// Own watch-lists: what goes in is screened, what goes out is gone, and the log says who did it.
#include "cordon/service/watchlist.hpp"

#include "cordon/service/screening.hpp"
#include "desk.hpp"

namespace cordon::service::testing {
namespace {

using ::testing::HasSubstr;

class Watchlist : public ::testing::Test {
 protected:
  base::Result<void> add(const std::string& list, const WatchlistEntry& entry) {
    Workspace workspace = desk_.workspace();
    return watchlist_add(workspace, {list, "anna"}, entry, Desk::none());
  }
  std::vector<Json> shown(const std::string& list) {
    Workspace workspace = desk_.workspace();
    std::vector<Json> rows;
    EXPECT_TRUE(watchlist_show(workspace, list, [&rows](std::string_view json) {
      rows.push_back(Json::parse(json));
      return base::Result<void>();
    }));
    return rows;
  }
  std::uint64_t subjects(const std::string& list) {
    const Workspace workspace = desk_.workspace();
    const auto sources = workspace.store().sources();
    EXPECT_TRUE(sources);
    for (const store::SourceInfo& source : *sources) {
      if (source.source.str() == list && source.current) return source.current->subjects;
    }
    ADD_FAILURE() << "no usable version of " << list;
    return 0;
  }

  Desk desk_;
};

TEST_F(Watchlist, its_last_entry_can_be_removed) {
  ASSERT_TRUE(add("mine", {{"name", "Solo Person"}}));
  EXPECT_EQ(subjects("mine"), 1U);
  Workspace workspace = desk_.workspace();
  const auto removed = watchlist_remove(workspace, {"mine", "anna"}, "mine-1", Desk::none());
  ASSERT_TRUE(removed) << removed.error().to_string();
  EXPECT_TRUE(shown("mine").empty());
  EXPECT_EQ(subjects("mine"), 0U);
  ASSERT_TRUE(add("mine", {{"name", "Other Person"}}));
  EXPECT_EQ(subjects("mine"), 1U);
}

TEST_F(Watchlist, never_takes_the_place_of_another_list) {
  const auto official = add("us_ofac_sdn", {{"name", "Foo Bar"}});
  ASSERT_FALSE(official);
  EXPECT_THAT(official.error().to_string(), HasSubstr("'us_ofac_sdn' is the id of an imported or official list"));
  EXPECT_FALSE(std::filesystem::exists(desk_.data() / "watchlists" / "us_ofac_sdn.csv"));
  desk_.list({{"l-1", "Ivan Petrov"}}, "our_list");
  EXPECT_FALSE(add("our_list", {{"name", "Foo Bar"}}));
  EXPECT_EQ(subjects("our_list"), 1U);
}

TEST_F(Watchlist, refuses_what_screening_cannot_read) {
  const std::vector<std::pair<const char*, const char*>> wrong{
      {"birth_date", "1980-44-01"}, {"schema", "Banana"}, {"imo", "1234568"}};
  for (const auto& [column, value] : wrong) {
    const auto refused = add("mine", {{"name", "Solo Person"}, {column, value}});
    ASSERT_FALSE(refused) << column;
    EXPECT_THAT(refused.error().to_string(), HasSubstr(value));
  }
  EXPECT_TRUE(shown("mine").empty());
  ASSERT_TRUE(add("mine", {{"name", "Solo Person"}, {"birth_date", "1980-04-01"}}));
  std::ofstream(desk_.data() / "watchlists" / "mine.csv")
      << "id,name,birth_date\nmine-1,Solo Person,1980-04-01\nmine-2,Other Person,1980-44-01\n";
  Workspace workspace = desk_.workspace();
  const auto reloaded = watchlist_reload(workspace, {"mine", "anna"}, Desk::none());
  ASSERT_FALSE(reloaded);
  EXPECT_THAT(reloaded.error().to_string(), HasSubstr("mine.csv:3"));
  EXPECT_EQ(subjects("mine"), 1U);
}

TEST_F(Watchlist, the_log_says_who_edited_and_holds_no_name) {
  ASSERT_TRUE(add("mine", {{"name", "Solo Person"}}));
  ASSERT_FALSE(add("mine", {{"name", "Solo Person"}, {"schema", "Banana"}}));
  Workspace workspace = desk_.workspace();
  ASSERT_TRUE(watchlist_reload(workspace, {"mine", "bert"}, Desk::none()));
  ASSERT_TRUE(watchlist_remove(workspace, {"mine", "clara"}, "mine-1", Desk::none()));
  std::vector<std::string> acts;
  std::string log;
  ASSERT_TRUE(export_audit(workspace, 1, [&](std::string_view line) {
    const Json record = Json::parse(line);
    acts.push_back(record["action"].get<std::string>() + " " + record["actor"].get<std::string>() + " " +
                   record["payload"]["entries"].get<std::string>());
    log += line;
    return base::Result<void>();
  }));
  EXPECT_THAT(
      acts, ::testing::ElementsAre("watchlist.added anna 1", "watchlist.reloaded bert 1", "watchlist.removed clara 0"));
  EXPECT_THAT(log, ::testing::Not(HasSubstr("Solo")));
  EXPECT_TRUE(desk_.log_is_intact());
}

}  // namespace
}  // namespace cordon::service::testing
