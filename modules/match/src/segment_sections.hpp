// The sections of a segment in its file: one number per array. Persisted: do not renumber.
#pragma once

#include <cstdint>

#include "segment.hpp"

namespace cordon::match {

// Calls visit(number, array) for every array of the segment; Arrays is SegmentArrays or its const.
template <typename Arrays, typename Visitor>
void visit_sections(Arrays& arrays, Visitor&& visit) {
  visit(1U, arrays.tokens);
  visit(2U, arrays.slots);
  visit(3U, arrays.names);
  visit(4U, arrays.subjects);
  visit(5U, arrays.subject_names);
  visit(6U, arrays.dates);
  visit(7U, arrays.countries);
  visit(8U, arrays.places);
  visit(9U, arrays.addresses);
  visit(10U, arrays.identifiers);
  visit(11U, arrays.text);
  visit(12U, arrays.posting_starts);
  visit(13U, arrays.postings);
  visit(14U, arrays.groups);
  visit(15U, arrays.letters_all);
  visit(16U, arrays.letters_any);
  visit(17U, arrays.sounds_all);
  visit(18U, arrays.sounds_any);
  visit(19U, arrays.columns);
  visit(20U, arrays.token_facts);
  visit(21U, arrays.token_keys);
  visit(22U, arrays.token_key_starts);
  visit(23U, arrays.identifier_keys);
  visit(24U, arrays.subjects_by_id);
  visit(25U, arrays.classes);
  visit(26U, arrays.briefs);
  visit(27U, arrays.posting_marks);
}

}  // namespace cordon::match
