// A report as named tables, whatever writes them, and the writer of workbooks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "alert_json.hpp"
#include "cordon/base/clock.hpp"
#include "cordon/base/result.hpp"

namespace cordon::service {

struct ReportTable {
  std::string name;  // unique, at most 31 characters
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

struct ReportDocument {
  std::string title;
  base::Timestamp created;  // of the run or alert, not of the writing: the same report is the same bytes
  std::vector<ReportTable> tables;
};

// A value as a reader wants it: texts as they are, arrays joined, nothing for null.
[[nodiscard]] std::string shown(const AlertJson& value);

// Certificate, Alerts, Lists searched, Not checked. Requires: what run_report() made.
[[nodiscard]] base::Result<ReportDocument> run_tables(const AlertJson& report);
// Alert, Checklist, Counterparty, Hits, Listed facts, Reasons, Lists searched, Not checked, History.
[[nodiscard]] base::Result<ReportDocument> alert_tables(const AlertJson& alert, const AlertJson& certificate);

// The bytes of an .xlsx file. Every cell is text, so that nothing a list or a customer wrote can become a formula.
// Texts beyond a cell's 32,767 characters are cut and say so; tables beyond a sheet's rows go on in a further sheet.
// Errors: kIo.
[[nodiscard]] base::Result<std::string> workbook_of(const ReportDocument& document);

}  // namespace cordon::service
