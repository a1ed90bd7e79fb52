#include "readers.hpp"

namespace cordon::ingest {

// Order matters for equal confidence only: specific formats first, catch-alls (plain CSV) last.
const std::vector<const Reader*>& all_readers() {
  // clang-format off: one a line, so that a reader is added in one line
  static const std::vector<const Reader*> readers{
      &ofac_csv_reader(),
      &ofac_pip_reader(),
      &ofac_fixed_reader(),
      &ofac_xml_reader(),
      &ofac_enhanced_xml_reader(),
      &ofac_advanced_xml_reader(),
      &un_xml_reader(),
      &ftm_json_reader(),
      &ftm_delta_reader(),
      &senzing_json_reader(),
      &opensanctions_csv_reader(),
      &uk_conlist_reader(),
      &uk_sanctions_xml_reader(),
      &uk_sanctions_csv_reader(),
      &uk_sanctions_ods_reader(),
      &eu_fsf_xml_reader(),
      &eu_fsf_csv_reader(),
      &eu_whole_xml_reader(),
      &seco_xml_reader(),
      &canada_xml_reader(),
      &us_csl_csv_reader(),
      &us_csl_json_reader(),
      &us_bis_denied_reader(),
      &us_bis_entity_reader(),
      &us_bis_unverified_reader(),
      &us_state_nonproliferation_reader(),
      &us_ddtc_debarred_reader(),
      &own_csv_reader(),
  };
  // clang-format on
  return readers;
}

const Reader* find_reader(std::string_view format) {
  for (const Reader* reader : all_readers()) {
    if (reader->format() == format) return reader;
  }
  return nullptr;
}

std::vector<std::string> known_formats() {
  std::vector<std::string> names;
  for (const Reader* reader : all_readers()) names.emplace_back(reader->format());
  return names;
}

}  // namespace cordon::ingest
