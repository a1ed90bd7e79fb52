// The readers, one function per format. See reader.hpp for how one is added.
#pragma once

#include "reader.hpp"

namespace cordon::ingest {}  // namespace cordon::ingest
