// Corpus: the listed subjects, prepared for scoring, and the index that finds candidates among them.
//
// It is a sequence of segments. build() makes one; with_delta() adds one with the new subjects and marks the removed
// ones, so that an update costs what the delta is large, not what the list is. Positions of subjects stay what they
// were for the life of a corpus and of those derived from it by with_delta(); a removed position is never hit again.
// Invariant: a search gives the same hits (by id) on build(list) and on any sequence of deltas that leads to that list.
// Thread: immutable and safe to share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/match/features.hpp"

namespace cordon::match {

class Segment;  // src/segment.hpp

struct BuildOptions {
  unsigned threads = 1;  // 0 = as many as the machine has; the result does not depend on it
};

class Corpus {
 public:
  // Requires: at most 2^31 subjects.
  [[nodiscard]] static std::shared_ptr<const Corpus> build(std::span<const SubjectFeatures> subjects,
                                                           const BuildOptions& options = {});

  // Reads what save() wrote; the file is mapped, not read. Errors: see docs/formats/match-index.md.
  [[nodiscard]] static base::Result<std::shared_ptr<const Corpus>> open(const std::filesystem::path& path);
  // Replaces `path` in one step. label: what the caller wants to know the file by; see label().
  [[nodiscard]] base::Result<void> save(const std::filesystem::path& path, std::string_view label = {}) const;
  // What was given to save(); empty for a corpus that was built.
  [[nodiscard]] const std::string& label() const noexcept { return label_; }

  // The subjects of several corpora, in their order, as one. It shares their memory. Requires: none is null.
  [[nodiscard]] static std::shared_ptr<const Corpus> join(std::span<const std::shared_ptr<const Corpus>> parts);

  // A changed subject is removed and added. Errors: kNotFound when a removed id is not in the corpus.
  [[nodiscard]] base::Result<std::shared_ptr<const Corpus>> with_delta(std::span<const SubjectFeatures> added,
                                                                       std::span<const std::string> removed_ids,
                                                                       const BuildOptions& options = {}) const;

  // Positions, removed ones included: the bound of Match::subject.
  [[nodiscard]] std::uint32_t size() const noexcept { return size_; }
  [[nodiscard]] std::uint32_t live_subjects() const noexcept { return size_ - removed_count_; }
  [[nodiscard]] std::uint64_t name_count() const noexcept;
  [[nodiscard]] std::uint64_t token_count() const noexcept;  // distinct, summed over segments
  [[nodiscard]] bool is_removed(std::uint32_t position) const noexcept;
  // Returns: the features as they were given to build(). Requires: position < size().
  [[nodiscard]] SubjectFeatures subject(std::uint32_t position) const;
  // Lifetime: the corpus'. Requires: position < size().
  [[nodiscard]] std::string_view id(std::uint32_t position) const noexcept;
  // SubjectFeatures::attachment. Lifetime: the corpus'. Requires: position < size().
  [[nodiscard]] std::string_view attachment(std::uint32_t position) const noexcept;
  // Returns: the live positions of that id, ascending.
  [[nodiscard]] std::vector<std::uint32_t> find(std::string_view id) const;

  // For the engine. Segment i holds the positions from offsets()[i] on.
  [[nodiscard]] std::span<const std::shared_ptr<const Segment>> segments() const noexcept { return segments_; }
  [[nodiscard]] std::span<const std::uint32_t> offsets() const noexcept { return offsets_; }

 private:
  Corpus() = default;
  void append(std::shared_ptr<const Segment> segment);
  [[nodiscard]] std::size_t segment_of(std::uint32_t position) const noexcept;

  std::vector<std::shared_ptr<const Segment>> segments_;
  std::vector<std::uint32_t> offsets_;
  std::vector<std::uint64_t> removed_;  // bit set of positions
  std::string label_;
  std::uint32_t size_ = 0;
  std::uint32_t removed_count_ = 0;
};

}  // namespace cordon::match
