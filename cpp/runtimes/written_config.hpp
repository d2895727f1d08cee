// A checkpoint's config.json with another rope dictionary: what a runtime reads that was told so.
#pragma once

#include <string_view>

#include "io/json.hpp"
#include "io/json_fields.hpp"
#include "runtimes/settings.hpp"

namespace ropescope {

// part: the path of an object in it, `thinker_config.text_config`; empty = the root.
[[nodiscard]] JsonPlace part_of(const JsonPlace& config, std::string_view part);

// The same config.json, where `part` is an object, with these settings and no others of rotation.
[[nodiscard]] Json written_config(const Json& config, std::string_view part, const RuntimeSettings& written);

}  // namespace ropescope
