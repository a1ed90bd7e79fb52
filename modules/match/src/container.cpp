#include "container.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>

namespace cordon::match {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::array<char, 8> kMagic{'C', 'O', 'R', 'D', 'O', 'N', 'M', 'X'};
constexpr std::uint32_t kByteOrder = 0x01020304U;

struct Header {
  std::array<char, 8> magic = kMagic;
  std::uint32_t version = kContainerVersion;
  std::uint32_t byte_order = kByteOrder;
  std::uint64_t file_size = 0;
  std::uint64_t fingerprint = 0;
  std::uint32_t sections = 0;
  std::uint32_t reserved = 0;
  std::uint64_t checksum = 0;  // of the header with this field zero, then the table
  std::array<std::uint64_t, 2> padding{};
};
static_assert(sizeof(Header) == 64);

constexpr std::size_t aligned(std::size_t offset) noexcept {
  return (offset + kSectionAlignment - 1) / kSectionAlignment * kSectionAlignment;
}

template <typename T>
std::span<const std::byte> bytes_of(const T* data, std::size_t count) noexcept {
  return std::as_bytes(std::span<const T>(data, count));
}

Error io_error(std::string_view what, const std::filesystem::path& path) {
  return {ErrorCode::kIo, std::string(what) + ": " + std::strerror(errno), {path.string(), 0, {}}};
}

// A file descriptor that closes itself.
class File {
 public:
  explicit File(int descriptor) noexcept : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] int get() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

bool write_all(int descriptor, std::span<const std::byte> bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), std::min<std::size_t>(bytes.size(), 1U << 30U));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

// Multiply and rotate over eight lanes; every bit of the input moves the result (each step is a bijection of the lane).
std::uint64_t checksum_of(std::span<const std::byte> bytes) noexcept {
  constexpr std::uint64_t kPrime = 0x9E3779B185EBCA87ULL;
  std::array<std::uint64_t, 8> lanes{1, 2, 3, 4, 5, 6, 7, 8};
  std::size_t at = 0;
  for (; at + 64 <= bytes.size(); at += 64) {
    std::array<std::uint64_t, 8> words{};
    std::memcpy(words.data(), bytes.data() + at, 64);
    for (std::size_t i = 0; i < 8; ++i) lanes[i] = std::rotl((lanes[i] ^ words[i]) * kPrime, 29);
  }
  std::array<std::uint64_t, 8> tail{};
  if (at < bytes.size()) std::memcpy(tail.data(), bytes.data() + at, bytes.size() - at);
  std::uint64_t out = bytes.size() * kPrime;
  for (std::size_t i = 0; i < 8; ++i) {
    lanes[i] = std::rotl((lanes[i] ^ tail[i]) * kPrime, 29);
    out = std::rotl((out ^ lanes[i]) * kPrime, 31);
  }
  return out ^ (out >> 32U);
}

void ContainerWriter::add(std::uint32_t kind, std::uint32_t segment, std::span<const std::byte> bytes) {
  sections_.push_back({kind, segment, bytes});
}

base::Result<void> ContainerWriter::write(const std::filesystem::path& path, std::uint64_t fingerprint) const {
  struct Entry {
    std::uint32_t kind, segment;
    std::uint64_t offset, size, checksum;
  };
  Header header;
  std::vector<Entry> table;
  std::size_t offset = aligned(sizeof(Header) + sections_.size() * sizeof(Entry));
  for (const Section& section : sections_) {
    table.push_back({section.kind, section.segment, offset, section.bytes.size(), checksum_of(section.bytes)});
    offset = aligned(offset + section.bytes.size());
  }
  header.file_size = offset;
  header.fingerprint = fingerprint;
  header.sections = static_cast<std::uint32_t>(sections_.size());
  header.checksum = checksum_of(bytes_of(&header, 1)) ^ std::rotl(checksum_of(bytes_of(table.data(), table.size())), 1);

  // Of this process alone: two that write the same index do not meet in one file.
  const std::filesystem::path temporary = path.string() + ".tmp." + std::to_string(::getpid());
  {
    const File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.get() < 0) return io_error("cannot create the index", temporary);
    constexpr std::array<std::byte, kSectionAlignment> kZeros{};
    std::size_t at = sizeof(Header) + table.size() * sizeof(Entry);
    bool good =
        write_all(file.get(), bytes_of(&header, 1)) && write_all(file.get(), bytes_of(table.data(), table.size()));
    for (std::size_t i = 0; good && i <= sections_.size(); ++i) {
      good = write_all(file.get(), std::span(kZeros).first(aligned(at) - at));
      at = aligned(at);
      if (!good || i == sections_.size()) break;
      good = write_all(file.get(), sections_[i].bytes);
      at += sections_[i].bytes.size();
    }
    if (!good || ::fsync(file.get()) != 0) {
      const Error error = io_error("cannot write the index", temporary);
      ::unlink(temporary.c_str());
      return error;
    }
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return io_error("cannot replace the index", path);
  return {};
}

base::Result<std::shared_ptr<const Container>> Container::open(const std::filesystem::path& path,
                                                               std::uint64_t fingerprint) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return io_error("cannot open the index", path);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return io_error("cannot read the size of the index", path);
  const auto size = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
  if (size < sizeof(Header)) {
    return Error(ErrorCode::kMalformed, "not a match index: expected at least 64 bytes, found " + std::to_string(size),
                 {path.string(), 0, {}});
  }
  void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_SHARED | MAP_POPULATE, file.get(), 0);
  if (memory == MAP_FAILED) return io_error("cannot map the index", path);
  std::shared_ptr<Container> out(new Container());
  out->document_ = path.string();
  out->bytes_ = {static_cast<const std::byte*>(memory), size};
  CORDON_TRY(out->check(fingerprint));
  return std::shared_ptr<const Container>(std::move(out));
}

Container::~Container() {
  // mmap gave us the pages as const; munmap wants them as void*.
  if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

base::Result<void> Container::check(std::uint64_t fingerprint) {
  const base::SourceLocation where{document_, 0, {}};
  Header header;
  std::memcpy(&header, bytes_.data(), sizeof(Header));
  if (header.magic != kMagic) return Error(ErrorCode::kMalformed, "not a match index: the first 8 bytes differ", where);
  if (header.byte_order != kByteOrder) {
    return Error(ErrorCode::kMalformed, "the index was written on a machine with another byte order", where);
  }
  if (header.version != kContainerVersion) {
    return Error(ErrorCode::kUnsupported,
                 "index format " + std::to_string(header.version) + ", this program reads " +
                     std::to_string(kContainerVersion) + ": build the index again",
                 where);
  }
  if (header.file_size != bytes_.size()) {
    return Error(ErrorCode::kMalformed,
                 "the index is cut off: expected " + std::to_string(header.file_size) + " bytes, found " +
                     std::to_string(bytes_.size()),
                 where);
  }
  if (header.sections > kMaxSections || sizeof(Header) + header.sections * sizeof(Entry) > bytes_.size()) {
    return Error(ErrorCode::kDamaged, "the index names " + std::to_string(header.sections) + " sections", where);
  }
  entries_.resize(header.sections);
  if (!entries_.empty()) std::memcpy(entries_.data(), bytes_.data() + sizeof(Header), entries_.size() * sizeof(Entry));
  const std::uint64_t expected = header.checksum;
  header.checksum = 0;
  const std::uint64_t found =
      checksum_of(bytes_of(&header, 1)) ^ std::rotl(checksum_of(bytes_of(entries_.data(), entries_.size())), 1);
  if (expected != found) return Error(ErrorCode::kDamaged, "the index's header fails its checksum", where);
  if (header.fingerprint != fingerprint) {
    return Error(ErrorCode::kUnsupported, "the index was built with other name tables: build it again", where);
  }
  for (const Entry& entry : entries_) {
    if (entry.offset % kSectionAlignment != 0 || entry.offset > bytes_.size() ||
        entry.size > bytes_.size() - entry.offset) {
      return Error(ErrorCode::kDamaged, "section " + std::to_string(entry.kind) + " lies outside the index", where);
    }
    if (checksum_of(bytes_.subspan(entry.offset, entry.size)) != entry.checksum) {
      return Error(ErrorCode::kDamaged, "section " + std::to_string(entry.kind) + " of the index fails its checksum",
                   where);
    }
  }
  return {};
}

std::span<const std::byte> Container::section(std::uint32_t kind, std::uint32_t segment) const noexcept {
  for (const Entry& entry : entries_) {
    if (entry.kind == kind && entry.segment == segment) return bytes_.subspan(entry.offset, entry.size);
  }
  return {};
}

}  // namespace cordon::match
