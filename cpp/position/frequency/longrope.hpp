// LongRoPE: every pair has its own searched factor, theta'_i = theta_i / factor_i, from one list up to the trained
// length and from another beyond. Ding et al., arXiv 2402.13753, section 3; microsoft/LongRoPE, rope/longrope.py;
// Hugging Face type `longrope` (Phi-3, Phi-4). i = pair index, s = extension ratio, L = trained length.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/math.hpp"
#include "position/method.hpp"
#include "position/ramp.hpp"
#include "position/series.hpp"

namespace ropescope {

struct LongRope {
  std::vector<double> short_factor;  // [rotary_dim / 2], for seq_len <= L
  std::vector<double> long_factor;   // [rotary_dim / 2], for seq_len > L
  double factor = 4;
  std::optional<double> attention_factor;
  std::string attention_policy = "su";
  std::string schedule = "switch";

  static constexpr bool depends_on_length = true;
  static constexpr MethodInfo info{
      .id = "longrope",
      .name = "LongRoPE",
      .summary =
          "Divides each pair's frequency by its own searched factor, with one list for short and one for long texts.",
      .trained_as = "rope",
      .source = {"Ding, Zhang, Zhang, Xu, Shang, Xu, Yang, Yang",
                 "LongRoPE: Extending LLM Context Window Beyond 2 Million Tokens", "2402.13753", "section 3"}};
  static constexpr std::array params{
      Param<LongRope>{"short_factor", &LongRope::short_factor, 0.001, 1e6, "",
                      "One divisor a pair, up to the trained length."},
      Param<LongRope>{"long_factor", &LongRope::long_factor, 0.001, 1e6, "", "One divisor a pair, beyond it."},
      Param<LongRope>{"factor", &LongRope::factor, 1, 1e6, "", "Extension ratio s of the automatic attention factor."},
      Param<LongRope>{"attention_factor", &LongRope::attention_factor, 1e-6, 1e6, "",
                      "Multiplies cos and sin, at every length; null = by attention_policy."},
      Param<LongRope>{.key = "attention_policy",
                      .member = &LongRope::attention_policy,
                      .doc = "Automatic attention factor: sqrt(1 + ln s / ln L) (su) or 0.1 ln s + 1 (yarn).",
                      .choices = {"su", "yarn"}},
      Param<LongRope>{
          .key = "schedule",
          .member = &LongRope::schedule,
          .doc = "Which divisors: by length; always long_factor; long_factor growing from 1 with the length.",
          .choices = {"switch", "static", "dynamic"}}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& request) const {
    const double trained = rope.original_max_position_embeddings;
    if (const Status checked = check(rope); !checked) return checked.error();
    Frequencies result{frequency_series(rope), effective_attention_factor(trained)};
    const bool is_short = schedule == "switch" && request.seq_len <= rope.original_max_position_embeddings;
    const std::vector<double>& divisors = is_short ? short_factor : long_factor;
    // The authors' dynamic class: 1 + (divisor - 1) * (seq_len/L - 1) / (s - 1), here not below the trained length.
    const double growth = schedule == "dynamic" ? std::max(0.0, (request.seq_len / trained - 1) / (factor - 1)) : 1.0;
    for (std::size_t i = 0; i < divisors.size(); ++i) {
      result.inv_freq[i] /= schedule == "dynamic" ? 1 + (divisors[i] - 1) * growth : divisors[i];
    }
    return result;
  }

 private:
  [[nodiscard]] Status check(const RopeConfig& rope) const {
    const int pairs = rope.rotary_dim / 2;
    const auto wrong_length = [pairs](const char* key, std::size_t given) {
      return Error{ErrorCode::invalid_argument, std::string("longrope.") + key +
                                                    " must have rotary_dim / 2 = " + std::to_string(pairs) +
                                                    " numbers, one a pair, got " + std::to_string(given)};
    };
    const auto expected = static_cast<std::size_t>(pairs);
    if (schedule == "switch" && short_factor.size() != expected)
      return wrong_length("short_factor", short_factor.size());
    if (long_factor.size() != expected) return wrong_length("long_factor", long_factor.size());
    if (schedule == "dynamic" && factor <= 1) {
      return Error{ErrorCode::invalid_argument,
                   "longrope.factor must be greater than 1 for the dynamic schedule, got 1"};
    }
    const bool takes_log_of_length = !attention_factor && attention_policy == "su" && factor > 1;
    if (takes_log_of_length && rope.original_max_position_embeddings <= 1) {
      return Error{ErrorCode::invalid_argument,
                   "longrope needs original_max_position_embeddings > 1 (it divides by its logarithm), got 1"};
    }
    return ok();
  }

  [[nodiscard]] double effective_attention_factor(double trained) const {
    if (attention_factor) return *attention_factor;
    if (attention_policy == "yarn") return yarn_attention_factor(factor);
    return factor > 1 ? std::sqrt(1 + natural_log(factor) / natural_log(trained)) : 1.0;
  }
};

}  // namespace ropescope
