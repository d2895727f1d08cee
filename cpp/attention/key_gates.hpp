// The gates of a plan (KeyGates of position/plan.hpp) as attention reads them: sums from the beginning of the text, so
// that the bias on a score is the difference of two. h = head, t = token, m = query, n = key:
// c_t,h = ln f_0,h + ... + ln f_t,h, bias = c_m,h - c_n,h.
#pragma once

#include <span>
#include <vector>

#include "position/plan.hpp"

namespace ropescope {

// Adds the sums of further tokens behind those of the tokens before them. x: [tokens, hidden_size], what q, k and v are
// projected from; sums: [tokens so far, num_heads], nats, never rising. Valid: gates with a weight for each element of
// a row of x. Error: 1e-15 of 1 + sum |w x| a token. The sums of a token are the same bits alone as among others.
void add_gate_sums(const KeyGates& gates, std::span<const float> x, std::vector<double>& sums);
// The same in two steps, for rows that go through the first in any order: their ln f, [tokens, num_heads], and sums of
// these from the first of the given tokens on, in place, where `sums` begins with the text.
void read_gates(const KeyGates& gates, std::span<const float> x, std::span<double> logs);
void sum_gates(int num_heads, int first_token, std::span<double> sums);

// The scores that one query of one head has for keys from first_key on.
struct GatedRow {
  int heads = 0;
  int head = 0;
  int query = 0;
  int first_key = 0;
};

// Adds the biases to a row of scores. sums: [tokens, num_heads], up to the query at least. Error: one rounding each.
void add_gate_biases(std::span<const double> sums, const GatedRow& at, std::span<float> row);

}  // namespace ropescope
