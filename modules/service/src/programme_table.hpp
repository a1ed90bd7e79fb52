// What listings mean: data/programmes/programmes.yaml, read once. Thread: safe to share.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"
#include "json_writer.hpp"

namespace cordon::service {

struct Programme {
  std::string key, issuer, title, authority, since, until, status, meaning, mark, since_mark;
  std::vector<std::string> sources, names, measures;
  bool verified = false;
  // Funds are frozen (in the US: blocked). Other measures are narrower.
  [[nodiscard]] bool freezes() const;
};

[[nodiscard]] std::span<const Programme> programme_table();
// The entries of a programme as a list writes it. An entry of another list answers only where the table has one meaning
// for the name: a name that blocks on one list and not on the other says nothing about a third.
[[nodiscard]] std::vector<const Programme*> find_programmes(std::string_view name, std::string_view source);

// "RUSSIA-EO14024: Harmful foreign activities of Russia; blocking, travel ban (Executive Order 14024, since 2021-04-15;
// in force)", one sentence an entry; a programme without entry says so.
[[nodiscard]] std::vector<std::string> programme_sentences(std::span<const std::string> programmes,
                                                           std::string_view source);
// An array of objects with all fields, for each of the programmes.
void write_programmes(JsonWriter& json, std::span<const std::string> programmes, std::string_view source);
void write_programme(JsonWriter& json, const Programme& programme);

}  // namespace cordon::service
