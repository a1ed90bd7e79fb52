// Text encodings of files that should be UTF-8. XML is left to Expat, which reads the declaration.
#pragma once

#include <string>
#include <string_view>

#include "cordon/base/result.hpp"
#include "unmapped.hpp"

namespace cordon::ingest {

// Makes UTF-8 of the bytes of a text file. Valid UTF-8 stays as it is (a byte order mark included, which CsvReader
// skips). UTF-16 with a byte order mark is converted. Lines that are not UTF-8 are read as Windows-1252, the habit of
// the lists that were saved by office programs, and counted in unmapped as field "encoding".
// Errors: kMalformed with the line for NUL bytes (binary, or UTF-16 without a mark), for bytes that Windows-1252 does
// not define, and for broken UTF-16.
[[nodiscard]] base::Result<std::string> decode_text(std::string bytes, const std::string& document, Unmapped& unmapped);

void append_utf8(std::string& out, char32_t code_point);

// Resolves the character references lists carry in text that should be plain: &amp; &lt; &gt; &quot; &apos; &nbsp;
// &#39; &#x27; and a second layer (&amp;#39;). Other text is left as it is.
[[nodiscard]] std::string decode_html_entities(std::string_view text);

}  // namespace cordon::ingest
