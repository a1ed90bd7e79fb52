// Stated limits on everything that input can make large. Exceeding one is an Error with kOutOfRange, never a crash.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cordon::base {

inline constexpr std::size_t kMaxXmlDepth = 64;                // lists nest to about 12
inline constexpr std::size_t kMaxXmlTextBytes = 4U << 20U;     // text of one element
inline constexpr std::size_t kMaxXmlRecordBytes = 16U << 20U;  // one record; the largest known has 36 KB
inline constexpr std::size_t kMaxCsvFieldBytes = 1U << 20U;    // one field
inline constexpr std::size_t kMaxCsvFields = 4'096;            // fields of one row
inline constexpr std::size_t kMaxJsonLineBytes = 64U << 20U;   // one line of JSON lines
inline constexpr std::size_t kMaxJsonDepth = 64;
inline constexpr std::uint64_t kMaxInputBytes = 16ULL << 30U;  // one input after decompression
inline constexpr std::uint64_t kMaxCompressionRatio = 200;     // decompressed / compressed, beyond the first MiB
inline constexpr std::size_t kMaxArchiveMembers = 10'000;
inline constexpr std::uint64_t kMaxSheetRows = 1'048'576;         // one sheet; what spreadsheet programs hold
inline constexpr std::uint64_t kMaxSheetTextBytes = 2ULL << 30U;  // text of all cells, and of the table of strings
inline constexpr std::size_t kMaxSheetStrings = 16U << 20U;       // entries of the table of strings, of styles
inline constexpr std::size_t kMaxNameBytes = 4'096;               // one name or query
inline constexpr std::size_t kMaxValuesPerProperty = 65'536;

}  // namespace cordon::base
