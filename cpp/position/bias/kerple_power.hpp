// KERPLE, power kernel: scores fall with a power of the distance that each head learns; nothing rotates. Chi, Fan,
// Ramadge, Rudnicky, arXiv 2205.09921, section 4; chijames/KERPLE, megatron/mpu/layers.py, ParallelKerplePower with
// pos_emb `..._ap_`, whose bias_a is r1 and whose bias_p is r2. D = distance: bias = -r1 D^r2, added after the score is
// scaled. r2 = 1 with ALiBi's slopes as r1 is that code's `..._original`. Its `..._ap_ap` also multiplies the score by
// a function of the distance, for which plans have no slot.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/quick_math.hpp"
#include "position/bias_table.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct KerplePower {
  std::vector<double> r1{};  // [num_heads]
  std::vector<double> r2{};  // [num_heads]

  static constexpr double floor = 0.01;  // of both: the code's `eps`, applied at every use
  static constexpr MethodInfo info{
      .id = "kerple_power",
      .name = "KERPLE power",
      .summary = "Lowers a score by a power of the distance, weight and power learned by each head; nothing rotates.",
      .trained_as = "kerple_power",
      .source = {"Chi, Fan, Ramadge, Rudnicky",
                 "KERPLE: Kernelized Relative Positional Embedding for Length Extrapolation", "2205.09921",
                 "section 4"}};
  static constexpr std::array params{
      param<&KerplePower::r1>({.key = "r1",
                               .max = 1e6,
                               .doc = "One number a head: weight of the power; below 0.01 it counts as 0.01.",
                               .learned = true}),
      param<&KerplePower::r2>({.key = "r2",
                               .min = 1e-6,
                               .max = 2,  // beyond 2 the kernel is not conditionally positive definite
                               .doc = "One number a head: the power; below 0.01 it counts as 0.01.",
                               .learned = true})};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    return Frequencies{};
  }

  [[nodiscard]] Result<std::vector<float>> bias(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    if (const Status checked = check_per_head("kerple_power.r1", r1, request); !checked) return checked.error();
    if (const Status checked = check_per_head("kerple_power.r2", r2, request); !checked) return checked.error();
    return bias_by_distance(request, [this](std::size_t h, double distance) {
      const double grown = distance == 0 ? 0.0 : quick_exp(std::max(r2[h], floor) * quick_log(distance));
      return -std::max(r1[h], floor) * grown;
    });
  }

  // Spread evenly over (0, 1) and (0, 2), from which the code draws.
  [[nodiscard]] std::vector<LearnedList> initial_numbers(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    std::vector<double> weights, powers;
    for (int h = 0; h < request.num_heads; ++h) {
      weights.push_back((h + 0.5) / request.num_heads);
      powers.push_back(2 * weights.back());
    }
    return {{"r1", {request.num_heads}, weights, floor, 1e6}, {"r2", {request.num_heads}, powers, floor, 2}};
  }

  // Below the floor nothing changes with a number.
  [[nodiscard]] NumberLists bias_gradient(const PlanRequest& request, std::span<const double> by_distance) const {
    return gradient_per_head<2>(request, by_distance, [this](std::size_t h, double distance) {
      if (distance == 0) return std::array{0.0, 0.0};
      const double grown = quick_exp(std::max(r2[h], floor) * quick_log(distance));
      return std::array{r1[h] < floor ? 0 : -grown,
                        r2[h] < floor ? 0 : -std::max(r1[h], floor) * grown * quick_log(distance)};
    });
  }
};

}  // namespace ropescope::methods
