// Ownership data of every format: BODS, GLEIF, UK PSC, CSV, whichever the input looks like.
#include "cordon/ownership/interest_readers.hpp"
#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};  // NOLINT: byte type
  cordon::ownership::OwnershipGraph::Builder builder;
  const auto read = cordon::ownership::read_interests(bytes, "fuzz", builder);
  if (!read) {
    cordon::fuzz::check(!read.error().message.empty());
    return 0;
  }
  std::uint64_t unmapped = 0;
  for (const auto& value : read->unmapped) unmapped += value.count;
  cordon::fuzz::check(unmapped == 0 || !read->unmapped.front().field.empty());
  return 0;
}
