#include "cordon/fetch/fetch.hpp"

#include <gmock/gmock.h>

#include "fetch_fixture.hpp"

namespace cordon::fetch {
namespace {

using namespace cordon::fetch::testing;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class Fetch : public ::testing::Test {
 protected:
  base::Result<Fetched> get(const std::string& url, const Validators& known = {}) {
    return fetch({url, directory_.path() / "list", known}, options_, environment_);
  }
  // The error of a download that must fail and leave nothing behind.
  std::string error(const std::string& url) {
    const auto fetched = get(url);
    EXPECT_TRUE(directory_.is_empty());
    return fetched ? "no error" : fetched.error().to_string();
  }

  static void SetUpTestSuite() { ::setenv("no_proxy", "127.0.0.1", 1); }

  TemporaryDirectory directory_;
  QuickEnvironment environment_;
  FetchOptions options_;
};

TEST_F(Fetch, a_file_with_its_hash_and_validators) {
  ScriptedServer server({ok("content", "ETag: \"a1\"\r\nLast-Modified: Tue, 24 Nov 2026 14:03:11 GMT\r\n")});
  const auto fetched = get(server.url("/list.xml"));
  ASSERT_TRUE(fetched) << fetched.error().to_string();
  EXPECT_EQ(fetched->status, FetchStatus::kFetched);
  EXPECT_EQ(fetched->validators, (Validators{"\"a1\"", "Tue, 24 Nov 2026 14:03:11 GMT"}));
  EXPECT_EQ(fetched->sha256, base::ContentHash::of("content"));
  EXPECT_EQ(content(directory_.path() / "list"), "content");
  EXPECT_EQ(server.requests()[0].find("If-None-Match"), std::string::npos);
}

TEST_F(Fetch, a_known_copy_is_not_fetched_again) {
  ScriptedServer server({"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"});
  const auto fetched = get(server.url("/list.xml"), {"\"a1\"", "Tue, 24 Nov 2026 14:03:11 GMT"});
  ASSERT_TRUE(fetched) << fetched.error().to_string();
  EXPECT_EQ(fetched->status, FetchStatus::kNotModified);
  EXPECT_TRUE(directory_.is_empty());
  EXPECT_THAT(server.requests()[0], HasSubstr("If-None-Match: \"a1\""));
  EXPECT_THAT(server.requests()[0], HasSubstr("If-Modified-Since: Tue, 24 Nov 2026 14:03:11 GMT"));
}

TEST_F(Fetch, not_modified_without_a_question_is_an_error) {
  ScriptedServer server({"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"});
  EXPECT_THAT(error(server.url("/x")), HasSubstr("expected status 200, found 304"));
}

TEST_F(Fetch, what_may_pass_is_tried_again) {
  ScriptedServer server({status("503 Busy", "Retry-After: 7\r\n"), status("500 Oops"), ok("content")});
  const auto fetched = get(server.url("/list.xml"));
  ASSERT_TRUE(fetched) << fetched.error().to_string();
  EXPECT_EQ(fetched->attempts, 3U);
  EXPECT_THAT(environment_.pauses, ElementsAre(milliseconds{7'000}, milliseconds{1'000}));
}

TEST_F(Fetch, the_tries_have_an_end) {
  ScriptedServer server({status("503 a"), status("503 b"), status("503 c"), status("503 d"), ok("too late")});
  EXPECT_THAT(error(server.url("/x")), HasSubstr("found 503 (after 4 tries)"));
}

TEST_F(Fetch, what_cannot_pass_is_not_tried_again) {
  ScriptedServer server({status("404 Not Found"), ok("never asked for")});
  const std::string url = server.url("/x");
  EXPECT_EQ(error(url), url + ": expected status 200, found 404");
  EXPECT_THAT(server.requests(), SizeIs(1));
}

TEST_F(Fetch, a_short_body_is_no_file) {
  options_.attempts = 2;
  const std::string cut = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nonly this";
  ScriptedServer server({cut, cut});
  EXPECT_THAT(error(server.url("/x")), HasSubstr("the transfer was cut short"));
  EXPECT_THAT(server.requests(), SizeIs(2));
}

TEST_F(Fetch, a_redirect_to_nothing) {
  ScriptedServer server({status("302 Found", "Location: /empty\r\nETag: \"of the redirect\"\r\n"), ok("")});
  EXPECT_THAT(error(server.url("/x")), HasSubstr("found an empty body (redirected to " + server.url("/empty") + ")"));
}

TEST_F(Fetch, sizes_and_times_have_limits) {
  options_.largest_bytes = 6;
  ScriptedServer server({ok("content")});
  EXPECT_THAT(error(server.url("/x")), HasSubstr("expected at most 6 bytes"));
  options_.time_limit = milliseconds{200};
  options_.attempts = 1;
  ScriptedServer silent({});  // accepts in the kernel, never answers
  EXPECT_THAT(error(silent.url("/x")), HasSubstr("within 0.2 s"));
}

TEST_F(Fetch, other_protocols_are_refused) {
  EXPECT_THAT(error("file:///etc/hostname"), HasSubstr("expected an http or https address"));
  ScriptedServer server({status("302 Found", "Location: file:///etc/hostname\r\n")});
  EXPECT_THAT(error(server.url("/x")), HasSubstr("expected an address that leads to a file by http or https"));
}

TEST_F(Fetch, stopping_ends_it) {
  environment_.stop = true;
  ScriptedServer server({status("503 Busy")});
  const auto fetched = get(server.url("/x"));
  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().code, base::ErrorCode::kConflict);
}

TEST_F(Fetch, several_in_order_of_the_requests) {
  ScriptedServer one({ok("one")});
  ScriptedServer two({status("404 Not Found")});
  ScriptedServer three({ok("three")});
  const std::vector<FetchRequest> requests{{one.url("/1"), directory_.path() / "1", {}},
                                           {two.url("/2"), directory_.path() / "2", {}},
                                           {three.url("/3"), directory_.path() / "3", {}}};
  base::NoProgress progress;
  const auto results = fetch_all(requests, options_, environment_, progress);
  ASSERT_THAT(results, SizeIs(3));
  EXPECT_TRUE(results[0]);
  EXPECT_FALSE(results[1]);
  EXPECT_TRUE(results[2]);
  EXPECT_EQ(content(directory_.path() / "3"), "three");
}

}  // namespace
}  // namespace cordon::fetch
