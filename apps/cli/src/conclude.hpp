// Sending a use case's results to the output, and its end to the exit status.
#pragma once

#include "context.hpp"
#include "output.hpp"

namespace cordon::cli {

inline service::JsonSink into(Output& output) {
  return [&output](std::string_view json) { return output.add(json); };
}

// Ends the output and turns a failed result into the exit status.
inline void conclude(Context& context, Output& output, const base::Result<void>& result) {
  if (!result) {
    context.fail(result.error());
    return;
  }
  if (const auto finished = output.finish(); !finished) context.fail(finished.error());
}

}  // namespace cordon::cli
