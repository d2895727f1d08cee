#include "attention/polar.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "core/index.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/softplus.hpp"
#include "position/plan.hpp"

namespace ropescope {

PolarForm::PolarForm(const PositionPlan& plan) {
  if (plan.phases.empty()) return;
  channels_ = plan.inv_freq.size();
  for (const double phase : plan.phases) {
    cosine_.push_back(static_cast<float>(std::cos(phase)));
    sine_.push_back(static_cast<float>(std::sin(phase)));
  }
}

void PolarForm::widen_query(int head, std::span<const float> x, float factor, float* out) const {
  const std::size_t phases = index(head) * channels_;
  const std::span<float> along(out, channels_);
  softplus(x.first(channels_), factor, out);
  multiply_elements(along, &sine_[phases], out + channels_);
  scale({out + channels_, channels_}, -1, out + channels_);
  multiply_elements(along, &cosine_[phases], out);
  scale(x.subspan(channels_), factor, out + 2 * channels_);
}

void PolarForm::widen_key(std::span<const float> x, float* out) const {
  softplus(x.first(channels_), 1, out);
  std::fill_n(out + channels_, channels_, 0.0F);
  std::ranges::copy(x.subspan(channels_), out + 2 * channels_);
}

void PolarForm::narrow_query(int head, std::span<const float> x, const float* d, float* d_x, double* d_phases) const {
  const std::size_t phases = index(head) * channels_;
  std::vector<float> size(channels_);
  softplus(x.first(channels_), 1, size.data());
  for (std::size_t c = 0; c < channels_; ++c) {
    const float cosine = cosine_[phases + c];
    const float sine = sine_[phases + c];
    d_x[c] = d[c] * cosine - d[c + channels_] * sine;
    d_phases[c] -= static_cast<double>(size[c] * (d[c] * sine + d[c + channels_] * cosine));
  }
  softplus_backward(x.first(channels_), d_x);
  std::copy_n(d + 2 * channels_, x.size() - channels_, d_x + channels_);
}

void PolarForm::narrow_key(std::span<const float> x, const float* d, float* d_x) const {
  std::copy_n(d, channels_, d_x);
  softplus_backward(x.first(channels_), d_x);
  std::copy_n(d + 2 * channels_, x.size() - channels_, d_x + channels_);
}

}  // namespace ropescope
