// LongRoPE: theta'_i = theta_i / factor_i, searched for each pair i, by one list up to the trained length L and another
// beyond. Ding et al., arXiv 2402.13753, section 3; microsoft/LongRoPE, rope/longrope.py. s = extension ratio.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "position/method.hpp"
#include "position/published_divisors.hpp"
#include "position/ramp.hpp"
#include "position/searched_divisors.hpp"
#include "position/series.hpp"

namespace ropescope::methods {

struct LongRope {
  std::vector<double> short_factor{}, long_factor{};  // [rotary_dim / 2] each, for seq_len <= L and for longer texts
  double factor = 4;
  std::optional<double> attention_factor{};
  std::string attention_policy = "su", schedule = "switch";

  static constexpr bool depends_on_length = true;
  static constexpr MethodInfo info{
      .id = "longrope",
      .name = "LongRoPE",
      .summary = "Divides each pair's frequency by a searched factor; short and long texts have lists of their own.",
      .trained_as = "rope",
      .source = {"Ding, Zhang, Zhang, Xu, Shang, Xu, Yang, Yang",
                 "LongRoPE: Extending LLM Context Window Beyond 2 Million Tokens", "2402.13753", "section 3"}};
  static constexpr std::array params{
      param<&LongRope::short_factor>({"short_factor", least_divisor, 1e6, "", "Divisors up to the trained length."}),
      param<&LongRope::long_factor>({"long_factor", least_divisor, 1e6, "", "Divisors beyond it, one a pair."}),
      param<&LongRope::factor>(
          {"factor", 1, 1e6, "", "Extension ratio s of the automatic attention factor.", Role::extension_ratio}),
      param<&LongRope::attention_factor>({"attention_factor", 1e-6, 1e6, "", "Null = by attention_policy."}),
      param<&LongRope::attention_policy>(
          {.key = "attention_policy",
           .doc = "Automatic attention factor: sqrt(1 + ln s / ln L) (su) or 0.1 ln s + 1 (yarn).",
           .choices = {"su", "yarn"}}),
      param<&LongRope::schedule>(
          {.key = "schedule",
           .doc = "Divisors by length; always long_factor; long_factor growing from 1 with the length.",
           .choices = {"switch", "static", "dynamic"}})};
  static constexpr std::array elsewhere{
      Elsewhere{"transformers", "Goes on with keys of the short list past L; Phi-3's class drops the cache there."},
      Elsewhere{"vLLM, TensorRT-LLM", "Choose the list once, by the longest length that they serve."},
      Elsewhere{"mlx-lm", "Takes the long list for short texts, too."},
      Elsewhere{"llama.cpp", "Chooses the list once, by the context size at load."}};
  static constexpr auto presets = published_divisors;
  static constexpr std::array rope_types{RopeType{
      .names = {TypeName{"longrope"}, TypeName{"su", "the older name of longrope"},
                TypeName{"yarn", "what Phi-3 first called longrope", {.keys = {"short_factor", "long_factor"}}}},
      .keys = {"short_factor", "long_factor", "factor", "attention_factor"},
      .required = {"short_factor", "long_factor"},
      .other_keys = {.keys = {"short_mscale", "long_mscale"}, .param = "attention_factor"},
      .length = TrainedLength::ratio}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& request) const {
    Status checked = schedule == "switch" ? check_per_pair("longrope.short_factor", short_factor, rope) : ok();
    if (checked) checked = check_per_pair("longrope.long_factor", long_factor, rope);
    if (checked && schedule == "dynamic") checked = check_extends("longrope.factor", factor);
    if (!checked) return checked.error();
    Result<double> scale = attention_factor.value_or(yarn_attention_factor(factor));
    if (!attention_factor && attention_policy == "su") scale = su_attention_factor(info.id, factor, rope);
    if (!scale) return scale.error();
    Frequencies result{frequency_series(rope), *scale};
    const double ratio = 1.0 * request.seq_len / rope.original_max_position_embeddings;
    const std::vector<double>& divisors = schedule == "switch" && ratio <= 1 ? short_factor : long_factor;
    // The authors' dynamic class: 1 + (divisor - 1) * (seq_len/L - 1) / (s - 1), here not below the trained length.
    const double growth = schedule == "dynamic" ? std::max(0.0, (ratio - 1) / (factor - 1)) : 1.0;
    checked = divide("longrope.long_factor", divisors, {growth, request.seq_len}, result.inv_freq);
    return checked ? Result(std::move(result)) : checked.error();
  }
};

}  // namespace ropescope::methods
