// Groups: disjoint sets of subjects that know what must not be joined.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cordon/cluster/clustering.hpp"
#include "facts.hpp"

namespace cordon::cluster {

class Groups {
 public:
  Groups(std::span<const Subject> subjects, std::span<const Prepared> prepared);

  // a and b, and whoever they are joined with, stay apart.
  void forbid(std::size_t a, std::size_t b);
  // Returns: why they cannot be joined; nullopt when they are joined now.
  [[nodiscard]] std::optional<std::string> join(std::size_t a, std::size_t b, Basis basis);

  [[nodiscard]] std::size_t root(std::size_t place) const;
  [[nodiscard]] bool together(std::size_t a, std::size_t b) const { return root(a) == root(b); }
  // Whether a's group has a subject of b's list already.
  [[nodiscard]] bool has_source(std::size_t a, std::size_t b) const;

 private:
  [[nodiscard]] std::optional<std::string> obstacle(std::size_t a, std::size_t b, Basis basis) const;
  [[nodiscard]] bool list_says_same(std::size_t a, std::size_t b) const;

  std::span<const Subject> subjects_;
  std::span<const Prepared> prepared_;
  std::vector<std::size_t> parent_;
  std::vector<std::vector<std::size_t>> members_;  // by root
  std::vector<std::pair<std::size_t, std::size_t>> forbidden_;
};

}  // namespace cordon::cluster
