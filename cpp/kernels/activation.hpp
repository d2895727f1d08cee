// Activations of the feed-forward part, f32, in place.
// Valid: all finite values. Maximum error against double: silu and gelu_tanh 4e-7 * max(|x|, 1), gelu 2^-22 * |x|.
#pragma once

#include <span>

namespace ropescope {

enum class Activation { silu, gelu, gelu_tanh };

void activate(Activation activation, std::span<float> x);

}  // namespace ropescope
