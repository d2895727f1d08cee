// The parameters of a method out of a rope dictionary: named keys, derived ones, and the keys that are left over.
#pragma once

#include "config/rope_reader.hpp"
#include "config/rope_scaling.hpp"
#include "core/result.hpp"
#include "io/json_fields.hpp"
#include "position/config_form.hpp"

namespace ropescope {

// Fills reading.method, defaults included. The trained length and max_position_embeddings of `reading` are known by
// now.
Status read_params(const ConfigContext& context, const JsonPlace& dictionary, const RopeType& type,
                   RopeReading& reading);

}  // namespace ropescope
