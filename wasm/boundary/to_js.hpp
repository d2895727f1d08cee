// Results as plain JavaScript objects.
#pragma once

#include <span>
#include <vector>

#include "attention/capture.hpp"
#include "boundary/object.hpp"
#include "config/model_config.hpp"
#include "config/rope_reader.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope::js {

val to_js(const Saying& saying);  // { reason, path, args, message }
val to_js(const Error& error);    // the same with { code }
val to_js(const MethodEntry& method);
val to_js(const Params& params);
val to_js(const RopeConfig& rope);
val to_js(const std::vector<AttentionMap>& maps);
val to_js(const PassResult& result, int vocab_size);
val rope_to_js(const RopeReading& reading);  // its rope, and the length that the config declares
val to_js(const ModelConfig& config);
val to_js(const Model& model);       // the same, and what its weights are
val to_js(const ModelShape& shape);  // null where the config states no single number
val methods_to_js(std::span<const MethodSpec> methods);

inline val sayings_to_js(const std::vector<Saying>& sayings) {
  return array(sayings, [](const Saying& saying) { return to_js(saying); });
}

// What weights must have been trained as to run these methods unforced: ids.
val trained_as_to_js(std::span<const MethodSpec> methods);

// A status, for calls that return nothing.
inline val to_js(const Status& status) { return status ? val::undefined() : to_js(status.error()); }

}  // namespace ropescope::js
