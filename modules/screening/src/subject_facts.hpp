// SubjectFacts as the attachment of a subject in a corpus: length-prefixed texts. Not a format for others: an index is
// only read by the sources that wrote it (index_fingerprint()).
#pragma once

#include <string>
#include <string_view>

#include "cordon/base/result.hpp"
#include "cordon/screening/screener.hpp"

namespace cordon::screening {

[[nodiscard]] std::string encode_facts(const SubjectFacts& facts);
// Errors: kDamaged for bytes that encode_facts did not write.
[[nodiscard]] base::Result<SubjectFacts> decode_facts(std::string_view bytes);

}  // namespace cordon::screening
