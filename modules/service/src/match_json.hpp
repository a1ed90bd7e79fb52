// Hits and explanations as JSON.
#pragma once

#include "cordon/screening/screener.hpp"
#include "json_writer.hpp"

namespace cordon::service {

void write_explanation(JsonWriter& json, const match::Explanation& explanation);
void write_hit(JsonWriter& json, const screening::Hit& hit);
// Its fields only, inside an object that is open.
void write_hit_fields(JsonWriter& json, const screening::Hit& hit);

}  // namespace cordon::service
