// Environment: what downloading and scheduling need from outside: pauses, randomness, the wish to stop.
// Thread: implementations are shared between the threads of one fetch_all().
#pragma once

#include <chrono>

namespace cordon::fetch {

class Environment {
 public:
  Environment() = default;
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  virtual ~Environment() = default;

  // Waits. Returns: false when stopping was asked for meanwhile.
  [[nodiscard]] virtual bool pause(std::chrono::milliseconds duration) = 0;
  [[nodiscard]] virtual bool stopping() const = 0;
  // Returns: a number in [0, 1), evenly distributed.
  [[nodiscard]] virtual double random() = 0;
};

}  // namespace cordon::fetch
