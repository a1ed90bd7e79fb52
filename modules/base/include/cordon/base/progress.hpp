// Progress as an injected sink: modules report, applications print.
#pragma once

#include <cstdint>
#include <string_view>

namespace cordon::base {

class ProgressSink {
 public:
  ProgressSink() = default;
  ProgressSink(const ProgressSink&) = delete;
  ProgressSink& operator=(const ProgressSink&) = delete;
  virtual ~ProgressSink() = default;
  // done and total in the same unit; total 0 = not known. Thread: called from one thread at a time.
  virtual void report(std::string_view task, std::uint64_t done, std::uint64_t total) = 0;
};

class NoProgress final : public ProgressSink {
 public:
  void report(std::string_view, std::uint64_t, std::uint64_t) override {}
};

}  // namespace cordon::base
