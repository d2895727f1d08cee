// Local and global layers in turn: most layers rotate and see a window, every p-th sees everything, without positions
// or with a slower rotation of its own. Yang et al., arXiv 2501.18795 (RNoPE-SWA); Cohere 2, Llama 4, EXAONE 4, SmolLM3
// without positions, Gemma 3 with two bases, Gemma 4 with p-RoPE; huggingface/transformers, `layer_types` of their
// configurations. l = layer from 0, p = period: global where (l + 1) mod p = 0.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "position/method.hpp"
#include "position/series.hpp"

namespace ropescope::methods {

struct LayerPattern {
  int period = 4;  // Llama 4, Cohere 2, EXAONE 4, SmolLM3; Gemma 3 and 4: 6
  std::optional<int> window{};
  std::optional<double> local_theta{};
  std::string global = "nope";
  std::optional<double> global_theta{};
  double partial_rotary_factor = 0.25;  // Gemma 4

  static constexpr bool layered = true;
  static constexpr MethodInfo info{
      .id = "layer_pattern",
      .name = "Local and global layers",
      .summary = "Lets most layers rotate within a window, and every few layers one see all keys, often unrotated.",
      .trained_as = "layer_pattern",
      .source = {"Yang, Venkitesh, Talupuru, Lin, Cairuz, Blunsom, Locatelli",
                 "Rope to Nope and Back Again: A New Hybrid Attention Strategy", "2501.18795", "RNoPE-SWA"}};
  static constexpr std::array params{
      param<&LayerPattern::period>({"period", 1, 1 << 16, "layers", "Every so many layers the last is global."}),
      param<&LayerPattern::window>(
          {"window", 1, 1 << 24, "tokens",
           "Keys that a query sees in a local layer; null = a quarter of the trained length."}),
      param<&LayerPattern::local_theta>(
          {"local_theta", 1.001, 1e15, "", "Base of the local layers; null = the model's rope_theta."}),
      param<&LayerPattern::global>({.key = "global",
                                    .doc = "Global layers rotate nothing, all pairs, or only the fastest ones.",
                                    .choices = {"nope", "rope", "proportional"}}),
      param<&LayerPattern::global_theta>(
          {"global_theta", 1.001, 1e15, "", "Base of the global layers; null = the model's rope_theta."}),
      param<&LayerPattern::partial_rotary_factor>(
          {"partial_rotary_factor", 0, 1, "", "Share of the pairs that turn in global layers that are proportional."})};
  static constexpr std::array elsewhere{
      Elsewhere{"Granite 4.1", "Counts from the other end: layers 0, 4, 8, ... are global."},
      Elsewhere{"Llama 4", "Cuts its local layers into chunks of 8,192, and scales scores of its global ones."}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& request) const {
    const bool all_keys = is_global(request);
    if (all_keys && global == "nope") return Frequencies{};
    const double theta = (all_keys ? global_theta : local_theta).value_or(rope.rope_theta);
    Frequencies result{.inv_freq = frequency_series(rope.rotary_dim, theta)};
    if (all_keys && global == "proportional") keep_fastest(partial_rotary_factor, result.inv_freq);
    return result;
  }

  [[nodiscard]] Result<Visibility> visible(const RopeConfig& rope, const PlanRequest& request) const {
    if (is_global(request)) return Visibility{};
    return Visibility{.window = window.value_or(std::max(1, rope.original_max_position_embeddings / 4))};
  }

  [[nodiscard]] std::vector<Fact> facts(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    const int global_layers = request.num_layers / period;
    return {{"global_layers", static_cast<double>(global_layers), "", "Layers that see all keys."}};
  }

  [[nodiscard]] bool is_global(const PlanRequest& request) const { return request.layer % period == period - 1; }
};

}  // namespace ropescope::methods
