// Element by element over f32 rows. Valid: any size; x, y and out may be the same. Error: one rounding an element.
#pragma once

#include <span>

namespace ropescope {

// out[i] = x[i]; out: [x.size()]. Of short rows: memcpy is a call of a slow loop in WebAssembly.
void copy_elements(std::span<const float> x, float* out);

// x[i] += y[i]; y: [x.size()]
void add_to(std::span<float> x, const float* y);

// out[i] = x[i] * y[i]; y, out: [x.size()]
void multiply_elements(std::span<const float> x, const float* y, float* out);

// out[i] = x[i] * factor; out: [x.size()]
void scale(std::span<const float> x, float factor, float* out);

// x[i] = limit * tanh(x[i] / limit), limit > 0; error: 2^-22 of it
void cap(std::span<float> x, float limit);

}  // namespace ropescope
