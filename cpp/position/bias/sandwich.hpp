// Sandwich: the product of two sinusoidal embeddings, which depends on the distance alone, as a bias with another
// strength in each head; nothing rotates, nothing is learned. Chi, Fan, Rudnicky, Ramadge, arXiv 2212.10356, section 5;
// the form of NVIDIA/NeMo, sandwich_relative_position_embedding.py. h = 1..H, D = distance, d = dim:
// bias = (sum_{i=1..d/2} cos(D 10000^(-2i/d)) - d/2) / (8 h / H).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <string>
#include <vector>

#include "core/math.hpp"
#include "core/quick_math.hpp"
#include "core/sizes.hpp"
#include "position/bias_table.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct Sandwich {
  int dim = 128;  // 128: the paper's d-bar

  static constexpr MethodInfo info{
      .id = "sandwich",
      .name = "Sandwich",
      .summary = "Lowers a score roughly by the logarithm of the distance, with no number learned; nothing rotates.",
      .trained_as = "sandwich",
      .source = {"Chi, Fan, Rudnicky, Ramadge",
                 "Dissecting Transformer Length Extrapolation via the Lens of Receptive Field Analysis", "2212.10356",
                 "section 5"}};
  static constexpr std::array params{
      param<&Sandwich::dim>({"dim", 2, 4096, "", "Channels of the sinusoidal embedding; even."})};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    return Frequencies{};
  }

  [[nodiscard]] Result<std::vector<float>> bias(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    if (dim % 2 != 0) {
      return Error{ErrorCode::invalid_argument, "must_be_even", "sandwich.dim", {{"given", dim}}};
    }
    if (const std::uint64_t cosines = size_product({request.seq_len, dim / 2}); cosines > most_cosines) {
      return Error{ErrorCode::invalid_argument,
                   "half_times_length_too_large",
                   "sandwich.dim",
                   {{"max", most_cosines}, {"given", cosines}}};
    }
    const std::vector<double> overlap = overlap_by_distance(request.seq_len);
    const double strongest = request.num_heads / 8.0;  // of head 1: 8, as ALiBi's exponent
    return bias_by_distance(request, [&](std::size_t h, double distance) {
      return overlap[static_cast<std::size_t>(distance)] * strongest / static_cast<double>(h + 1);
    });
  }

 private:
  static constexpr std::uint64_t most_cosines = std::uint64_t{1} << 27;  // half a second
  static constexpr std::size_t block = 64;                               // distances that share a cosine and a sine

  // The sum over pairs, less its value at distance 0. [seq_len]
  [[nodiscard]] std::vector<double> overlap_by_distance(int seq_len) const {
    std::vector<double> overlap(static_cast<std::size_t>(seq_len), -dim / 2.0);
    const std::vector<double> speeds = powers(10000, -2, dim, static_cast<std::size_t>(dim) / 2 + 1);  // Vaswani et al.
    for (const double speed : std::span(speeds).subspan(1)) add_cosines(speed, overlap);
    return overlap;
  }

  // sums[D] += cos(D speed), by cos(a + b) = cos a cos b - sin a sin b.
  static void add_cosines(double speed, std::span<double> sums) {
    std::array<double, block> cosines;
    std::array<double, block> sines;
    for (std::size_t r = 0; r < block; ++r) {
      cosines[r] = quick_cos(static_cast<double>(r) * speed);
      sines[r] = quick_cos(static_cast<double>(r) * speed - std::numbers::pi / 2);
    }
    for (std::size_t first = 0; first < sums.size(); first += block) {
      const double cosine = quick_cos(static_cast<double>(first) * speed);
      const double sine = quick_cos(static_cast<double>(first) * speed - std::numbers::pi / 2);
      const std::size_t count = std::min(block, sums.size() - first);
      for (std::size_t r = 0; r < count; ++r) sums[first + r] += cosine * cosines[r] - sine * sines[r];
    }
  }
};

}  // namespace ropescope::methods
