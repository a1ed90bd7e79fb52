// SubjectFeatures as bytes: the text part of a segment. Lengths are LEB128 numbers; the id comes first, the attachment
// next.
#pragma once

#include <string>
#include <string_view>

#include "cordon/match/features.hpp"

namespace cordon::match {

void append_features(std::string& out, const SubjectFeatures& features);
// Bytes that append_features did not write give some value or other, but are never read past their end.
[[nodiscard]] SubjectFeatures decode_features(std::string_view bytes);
[[nodiscard]] std::string_view decode_attachment(std::string_view bytes) noexcept;
[[nodiscard]] std::string_view decode_id(std::string_view bytes) noexcept;

}  // namespace cordon::match
