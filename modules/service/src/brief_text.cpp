#include "brief_text.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <string_view>

#include "html_text.hpp"

// The environment of this program, handed to Chromium.
extern char** environ;

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// Names come from files of others: readers of Markdown take tags in them for HTML.
std::string cell_of_markdown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '|':
        out += "\\|";
        break;
      case '<':
        out += "&lt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '\n':
        out += ' ';
        break;
      default:
        out += c;
    }
  }
  return out;
}

constexpr std::string_view kStyle =
    "@page{size:A4;margin:12mm}body{font:9pt/1.25 'Noto Sans',sans-serif;color:#111;max-width:190mm;margin:0 auto}"
    "h1{font-size:14pt;margin:0 0 3mm}h2{font-size:10.5pt;margin:3mm 0 1mm}table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:0.2mm solid #999;padding:0.5mm 1.2mm;text-align:left;vertical-align:top;font-size:7.5pt}"
    "td:first-child{white-space:nowrap}p{margin:1mm 0;font-size:7.5pt}tr{break-inside:avoid}";

// Runs a program from the path and waits. Returns: its exit status, -1 when it cannot be started.
int run(std::vector<std::string> arguments) {
  std::vector<char*> values;
  for (std::string& argument : arguments) values.push_back(argument.data());
  values.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, values[0], &actions, nullptr, values.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return -1;
  int status = 0;
  if (waitpid(child, &status, 0) < 0 || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

// A directory that goes with its content.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "cordon-brief-XXXXXX").string();
    if (const char* made = mkdtemp(pattern.data()); made != nullptr) path_ = made;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

std::string markdown_of(const Brief& brief) {
  std::string out = "# " + brief.title + "\n";
  for (const BriefSection& section : brief.sections) {
    out += "\n## " + section.title + "\n\n";
    if (!section.rows.empty()) {
      std::string rule = "|";
      out += "|";
      for (const std::string& column : section.columns) {
        out += " " + column + " |";
        rule += "---|";
      }
      out += "\n" + rule + "\n";
      for (const auto& row : section.rows) {
        out += "|";
        for (const std::string& cell : row) out += " " + cell_of_markdown(cell) + " |";
        out += "\n";
      }
      if (!section.note.empty()) out += "\n";
    }
    if (!section.note.empty()) out += section.note + "\n";
  }
  return out + "\n" + brief.closing + "\n";
}

std::string html_of(const Brief& brief) {
  std::string out = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" +
                    html_escaped(brief.title) + "</title><style>" + std::string(kStyle) +
                    "</style></head><body>\n<h1>" + html_escaped(brief.title) + "</h1>\n";
  for (const BriefSection& section : brief.sections) {
    out += "<section><h2>" + html_escaped(section.title) + "</h2>\n";
    if (!section.rows.empty()) {
      out += "<table><thead><tr>";
      for (const std::string& column : section.columns) out += "<th scope=\"col\">" + html_escaped(column) + "</th>";
      out += "</tr></thead><tbody>\n";
      for (const auto& row : section.rows) {
        out += "<tr>";
        for (const std::string& cell : row) out += "<td>" + html_escaped(cell) + "</td>";
        out += "</tr>\n";
      }
      out += "</tbody></table>\n";
    }
    if (!section.note.empty()) out += "<p>" + html_escaped(section.note) + "</p>\n";
    out += "</section>\n";
  }
  return out + "<p>" + html_escaped(brief.closing) + "</p>\n</body></html>\n";
}

Result<void> write_text(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) return Error{ErrorCode::kIo, "cannot be written", {file.string(), 0, {}}};
  return {};
}

Result<void> print_pdf(const std::string& html, const std::filesystem::path& file) {
  const TemporaryDirectory work;
  if (work.path().empty()) return Error{ErrorCode::kIo, "cannot make a temporary directory for the PDF", {}};
  const std::filesystem::path page = work.path() / "brief.html";
  CORDON_TRY(write_text(page, html));
  const std::string target = std::filesystem::absolute(file).string();
  int status = -1;
  for (const char* program : {"chromium", "chromium-browser", "google-chrome"}) {
    // --no-sandbox: Chromium refuses its sandbox as root; it opens one local page of our own making, without scripts.
    status = run({program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-background-networking", "--disable-component-update", "--disable-sync",
                  "--user-data-dir=" + (work.path() / "profile").string(), "--no-pdf-header-footer",
                  "--print-to-pdf=" + target, "file://" + page.string()});
    if (status == 0) break;
  }
  std::error_code missing;
  if (status == 0 && std::filesystem::exists(file, missing)) return {};
  if (status == -1 || status == 127) {
    return Error{ErrorCode::kUnsupported,
                 "a PDF needs Chromium (Debian package chromium); .html and .md do not",
                 {file.string(), 0, {}}};
  }
  return Error{ErrorCode::kIo, "Chromium ended with status " + std::to_string(status), {file.string(), 0, {}}};
}

}  // namespace cordon::service
