// The call that says what a config.json asks for.
#include <span>
#include <string>
#include <vector>

#include "boundary/bindings.hpp"
#include "boundary/from_js.hpp"
#include "boundary/layers_to_js.hpp"
#include "boundary/plan_to_js.hpp"
#include "boundary/to_js.hpp"
#include "config/rope_reader.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "position/limits.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"

namespace ropescope::js {
namespace {

constexpr int whole_model = -1;  // no layer

Result<val> inspect_reading(const RopeReading& reading, int seq_len) {
  // absent: the length the weights were trained at, where every method is at its calmest
  const int length = seq_len > 0 ? seq_len : reading.rope.original_max_position_embeddings;
  if (seq_len == 0 && length > max_plan_length) {
    return Error{
        ErrorCode::invalid_argument, "needs_length_to_show", "seqLen", {{"max", max_plan_length}, {"given", length}}};
  }
  const auto plan = make_plan(std::span(&reading.method, 1), reading.rope, {.seq_len = length});
  if (!plan) return plan.error();
  return inspection_to_js(reading, *plan, length);
}

// The setting that a layer has, or that of the whole model without one.
Result<const RopeReading*> setting_of(const ConfigReading& reading, int layer) {
  if (layer == whole_model) return &reading.main;
  const auto count = static_cast<int>(reading.layers.size());
  if (layer >= count) {
    return Error{ErrorCode::invalid_argument, "must_be_layer", "layer", {{"count", count}, {"given", layer}}};
  }
  const RopeReading* setting = reading.setting_of(reading.layers[static_cast<std::size_t>(layer)]);
  if (setting == nullptr) return Error{ErrorCode::invalid_argument, "layer_not_rotated", "layer", {{"given", layer}}};
  return setting;
}

// The settings by layer type, and what each multiplies cos and sin by.
Status add_layers(const ConfigReading& reading, int seq_len, val& inspection) {
  Object layer_types;
  std::vector<double> attention_factors;
  for (const auto& [type, setting] : reading.layer_types) {
    const auto nested = inspect_reading(setting, seq_len);
    if (!nested) return nested.error();
    layer_types.set(type, *nested);
    attention_factors.push_back((*nested)["attention_factor"].as<double>());
  }
  if (attention_factors.empty()) attention_factors.push_back(inspection["attention_factor"].as<double>());
  const val settings = layer_types;
  if (!reading.layer_types.empty()) inspection.set("layer_types", settings);
  inspection.set("layers", layers_to_js(reading, attention_factors));
  return ok();
}

// options: { seqLen, layer, assumeOriginalLength, assumeRotary }
val inspect(const val& config_text, const val& options) {
  PropertyReader reader(options, "options");
  const auto text = reader.accept(read_text(config_text, "config"));
  const int seq_len = reader.integer("seqLen", {1, max_int}, 0);
  const int layer = reader.integer("layer", {0, max_int}, whole_model);
  const ReadOptions how{.assume_original_length = reader.boolean("assumeOriginalLength", false),
                        .assume_rotary = reader.boolean("assumeRotary", false)};
  if (auto status = reader.finish(); !status) return to_js(status.error());

  const auto reading = read_rope_text(text, how);
  if (!reading) return to_js(reading.error());
  const auto setting = setting_of(*reading, layer);
  if (!setting) return to_js(setting.error());
  auto inspection = inspect_reading(**setting, seq_len);
  if (!inspection) return to_js(inspection.error());
  inspection->set("methods", methods_to_js(reading->methods));
  inspection->set("shape", to_js(reading->shape));
  if (auto status = add_layers(*reading, seq_len, *inspection); !status) return to_js(status.error());
  return *inspection;
}

}  // namespace

EMSCRIPTEN_BINDINGS(ropescope_inspect) { function("inspect", &inspect); }

}  // namespace ropescope::js
