// Sandwich: the product of two sinusoidal embeddings, which depends on the distance alone, as a bias with another
// strength in each head; nothing rotates, nothing is learned. Chi, Fan, Rudnicky, Ramadge, arXiv 2212.10356, section 5;
// the form of NVIDIA/NeMo, sandwich_relative_position_embedding.py. h = 1..H, D = distance, d = dim:
// bias = (sum_{i=1..d/2} cos(D 10000^(-2i/d)) - d/2) / (8 h / H).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/math.hpp"
#include "core/sizes.hpp"
#include "position/bias_table.hpp"
#include "position/cosines.hpp"
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

  // The sum over pairs, less its value at distance 0. [seq_len]
  [[nodiscard]] std::vector<double> overlap_by_distance(int seq_len) const {
    std::vector<double> overlap(static_cast<std::size_t>(seq_len), -dim / 2.0);
    const std::vector<double> speeds = powers(10000, -2, dim, static_cast<std::size_t>(dim) / 2 + 1);  // Vaswani et al.
    for (const double speed : std::span(speeds).subspan(1)) add_cosines(speed, overlap);
    return overlap;
  }
};

}  // namespace ropescope::methods
