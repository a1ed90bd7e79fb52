// One list inside a bundle: its line in the manifest, and its file of entities. Format: docs/formats/bundle.md.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/model/list_entity.hpp"
#include "cordon/store/version.hpp"

namespace cordon::service {

struct BundledList {
  store::VersionInfo version;
  std::string file;  // the member that holds the entities
};

[[nodiscard]] std::string encode_bundle_manifest(const std::vector<BundledList>& lists);
// Errors: kDamaged; kUnsupported for the form of a later program.
[[nodiscard]] base::Result<std::vector<BundledList>> decode_bundle_manifest(std::string_view json);

// One entity as a line, without line end.
void append_bundle_line(const model::ListEntity& entity, std::string& out);
// Errors: kDamaged.
[[nodiscard]] base::Result<model::ListEntity> parse_bundle_line(std::string_view line);

}  // namespace cordon::service
