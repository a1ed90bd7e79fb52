// The identifiers of the model. See base/strong_id.hpp.
#pragma once

#include "cordon/base/strong_id.hpp"

namespace cordon::model {

using EntityId = base::StringId<struct EntityIdTag>;        // "ofac-6908"; FtM ids byte for byte
using SourceId = base::StringId<struct SourceIdTag>;        // an OpenSanctions dataset name, "us_ofac_sdn"
using ProgrammeId = base::StringId<struct ProgrammeIdTag>;  // the issuer's own tag, "RUSSIA-EO14024"

}  // namespace cordon::model
