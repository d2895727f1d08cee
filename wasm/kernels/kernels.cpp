// The kernels alone, as plain functions of arrays in this module's memory: for callers who have frequencies and weights
// of their own. web/lib/kernels.js checks what it passes; the library's headers say what each kernel does and how
// exactly.
#include <algorithm>
#include <cstddef>
#include <span>

#include "core/heads_shape.hpp"
#include "kernels/matmul.hpp"
#include "kernels/rms_norm.hpp"
#include "kernels/rotate.hpp"
#include "kernels/softmax.hpp"

namespace {

constexpr int tokens_together = 1024;  // whose table of angles is made at once: 0.5 MB at 64 pairs

std::size_t product(int a, int b) { return static_cast<std::size_t>(a) * static_cast<std::size_t>(b); }

}  // namespace

extern "C" {

// x: [seq_len, heads, head_dim], in place; inv_freq: [pairs]; positions: [seq_len]
[[clang::export_name("rotate")]] void ropescope_rotate(float* x, int seq_len, int heads, int head_dim,
                                                       const double* inv_freq, int pairs, const double* positions,
                                                       double attention_factor, bool interleaved) {
  using namespace ropescope;
  const std::span<const double> frequencies(inv_freq, static_cast<std::size_t>(pairs));
  const auto layout = interleaved ? PairLayout::interleaved : PairLayout::half_split;
  for (int first = 0; first < seq_len; first += tokens_together) {
    const int count = std::min(tokens_together, seq_len - first);
    const std::span<const double> own(positions + first, static_cast<std::size_t>(count));
    const RotationTable table = make_rotation_table(frequencies, own, attention_factor);
    rotate_rows(x + product(first, heads) * static_cast<std::size_t>(head_dim), {count, heads, head_dim}, table, 0,
                layout);
  }
}

// x: [rows, columns], in place
[[clang::export_name("softmax")]] void ropescope_softmax(float* x, int rows, int columns) {
  for (int r = 0; r < rows; ++r) ropescope::softmax({x + product(r, columns), static_cast<std::size_t>(columns)});
}

// x: [rows, columns], in place; weight: [columns]
[[clang::export_name("rms_norm")]] void ropescope_rms_norm(float* x, int rows, int columns, const float* weight,
                                                           double eps) {
  const std::span<float> values(x, product(rows, columns));
  ropescope::rms_norm(values, {weight, static_cast<std::size_t>(columns)}, eps, values);
}

// c = a b, a: [rows, depth], c: [rows, columns]; b: [depth, columns], or transposed, [columns, depth]
[[clang::export_name("multiply")]] void ropescope_multiply(const float* a, int rows, int depth, const float* b,
                                                           int columns, bool transposed, float* c) {
  using namespace ropescope;
  const auto stride = static_cast<std::size_t>(columns);
  PackedMatrix packed;
  if (transposed) {
    pack_columns({b, static_cast<std::size_t>(depth), columns}, depth, packed);
  } else {
    pack_rows({b, stride, depth}, columns, packed);
  }
  multiply({a, static_cast<std::size_t>(depth), rows}, packed, {c, stride});
}
}
