#include "cordon/match/corpus.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "analysis_fingerprint.hpp"
#include "container.hpp"
#include "segment.hpp"

namespace cordon::match {
namespace {

using base::Error;
using base::ErrorCode;

// Sections of the corpus itself; those of segments have segment numbers from 1.
constexpr std::uint32_t kCorpusSegment = 0;
constexpr std::uint32_t kSummarySection = 1;
constexpr std::uint32_t kRemovedSection = 2;
constexpr std::uint32_t kLabelSection = 3;

struct Summary {
  std::uint32_t segments = 0;
  std::uint32_t size = 0;
};

}  // namespace

std::shared_ptr<const Corpus> Corpus::build(std::span<const SubjectFeatures> subjects, const BuildOptions& options) {
  std::shared_ptr<Corpus> out(new Corpus());
  out->append(Segment::build(subjects, options.threads));
  return out;
}

void Corpus::append(std::shared_ptr<const Segment> segment) {
  offsets_.push_back(size_);
  size_ += segment->size();
  segments_.push_back(std::move(segment));
  removed_.resize((size_ + 63U) / 64U);
}

base::Result<std::shared_ptr<const Corpus>> Corpus::open(const std::filesystem::path& path) {
  CORDON_ASSIGN(const std::shared_ptr<const Container> container, Container::open(path, analysis_fingerprint()));
  const Error damaged(ErrorCode::kDamaged, "the index's summary does not fit its sections", {path.string(), 0, {}});
  const auto summary_bytes = container->section(kSummarySection, kCorpusSegment);
  Summary summary;
  if (summary_bytes.size() != sizeof(Summary)) return damaged;
  std::memcpy(&summary, summary_bytes.data(), sizeof(Summary));
  std::shared_ptr<Corpus> out(new Corpus());
  for (std::uint32_t number = 1; number <= summary.segments; ++number) {
    CORDON_ASSIGN(std::shared_ptr<const Segment> segment, Segment::from(container, number));
    out->append(std::move(segment));
  }
  const auto removed = container->section(kRemovedSection, kCorpusSegment);
  if (out->size_ != summary.size || removed.size() != out->removed_.size() * sizeof(std::uint64_t)) return damaged;
  if (!removed.empty()) std::memcpy(out->removed_.data(), removed.data(), removed.size());
  for (const std::uint64_t word : out->removed_) out->removed_count_ += static_cast<std::uint32_t>(std::popcount(word));
  const auto label = container->section(kLabelSection, kCorpusSegment);
  out->label_.resize(label.size());
  if (!label.empty()) std::memcpy(out->label_.data(), label.data(), label.size());
  return std::shared_ptr<const Corpus>(std::move(out));
}

std::shared_ptr<const Corpus> Corpus::join(std::span<const std::shared_ptr<const Corpus>> parts) {
  std::shared_ptr<Corpus> out(new Corpus());
  for (const std::shared_ptr<const Corpus>& part : parts) {
    const std::uint32_t first = out->size_;
    for (const auto& segment : part->segments_) out->append(segment);
    for (std::uint32_t position = 0; position < part->size_; ++position) {
      if (!part->is_removed(position)) continue;
      out->removed_[(first + position) / 64U] |= std::uint64_t{1} << ((first + position) % 64U);
    }
    out->removed_count_ += part->removed_count_;
  }
  return out;
}

base::Result<void> Corpus::save(const std::filesystem::path& path, std::string_view label) const {
  const Summary summary{static_cast<std::uint32_t>(segments_.size()), size_};
  ContainerWriter writer;
  writer.add(kSummarySection, kCorpusSegment, std::as_bytes(std::span(&summary, 1)));
  writer.add(kRemovedSection, kCorpusSegment, std::as_bytes(std::span(removed_)));
  writer.add(kLabelSection, kCorpusSegment, std::as_bytes(std::span(label)));
  for (std::uint32_t i = 0; i < segments_.size(); ++i) segments_[i]->add_to(writer, i + 1);
  return writer.write(path, analysis_fingerprint());
}

base::Result<std::shared_ptr<const Corpus>> Corpus::with_delta(std::span<const SubjectFeatures> added,
                                                               std::span<const std::string> removed_ids,
                                                               const BuildOptions& options) const {
  std::shared_ptr<Corpus> out(new Corpus(*this));
  for (const std::string& wanted : removed_ids) {
    bool found = false;
    for (std::size_t i = 0; i < segments_.size(); ++i) {
      for (const std::uint32_t subject : segments_[i]->find(wanted)) {
        const std::uint32_t position = offsets_[i] + subject;
        if (is_removed(position)) continue;
        found = true;
        std::uint64_t& word = out->removed_[position / 64U];
        const std::uint64_t bit = std::uint64_t{1} << (position % 64U);
        out->removed_count_ += (word & bit) == 0 ? 1U : 0U;
        word |= bit;
      }
    }
    if (!found) {
      return Error(ErrorCode::kNotFound, "the delta removes '" + wanted + "', which is not in the corpus",
                   {{}, 0, wanted});
    }
  }
  if (!added.empty()) out->append(Segment::build(added, options.threads));
  return std::shared_ptr<const Corpus>(std::move(out));
}

std::uint64_t Corpus::name_count() const noexcept {
  std::uint64_t out = 0;
  for (const auto& segment : segments_) out += segment->arrays().names.size();
  return out;
}

std::uint64_t Corpus::token_count() const noexcept {
  std::uint64_t out = 0;
  for (const auto& segment : segments_) out += segment->arrays().tokens.size();
  return out;
}

bool Corpus::is_removed(std::uint32_t position) const noexcept {
  return (removed_[position / 64U] >> (position % 64U) & 1U) != 0;
}

std::size_t Corpus::segment_of(std::uint32_t position) const noexcept {
  const auto next = std::upper_bound(offsets_.begin(), offsets_.end(), position);
  return static_cast<std::size_t>(next - offsets_.begin()) - 1;
}

SubjectFeatures Corpus::subject(std::uint32_t position) const {
  const std::size_t segment = segment_of(position);
  return segments_[segment]->features(position - offsets_[segment]);
}

std::string_view Corpus::id(std::uint32_t position) const noexcept {
  const std::size_t segment = segment_of(position);
  return segments_[segment]->id(position - offsets_[segment]);
}

std::string_view Corpus::attachment(std::uint32_t position) const noexcept {
  const std::size_t segment = segment_of(position);
  return segments_[segment]->attachment(position - offsets_[segment]);
}

std::vector<std::uint32_t> Corpus::find(std::string_view wanted) const {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    for (const std::uint32_t subject : segments_[i]->find(wanted)) {
      if (!is_removed(offsets_[i] + subject)) out.push_back(offsets_[i] + subject);
    }
  }
  return out;
}

}  // namespace cordon::match
