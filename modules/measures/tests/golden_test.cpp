// Runs tests/golden/measures/*.case: text cases an expert can edit. See the README there.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "cordon/measures/assess.hpp"

namespace cordon::measures {
namespace {

struct Case {
  std::string title;
  std::string place;
  std::string activity;
  std::vector<std::string> expected;
};

std::vector<Case> read_cases(const std::filesystem::path& file) {
  std::vector<Case> out;
  std::ifstream in(file);
  std::string line;
  bool expecting = false;
  int number = 0;
  while (std::getline(in, line)) {
    ++number;
    if (line.starts_with("== ")) {
      out.push_back({line.substr(3), file.filename().string() + ":" + std::to_string(number), "", {}});
      expecting = false;
    } else if (out.empty() || line.empty()) {
      continue;
    } else if (line == "-- expect") {
      expecting = true;
    } else if (expecting) {
      out.back().expected.push_back(line);
    } else {
      out.back().activity += line + "\n";
    }
  }
  return out;
}

const RuleBook& book() {
  static const RuleBook shipped = [] {
    base::Result<RuleBook> result = RuleBook::shipped();
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().to_string());
    return *result;
  }();
  return shipped;
}

std::string date_text(const std::optional<base::Date>& date) { return date ? date->to_string() : "none"; }

void check_line(const std::string& line, const std::vector<Assessment>& answers) {
  std::istringstream words(line);
  std::string family;
  std::string outcome;
  words >> family >> outcome;
  const Assessment* answer = nullptr;
  for (const Assessment& one : answers) {
    if (one.family == family) answer = &one;
  }
  if (outcome == "absent") {
    EXPECT_EQ(answer, nullptr) << line << (answer == nullptr ? "" : "\n  because: " + answer->because);
    return;
  }
  ASSERT_NE(answer, nullptr) << line << ": the family does not answer";
  EXPECT_EQ(outcome_name(answer->outcome), outcome)
      << line << "\n  " << answer->rule << " because: " << answer->because;
  std::string rest;
  std::getline(words, rest);
  const std::size_t says = rest.find("says=\"");
  if (says != std::string::npos) {
    const std::string text = rest.substr(says + 6, rest.rfind('"') - says - 6);
    EXPECT_NE(answer->because.find(text), std::string::npos) << line << "\n  because: " << answer->because;
    rest.resize(says);
  }
  std::istringstream options(rest);
  for (std::string option; options >> option;) {
    const std::string key = option.substr(0, option.find('='));
    const std::string value = option.substr(option.find('=') + 1);
    if (key == "expected") {
      EXPECT_EQ(date_text(answer->expected_from), value) << line;
    } else if (key == "from") {
      EXPECT_EQ(date_text(answer->effective_from), value) << line;
    } else if (key == "to") {
      EXPECT_EQ(date_text(answer->effective_to), value) << line;
    } else if (key == "missing") {
      std::istringstream facts(value);
      for (std::string fact; std::getline(facts, fact, ',');) {
        EXPECT_NE(std::find(answer->missing_facts.begin(), answer->missing_facts.end(), fact),
                  answer->missing_facts.end())
            << line << "\n  because: " << answer->because;
      }
    } else {
      ADD_FAILURE() << "unknown option " << option;
    }
  }
}

TEST(Golden, EveryCaseAnswersAsExpected) {
  const std::filesystem::path folder = std::filesystem::path(CORDON_REPOSITORY_DIR) / "tests/golden/measures";
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".case") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::size_t count = 0;
  for (const std::filesystem::path& file : files) {
    for (const Case& one : read_cases(file)) {
      ++count;
      SCOPED_TRACE(one.place + " " + one.title);
      const base::Result<ActivityFile> input = parse_activity(one.activity, one.place);
      ASSERT_TRUE(input.has_value()) << input.error().to_string();
      ASSERT_TRUE(input->as_of.has_value());
      const auto answers = assess(input->activity, *input->as_of, book(), nullptr);
      ASSERT_TRUE(answers.has_value()) << answers.error().to_string();
      ASSERT_FALSE(one.expected.empty());
      for (const std::string& line : one.expected) check_line(line, *answers);
    }
  }
  EXPECT_GE(count, 60U);
}

}  // namespace
}  // namespace cordon::measures
