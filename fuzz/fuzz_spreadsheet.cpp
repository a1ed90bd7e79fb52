// The parts of a workbook: "#name" on a line of its own starts a part. Relationships that are not given are the usual
// ones, so that a seed needs only a sheet.
#include <cstddef>
#include <cstdint>
#include <string>

#include "cordon/ingest/spreadsheet.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  cordon::ingest::WorkbookParts parts{
      {"_rels/.rels",
       "<Relationships><Relationship Id='1' Type='" + type + "officeDocument' Target='workbook.xml'/></Relationships>"},
      {"workbook.xml", "<workbook><sheets><sheet name='S' id='1'/></sheets></workbook>"},
      {"_rels/workbook.xml.rels", "<Relationships><Relationship Id='1' Type='" + type +
                                      "worksheet' Target='sheet.xml'/><Relationship Id='2' Type='" + type +
                                      "styles' Target='styles.xml'/><Relationship Id='3' Type='" + type +
                                      "sharedStrings' Target='strings.xml'/></Relationships>"},
      {"sheet.xml", "<worksheet/>"},
      {"styles.xml", "<styleSheet/>"},
      {"strings.xml", "<sst/>"}};
  std::string* part = &parts["sheet.xml"];
  std::string line;
  const auto end_line = [&] {
    if (line.starts_with('#')) {
      part = &parts[line.substr(1)];
      part->clear();
    } else {
      part->append(line).append("\n");
    }
    line.clear();
  };
  for (std::size_t i = 0; i < size; ++i) {
    if (data[i] == '\n') {
      end_line();
    } else {
      line += static_cast<char>(data[i]);
    }
  }
  end_line();
  std::size_t cells = 0;
  (void)cordon::ingest::read_first_sheet(parts, "fuzz.xlsx", [&cells](const cordon::ingest::SheetRow& row) {
    cells += row.cells.size();
    return cordon::base::Result<void>();
  });
  return 0;
}
