// The table of a model's layers as rows of JavaScript: layers that are alike in one.
#pragma once

#include <vector>

#include "boundary/object.hpp"
#include "config/rope_reader.hpp"

namespace ropescope::js {

// attention_factors: of each entry of layer_types, or of main alone where that is empty.
val layers_to_js(const ConfigReading& reading, const std::vector<double>& attention_factors);

}  // namespace ropescope::js
