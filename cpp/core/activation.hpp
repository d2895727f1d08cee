// The activations of the feed-forward part: what a config names and kernels/activation.hpp computes.
#pragma once

namespace ropescope {

enum class Activation { silu, gelu, gelu_tanh, relu, relu2 };

}  // namespace ropescope
