// Reports as workbooks, read back by the reader of workbooks: every table, cell for cell; the same report, the same
// bytes.
#include <algorithm>
#include <fstream>
#include <map>

#include "cordon/ingest/spreadsheet.hpp"
#include "desk.hpp"
#include "report_tables.hpp"

namespace cordon::service::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Rows = std::vector<std::vector<std::string>>;

void write_file(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

// The first sheet, each row filled up to the width of the first.
Rows first_sheet(const Desk& desk, const std::string& bytes) {
  const std::filesystem::path file = desk.file("report.xlsx");
  write_file(file, bytes);
  Rows rows;
  const auto done = ingest::read_first_sheet(file, [&rows](const ingest::SheetRow& row) -> base::Result<void> {
    rows.push_back(row.cells);
    rows.back().resize(rows.front().size());
    return {};
  });
  EXPECT_TRUE(done) << done.error().to_string();
  return rows;
}

// Written one table a workbook, because the reader takes the first sheet.
void expect_read_back(const Desk& desk, const ReportDocument& document) {
  for (const ReportTable& table : document.tables) {
    const auto bytes = workbook_of({document.title, document.created, {table}});
    ASSERT_TRUE(bytes) << bytes.error().to_string();
    Rows expected{table.columns};
    for (const auto& row : table.rows) {
      if (std::ranges::any_of(row, [](const std::string& cell) { return !cell.empty(); })) expected.push_back(row);
    }
    EXPECT_EQ(first_sheet(desk, *bytes), expected) << table.name;
  }
}

Json report_json(Workspace& workspace, ReportRequest request) {
  request.form = ReportForm::kJson;
  const auto text = report(workspace, request);
  EXPECT_TRUE(text) << text.error().to_string();
  return Json::parse(text.value_or("{}"));
}

class ReportWorkbook : public ::testing::Test {
 protected:
  void SetUp() override {
    desk.list({{"L1", "Ivan Petrov", {"=HYPERLINK(\"http://x\")"}, "1962-07-05", "PROGRAMME-A", ""},
               {"L2", "Maria Gonzalez", {}, "", "PROGRAMME-B", ""}});
    desk.book({{"c1", "Ivan Petrov", "1962-07-05"}, {"c2", "Somebody Else", ""}, {"c3", "Maria Gonzalez", ""}});
    desk.watch();
  }
  Desk desk;
};

TEST_F(ReportWorkbook, OfARunHoldsItsCertificateAlertsListsAndGaps) {
  Workspace workspace = desk.workspace();
  const Json json = report_json(workspace, {});
  ASSERT_EQ(json["alerts"].size(), 2U);
  const auto document = run_tables(AlertJson::parse(json.dump()));
  ASSERT_TRUE(document) << document.error().to_string();
  ASSERT_EQ(document->tables.size(), 4U);
  EXPECT_THAT(document->tables[0].rows, Contains(ElementsAre("alerts.opened", "2")));
  EXPECT_THAT(document->tables[0].rows, Contains(ElementsAre("counterparties", "3")));
  const ReportTable& alerts = document->tables[1];
  ASSERT_EQ(alerts.rows.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(alerts.rows[i][0], json["alerts"][i]["id"]);
    EXPECT_EQ(alerts.rows[i][13], json["alerts"][i]["reason"]);
    EXPECT_FALSE(alerts.rows[i][13].empty());
  }
  ASSERT_EQ(document->tables[2].rows.size(), 1U);
  EXPECT_EQ(document->tables[2].rows[0][0], "our_list");
  EXPECT_EQ(document->tables[2].rows[0][4], json["certificate"]["lists"][0]["sha256"]);
  EXPECT_THAT(document->tables[3].rows, Contains(Contains("ownership")));
  expect_read_back(desk, *document);

  ReportRequest request;
  request.form = ReportForm::kWorkbook;
  const auto first = report(workspace, request);
  desk.clock.next_day();
  const auto second = report(workspace, request);
  ASSERT_TRUE(first) << first.error().to_string();
  ASSERT_TRUE(second);
  EXPECT_EQ(*first, *second);
}

TEST_F(ReportWorkbook, OfAnAlertHoldsItsFactsReasonsAndHistory) {
  const std::string id = desk.alerts().at(0)["id"];
  Workspace workspace = desk.workspace();
  ReportRequest request;
  request.alert = id;
  const AlertJson alert = AlertJson::parse(report_json(workspace, request).dump());
  const AlertJson run = AlertJson::parse(report_json(workspace, {}).dump());
  const auto document = alert_tables(alert, run["certificate"]);
  ASSERT_TRUE(document) << document.error().to_string();
  std::map<std::string, const ReportTable*> tables;
  for (const ReportTable& table : document->tables) {
    tables[table.name] = &table;
    EXPECT_FALSE(table.rows.empty()) << table.name;
  }
  EXPECT_EQ(tables.at("Checklist")->rows.size(), alert["checklist"].size());
  EXPECT_EQ(tables.at("Hits")->rows.size(), alert["facts"]["hits"].size());
  EXPECT_THAT(tables.at("Counterparty")->rows, Contains(Contains("Ivan Petrov")));
  EXPECT_THAT(tables.at("Reasons")->rows, Contains(Contains("name")));
  EXPECT_EQ(tables.at("History")->rows.size(), alert["history"].size());
  expect_read_back(desk, *document);
  request.form = ReportForm::kWorkbook;
  const auto bytes = report(workspace, request);
  ASSERT_TRUE(bytes) << bytes.error().to_string();
  EXPECT_THAT(first_sheet(desk, *bytes), Contains(ElementsAre("id", id)));
}

TEST_F(ReportWorkbook, CellsAreTextWhateverTheyHold) {
  const std::string longest(40'000, 'x');
  const Rows rows{{"=1+1", "+1", "-1", "@SUM(A1)", "0042", " led "},
                  {"a\r\nb", "\x01", "_x0041_", "<&>\"'", "\xC3\xA9\xF0\x9F\x98\x80", ""}};
  expect_read_back(desk, {"t", {}, {{"T", {"a", "b", "c", "d", "e", "f"}, rows}}});
  const auto bytes = workbook_of({"t", {}, {{"T", {"a"}, {{longest}}}}});
  ASSERT_TRUE(bytes);
  const std::string cut = first_sheet(desk, *bytes).at(1).at(0);
  EXPECT_LE(cut.size(), 32'767U);
  EXPECT_THAT(cut, HasSubstr("x ... (cut here"));
}

// A book kept as a workbook gives the counterparties of the same book as CSV.
TEST_F(ReportWorkbook, OfABookIsTheBook) {
  const auto bytes = workbook_of(
      {"book",
       {},
       {{"Clients",
         {"Client", "name", "birth_date"},
         {{"c1", "Ivan Petrov", "1962-07-05"}, {"c2", "Somebody Else", ""}, {"c3", "Maria Gonzalez", ""}}}}});
  ASSERT_TRUE(bytes);
  PortfolioImportRequest request;
  request.file = desk.file("book.xlsx");
  request.columns_renamed = {{"Client", "id"}};
  request.replace = true;
  write_file(request.file, *bytes);
  Workspace workspace = desk.workspace();
  Json answer;
  const auto same = import_portfolio(workspace, request, Desk::keep(answer), Desk::quiet());
  ASSERT_TRUE(same) << same.error().to_string();
  EXPECT_EQ(answer["added"], 0) << answer;
  EXPECT_EQ(answer["changed"], 0) << answer;
  EXPECT_EQ(answer["removed"], 0) << answer;
  const auto outside = workbook_of({"book", {}, {{"Clients", {"id", "name"}, {{"c1", "Ivan Petrov", "Bob"}}}}});
  ASSERT_TRUE(outside);
  write_file(request.file, *outside);
  const auto refused = import_portfolio(workspace, request, Desk::none(), Desk::quiet());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().to_string(),
              HasSubstr("!Clients:2: cell C2: expected no text in a column without a name"));
}

}  // namespace
}  // namespace cordon::service::testing
