// What a reader of a config.json is told beside the numbers: facts about the model, schemas that are not Hugging
// Face's, and keys that nothing here reads.
#pragma once

#include <vector>

#include "config/rope_reader.hpp"
#include "config/rope_scaling.hpp"
#include "core/result.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"

namespace ropescope {

// An error for keys of other schemas that scale in ways which the file does not tell.
Status check_dialect(const JsonPlace& root, const JsonPlace& config);

// An error where every layer of the table leaves its heads unrotated.
Status check_some_layer_rotates(const ConfigContext& context, const ConfigReading& reading);

void note_model(const ConfigContext& context, const JsonPlace& root, ConfigReading& reading);

// A warning for each key that sounds like positions and is none of those that were `read`.
void warn_of_unread_keys(const JsonPlace& root, const JsonPlace& config, const std::vector<const Json*>& read,
                         RopeReading& reading);

}  // namespace ropescope
