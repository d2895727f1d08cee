// Rotary position embedding of [seq_len, heads, head_dim] f32, in place. n = token, i = channel pair.
// Valid: even rotary_dim <= head_dim, any position whose angle is finite; channels past rotary_dim pass through.
// Maximum error against double: 2^-22 of the rotated pair's norm (cos and sin are formed in double and rounded once).
// A row of the table depends on its position alone, bit for bit, whatever else the table holds.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/heads_shape.hpp"
#include "core/result.hpp"

namespace ropescope {

// Which two channels form pair i: half_split (i, i + rotary_dim / 2), interleaved (2i, 2i + 1).
enum class PairLayout { half_split, interleaved };

// cos and sin of every token and pair, already multiplied by the attention factor.
struct RotationTable {
  int pairs = 0;           // rotary_dim / 2
  std::vector<float> cos;  // [seq_len, pairs]
  std::vector<float> sin;  // [seq_len, pairs]
};

// inv_freq: [pairs], rad per token; positions: [seq_len], tokens. Angles are formed in double.
RotationTable make_rotation_table(std::span<const double> inv_freq, std::span<const double> positions,
                                  double attention_factor);

// The same, given the table of the first few of these positions (or an empty one).
void extend_rotation_table(std::span<const double> inv_freq, std::span<const double> positions, double attention_factor,
                           RotationTable& table);

// Rotates x: [seq_len, heads, head_dim]. Errors: invalid_argument when table, shape and x disagree.
Status rotate(std::span<float> x, const HeadsShape& shape, const RotationTable& table, PairLayout layout);

// The same unchecked, token n by row first_row + n of the table.
void rotate_rows(float* x, const HeadsShape& shape, const RotationTable& table, int first_row, PairLayout layout);

}  // namespace ropescope
