// Workbooks: cells of every type, number formats, order of sheets, limits and damage. The parts are written out here,
// as spreadsheet programs write them; a few go through a real zip archive.
#include "cordon/ingest/spreadsheet.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "spreadsheet_format.hpp"

namespace cordon::ingest::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Rows = std::vector<std::vector<std::string>>;

constexpr std::string_view kRelationship = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

std::string relationships(const std::vector<std::array<std::string, 3>>& all) {
  std::string xml = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>";
  for (const auto& [id, type, target] : all) {
    xml += "<Relationship Id='" + id + "' Type='" + std::string(kRelationship) + type + "' Target='" + target + "'/>";
  }
  return xml + "</Relationships>";
}

// A workbook of one sheet with these rows and, if given, strings and styles.
WorkbookParts workbook(const std::string& rows, const std::string& strings = {}, const std::string& styles = {},
                       const std::string& properties = {}) {
  WorkbookParts parts;
  parts["_rels/.rels"] = relationships({{"r1", "officeDocument", "xl/workbook.xml"}});
  parts["xl/workbook.xml"] = "<workbook>" + properties +
                             "<sheets><sheet name='Clients' sheetId='7' r:id='r1' xmlns:r='" +
                             std::string(kRelationship) + "'/></sheets></workbook>";
  std::vector<std::array<std::string, 3>> related{{"r1", "worksheet", "worksheets/sheet7.xml"}};
  if (!strings.empty()) related.push_back({"r2", "sharedStrings", "sharedStrings.xml"});
  if (!styles.empty()) related.push_back({"r3", "styles", "/xl/styles.xml"});
  parts["xl/_rels/workbook.xml.rels"] = relationships(related);
  parts["xl/worksheets/sheet7.xml"] = "<worksheet><cols><col min='1' max='2'/></cols><sheetData>" + rows +
                                      "</sheetData><conditionalFormatting><formula>1</formula></conditionalFormatting>"
                                      "</worksheet>";
  if (!strings.empty()) parts["xl/sharedStrings.xml"] = "<sst>" + strings + "</sst>";
  if (!styles.empty()) parts["xl/styles.xml"] = "<styleSheet>" + styles + "</styleSheet>";
  return parts;
}

base::Result<Rows> read(const WorkbookParts& parts) {
  Rows rows;
  CORDON_TRY(read_first_sheet(parts, "book.xlsx", [&rows](const SheetRow& row) -> base::Result<void> {
    rows.push_back(row.cells);
    return {};
  }));
  return rows;
}
Rows rows_of(const WorkbookParts& parts) {
  auto rows = read(parts);
  EXPECT_TRUE(rows) << rows.error().to_string();
  return rows.value_or(Rows{});
}
std::string error_of(const WorkbookParts& parts) {
  const auto rows = read(parts);
  return rows ? "no error" : rows.error().to_string();
}

void zip(const fs::path& file, const WorkbookParts& parts) {
  archive* const out = archive_write_new();
  archive_write_set_format_zip(out);
  ASSERT_EQ(archive_write_open_filename(out, file.c_str()), ARCHIVE_OK);
  for (const auto& [name, bytes] : parts) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    ASSERT_EQ(archive_write_header(out, entry), ARCHIVE_OK);
    ASSERT_EQ(archive_write_data(out, bytes.data(), bytes.size()), static_cast<la_ssize_t>(bytes.size()));
    archive_entry_free(entry);
  }
  ASSERT_EQ(archive_write_close(out), ARCHIVE_OK);
  archive_write_free(out);
}

TEST(Spreadsheet, ReadsStringsOfEveryKind) {
  const std::string strings =
      "<si><t>name</t></si>"
      "<si><r><rPr><b/></rPr><t>Ivan </t></r><r><t xml:space='preserve'>Petrov</t></r></si>"
      "<si><t>base</t><rPh sb='0' eb='1'><t>reading</t></rPh><phoneticPr fontId='1'/></si>"
      "<si><t>two_x000D_\nlines _x005F_x0041_</t></si>"
      "<si/>";
  const std::string rows =
      "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is><t>id</t></is></c></row>"
      "<row r='2'><c r='A2' t='s'><v>1</v></c><c r='B2' "
      "t='inlineStr'><is><r><t>00</t></r><r><t>7</t></r></is></c></row>"
      "<row r='3'><c r='A3' t='s'><v>2</v></c><c r='B3' t='str'><f>A1&amp;B1</f><v>nameid</v></c></row>"
      "<row r='4'><c r='A4' t='s'><v>3</v></c><c r='B4' t='s'><v>4</v></c></row>";
  EXPECT_THAT(rows_of(workbook(rows, strings)),
              ElementsAre(ElementsAre("name", "id"), ElementsAre("Ivan Petrov", "007"), ElementsAre("base", "nameid"),
                          ElementsAre("two\r\nlines _x0041_")));
}

TEST(Spreadsheet, NumbersKeepTheirDigits) {
  const std::string rows =
      "<row><c><v>9074729</v></c><c><v>5.0</v></c><c><v>1.2345678901234499E+19</v></c><c><v>1.5E-3</v></c>"
      "<c><v>-0.25</v></c><c t='b'><v>1</v></c><c t='b'><v>0</v></c><c><f>1+1</f><v>2</v></c><c><v>1E3</v></c>"
      "<c t='d'><v>1962-07-05T00:00:00</v></c></row>";
  EXPECT_THAT(rows_of(workbook(rows)), ElementsAre(ElementsAre("9074729", "5", "12345678901234499000", "0.0015",
                                                               "-0.25", "true", "false", "2", "1000", "1962-07-05")));
}

TEST(Spreadsheet, StylesMakeDates) {
  const std::string styles =
      "<numFmts count='4'><numFmt numFmtId='164' formatCode='dd\\.mm\\.yyyy;@'/>"
      "<numFmt numFmtId='165' formatCode='[$-409]mmmm\\ yyyy'/><numFmt numFmtId='166' formatCode='00000000'/>"
      "<numFmt numFmtId='167' formatCode='&quot;day &quot;0.00'/></numFmts>"
      "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
      "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='22'/>"
      "<xf numFmtId='166'/><xf numFmtId='167'/><xf numFmtId='20'/></cellXfs>";
  const std::string rows =
      "<row><c s='1'><v>22832</v></c><c s='2'><v>1</v></c><c s='3'><v>22828</v></c><c s='4'><v>22832.75</v></c>"
      "<c s='5'><v>12345</v></c><c s='6'><v>22832</v></c><c s='0'><v>22832</v></c><c s='7'><v>0.5</v></c>"
      "<c s='1'><v>60</v></c><c s='1'><v>61</v></c><c s='1'><v>2958465</v></c><c s='1' t='str'><v>1962</v></c></row>";
  EXPECT_THAT(rows_of(workbook(rows, {}, styles)),
              ElementsAre(ElementsAre("1962-07-05", "1900-01-01", "1962-07", "1962-07-05T18:00:00", "00012345", "22832",
                                      "22832", "12:00:00", "60", "1900-03-01", "9999-12-31", "1962")));
  EXPECT_THAT(rows_of(workbook("<row><c s='1'><v>21370</v></c><c s='1'><v>0</v></c></row>", {}, styles,
                               "<workbookPr date1904='1'/>")),
              ElementsAre(ElementsAre("1962-07-05", "1904-01-01")));
}

struct FormatCase {
  std::string code;
  Shown shown;
};

TEST(Spreadsheet, FormatCodesSayWhatTheyShow) {
  const std::vector<FormatCase> cases{{"General", Shown::kNumber},
                                      {"0.00E+00", Shown::kNumber},
                                      {"#,##0;[Red]-#,##0", Shown::kNumber},
                                      {"\"dmy\"#,##0", Shown::kNumber},
                                      {"\\d0", Shown::kNumber},
                                      {"_d0*y", Shown::kNumber},
                                      {"0;yyyy", Shown::kNumber},
                                      {"[h]:mm:ss", Shown::kNumber},
                                      {"000", Shown::kPadded},
                                      {"yyyy-mm-dd", Shown::kDate},
                                      {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", Shown::kDate},
                                      {"D/M/YY", Shown::kDate},
                                      {"d-mmm", Shown::kDate},
                                      {"mmm-yy", Shown::kMonth},
                                      {"yyyy", Shown::kYear},
                                      {"yyyy-mm-dd hh:mm", Shown::kDateTime},
                                      {"mm:ss", Shown::kTime},
                                      {"h:mm AM/PM", Shown::kTime},
                                      {"\"open", Shown::kNumber},
                                      {"[$-409", Shown::kNumber},
                                      {"\\", Shown::kNumber}};
  for (const FormatCase& one : cases) EXPECT_EQ(format_of_code(one.code).shown, one.shown) << one.code;
}

TEST(Spreadsheet, GapsStayEmptyAndEmptyRowsAreLeftOut) {
  const std::string rows =
      "<row r='3'><c r='A3' t='str'><v>a</v></c><c r='C3' t='str'><v>c</v></c><c r='D3' s='0'/></row>"
      "<row r='4'/><row r='5'><c r='B5'/></row><row r='9'><c r='AB9'><v>1</v></c></row>";
  const Rows read = rows_of(workbook(rows));
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0], ElementsAre("a", "", "c"));
  EXPECT_EQ(read[1].size(), 28U);
  EXPECT_EQ(read[1].back(), "1");
  EXPECT_EQ(column_name(0), "A");
  EXPECT_EQ(column_name(25), "Z");
  EXPECT_EQ(column_name(26), "AA");
  EXPECT_EQ(column_name(27), "AB");
  EXPECT_EQ(column_name(16'383), "XFD");
}

TEST(Spreadsheet, TheFirstVisibleWorksheetIsTheOneOfTheWorkbook) {
  WorkbookParts parts = workbook("<row><c><v>7</v></c></row>");
  const std::string r = std::string(" xmlns:r='") + std::string(kRelationship) + "'";
  parts["xl/workbook.xml"] = "<workbook><sheets><sheet name='Chart' r:id='r4'" + r +
                             "/><sheet name='Old' state='hidden' r:id='r5'" + r + "/><sheet name='New' r:id='r6'" + r +
                             "/><sheet name='Clients' r:id='r1'" + r + "/></sheets></workbook>";
  parts["xl/_rels/workbook.xml.rels"] = relationships({{"r1", "worksheet", "worksheets/sheet7.xml"},
                                                       {"r6", "worksheet", "../xl/./worksheets/sheet2.xml"},
                                                       {"r5", "worksheet", "worksheets/sheet1.xml"},
                                                       {"r4", "chartsheet", "chartsheets/sheet1.xml"}});
  parts["xl/worksheets/sheet1.xml"] = "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>";
  parts["xl/worksheets/sheet2.xml"] = "<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>";
  EXPECT_THAT(rows_of(parts), ElementsAre(ElementsAre("2")));
}

struct BadCase {
  std::string rows;
  std::string expected;
};

TEST(Spreadsheet, BadCellsAreNamed) {
  const std::vector<BadCase> cases{
      {"<row r='5'><c r='B5' t='s'><v>3</v></c></row>",
       "book.xlsx!Clients:5: cell B5: expected one of 1 shared strings, found number '3'"},
      {"<row r='2'><c r='A2' t='e'><v>#N/A</v></c></row>", "cell A2: expected a value, found the error #N/A"},
      {"<row r='2'><c r='A2'><f>B1</f></c></row>", "cell A2: expected the value of a formula, found none stored"},
      {"<row r='2'><c r='A2'><v>12x</v></c></row>", "cell A2: expected a number, found '12x'"},
      {"<row r='2'><c r='A2'><v>1E999</v></c></row>", "cell A2: expected a number, found '1E999'"},
      {"<row r='2'><c r='A2' t='b'><v>2</v></c></row>", "cell A2: expected 0 or 1, found '2'"},
      {"<row r='2'><c r='A2' t='zz'><v>2</v></c></row>", "cell A2: expected a type of cell"},
      {"<row r='2'><c r='A2' s='9'><v>2</v></c></row>", "cell A2: expected one of 0 styles, found number 9"},
      {"<row r='2'><c r='A3'><v>2</v></c></row>", "expected a cell of this row behind those before it, found 'A3'"},
      {"<row r='2'><c r='B2'><v>2</v></c><c r='A2'/></row>", "behind those before it, found 'A2'"},
      {"<row r='2'/><row r='2'/>", "expected rows in rising order, found row 2"},
      {"<row r='1048577'/>", "expected at most 1048576 rows, found row 1048577"},
      {"<row r='1'><c r='XFD1'><v>2</v></c></row>", "cell XFD1: expected at most 4096 columns, found more"},
      {"<row r='1'><c r='A1' t='str'><v>" + std::string((1U << 20U) + 1, 'x') + "</v></c></row>",
       "cell A1: expected at most 1048576 bytes in one cell"},
      {"<row r='1'><c r='A1'><v>1</v></c>", "book.xlsx!xl/worksheets/sheet7.xml:1: expected well-formed XML"},
  };
  for (const BadCase& one : cases) EXPECT_THAT(error_of(workbook(one.rows, "<si/>")), HasSubstr(one.expected));
}

TEST(Spreadsheet, WhatIsNoWorkbookIsRefused) {
  EXPECT_THAT(error_of({{"sdn.csv", "1"}}), HasSubstr("another kind of archive"));
  WorkbookParts parts = workbook("");
  parts["_rels/.rels"] = relationships({{"r1", "officeDocument", "xl/workbook.bin"}});
  EXPECT_THAT(error_of(parts), HasSubstr("(xl/workbook.bin); save it as .xlsx"));
  parts = workbook("");
  parts["xl/_rels/workbook.xml.rels"] = relationships({});
  EXPECT_THAT(error_of(parts), HasSubstr("found one without a worksheet"));
  parts = workbook("");
  parts["xl/workbook.xml"] = "<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>";
  EXPECT_THAT(error_of(parts), HasSubstr("DOCTYPE"));
  parts = workbook("", "<si/>");
  parts.erase("xl/sharedStrings.xml");
  EXPECT_THAT(error_of(parts), HasSubstr("book.xlsx!xl/sharedStrings.xml: expected a part"));
}

class SpreadsheetFile : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* const info = ::testing::UnitTest::GetInstance()->current_test_info();
    directory_ = fs::path(::testing::TempDir()) / (std::string("cordon_sheet_") + info->name());
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  void TearDown() override { fs::remove_all(directory_); }
  [[nodiscard]] fs::path file() const { return directory_ / "book.xlsx"; }
  [[nodiscard]] std::string error() const {
    const auto read = read_first_sheet(file(), [](const SheetRow&) { return base::Result<void>(); });
    return read ? "no error" : read.error().to_string();
  }

  fs::path directory_;
};

TEST_F(SpreadsheetFile, IsReadFromItsArchive) {
  zip(file(), workbook("<row r='4'><c r='A4' t='s'><v>0</v></c></row>", "<si><t>name</t></si>"));
  std::vector<SheetRow> rows;
  const auto read = read_first_sheet(file(), [&rows](const SheetRow& row) -> base::Result<void> {
    rows.push_back(row);
    return {};
  });
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].document, file().string() + "!Clients");
  EXPECT_EQ(rows[0].number, 4U);
  EXPECT_THAT(rows[0].cells, ElementsAre("name"));
  const auto stopped = read_first_sheet(
      file(), [](const SheetRow&) -> base::Result<void> { return base::Error{base::ErrorCode::kConflict, "enough"}; });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().message, "enough");
}

TEST_F(SpreadsheetFile, DamageAndBombsAreErrors) {
  zip(file(), workbook("<row/>", "<si/>"));
  std::string bytes;
  {
    std::ifstream in(file(), std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  EXPECT_TRUE(may_be_workbook(bytes));
  EXPECT_EQ(error(), "no error");
  fs::resize_file(file(), bytes.size() / 2);
  EXPECT_THAT(error(), StartsWith(file().string()));
  std::ofstream(file(), std::ios::binary) << "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more";
  EXPECT_THAT(error(), HasSubstr("found an .xls file or one with a password"));
  fs::remove(file());
  std::string rows;
  for (int i = 0; i < 8; ++i) rows += "<row>" + std::string(3U << 20U, ' ') + "</row>";
  zip(file(), workbook(rows));
  EXPECT_THAT(error(), HasSubstr("compression ratio"));
  fs::remove(file());
  EXPECT_THAT(error(), HasSubstr("cannot open"));
}

}  // namespace
}  // namespace cordon::ingest::testing
