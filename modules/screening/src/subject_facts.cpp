#include "subject_facts.hpp"

#include "cordon/base/byte_text.hpp"

namespace cordon::screening {

std::string encode_facts(const SubjectFacts& facts) {
  std::string out;
  base::append_text(out, facts.entity_id.str());
  base::append_text(out, facts.caption);
  base::append_text(out, facts.schema);
  base::append_text(out, facts.source.str());
  base::append_texts(out, facts.programmes);
  base::append_texts(out, facts.topics);
  return out;
}

base::Result<SubjectFacts> decode_facts(std::string_view bytes) {
  base::ByteTextReader reader(bytes);
  SubjectFacts facts;
  facts.entity_id = model::EntityId{std::string(reader.text())};
  facts.caption = reader.text();
  facts.schema = reader.text();
  facts.source = model::SourceId{std::string(reader.text())};
  facts.programmes = reader.texts();
  facts.topics = reader.texts();
  if (reader.complete()) return facts;
  return base::Error{base::ErrorCode::kDamaged, "index: the facts of a subject are damaged: expected six texts in " +
                                                    std::to_string(bytes.size()) + " bytes"};
}

}  // namespace cordon::screening
