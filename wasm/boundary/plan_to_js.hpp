// Plans and what was read of a config, as plain JavaScript objects.
#pragma once

#include "boundary/object.hpp"
#include "config/rope_reader.hpp"
#include "position/plan.hpp"
#include "position/rope_config.hpp"

namespace ropescope::js {

// A plan, every slot of the table, with what follows from it: { seqLen, slots, inv_freq, wavelength, turns, ... }.
val plan_to_js(const PositionPlan& plan, const RopeConfig& rope, int seq_len);

// One rope setting of a config and its numbers at a length.
val inspection_to_js(const RopeReading& reading, const PositionPlan& plan, int seq_len);

}  // namespace ropescope::js
