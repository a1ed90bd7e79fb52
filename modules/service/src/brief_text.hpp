// A briefing as text: Markdown, HTML with print style, PDF through Chromium.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cordon/base/result.hpp"

namespace cordon::service {

struct BriefSection {
  std::string title;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
  std::string note;
};

struct Brief {
  std::string title;
  std::vector<BriefSection> sections;
  std::string closing;
};

[[nodiscard]] std::string markdown_of(const Brief& brief);
[[nodiscard]] std::string html_of(const Brief& brief);
// Errors: kIo.
[[nodiscard]] base::Result<void> write_text(const std::filesystem::path& file, const std::string& text);
// Errors: kUnsupported when Chromium is not installed; kIo when it fails.
[[nodiscard]] base::Result<void> print_pdf(const std::string& html, const std::filesystem::path& file);

}  // namespace cordon::service
