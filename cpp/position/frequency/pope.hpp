// PoPE, Polar Coordinate Position Embedding: a channel's number says how much, and position alone says where. Each
// channel is the size of a pair of its own, softplus of q or k, whose angle is position times theta; RoPE reads sizes
// and angles out of the two channels of a pair. Gopalakrishnan, Csordas, Schmidhuber, Mozer, arXiv 2509.10534;
// lucidrains/PoPE-pytorch, PoPE_pytorch/pope.py. c = channel, h = head, m = query, n = key: the score is
// sum_c softplus(q_c) softplus(k_c) cos((m - n) theta_c - delta_hc), theta_c = rope_theta^(-c / rotary_dim), delta
// learned. The code adds delta to the key's angle, by key head; here it is taken from the query's, which is the same
// and lets query heads that share keys differ. Not to be mixed up with RoPE, which notes on it sometimes call "PoPE".
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/math.hpp"
#include "position/bias_table.hpp"
#include "position/method.hpp"
#include "position/series.hpp"

namespace ropescope::methods {

struct Pope {
  std::vector<double> phase;  // [num_heads, rotary_dim], rad

  static constexpr MethodInfo info{
      .id = "pope",
      .name = "PoPE",
      .summary = "Turns every channel by itself: content sets its size, position alone its angle.",
      .trained_as = "pope",
      .source = {"Gopalakrishnan, Csordas, Schmidhuber, Mozer",
                 "Decoupling the \"What\" and \"Where\" With Polar Coordinate Positional Embeddings", "2509.10534",
                 "section 3"}};
  static constexpr std::array params{
      param<&Pope::phase>({.key = "phase",
                           .min = -two_pi,
                           .max = 0,
                           .unit = "rad",
                           .doc = "One number for each head and channel: the angle at which a key meets a query.",
                           .learned = true})};
  static constexpr std::array elsewhere{
      Elsewhere{"notes", "Some write PoPE for RoPE; this is another method."},
      Elsewhere{"PoPE-pytorch", "Leaves the channels beyond rotary_dim as they are, without softplus; so does this."}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    return Frequencies{.inv_freq = frequency_series(2 * rope.rotary_dim, rope.rope_theta)};
  }

  [[nodiscard]] Result<std::vector<double>> phases(const RopeConfig& rope, const PlanRequest& request) const {
    const auto count = static_cast<std::size_t>(request.num_heads) * static_cast<std::size_t>(rope.rotary_dim);
    if (const Status checked = check_learned("pope.phase", phase, count, "num_heads x rotary_dim"); !checked) {
      return checked.error();
    }
    return phase;
  }

  // 0, as the code begins by default.
  [[nodiscard]] std::vector<LearnedList> initial_numbers(const RopeConfig& rope, const PlanRequest& request) const {
    const auto count = static_cast<std::size_t>(request.num_heads) * static_cast<std::size_t>(rope.rotary_dim);
    return {{"phase", {request.num_heads, rope.rotary_dim}, std::vector<double>(count), -two_pi, 0}};
  }

  [[nodiscard]] NumberLists phase_gradient(std::span<const double> by_channel) const {
    return {std::vector<double>(by_channel.begin(), by_channel.end())};
  }
};

}  // namespace ropescope::methods
