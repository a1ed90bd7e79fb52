// The working memory of searches, kept between them, and what all of them know of words. Thread: safe.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "candidate_search.hpp"

namespace cordon::match {

class ScratchPool {
 public:
  // Gives its memory back when it ends. Lifetime: the pool's.
  class Lease {
   public:
    Lease(ScratchPool& pool, std::unique_ptr<CandidateScratch> scratch) : pool_(pool), scratch_(std::move(scratch)) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_.give_back(std::move(scratch_)); }
    [[nodiscard]] CandidateScratch& operator*() const noexcept { return *scratch_; }

   private:
    ScratchPool& pool_;
    std::unique_ptr<CandidateScratch> scratch_;
  };

  [[nodiscard]] Lease take() {
    std::unique_ptr<CandidateScratch> scratch;
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        scratch = std::move(free_.back());
        free_.pop_back();
      }
    }
    if (scratch == nullptr) scratch = std::make_unique<CandidateScratch>(known_);
    return {*this, std::move(scratch)};
  }

 private:
  void give_back(std::unique_ptr<CandidateScratch> scratch) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(scratch));
  }

  KnownWords known_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<CandidateScratch>> free_;
};

}  // namespace cordon::match
