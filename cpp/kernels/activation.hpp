// Activations of the feed-forward part, f32, in place.
// Valid: all finite values. Maximum error against double: silu and gelu_tanh 4e-7 * max(|x|, 1), gelu 2^-22 * |x|,
// relu none, relu2 2^-24 of it.
#pragma once

#include <span>

#include "core/activation.hpp"

namespace ropescope {

void activate(Activation activation, std::span<float> x);

// out[i] = act(gate[i]) * up[i]; up, out: [gate.size()].
void activate_gated(Activation activation, std::span<const float> gate, const float* up, float* out);

// Its gradient, in place: out holds d(loss) / d(out) and becomes act(gate) * up; gate and up become their gradients.
// Maximum error against double: 1e-6 * max(|gate|, 1, act(gate)) * |factors|.
void activate_gated_backward(Activation activation, std::span<float> gate, float* up, float* out);

}  // namespace ropescope
