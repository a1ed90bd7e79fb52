// The parts of a workbook that stand around its cells: relationships, order of sheets, styles, the table of strings.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/ingest/input.hpp"
#include "spreadsheet_format.hpp"

namespace cordon::ingest {

// Opens parts by name.
class Package {
 public:
  Package() = default;
  Package(const Package&) = delete;
  Package& operator=(const Package&) = delete;
  virtual ~Package() = default;
  // Errors: kNotFound when there is no such part.
  [[nodiscard]] virtual base::Result<std::unique_ptr<ByteStream>> open(const std::string& part) const = 0;
  [[nodiscard]] virtual std::string document() const = 0;
  [[nodiscard]] std::string document_of(const std::string& part) const { return document() + "!" + part; }
};

struct Relationship {
  std::string id;
  std::string type;    // the last word of its address: "worksheet"
  std::string target;  // the name of a part
};

// What the cells of one sheet need to be read.
struct Workbook {
  std::string sheet;       // its name
  std::string sheet_part;  // where it is
  Epoch epoch = Epoch::k1900;
  std::vector<CellFormat> styles;    // by the style number of a cell
  std::vector<std::string> strings;  // by the number in a cell of type "s"
};

// Errors: kUnsupported when it is no workbook that can be read; kMalformed, kOutOfRange.
[[nodiscard]] base::Result<Workbook> open_workbook(const Package& package);

}  // namespace cordon::ingest
