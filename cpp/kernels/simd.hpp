// xsimd, and the names that every kernel uses. Only kernels/*.cpp include this.
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

#ifdef __wasm_relaxed_simd__
#include <wasm_simd128.h>
#endif

#include <cstddef>
#include <type_traits>
#include <utility>

namespace ropescope {

using Batch = xsimd::batch<float>;  // 4 floats in WASM, up to 16 natively
inline constexpr std::size_t lanes = Batch::size;

// a * b + c, rounded once where one instruction does it: natively with FMA, and in the relaxed WASM build, for which
// xsimd has no instruction, on machines that have it. Elsewhere it rounds twice. Plans must not depend on that: nothing
// outside kernels/ can ask for it.
[[gnu::always_inline]] inline Batch multiply_add(const Batch& a, const Batch& b, const Batch& c) {
#ifdef __wasm_relaxed_simd__
  return wasm_f32x4_relaxed_madd(a, b, c);
#else
  return xsimd::fma(a, b, c);
#endif
}

// c - a * b, rounded as multiply_add.
[[gnu::always_inline]] inline Batch subtract_product(const Batch& a, const Batch& b, const Batch& c) {
#ifdef __wasm_relaxed_simd__
  return wasm_f32x4_relaxed_nmadd(a, b, c);
#else
  return xsimd::fnma(a, b, c);
#endif
}

// x, or the bound where x is below it; a NaN stays.
[[gnu::always_inline]] inline Batch at_least(const Batch& x, const Batch& bound) {
#ifdef __wasm__
  return xsimd::max(x, bound);  // of a NaN and a number the first, with one instruction; x86 takes the second
#else
  return xsimd::select(x < bound, bound, x);
#endif
}

// Calls step(0), step(1), ... step(count - 1) with compile-time numbers. A loop over an array of vectors keeps them in
// memory unless the compiler unrolls it, which GCC does not at -O2, or when it calls what steps.
template <std::size_t count, class Step>
[[gnu::always_inline]] inline void unrolled(Step step) {
  [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) {
    (step(std::integral_constant<std::size_t, i>{}), ...);
  }(std::make_index_sequence<count>{});
}

}  // namespace ropescope
