// Use case: one hull through its names, flags, call signs, MMSI and owners, over all lists and their versions.
// A hull is known by its IMO number: seven digits with the check digit of ships. Fields: docs/api/commands.md.
#pragma once

#include <string>

#include "cordon/service/workspace.hpp"

namespace cordon::service {

// Emits one object. Errors: kMalformed when the text is no ship's number, and why (a company's, wrong check digit,
// padded); kNotFound when no version of a loaded list has the hull.
[[nodiscard]] base::Result<void> show_vessel(Workspace& workspace, const std::string& imo, const JsonSink& sink);

}  // namespace cordon::service
