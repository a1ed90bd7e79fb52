// Use cases of carrying lists to where there is no network: signed bundles. Format: docs/formats/bundle.md.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cordon/service/workspace.hpp"

namespace cordon::service {

struct BundleExportRequest {
  std::filesystem::path file;
  std::vector<std::string> sources;                  // empty: all that are loaded
  std::optional<std::filesystem::path> private_key;  // PEM file to sign with
};

// The versions that are served, with every entity. Quarantined versions stay here.
// Emits {file, signed, lists:[{source, version, published, subjects, entities, sha256}]}.
[[nodiscard]] base::Result<void> export_bundle(Workspace& workspace, const BundleExportRequest& request,
                                               const JsonSink& sink);

struct BundleImportRequest {
  std::filesystem::path file;
  std::optional<std::filesystem::path> public_key;  // refuse what is not signed with its other half
};

// Nothing is imported before the whole bundle was found intact. Emits one object a list, as import_lists() does.
// Returns: the errors of lists that failed or were quarantined. Errors: a changed or damaged bundle.
[[nodiscard]] base::Result<std::vector<base::Error>> import_bundle(Workspace& workspace,
                                                                   const BundleImportRequest& request,
                                                                   const JsonSink& sink, const MessageSink& message);

// Writes a new pair of keys: the private one readable by its owner only, the public one as FILE.pub. Neither file may
// exist. Emits {private_key, public_key}.
[[nodiscard]] base::Result<void> generate_bundle_keys(const std::filesystem::path& file, const JsonSink& sink);

}  // namespace cordon::service
