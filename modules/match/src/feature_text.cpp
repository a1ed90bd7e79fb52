#include "feature_text.hpp"

#include "cordon/base/byte_text.hpp"

namespace cordon::match {

using base::append_number;
using base::append_text;
using base::append_texts;

void append_features(std::string& out, const SubjectFeatures& features) {
  append_text(out, features.id);
  append_text(out, features.attachment);
  append_text(out, features.schema);
  append_text(out, features.caption);
  for (const auto* list : {&features.names, &features.weak_names, &features.derived_names, &features.birth_dates,
                           &features.birth_places, &features.countries, &features.genders, &features.addresses}) {
    append_texts(out, *list);
  }
  append_number(out, features.identifiers.size());
  for (const Identifier& identifier : features.identifiers) {
    append_text(out, identifier.type);
    append_text(out, identifier.value);
    append_text(out, identifier.country);
  }
}

SubjectFeatures decode_features(std::string_view bytes) {
  base::ByteTextReader reader(bytes);
  SubjectFeatures out;
  out.id = reader.text();
  out.attachment = reader.text();
  out.schema = reader.text();
  out.caption = reader.text();
  for (auto* list : {&out.names, &out.weak_names, &out.derived_names, &out.birth_dates, &out.birth_places,
                     &out.countries, &out.genders, &out.addresses}) {
    *list = reader.texts();
  }
  for (std::size_t left = reader.count(); left > 0 && reader.ok(); --left) {
    Identifier& identifier = out.identifiers.emplace_back();
    identifier.type = reader.text();
    identifier.value = reader.text();
    identifier.country = reader.text();
  }
  return out;
}

std::string_view decode_id(std::string_view bytes) noexcept { return base::ByteTextReader(bytes).text(); }

std::string_view decode_attachment(std::string_view bytes) noexcept {
  base::ByteTextReader reader(bytes);
  (void)reader.text();
  return reader.text();
}

}  // namespace cordon::match
