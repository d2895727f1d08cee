#include "kernels/rotate.hpp"

#include <cassert>
#include <cmath>
#include <complex>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/error_codes.hpp"
#include "core/heads_shape.hpp"
#include "core/result.hpp"
#include "kernels/simd.hpp"

namespace ropescope {
namespace {

void rotate_half_split(float* x, const float* cos, const float* sin, std::size_t pairs) {
  float* y = x + pairs;
  std::size_t i = 0;
  for (; i + lanes <= pairs; i += lanes) {
    const Batch a = Batch::load_unaligned(x + i);
    const Batch b = Batch::load_unaligned(y + i);
    const Batch c = Batch::load_unaligned(cos + i);
    const Batch s = Batch::load_unaligned(sin + i);
    xsimd::fms(a, c, b * s).store_unaligned(x + i);
    multiply_add(a, s, b * c).store_unaligned(y + i);
  }
  for (; i < pairs; ++i) {
    const float a = x[i];
    x[i] = a * cos[i] - y[i] * sin[i];
    y[i] = a * sin[i] + y[i] * cos[i];
  }
}

void rotate_interleaved(float* x, const float* cos, const float* sin, std::size_t pairs) {
  using Complex = std::complex<float>;
  auto* z = reinterpret_cast<Complex*>(x);  // [complex.numbers.general]: an array of pairs may be read as complex
  std::size_t i = 0;
  for (; i + lanes <= pairs; i += lanes) {
    const auto pair = xsimd::batch<Complex>::load_unaligned(z + i);
    const Batch c = Batch::load_unaligned(cos + i);
    const Batch s = Batch::load_unaligned(sin + i);
    const xsimd::batch<Complex> turned(xsimd::fms(pair.real(), c, pair.imag() * s),
                                       multiply_add(pair.real(), s, pair.imag() * c));
    turned.store_unaligned(z + i);
  }
  for (; i < pairs; ++i)
    z[i] = {z[i].real() * cos[i] - z[i].imag() * sin[i], z[i].real() * sin[i] + z[i].imag() * cos[i]};
}

// e^(i position inv_freq), from two factors: position = block_start + offset with block_start a multiple of 64, and
// e^i(a+b)t = e^iat e^ibt in double. Consecutive positions share their factors, so that a table costs 4 products per
// entry instead of a sine and a cosine; the factors depend on the position alone, so the table's bits do too.
class Turns {
 public:
  Turns(std::span<const double> inv_freq, double attention_factor)
      : inv_freq_(inv_freq),
        attention_factor_(attention_factor),
        anchor_(2 * inv_freq.size()),
        offsets_(block * 2 * inv_freq.size()),
        ready_(block, false) {}

  // cos and sin: [pairs]
  void write(double position, float* cos, float* sin) {
    const double start = std::floor(position / block) * block;
    const double offset = position - start;
    const bool whole = offset == std::floor(offset);  // a fractional position is its own anchor
    anchor_at(whole ? start : position);
    const std::size_t pairs = inv_freq_.size();
    const double* turn = offset_turns(whole ? static_cast<std::size_t>(offset) : 0);
    const double* anchor = anchor_.data();
    for (std::size_t i = 0; i < pairs; ++i) {
      cos[i] = static_cast<float>(anchor[i] * turn[i] - anchor[pairs + i] * turn[pairs + i]);
      sin[i] = static_cast<float>(anchor[i] * turn[pairs + i] + anchor[pairs + i] * turn[i]);
    }
  }

 private:
  static constexpr std::size_t block = 64;  // 4,096 positions then need 64 anchors and 64 offsets, the least in sum

  // turns: [2, pairs], all cosines, then all sines
  void fill(double position, double size, double* turns) const {
    for (std::size_t i = 0; i < inv_freq_.size(); ++i) {
      turns[i] = size * std::cos(position * inv_freq_[i]);
      turns[inv_freq_.size() + i] = size * std::sin(position * inv_freq_[i]);
    }
  }

  void anchor_at(double position) {
    if (position == anchor_position_) return;
    fill(position, attention_factor_, anchor_.data());
    anchor_position_ = position;
  }

  const double* offset_turns(std::size_t offset) {
    double* turns = offsets_.data() + offset * 2 * inv_freq_.size();
    if (!ready_[offset]) fill(static_cast<double>(offset), 1.0, turns);
    ready_[offset] = true;
    return turns;
  }

  std::span<const double> inv_freq_;
  double attention_factor_;
  double anchor_position_ = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> anchor_;   // [2, pairs], times the attention factor
  std::vector<double> offsets_;  // [block, 2, pairs], filled where ready_
  std::vector<bool> ready_;
};

}  // namespace

RotationTable make_rotation_table(std::span<const double> inv_freq, std::span<const double> positions,
                                  double attention_factor) {
  RotationTable table;
  extend_rotation_table(inv_freq, positions, attention_factor, table);
  return table;
}

void extend_rotation_table(std::span<const double> inv_freq, std::span<const double> positions, double attention_factor,
                           RotationTable& table) {
  const std::size_t pairs = inv_freq.size();
  std::size_t n = pairs == 0 ? positions.size() : table.cos.size() / pairs;
  table.pairs = static_cast<int>(pairs);
  if (n >= positions.size()) return;
  table.cos.resize(positions.size() * pairs);
  table.sin.resize(positions.size() * pairs);
  Turns turns(inv_freq, attention_factor);
  for (; n < positions.size(); ++n) {
    turns.write(positions[n], table.cos.data() + n * pairs, table.sin.data() + n * pairs);
  }
}

void rotate_rows(float* x, const HeadsShape& shape, const RotationTable& table, int first_row, PairLayout layout) {
  const auto pairs = static_cast<std::size_t>(table.pairs);
  const auto turn = layout == PairLayout::half_split ? rotate_half_split : rotate_interleaved;
  const float* cos = table.cos.data() + static_cast<std::size_t>(first_row) * pairs;
  const float* sin = table.sin.data() + static_cast<std::size_t>(first_row) * pairs;
  for (int n = 0; n < shape.seq_len; ++n, cos += pairs, sin += pairs) {
    for (int h = 0; h < shape.heads; ++h, x += shape.head_dim) turn(x, cos, sin, pairs);
  }
}

Status rotate(std::span<float> x, const HeadsShape& shape, const RotationTable& table, PairLayout layout) {
  if (shape.seq_len < 0 || shape.heads < 0 || shape.head_dim < 0 || x.size() != shape.size()) {
    return Error{
        ErrorCode::invalid_argument,
        "does_not_fill_shape",
        "x",
        {{"given", x.size()}, {"seq_len", shape.seq_len}, {"heads", shape.heads}, {"head_dim", shape.head_dim}}};
  }
  const auto pairs = static_cast<std::size_t>(table.pairs);
  if (2 * table.pairs > shape.head_dim) {
    return Error{ErrorCode::invalid_argument,
                 "rotates_too_many",
                 "table",
                 {{"given", 2 * table.pairs}, {"head_dim", shape.head_dim}}};
  }
  if (table.cos.size() != pairs * static_cast<std::size_t>(shape.seq_len) || table.sin.size() != table.cos.size()) {
    return Error{ErrorCode::invalid_argument, "must_have_row_a_token", "table", {{"count", shape.seq_len}}};
  }
  rotate_rows(x.data(), shape, table, 0, layout);
  return ok();
}

}  // namespace ropescope
