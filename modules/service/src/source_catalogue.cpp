#include "source_catalogue.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>

#include "cordon/base/csv.hpp"
#include "cordon/base/embedded_data.hpp"
#include "cordon/base/file.hpp"

namespace cordon::service {

std::span<const base::EmbeddedFile> embedded_files() noexcept;

namespace {

using base::Error;
using base::ErrorCode;

// Columns by name, so that a user's file may leave out what it does not need.
class Row {
 public:
  Row(const std::map<std::string, std::size_t>& columns, const std::vector<std::string>& fields)
      : columns_(columns), fields_(fields) {}
  std::string operator[](const std::string& column) const {
    const auto at = columns_.find(column);
    return at == columns_.end() || at->second >= fields_.size() ? std::string{} : fields_[at->second];
  }

 private:
  const std::map<std::string, std::size_t>& columns_;
  const std::vector<std::string>& fields_;
};

std::string name_in_url(const std::string& url) {
  std::string path = url.substr(0, url.find_first_of("?#"));
  const std::size_t slash = path.rfind('/');
  path = slash == std::string::npos ? std::string{} : path.substr(slash + 1);
  return path.empty() ? "list" : path;
}

bool is_safe_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && name.find('/') == std::string_view::npos &&
         name.find('\0') == std::string_view::npos;
}

base::Result<SourceFile> read_file_row(const Row& row, const base::SourceLocation& where) {
  SourceFile file;
  const std::string kind = row["kind"];
  if (kind == "checksum") {
    file.kind = FileKind::kChecksum;
  } else if (kind == "copy") {
    file.kind = FileKind::kCopy;
  } else if (!kind.empty() && kind != "list") {
    return Error{ErrorCode::kMalformed, "expected kind list, checksum or copy, found '" + kind + "'", where};
  }
  file.url = row["url"];
  if (!file.url.starts_with("http://") && !file.url.starts_with("https://")) {
    return Error{ErrorCode::kMalformed, "expected an http or https address, found '" + file.url + "'", where};
  }
  file.file = row["file"].empty() ? name_in_url(file.url) : row["file"];
  if (!is_safe_name(file.file)) {
    return Error{ErrorCode::kMalformed, "expected a plain file name, found '" + file.file + "'", where};
  }
  return file;
}

base::Result<void> add_row(const Row& row, const base::SourceLocation& where, std::vector<CatalogueSource>& sources) {
  const std::string id = row["source"];
  if (!is_safe_name(id)) return Error{ErrorCode::kMalformed, "expected a source id, found '" + id + "'", where};
  CORDON_ASSIGN(SourceFile file, read_file_row(row, where));
  auto at = std::ranges::find(sources, id, &CatalogueSource::source);
  if (at == sources.end()) {
    sources.push_back({id, row["title"], row["format"], {}});
    at = std::prev(sources.end());
  }
  if (!row["format"].empty() && at->format != row["format"]) {
    return Error{ErrorCode::kMalformed,
                 "expected one format for " + id + ", found '" + at->format + "' and '" + row["format"] + "'", where};
  }
  const bool twice = std::ranges::any_of(
      at->files, [&](const SourceFile& other) { return other.kind == file.kind && other.file == file.file; });
  if (twice)
    return Error{ErrorCode::kMalformed, "expected each file of " + id + " once, found '" + file.file + "' again",
                 where};
  at->files.push_back(std::move(file));
  return {};
}

base::Result<void> check_references(const std::vector<CatalogueSource>& sources, const std::string& document) {
  for (const CatalogueSource& source : sources) {
    for (const SourceFile& file : source.files) {
      const bool found = std::ranges::any_of(source.files, [&](const SourceFile& other) {
        return other.kind == FileKind::kList && other.file == file.file;
      });
      if (!found) {
        return Error{ErrorCode::kMalformed,
                     "expected a list file of " + source.source + " named '" + file.file +
                         "' for its checksum or copy, found none",
                     {document, 0, source.source}};
      }
    }
  }
  return {};
}

}  // namespace

base::Result<std::vector<CatalogueSource>> parse_catalogue(std::string_view csv, const std::string& document) {
  base::CsvReader reader{csv, {}, document};
  std::vector<std::string> fields;
  std::map<std::string, std::size_t> columns;
  std::vector<CatalogueSource> sources;
  for (;;) {
    CORDON_ASSIGN(const bool more, reader.next(fields));
    if (!more) break;
    if (!fields.empty() && fields[0].starts_with('#')) continue;
    const base::SourceLocation where{document, reader.line(), {}};
    if (columns.empty()) {
      for (std::size_t i = 0; i < fields.size(); ++i) columns.emplace(fields[i], i);
      if (columns.contains("source") && columns.contains("url")) continue;
      return Error{ErrorCode::kMalformed, "expected a header with the columns source and url, found others", where};
    }
    CORDON_TRY(add_row(Row{columns, fields}, where, sources));
  }
  CORDON_TRY(check_references(sources, document));
  return sources;
}

base::Result<std::vector<CatalogueSource>> load_catalogue(const std::optional<std::filesystem::path>& file) {
  if (!file) {
    return parse_catalogue(base::find_embedded(embedded_files(), "sources/sources.csv"), "data/sources/sources.csv");
  }
  CORDON_ASSIGN(const std::string bytes, base::read_file(*file));
  return parse_catalogue(bytes, file->string());
}

bool is_official_source(std::string_view source) {
  static const std::set<std::string, std::less<>> known = [] {
    std::set<std::string, std::less<>> ids;
    for (const char* table : {"sources/sources.csv", "sources/freshness.csv", "sources/health.csv"}) {
      base::CsvReader reader{base::find_embedded(embedded_files(), table), {}, table};
      std::vector<std::string> fields;
      while (reader.next(fields).value_or(false)) {
        if (!fields.empty() && !fields[0].starts_with('#')) ids.insert(fields[0]);
      }
    }
    return ids;
  }();
  return known.contains(source);
}

}  // namespace cordon::service
