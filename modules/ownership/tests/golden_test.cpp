// Runs tests/golden/ownership/*.case: text in, text out. The format is described in tests/golden/ownership/README.md.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cordon/ownership/engine.hpp"
#include "cordon/ownership/interest_readers.hpp"

namespace cordon::ownership {
namespace {

struct GoldenCase {
  std::string title;
  std::string where;
  Regime regime = Regime::kUsOfac;
  Measure measure = Measure::kBlocking;
  base::Date day = *base::Date::from_ymd(2026, 1, 1);
  ListedParties listed;
  OwnershipGraph::Builder builder;
  std::vector<std::string> expected;  // lines "ID: ..."
};

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// "X owns 50 % of A [kind] [from DATE] [to DATE]"; the share may be "25-50 %" or "unknown".
void read_owns(const std::vector<std::string>& words, GoldenCase& out) {
  OwnershipGraph::Builder::Record record;
  record.owner = words.at(0);
  std::size_t at = 2;
  if (words.at(at) != "unknown") {
    const auto share = parse_share_text(words.at(at));
    ASSERT_TRUE(share) << words.at(at);
    record.share = *share;
    ++at;
    ASSERT_EQ(words.at(at), "%");
  }
  ++at;
  ASSERT_EQ(words.at(at), "of");
  record.asset = words.at(++at);
  std::string start;
  std::string end;
  for (++at; at < words.size(); ++at) {
    if (words[at] == "from") {
      start = words.at(++at);
    } else if (words[at] == "to") {
      end = words.at(++at);
    } else {
      const auto kind = parse_interest_kind(words[at]);
      ASSERT_TRUE(kind) << words[at];
      record.kind = *kind;
    }
  }
  const auto period = Period::parse(start, end);
  ASSERT_TRUE(period);
  record.period = *period;
  ASSERT_TRUE(out.builder.add(record));
}

void read_line(const std::string& line, GoldenCase& out) {
  const std::vector<std::string> words = words_of(line);
  if (words[0] == "rule") {
    out.regime = *parse_regime(words.at(1));
    for (std::size_t i = 2; i + 1 < words.size(); i += 2) {
      if (words[i] == "measure") out.measure = *parse_measure(words[i + 1]);
      if (words[i] == "on") out.day = *base::Date::parse(words[i + 1]);
    }
  } else if (words.size() > 1 && words[1] == "listed") {
    std::string since;
    std::string until;
    for (std::size_t i = 2; i + 1 < words.size(); i += 2) (words[i] == "since" ? since : until) = words[i + 1];
    out.listed.add(words[0], *Period::parse(since, until));
  } else if (words.size() > 2 && words[1] == "perhaps" && words[2] == "listed") {
    std::string until;
    if (words.size() > 4 && words[3] == "until") until = words[4];
    out.listed.add_doubt(words[0], {"whether " + words[0] + " is listed", {*Period::parse("", until)}});
  } else if (words.size() > 1 && words[1] == "owns") {
    read_owns(words, out);
  } else {
    ASSERT_NE(line.find(": "), std::string::npos) << "not understood: " << line;
    out.expected.push_back(line);
  }
}

std::string render(const OwnershipFinding& finding) {
  std::string out = finding.entity.str() + ": " + std::string(verdict_name(finding.verdict));
  if (finding.listed) return out + ", listed";
  out += ", " + (finding.blocked_share.is_unknown() ? std::string("0-100 %") : range_text(finding.blocked_share));
  for (const EvidenceStep& step : finding.evidence) {
    out += &step == finding.evidence.data() ? ": " : " + ";
    if (step.kind == EvidenceKind::kControl) out += "(control: " + std::string(interest_kind_name(step.via)) + ") ";
    out += step.owner.str() + " " + range_text(step.share) + " of " + step.asset.str();
  }
  for (const std::string& fact : finding.missing) out += "; missing: " + fact;
  return out;
}

void check(GoldenCase& golden) {
  SCOPED_TRACE(golden.where + " " + golden.title);
  const OwnershipGraph graph = golden.builder.build();
  for (const std::string& expected : golden.expected) {
    EvaluateOptions options;
    options.entities.emplace_back(expected.substr(0, expected.find(':')));
    const auto findings = evaluate(graph, golden.listed, {golden.regime, golden.measure, golden.day}, options);
    ASSERT_TRUE(findings) << findings.error().to_string();
    EXPECT_EQ(render(findings->front()), expected);
  }
}

TEST(OwnershipGolden, EveryCaseHolds) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(CORDON_REPOSITORY_DIR) + "/tests/golden/ownership")) {
    if (entry.path().extension() == ".case") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  ASSERT_FALSE(files.empty());
  int cases = 0;
  for (const auto& path : files) {
    std::ifstream in(path);
    std::unique_ptr<GoldenCase> current;
    int line_number = 0;
    for (std::string line; std::getline(in, line);) {
      ++line_number;
      if (line.empty() || line.front() == '#') continue;
      if (line.rfind("case ", 0) == 0) {
        if (current) check(*current);
        current = std::make_unique<GoldenCase>();
        current->title = line.substr(5);
        current->where = path.filename().string() + ":" + std::to_string(line_number);
        ++cases;
        continue;
      }
      ASSERT_TRUE(current) << path << ":" << line_number;
      read_line(line, *current);
      if (HasFatalFailure()) return;
    }
    if (current) check(*current);
  }
  EXPECT_GE(cases, 40);
}

}  // namespace
}  // namespace cordon::ownership
