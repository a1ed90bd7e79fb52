// The file a match index lives in: named, aligned, checksummed sections behind a versioned header, mapped into memory.
// Specification: docs/formats/match-index.md.
//
// Invariant: a Container that was opened has a header, a table and sections that passed their checks; sections lie
// inside the file and are aligned to kSectionAlignment. It knows nothing of what the sections mean. Thread: Container
// is immutable and safe to share; ContainerWriter has one user.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cordon/base/result.hpp"

namespace cordon::match {

inline constexpr std::uint32_t kContainerVersion = 4;
inline constexpr std::size_t kSectionAlignment = 64;
inline constexpr std::uint32_t kMaxSections = 65'536;

// 64-bit checksum of bytes; not for authentication. Eight independent lanes, so that a gigabyte takes a tenth of a
// second.
[[nodiscard]] std::uint64_t checksum_of(std::span<const std::byte> bytes) noexcept;

class ContainerWriter {
 public:
  // Lifetime: bytes must live until write().
  void add(std::uint32_t kind, std::uint32_t segment, std::span<const std::byte> bytes);
  // Writes to a temporary file beside `path`, syncs it and renames it: a reader sees the old file or the new one.
  // fingerprint: of everything the content depends on besides the format (see corpus.cpp).
  [[nodiscard]] base::Result<void> write(const std::filesystem::path& path, std::uint64_t fingerprint) const;

 private:
  struct Section {
    std::uint32_t kind;
    std::uint32_t segment;
    std::span<const std::byte> bytes;
  };
  std::vector<Section> sections_;
};

class Container {
 public:
  // Errors: kIo; kMalformed (not an index, cut off, other byte order); kUnsupported (another format version or
  // fingerprint: build it again); kDamaged (a checksum differs).
  [[nodiscard]] static base::Result<std::shared_ptr<const Container>> open(const std::filesystem::path& path,
                                                                           std::uint64_t fingerprint);
  Container(const Container&) = delete;
  Container& operator=(const Container&) = delete;
  ~Container();

  // Returns: the section's bytes; empty when there is none. Lifetime: the container's.
  [[nodiscard]] std::span<const std::byte> section(std::uint32_t kind, std::uint32_t segment) const noexcept;
  [[nodiscard]] const std::string& document() const noexcept { return document_; }

 private:
  struct Entry {
    std::uint32_t kind;
    std::uint32_t segment;
    std::uint64_t offset;
    std::uint64_t size;
    std::uint64_t checksum;
  };
  Container() = default;
  [[nodiscard]] base::Result<void> check(std::uint64_t fingerprint);

  std::string document_;
  std::span<const std::byte> bytes_;
  std::vector<Entry> entries_;
};

}  // namespace cordon::match
