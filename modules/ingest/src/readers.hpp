// The readers, one function per format. See reader.hpp for how one is added.
#pragma once

#include "reader.hpp"

namespace cordon::ingest {

[[nodiscard]] const Reader& ofac_csv_reader();
[[nodiscard]] const Reader& ofac_pip_reader();
[[nodiscard]] const Reader& ofac_fixed_reader();
[[nodiscard]] const Reader& ofac_xml_reader();
[[nodiscard]] const Reader& ofac_enhanced_xml_reader();
[[nodiscard]] const Reader& ofac_advanced_xml_reader();
[[nodiscard]] const Reader& un_xml_reader();
[[nodiscard]] const Reader& ftm_json_reader();
[[nodiscard]] const Reader& ftm_delta_reader();
[[nodiscard]] const Reader& senzing_json_reader();
[[nodiscard]] const Reader& opensanctions_csv_reader();
[[nodiscard]] const Reader& uk_conlist_reader();
[[nodiscard]] const Reader& uk_sanctions_xml_reader();
[[nodiscard]] const Reader& uk_sanctions_csv_reader();
[[nodiscard]] const Reader& uk_sanctions_ods_reader();
[[nodiscard]] const Reader& eu_fsf_xml_reader();
[[nodiscard]] const Reader& eu_fsf_csv_reader();
[[nodiscard]] const Reader& eu_whole_xml_reader();
[[nodiscard]] const Reader& seco_xml_reader();
[[nodiscard]] const Reader& canada_xml_reader();
[[nodiscard]] const Reader& us_csl_csv_reader();
[[nodiscard]] const Reader& us_csl_json_reader();
[[nodiscard]] const Reader& us_bis_denied_reader();
[[nodiscard]] const Reader& us_bis_entity_reader();
[[nodiscard]] const Reader& us_bis_unverified_reader();
[[nodiscard]] const Reader& us_state_nonproliferation_reader();
[[nodiscard]] const Reader& us_ddtc_debarred_reader();
[[nodiscard]] const Reader& own_csv_reader();

}  // namespace cordon::ingest
