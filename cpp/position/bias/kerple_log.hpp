// KERPLE, logarithmic kernel: scores fall with the logarithm of the distance, at a pace that each head learns; nothing
// rotates. Chi, Fan, Ramadge, Rudnicky, arXiv 2205.09921, section 4; chijames/KERPLE, megatron/mpu/layers.py,
// ParallelKerpleLog, whose bias_p is r1 and whose bias_a is r2. D = distance: bias = -r1 ln(1 + r2 D), added after the
// score is scaled, as that code does.
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

struct KerpleLog {
  std::vector<double> r1{};  // [num_heads]
  std::vector<double> r2{};  // [num_heads]

  static constexpr double floor = 0.01;  // of both: the code's `eps`, applied at every use
  static constexpr MethodInfo info{
      .id = "kerple_log",
      .name = "KERPLE log",
      .summary = "Lowers a score by the logarithm of the distance, as fast as each head learned; nothing rotates.",
      .trained_as = "kerple_log",
      .source = {"Chi, Fan, Ramadge, Rudnicky",
                 "KERPLE: Kernelized Relative Positional Embedding for Length Extrapolation", "2205.09921",
                 "section 4"}};
  static constexpr std::array params{
      param<&KerpleLog::r1>({.key = "r1",
                             .max = 1e6,
                             .doc = "One number a head: weight of the logarithm; below 0.01 it counts as 0.01.",
                             .learned = true}),
      param<&KerpleLog::r2>({.key = "r2",
                             .max = 1e6,
                             .unit = "1/token",
                             .doc = "One number a head: pace of the distance; below 0.01 it counts as 0.01.",
                             .learned = true})};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    return Frequencies{};
  }

  [[nodiscard]] Result<std::vector<float>> bias(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    if (const Status checked = check_per_head("kerple_log.r1", r1, request); !checked) return checked.error();
    if (const Status checked = check_per_head("kerple_log.r2", r2, request); !checked) return checked.error();
    return bias_by_distance(request, [this](std::size_t h, double distance) {
      return -std::max(r1[h], floor) * quick_log(1 + std::max(r2[h], floor) * distance);
    });
  }

  // r1 evenly from 0.3 to 2, r2 0.5: MODEL.md section 1 (the code draws from (0, 2) and (0, 1)).
  [[nodiscard]] std::vector<LearnedList> initial_numbers(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    std::vector<double> weights;
    for (int h = 0; h < request.num_heads; ++h) weights.push_back(0.3 + 1.7 * h / std::max(1, request.num_heads - 1));
    return {{"r1", {request.num_heads}, weights, floor, 1e6},
            {"r2", {request.num_heads}, std::vector<double>(weights.size(), 0.5), floor, 1e6}};
  }

  // Below the floor nothing changes with a number.
  [[nodiscard]] NumberLists bias_gradient(const PlanRequest& request, std::span<const double> by_distance) const {
    return gradient_per_head<2>(request, by_distance, [this](std::size_t h, double distance) {
      const double grown = 1 + std::max(r2[h], floor) * distance;
      return std::array{r1[h] < floor ? 0 : -quick_log(grown),
                        r2[h] < floor ? 0 : -std::max(r1[h], floor) * distance / grown};
    });
  }
};

}  // namespace ropescope::methods
