#include "cordon/ingest/input.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "cordon/base/ascii.hpp"
#include "cordon/base/limits.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::SourceLocation;

constexpr std::size_t kChunkBytes = 256U << 10U;
constexpr std::uint64_t kRatioFreeBytes = 1U << 20U;  // ratios of tiny inputs mean nothing

enum class Magic : std::uint8_t { kNone, kGzip, kCompressed, kZip, kOtherArchive };

Magic magic_of(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("PK\x03\x04"sv) || head.starts_with("PK\x05\x06"sv)) return Magic::kZip;
  if (head.starts_with("\x1F\x8B"sv)) return Magic::kGzip;
  for (const std::string_view start : {"BZh"sv,
                                       "\xFD"
                                       "7zXZ\0"sv,
                                       "\x28\xB5\x2F\xFD"sv}) {
    if (head.starts_with(start)) return Magic::kCompressed;
  }
  if (head.starts_with("7z\xBC\xAF\x27\x1C"sv) || head.starts_with("Rar!"sv) ||
      (head.size() > 262 && head.substr(257, 5) == "ustar")) {
    return Magic::kOtherArchive;
  }
  return Magic::kNone;
}

Error io_error(const std::string& document, std::string_view what) {
  return Error{ErrorCode::kIo, std::string(what) + ": " + std::strerror(errno), SourceLocation{document, 0, {}}};
}

Error empty_error(const std::string& document) {
  return Error{ErrorCode::kMalformed, "expected a list, found an empty file", SourceLocation{document, 0, {}}};
}

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

struct ArchiveCloser {
  void operator()(archive* a) const { archive_read_free(a); }
};
using Archive = std::unique_ptr<archive, ArchiveCloser>;

void set_names(Input& input, std::string name) {
  if (const std::size_t slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
  const std::string lowered = base::ascii_lowered(name);
  for (const std::string_view extension : {".gz", ".bz2", ".xz", ".zst"}) {
    if (input.container != Container::kPlain && input.container != Container::kZip && lowered.ends_with(extension)) {
      name.resize(name.size() - extension.size());
      break;
    }
  }
  input.file_name = base::ascii_lowered(name);
  const std::size_t dot = name.rfind('.');
  input.stem = dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

Error archive_error(const std::string& document, archive* a) {
  const char* const text = archive_error_string(a);
  return Error{ErrorCode::kMalformed,
               std::string("expected an intact compressed file, found: ") + (text != nullptr ? text : "unknown damage"),
               SourceLocation{document, 0, {}}};
}

Result<Archive> open_archive(const std::filesystem::path& path, Container container, const std::string& document) {
  Archive a{archive_read_new()};
  if (container == Container::kZip) {
    archive_read_support_format_zip_seekable(a.get());
  } else {
    archive_read_support_format_raw(a.get());
    archive_read_support_filter_bzip2(a.get());
    archive_read_support_filter_xz(a.get());
    archive_read_support_filter_zstd(a.get());
  }
  if (archive_read_open_filename(a.get(), path.c_str(), 64U << 10U) != ARCHIVE_OK)
    return archive_error(document, a.get());
  return a;
}

// Counts what comes out against the limits.
class Budget {
 public:
  Budget(std::uint64_t compressed_bytes, std::string document)
      : compressed_(compressed_bytes), document_(std::move(document)) {}
  [[nodiscard]] Result<void> add(std::uint64_t bytes) {
    total_ += bytes;
    const SourceLocation where{document_, 0, {}};
    if (total_ > base::kMaxInputBytes) {
      return Error{ErrorCode::kOutOfRange,
                   "expected at most " + std::to_string(base::kMaxInputBytes) + " bytes of content, found more", where};
    }
    if (compressed_ != 0 && total_ > kRatioFreeBytes && total_ / base::kMaxCompressionRatio > compressed_) {
      return Error{ErrorCode::kOutOfRange,
                   "expected a compression ratio of at most " + std::to_string(base::kMaxCompressionRatio) +
                       ", found a compressed file that expands beyond it (" + std::to_string(compressed_) +
                       " bytes give more than " + std::to_string(total_) + ")",
                   where};
    }
    return {};
  }

 private:
  std::uint64_t compressed_;
  std::uint64_t total_ = 0;
  std::string document_;
};

// Where the bytes of a stream come from: fills the buffer, returns how many, 0 at the end.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;
  [[nodiscard]] virtual Result<std::size_t> read(char* buffer, std::size_t size) = 0;
};

class FileSource final : public Source {
 public:
  FileSource(File file, std::string document) : file_(std::move(file)), document_(std::move(document)) {}
  Result<std::size_t> read(char* buffer, std::size_t size) override {
    const std::size_t got = std::fread(buffer, 1, size, file_.get());
    if (got == 0 && std::ferror(file_.get()) != 0) return io_error(document_, "cannot read");
    return got;
  }

 private:
  File file_;
  std::string document_;
};

// The current member of an archive that is owned elsewhere.
class MemberSource final : public Source {
 public:
  MemberSource(archive* opened, std::string document) : archive_(opened), document_(std::move(document)) {}
  Result<std::size_t> read(char* buffer, std::size_t size) override {
    const la_ssize_t got = archive_read_data(archive_, buffer, size);
    if (got < 0) return archive_error(document_, archive_);
    return static_cast<std::size_t>(got);
  }

 private:
  archive* archive_;
  std::string document_;
};

class ArchiveSource final : public Source {
 public:
  ArchiveSource(Archive opened, std::string document)
      : archive_(std::move(opened)), member_(archive_.get(), std::move(document)) {}
  Result<std::size_t> read(char* buffer, std::size_t size) override { return member_.read(buffer, size); }

 private:
  Archive archive_;
  MemberSource member_;
};

// gzip by zlib itself: it checks the checksum at the end, which libarchive 3.6 does not. Members one behind the other
// are read as one; zero padding behind them is accepted, anything else is damage.
class GzipSource final : public Source {
 public:
  GzipSource(File file, std::string document)
      : file_(std::move(file)), document_(std::move(document)), in_(64U << 10U, '\0') {
    constexpr int kGzipWindow = 15 + 16;
    if (inflateInit2(&stream_, kGzipWindow) != Z_OK) std::abort();  // out of memory
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { inflateEnd(&stream_); }

  Result<std::size_t> read(char* buffer, std::size_t size) override {
    stream_.next_out = reinterpret_cast<Bytef*>(buffer);  // NOLINT: zlib's byte type
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out == size) {
      if (stream_.avail_in == 0) CORDON_TRY(fill());
      if (between_members_) {
        if (stream_.avail_in == 0) break;
        CORDON_TRY(start_member());
        continue;
      }
      if (stream_.avail_in == 0) return damaged("the file ends too early");
      const int status = inflate(&stream_, Z_NO_FLUSH);
      if (status == Z_STREAM_END) {
        between_members_ = true;
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        return damaged(stream_.msg != nullptr ? stream_.msg : "unknown damage");
      }
    }
    return size - stream_.avail_out;
  }

 private:
  Result<void> fill() {
    const std::size_t got = std::fread(in_.data(), 1, in_.size(), file_.get());
    if (got == 0 && std::ferror(file_.get()) != 0) return io_error(document_, "cannot read");
    stream_.next_in = reinterpret_cast<Bytef*>(in_.data());  // NOLINT: zlib's byte type
    stream_.avail_in = static_cast<uInt>(got);
    return {};
  }
  Result<void> start_member() {
    if (*stream_.next_in == 0) {  // padding
      ++stream_.next_in;
      --stream_.avail_in;
      return {};
    }
    if (*stream_.next_in != 0x1F) return damaged("other data behind the compressed data");
    inflateReset(&stream_);
    between_members_ = false;
    return {};
  }
  Error damaged(std::string_view what) const {
    return Error{ErrorCode::kMalformed, "expected an intact compressed file, found: " + std::string(what),
                 SourceLocation{document_, 0, {}}};
  }

  File file_;
  std::string document_;
  std::string in_;
  z_stream stream_{};
  bool between_members_ = false;
};

Result<std::unique_ptr<Source>> open_compressed(const Input& input) {
  if (input.container == Container::kGzip) {
    errno = 0;
    File file{std::fopen(input.path.c_str(), "rb")};
    if (!file) return io_error(input.document, "cannot open");
    return std::unique_ptr<Source>{std::make_unique<GzipSource>(std::move(file), input.document)};
  }
  CORDON_ASSIGN(Archive a, open_archive(input.path, input.container, input.document));
  archive_entry* entry = nullptr;
  for (;;) {
    const int status = archive_read_next_header(a.get(), &entry);
    if (status == ARCHIVE_EOF && input.container == Container::kZip) {
      return Error{ErrorCode::kNotFound, "expected a member '" + input.member + "' in the archive, found none",
                   SourceLocation{input.document, 0, {}}};
    }
    if (status == ARCHIVE_EOF) return empty_error(input.document);
    if (status < ARCHIVE_WARN) return archive_error(input.document, a.get());
    if (input.container == Container::kCompressed) break;
    const char* const name = archive_entry_pathname(entry);
    if (name != nullptr && input.member == name) break;
  }
  if (input.container == Container::kCompressed && archive_filter_count(a.get()) > 2) {  // the filter, and "none"
    return Error{ErrorCode::kUnsupported, "expected a list, found an archive inside an archive",
                 SourceLocation{input.document, 0, {}}};
  }
  return std::unique_ptr<Source>{std::make_unique<ArchiveSource>(std::move(a), input.document)};
}

class MemorySource final : public Source {
 public:
  explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<std::size_t> read(char* buffer, std::size_t size) override {
    const std::size_t got = std::min(size, bytes_.size() - at_);
    std::memcpy(buffer, bytes_.data() + at_, got);
    at_ += got;
    return got;
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

class SourceStream final : public ByteStream {
 public:
  SourceStream(std::unique_ptr<Source> source, Budget budget)
      : source_(std::move(source)), budget_(std::move(budget)), buffer_(kChunkBytes, '\0') {}

  Result<std::string_view> next() override {
    CORDON_ASSIGN(const std::size_t got, source_->read(buffer_.data(), buffer_.size()));
    CORDON_TRY(budget_.add(got));
    const std::string_view bytes = std::string_view(buffer_).substr(0, got);
    hasher_.update(bytes);
    return bytes;
  }

  Result<base::ContentHash> finish() override {
    for (;;) {
      CORDON_ASSIGN(const std::string_view bytes, next());
      if (bytes.empty()) return hasher_.finish();
    }
  }

 private:
  std::unique_ptr<Source> source_;
  Budget budget_;
  base::Hasher hasher_;
  std::string buffer_;
};

// The head of decompressed content, which must be there and be no archive again.
Result<std::string> read_head(Source& source, const std::string& document) {
  std::string head(kHeadBytes, '\0');
  std::size_t filled = 0;
  while (filled < head.size()) {
    CORDON_ASSIGN(const std::size_t got, source.read(head.data() + filled, head.size() - filled));
    if (got == 0) break;
    filled += got;
  }
  head.resize(filled);
  if (filled == 0) return empty_error(document);
  if (magic_of(head) != Magic::kNone) {
    return Error{ErrorCode::kUnsupported, "expected a list, found an archive inside an archive",
                 SourceLocation{document, 0, {}}};
  }
  return head;
}

Result<std::vector<Input>> zip_members(const std::filesystem::path& path) {
  const std::string archive_name = path.string();
  CORDON_ASSIGN(const Archive a, open_archive(path, Container::kZip, archive_name));
  std::vector<Input> inputs;
  std::size_t members = 0;
  archive_entry* entry = nullptr;
  bool is_open_document = false;
  for (;;) {
    const int status = archive_read_next_header(a.get(), &entry);
    if (status == ARCHIVE_EOF) break;
    if (status < ARCHIVE_WARN) return archive_error(archive_name, a.get());
    if (++members > base::kMaxArchiveMembers) {
      return Error{ErrorCode::kOutOfRange,
                   "expected at most " + std::to_string(base::kMaxArchiveMembers) + " members in an archive",
                   SourceLocation{archive_name, 0, {}}};
    }
    const char* const name = archive_entry_pathname(entry);
    if (name == nullptr || archive_entry_filetype(entry) != AE_IFREG || std::string_view(name).starts_with("__MACOSX/"))
      continue;
    Input input;
    input.path = path;
    input.container = Container::kZip;
    input.member = name;
    input.document = archive_name + "!" + name;
    if (archive_entry_is_encrypted(entry) != 0) {
      return Error{ErrorCode::kUnsupported, "expected a readable member, found an encrypted one",
                   SourceLocation{input.document, 0, {}}};
    }
    if (is_open_document && input.member != "content.xml") continue;
    set_names(input, input.member);
    MemberSource source{a.get(), input.document};
    CORDON_ASSIGN(input.head, read_head(source, input.document));
    if (input.member == "mimetype" && input.head.starts_with("application/vnd.oasis.opendocument.")) {
      is_open_document = true;
      inputs.clear();
      continue;
    }
    if (is_open_document) set_names(input, path.filename().string());
    inputs.push_back(std::move(input));
  }
  if (inputs.empty()) return empty_error(archive_name);
  return inputs;
}

}  // namespace

Result<std::vector<Input>> inputs_of_file(const std::filesystem::path& path) {
  const std::string document = path.string();
  std::string head(kHeadBytes, '\0');
  {
    errno = 0;
    const File file{std::fopen(path.c_str(), "rb")};
    if (!file) return io_error(document, "cannot open");
    head.resize(std::fread(head.data(), 1, head.size(), file.get()));
    if (std::ferror(file.get()) != 0) return io_error(document, "cannot read");
  }
  if (head.empty()) return empty_error(document);
  const Magic magic = magic_of(head);
  if (magic == Magic::kZip) return zip_members(path);
  if (magic == Magic::kOtherArchive) {
    return Error{ErrorCode::kUnsupported, "expected a plain, .gz or .zip file, found another kind of archive",
                 SourceLocation{document, 0, {}}};
  }
  Input input;
  input.path = path;
  input.document = document;
  if (magic == Magic::kGzip || magic == Magic::kCompressed) {
    input.container = magic == Magic::kGzip ? Container::kGzip : Container::kCompressed;
    CORDON_ASSIGN(const std::unique_ptr<Source> source, open_compressed(input));
    CORDON_ASSIGN(head, read_head(*source, document));
  }
  set_names(input, path.filename().string());
  input.head = std::move(head);
  return std::vector<Input>{std::move(input)};
}

Result<std::unique_ptr<ByteStream>> open_stream(const Input& input) {
  if (input.path.empty()) return memory_stream(input.head);
  std::unique_ptr<Source> source;
  std::uint64_t compressed_bytes = 0;
  if (input.container == Container::kPlain) {
    errno = 0;
    File file{std::fopen(input.path.c_str(), "rb")};
    if (!file) return io_error(input.document, "cannot open");
    source = std::make_unique<FileSource>(std::move(file), input.document);
  } else {
    std::error_code error;
    compressed_bytes = std::filesystem::file_size(input.path, error);
    if (error) return Error{ErrorCode::kIo, "cannot open: " + error.message(), SourceLocation{input.document, 0, {}}};
    CORDON_ASSIGN(source, open_compressed(input));
  }
  return std::unique_ptr<ByteStream>{
      std::make_unique<SourceStream>(std::move(source), Budget{compressed_bytes, input.document})};
}

std::unique_ptr<ByteStream> memory_stream(std::string bytes) {
  return std::make_unique<SourceStream>(std::make_unique<MemorySource>(std::move(bytes)), Budget{0, "memory"});
}

Input memory_input(std::string_view file_name, std::string_view bytes) {
  Input input;
  input.document = file_name;
  set_names(input, std::string(file_name));
  input.head = bytes;
  return input;
}

Result<WholeInput> read_whole(const Input& input) {
  CORDON_ASSIGN(const std::unique_ptr<ByteStream> stream, open_stream(input));
  WholeInput whole;
  if (input.container == Container::kPlain && !input.path.empty()) {
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(input.path, error);
    if (!error && size <= kWholeInputBytes) whole.bytes.reserve(static_cast<std::size_t>(size) + 64);
  }
  for (;;) {
    CORDON_ASSIGN(const std::string_view bytes, stream->next());
    if (bytes.empty()) break;
    if (whole.bytes.size() + bytes.size() > kWholeInputBytes) {
      return Error{ErrorCode::kOutOfRange,
                   "expected at most " + std::to_string(kWholeInputBytes) + " bytes for this format",
                   SourceLocation{input.document, 0, {}}};
    }
    whole.bytes.append(bytes);
  }
  CORDON_ASSIGN(whole.hash, stream->finish());
  return whole;
}

}  // namespace cordon::ingest
