// Llama 3 scaling: the NTK-by-parts ramp of arXiv 2309.00071, definition 2, between 1 and 4 turns. Published as code
// only: meta-llama/llama-models, models/llama3/model.py; Hugging Face type `llama3`. Always on, at every length.
// wavelength < L / high_freq_factor: keep; wavelength > L / low_freq_factor: theta_i / factor; linear in turns between.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "core/text.hpp"
#include "position/method.hpp"
#include "position/ramp.hpp"

namespace ropescope::methods {

struct Llama3 {
  double factor = 8;  // 8, 1, 4: Llama 3.1; Llama 3.2 has factor 32
  double low_freq_factor = 1;
  double high_freq_factor = 4;

  static constexpr MethodInfo info{
      .id = "llama3",
      .name = "Llama 3 scaling",
      .summary =
          "Keeps pairs that turn four times within the trained length, interpolates those that do not turn once.",
      .trained_as = "rope",
      .source = {"Llama Team, AI @ Meta", "Llama 3.1 reference implementation", "github.com/meta-llama/llama-models",
                 "models/llama3/model.py, apply_scaling"}};
  static constexpr std::array params{
      param<&Llama3::factor>({"factor", 1, 1e6, "", "Extension ratio of the slow pairs.", Role::extension_ratio}),
      param<&Llama3::low_freq_factor>(
          {"low_freq_factor", 0.001, 10000, "turns",
           "A pair that turns less often within the trained length is interpolated in full."}),
      param<&Llama3::high_freq_factor>({"high_freq_factor", 0.001, 10000, "turns",
                                        "A pair that turns more often within the trained length is kept."})};
  static constexpr std::array elsewhere{
      Elsewhere{"transformers",
                "The same, at every length; divides by zero where low_freq_factor = high_freq_factor meets a "
                "wavelength exactly."},
      Elsewhere{
          "vLLM",
          "The same; where low_freq_factor = high_freq_factor it keeps or divides each pair, with none in between."},
      Elsewhere{"llama.cpp", "The same divisors, stored in the file as rope_freqs.weight."}};
  static constexpr std::array llama_3_1{8.0, 1.0, 4.0};
  static constexpr std::array llama_3_2{32.0, 1.0, 4.0};
  static constexpr std::array code_world_model{16.0, 1.0, 4.0};
  static constexpr auto preset = [](std::string_view name, std::string_view source, std::span<const double, 3> of) {
    return Preset{name,
                  source,
                  {{{"factor", of.first(1)}, {"low_freq_factor", of.subspan(1, 1)}, {"high_freq_factor", of.last(1)}}}};
  };
  static constexpr std::array presets{preset("Llama 3.1", "meta-llama/Llama-3.1-8B, config.json", llama_3_1),
                                      preset("Llama 3.2", "meta-llama/Llama-3.2-1B, config.json", llama_3_2),
                                      preset("CWM", "facebook/cwm, config.json", code_world_model)};
  static constexpr std::array rope_types{RopeType{.names = {TypeName{"llama3"}},
                                                  .keys = {"factor", "low_freq_factor", "high_freq_factor"},
                                                  .required = {"factor", "low_freq_factor", "high_freq_factor"},
                                                  .length = TrainedLength::needed}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    if (high_freq_factor <= low_freq_factor) {
      return Error{ErrorCode::invalid_argument,
                   "must_exceed_other",
                   "llama3.high_freq_factor",
                   {{"other", "low_freq_factor"}, {"value", low_freq_factor}, {"given", high_freq_factor}}};
    }
    const auto weights = ramp_over_turns(rope, {.fast = high_freq_factor, .slow = low_freq_factor});
    return Frequencies{.inv_freq = interpolate_along(weights, rope, factor)};
  }
};

}  // namespace ropescope::methods
