// Option checks shared by the commands.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cordon/base/date.hpp"

namespace cordon::cli {

// CLI11 validator of a day.
inline CLI::Validator is_date() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        const auto date = base::Date::parse(text);
        return date ? std::string{} : date.error().message;
      },
      "YYYY-MM-DD");
}

// CLI11 validator of a count. CLI::NonNegativeNumber names the largest double as its upper bound.
inline CLI::Validator is_count() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
        return is_number ? std::string{} : "expected a whole number, 0 or more, found '" + text + "'";
      },
      "0 or more");
}

// Adds --format.
inline void add_format(CLI::App& command, std::string& format) {
  command
      .add_option("--format", format,
                  "table (default on a terminal), json (one array or object), jsonl (one object a line), csv or none")
      ->check(CLI::IsMember({"table", "json", "jsonl", "csv", "none"}));
}

}  // namespace cordon::cli
