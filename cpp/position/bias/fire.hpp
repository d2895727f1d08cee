// FIRE: a small network makes each head's bias of the distance as a share of the query's position; nothing rotates. Li
// et al., arXiv 2310.04418, section 3. m = query, D = distance, j = hidden unit, psi(x) = ln(c x + 1):
// bias = f(psi(D) / (psi(max(m, T)) + 1e-6)), f(x) = w2 max(w1 x + b1, 0) + b2: a polyline, bent where units set in.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/quick_math.hpp"
#include "core/sizes.hpp"
#include "position/bias_table.hpp"
#include "position/method.hpp"
#include "position/relu_polyline.hpp"

namespace ropescope::methods {

struct Fire {
  double c = 0.1;                        // 0.1 and 512: where training starts them
  double threshold = 512;                // T, tokens
  std::vector<double> w1{}, b1{}, b2{};  // [width], [width], [num_heads]
  std::vector<double> w2{};              // [num_heads, width]

  static constexpr MethodInfo info{
      .id = "fire",
      .name = "FIRE",
      .summary = "Adds a learned function of the distance as a share of the query's position; nothing rotates.",
      .trained_as = "fire",
      .source = {"Li, You, Guruganesh, Ainslie, Ontanon, Zaheer, Sanghai, Yang, Kumar, Bhojanapalli",
                 "Functional Interpolation for Relative Positions Improves Long Context Transformers", "2310.04418",
                 "section 3"}};
  static constexpr auto list = [](std::string_view key, std::string_view doc) {
    return Param{.key = key, .min = -1e6, .max = 1e6, .doc = doc, .learned = true};
  };
  static constexpr std::array params{
      param<&Fire::c>({.key = "c", .min = 1e-6, .max = 1e6, .doc = "Pace of psi.", .learned = true}),
      param<&Fire::threshold>({.key = "threshold",
                               .min = 1,
                               .max = 1e9,
                               .unit = "tokens",
                               .doc = "Earlier queries count as it.",
                               .learned = true}),
      param<&Fire::w1>(list("w1", "One number a hidden unit; the paper has 32 units.")),
      param<&Fire::b1>(list("b1", "One number a hidden unit.")),
      param<&Fire::w2>(list("w2", "A row for each head, one number a hidden unit.")),
      param<&Fire::b2>(list("b2", "One number a head."))};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    return Frequencies{};
  }

  [[nodiscard]] Result<BiasCurves> bias_curves(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    if (const Status checked = check_network(request.num_heads); !checked) return checked.error();
    BiasCurves curves;
    trace({w1, b1, w2, b2}, curves);
    for (int at = 0; at < request.seq_len; ++at) {
      curves.warp.push_back(psi(at));
      curves.reach.push_back(psi(std::max<double>(at, threshold)) + 1e-6);  // 1e-6: against division by zero
    }
    return curves;
  }

 private:
  [[nodiscard]] Status check_network(int num_heads) const {
    const std::size_t width = std::max<std::size_t>(w1.size(), 1);
    if (Status checked = check_learned("fire.w1", w1, width, "hidden_units"); !checked) return checked;
    if (Status checked = check_learned("fire.b1", b1, width, "hidden_units"); !checked) return checked;
    const std::uint64_t weights = size_product({num_heads, static_cast<std::int64_t>(width)});
    if (Status checked = check_learned("fire.w2", w2, weights, "num_heads x hidden_units"); !checked) return checked;
    return check_learned("fire.b2", b2, static_cast<std::uint64_t>(num_heads), "num_heads");
  }

  [[nodiscard]] double psi(double x) const { return quick_log(c * x + 1); }
};

}  // namespace ropescope::methods
