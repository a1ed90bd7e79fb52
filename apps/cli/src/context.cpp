#include "context.hpp"

#include <cstdio>
#include <cstdlib>

#include "output.hpp"

namespace cordon::cli {
namespace {

std::filesystem::path default_directory() {
  if (const char* data = std::getenv("CORDON_DATA"); data != nullptr && *data != '\0') return data;
  if (const char* xdg = std::getenv("XDG_DATA_HOME"); xdg != nullptr && *xdg != '\0') {
    return std::filesystem::path(xdg) / "cordon";
  }
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr && *home != '\0' ? home : ".") / ".local/share/cordon";
}

}  // namespace

void Context::fail(const base::Error& error) {
  std::fprintf(stderr, "cordon: %s\n", error.to_string().c_str());
  status = error.code == base::ErrorCode::kInvalidArgument ? ExitStatus::kUsage : ExitStatus::kFailed;
}

void Context::message(std::string_view text) const {
  if (!quiet) std::fprintf(stderr, "cordon: %.*s\n", static_cast<int>(text.size()), text.data());
}

std::filesystem::path Context::directory() const {
  return data_directory.empty() ? default_directory() : std::filesystem::path(data_directory);
}

std::optional<service::Workspace> Context::open(bool read_only) {
  service::WorkspaceOptions options;
  options.directory = directory();
  options.clock = &clock;
  options.progress = progress.get();
  options.read_only = read_only;
  options.database = database;
  auto workspace = service::Workspace::open(options);
  if (!workspace) {
    fail(workspace.error());
    return std::nullopt;
  }
  return std::move(workspace).value();
}

std::optional<base::Date> date_option(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto date = base::Date::parse(text);  // already checked when the option was read
  return date ? std::optional(*date) : std::nullopt;
}

}  // namespace cordon::cli
