// Texts as config.json: what is read turns pairs at finite speeds at any length, can be explained, and is told to other
// runtimes or refused in words.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/model_config.hpp"
#include "config/rope_reader.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "position/explain.hpp"
#include "position/limits.hpp"
#include "position/registry.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"
#include "targets.hpp"

namespace ropescope::fuzz {
namespace {

void check(const RopeReading& reading) {
  require(reading.rope.rotary_dim >= 2 && reading.rope.rotary_dim <= reading.rope.head_dim, "a rotary share");
  require(std::isfinite(reading.softmax_scale_factor) && reading.softmax_scale_factor > 0, "a scale of scores");
  for (const auto* said : {&reading.notes, &reading.warnings}) {
    for (const Saying& saying : *said) require(!to_english(saying).empty(), "a remark has words");
  }
  for (const int seq_len : {1, 700, 9000}) {
    const PlanRequest request{.seq_len = seq_len};
    const auto plan = make_plan(std::span(&reading.method, 1), reading.rope, request);
    require(plan.has_value(), "what is read can be planned", plan ? "" : plan.error().message);
    require(!plan->inv_freq.empty(), "what is read turns pairs", reading.method.id);
    for (const double speed : plan->inv_freq) require(std::isfinite(speed) && speed >= 0, "finite", reading.method.id);
    require(std::isfinite(plan->attention_factor) && plan->attention_factor > 0, "a factor", reading.method.id);
  }
  const auto told = explain(std::span(&reading.method, 1), reading.rope, {.seq_len = 700});
  const bool too_long =
      reading.rope.original_max_position_embeddings > max_plan_length;  // trained at no length of a plan
  require(told.has_value() != too_long, "what is read can be explained", reading.method.id);
}

void check_exports(std::string_view text) {
  const auto checkpoint = read_checkpoint(text);
  if (!checkpoint) return;
  for (const Runtime runtime : {Runtime::transformers, Runtime::vllm, Runtime::sglang, Runtime::llama_cpp,
                                Runtime::mlx_lm, Runtime::tensorrt_llm}) {
    for (const auto& methods : {std::vector<MethodSpec>{}, std::vector<MethodSpec>{{"yarn", {{"factor", 2.0}}}}}) {
      const auto request = read_export_request(runtime, *checkpoint, methods, 0);
      const auto settings = request ? settings_for(runtime, *request) : Result<RuntimeSettings>(request.error());
      if (!settings) {
        require(!settings.error().message.empty(), "a refusal has words", name_of(runtime));
      } else {
        for (const Saying& note : settings->notes) require(!to_english(note).empty(), "a note has words");
      }
    }
  }
}

}  // namespace

void config(Input input) {
  const std::string_view text = input.text();
  bool is_read = false;
  for (const bool assume : {false, true}) {
    const auto reading = read_rope_text(text, {.assume_original_length = assume, .assume_rotary = assume});
    if (!reading) {
      require(!reading.error().message.empty(), "an error has words");
      if (reading.error().code == ErrorCode::invalid_json) return;
      continue;
    }
    is_read = true;
    check(reading->main);
    for (const auto& [type, layer] : reading->layer_types) check(layer);
    for (const LayerReading& layer : reading->layers) {
      require(!layer.setting || reading->layer_types.empty() || *layer.setting < reading->layer_types.size(),
              "a layer's setting is one", layer.type);
    }
  }
  const auto model = read_model_config(text);
  require(!model || model->head_dim > 0, "a model has heads");
  if (is_read) check_exports(text);
}

}  // namespace ropescope::fuzz
