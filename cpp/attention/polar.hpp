// Polar queries and keys (PoPE): a channel is no half of a pair but the size of one of its own, whose angle is position
// alone. x: [head_dim] becomes [width]: softplus of the first channels along the cosine half, the same along the sine
// half, then the channels that do not turn. Keys begin at angle 0, those of a query at minus the phase, so that a
// pair's part of a score is softplus(q) softplus(k) cos((m - n) theta - phase). The plan's rotation turns them from
// there.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "kernels/aligned.hpp"
#include "position/plan.hpp"

namespace ropescope {

class PolarForm {
 public:
  PolarForm() = default;
  explicit PolarForm(const PositionPlan& plan);

  [[nodiscard]] bool is_used() const { return channels_ > 0; }
  [[nodiscard]] int width(int head_dim) const { return head_dim + static_cast<int>(channels_); }

  // out: [width], times factor
  void widen_query(int head, std::span<const float> x, float factor, float* out) const;
  void widen_key(std::span<const float> x, float* out) const;

  // From d(loss) / d(widened) to d(loss) / dx: d_x [head_dim], written. Of a query also d(loss) / d(its phases), added:
  // d_phases [pairs].
  void narrow_query(int head, std::span<const float> x, const float* d, float* d_x, double* d_phases) const;
  void narrow_key(std::span<const float> x, const float* d, float* d_x) const;

 private:
  std::size_t channels_ = 0;   // that turn: pairs of the plan; 0 = the plan is not polar
  std::vector<float> cosine_;  // [num_heads, channels] of the phases
  std::vector<float> sine_;
};

}  // namespace ropescope
