// The scores of one query in parts, by pair of channels: products of the very numbers that attention multiplies. n =
// key, i = pair.
#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include "attention/attention.hpp"
#include "attention/bias_curve.hpp"
#include "attention/biases.hpp"
#include "attention/capture.hpp"
#include "attention/schedule.hpp"
#include "core/index.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/rotate.hpp"

namespace ropescope {

void Attention::split_row(const Call& call, int query, int head, Scratch& scratch) const {
  const std::size_t cols = plan_.inv_freq.size() + 2;
  std::vector<float> parts((index(query) + 1) * cols, -std::numeric_limits<float>::infinity());
  const VisibleKeys seen = visible_keys(plan_.visible, query);
  for (int branch = 0; branch < rotations_.branches(); ++branch) {
    const KeyRange own = branch_keys(plan_, branch, query);
    for (const KeyRange& keys : {common(own, seen.sinks), common(own, seen.window)}) {
      if (!keys.empty())
        split_scores(call, {head, query, keys.begin}, {branch, keys}, scratch, &parts[index(keys.begin) * cols]);
    }
  }
  call.capture->offer_pairs(head, query, static_cast<int>(cols), parts);
}

// parts: [keys, pairs + 2]
void Attention::split_scores(const Call& call, const BiasRow& at, const Product& product, Scratch& scratch,
                             float* parts) const {
  const std::size_t pairs = plan_.inv_freq.size();
  const AttentionShape& shape = call.shape;
  const std::size_t width = index(polar_.width(shape.head_dim));
  const KeyRange keys = product.keys;
  copy_keys(call, at.head * shape.kv_heads / shape.heads, keys, scratch);
  if (!call.input.keys_turned) {
    rotate_rows(scratch.keys.data(), {keys.end - keys.begin, 1, polar_.width(shape.head_dim)},
                rotations_.tables()[rotations_.of_keys(product.branch)], keys.begin, PairLayout::half_split);
  }
  const std::size_t row = index(at.query - shape.query_start) * index(shape.heads) + index(at.head);
  const float* query = &queries_[rotations_.of_queries(product.branch)][row * width];
  std::vector<float> biases(index(keys.end - keys.begin));
  add_biases({plan_, reversed_bias_, call.input.gate_sums, shape.heads}, at, biases);

  std::vector<float> decay(width, 1.0F);
  for (std::size_t n = 0; n < biases.size(); ++n, parts += pairs + 2) {
    if (rotations_.has_decay()) {
      rotations_.decay_between(plan_, product.branch, at.query, keys.begin + static_cast<int>(n), decay);
    }
    const std::span<float> key(&scratch.keys[n * width], width);
    multiply_elements(key, query, key.data());
    multiply_elements(key, decay.data(), key.data());
    std::copy_n(key.begin(), pairs, parts);
    add_to({parts, pairs}, key.data() + pairs);
    parts[pairs] = std::reduce(key.begin() + 2 * static_cast<std::ptrdiff_t>(pairs), key.end());
    parts[pairs + 1] = biases[n];
  }
}

}  // namespace ropescope
