// What a frequency means in tokens.
#pragma once

#include "core/math.hpp"

namespace ropescope {

// inv_freq: rad per token. Tokens after which a pair stands as before; infinite where it does not turn.
constexpr double wavelength(double inv_freq) { return two_pi / inv_freq; }

// How often a pair turns within `length` tokens.
constexpr double turns(double inv_freq, double length) { return length * inv_freq / two_pi; }

}  // namespace ropescope
