#include "cordon/bundle/bundle.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>

#include "checksums.hpp"
#include "cordon/base/file.hpp"
#include "cordon/bundle/keys.hpp"

namespace cordon::bundle {
namespace {

using base::Error;
using base::ErrorCode;
namespace fs = std::filesystem;

constexpr const char* kSums = "SHA256SUMS";
constexpr const char* kSignature = "SHA256SUMS.sig";
constexpr std::size_t kLargestTable = 4U << 20U;  // 30'000 members
constexpr std::size_t kChunk = 64U << 10U;

struct FreeArchive {
  void operator()(archive* a) const noexcept { archive_free(a); }
};
struct FreeEntry {
  void operator()(archive_entry* entry) const noexcept { archive_entry_free(entry); }
};
using Archive = std::unique_ptr<archive, FreeArchive>;

Error error_in(const fs::path& file, ErrorCode code, std::string message, const std::string& member = {}) {
  return Error{code, std::move(message), {member.empty() ? file.string() : file.string() + "!" + member, 0, {}}};
}

// Writes the members of one tar; times, owners and compression carry nothing of the machine.
class Writer {
 public:
  explicit Writer(fs::path file) : file_(std::move(file)), archive_(archive_write_new()) {}

  base::Result<void> open() {
    archive* const a = archive_.get();
    if (archive_write_set_format_ustar(a) != ARCHIVE_OK || archive_write_add_filter_gzip(a) != ARCHIVE_OK ||
        archive_write_set_filter_option(a, "gzip", "timestamp", nullptr) != ARCHIVE_OK ||
        archive_write_open_filename(a, file_.c_str()) != ARCHIVE_OK) {
      return failure();
    }
    return {};
  }
  base::Result<void> add(const std::string& name, std::string_view bytes) {
    CORDON_TRY(header(name, bytes.size()));
    return data(bytes);
  }
  base::Result<void> add_file(const std::string& name, const fs::path& path) {
    std::error_code problem;
    const std::uintmax_t size = fs::file_size(path, problem);
    std::ifstream file(path, std::ios::binary);
    if (problem || !file) return error_in(path, ErrorCode::kIo, "cannot read");
    CORDON_TRY(header(name, size));
    std::string chunk(kChunk, '\0');
    while (file.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || file.gcount() > 0) {
      CORDON_TRY(data(std::string_view(chunk).substr(0, static_cast<std::size_t>(file.gcount()))));
    }
    return {};
  }
  base::Result<void> close() {
    if (archive_write_close(archive_.get()) != ARCHIVE_OK) return failure();
    return {};
  }

 private:
  base::Result<void> header(const std::string& name, std::uintmax_t size) {
    const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), 0, 0);
    if (archive_write_header(archive_.get(), entry.get()) != ARCHIVE_OK) return failure();
    return {};
  }
  base::Result<void> data(std::string_view bytes) {
    const la_ssize_t written = archive_write_data(archive_.get(), bytes.data(), bytes.size());
    if (written < 0 || static_cast<std::size_t>(written) != bytes.size()) return failure();
    return {};
  }
  Error failure() const {
    const char* const why = archive_error_string(archive_.get());
    return error_in(file_, ErrorCode::kIo, std::string("cannot write: ") + (why == nullptr ? "unknown reason" : why));
  }

  fs::path file_;
  Archive archive_;
};

// Reads a bundle member by member: first the table of contents, then its signature, then what the table names.
class Opening {
 public:
  Opening(const fs::path& file, const fs::path& directory, const OpenOptions& options)
      : file_(file), directory_(directory), options_(options), archive_(archive_read_new()) {}

  base::Result<Opened> run() {
    archive* const a = archive_.get();
    archive_read_support_format_tar(a);
    archive_read_support_filter_gzip(a);
    if (archive_read_open_filename(a, file_.c_str(), kChunk) != ARCHIVE_OK) return not_a_bundle();
    CORDON_ASSIGN(std::string name, next_name());
    if (name != kSums) return not_a_bundle();
    CORDON_ASSIGN(const std::string table, small_member(kLargestTable));
    CORDON_ASSIGN(name, next_name());
    std::string signature;
    if (name == kSignature) {
      CORDON_ASSIGN(signature, small_member(kSignatureBytes));
      CORDON_ASSIGN(name, next_name());
    }
    CORDON_TRY(check_signature(table, signature));
    CORDON_ASSIGN(Checksums missing, decode_checksums(table));
    while (!name.empty()) {
      CORDON_TRY(extract(name, missing));
      CORDON_ASSIGN(name, next_name());
    }
    if (!missing.empty())
      return damaged("expected the member, which SHA256SUMS names, found none", missing.begin()->first);
    std::ranges::sort(opened_.members, {}, &Member::name);
    return std::move(opened_);
  }

 private:
  // Returns: empty at the end.
  base::Result<std::string> next_name() {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(archive_.get(), &entry);
    if (status == ARCHIVE_EOF) return std::string{};
    if (status != ARCHIVE_OK) return not_a_bundle();
    const char* const name = archive_entry_pathname(entry);
    if (name == nullptr || !is_plain_name(name) || archive_entry_filetype(entry) != AE_IFREG ||
        archive_entry_hardlink(entry) != nullptr) {
      return damaged("expected plain files, found another member", name == nullptr ? "" : name);
    }
    return std::string(name);
  }

  base::Result<std::string_view> next_chunk() {
    chunk_.resize(kChunk);
    const la_ssize_t got = archive_read_data(archive_.get(), chunk_.data(), chunk_.size());
    if (got < 0) {
      const char* const why = archive_error_string(archive_.get());
      return damaged(std::string("expected an intact archive, found: ") + (why == nullptr ? "damage" : why), "");
    }
    bytes_ += static_cast<std::uint64_t>(got);
    if (bytes_ > options_.largest_bytes) {
      return error_in(file_, ErrorCode::kOutOfRange,
                      "expected at most " + std::to_string(options_.largest_bytes) + " bytes in all, found more");
    }
    return std::string_view(chunk_).substr(0, static_cast<std::size_t>(got));
  }

  base::Result<std::string> small_member(std::size_t largest) {
    std::string text;
    for (;;) {
      CORDON_ASSIGN(const std::string_view bytes, next_chunk());
      if (bytes.empty()) return text;
      if (text.size() + bytes.size() > largest) return not_a_bundle();
      text += bytes;
    }
  }

  base::Result<void> check_signature(const std::string& table, const std::string& signature) {
    opened_.has_signature = !signature.empty();
    if (!options_.public_pem) return {};
    if (signature.empty()) return damaged("expected a signed bundle, found one without a signature", "");
    CORDON_ASSIGN(const bool good, is_signed(table, signature, *options_.public_pem));
    if (!good)
      return damaged("expected a signature made with the given key's other half, found another one", kSignature);
    opened_.signature_checked = true;
    return {};
  }

  base::Result<void> extract(const std::string& name, Checksums& missing) {
    const auto expected = missing.find(name);
    if (expected == missing.end()) return damaged("expected only members that SHA256SUMS names, each once", name);
    const fs::path path = directory_ / name;
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    base::Hasher hasher;
    for (;;) {
      CORDON_ASSIGN(const std::string_view bytes, next_chunk());
      if (bytes.empty()) break;
      hasher.update(bytes);
      out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    out.close();
    if (!out) return error_in(path, ErrorCode::kIo, "cannot write");
    const base::ContentHash found = hasher.finish();
    if (found != expected->second) {
      return damaged("the bundle was changed: expected SHA-256 " + expected->second.hex() + ", found " + found.hex(),
                     name);
    }
    missing.erase(expected);
    opened_.members.push_back({name, path});
    return {};
  }

  Error not_a_bundle() const {
    return error_in(file_, ErrorCode::kDamaged,
                    "expected an intact bundle made by 'cordon bundle export', found another file or damage");
  }
  Error damaged(std::string message, const std::string& member) const {
    return error_in(file_, ErrorCode::kDamaged, std::move(message), member);
  }

  const fs::path& file_;
  const fs::path& directory_;
  const OpenOptions& options_;
  Archive archive_;
  std::string chunk_;
  std::uint64_t bytes_ = 0;
  Opened opened_;
};

}  // namespace

base::Result<void> write_bundle(const fs::path& target, const std::vector<Member>& members,
                                const std::optional<std::string>& private_pem) {
  Checksums checksums;
  for (const Member& member : members) {
    if (!is_plain_name(member.name) || member.name.starts_with(kSums)) {
      return Error{ErrorCode::kInvalidArgument, "expected a plain member name, found '" + member.name + "'"};
    }
    CORDON_ASSIGN(const base::ContentHash hash, base::hash_file(member.path));
    if (!checksums.emplace(member.name, hash).second) {
      return Error{ErrorCode::kInvalidArgument, "expected each member once, found '" + member.name + "' again"};
    }
  }
  const std::string table = encode(checksums);
  const fs::path part = target.string() + ".part";
  Writer writer(part);
  CORDON_TRY(writer.open());
  CORDON_TRY(writer.add(kSums, table));
  if (private_pem) {
    CORDON_ASSIGN(const std::string signature, sign(table, *private_pem));
    CORDON_TRY(writer.add(kSignature, signature));
  }
  for (const Member& member : members) CORDON_TRY(writer.add_file(member.name, member.path));
  CORDON_TRY(writer.close());
  std::error_code problem;
  fs::rename(part, target, problem);
  if (problem) return error_in(target, ErrorCode::kIo, "cannot replace it: " + problem.message());
  return {};
}

base::Result<Opened> open_bundle(const fs::path& file, const fs::path& directory, const OpenOptions& options) {
  return Opening{file, directory, options}.run();
}

}  // namespace cordon::bundle
