// What engineers get wrong in configurations that are legal, a rule a row: each looks at one setting and may say
// something of it. FIELD.md section 2 names where each was seen.
#pragma once

#include "config/rope_reader.hpp"
#include "config/rope_scaling.hpp"
#include "io/json_fields.hpp"

namespace ropescope {

// Adds to the notes and warnings of a setting that `dictionary` states.
void apply_doctor_rules(const ConfigContext& context, const JsonPlace& dictionary, RopeReading& reading);

}  // namespace ropescope
