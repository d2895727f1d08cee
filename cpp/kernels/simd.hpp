// xsimd, and the two names that every kernel uses. Only kernels/*.cpp include this.
#pragma once

#if defined(__GNUC__) && !defined(__clang__)
// GCC's own AVX-512 headers read variables that are "undefined" on purpose, and GCC 12 warns (GCC bug 105593).
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <xsimd/xsimd.hpp>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#include <cstddef>

namespace ropescope {

using Batch = xsimd::batch<float>;  // 4 floats in WASM, up to 16 natively
inline constexpr std::size_t lanes = Batch::size;

}  // namespace ropescope
