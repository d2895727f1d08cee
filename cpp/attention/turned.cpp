// How attention turns queries and keys: scaled, divided by their lengths, made wider, rotated.
#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "attention/attention.hpp"
#include "attention/unit_length.hpp"
#include "core/index.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/rotate.hpp"
#include "position/plan_compare.hpp"  // IWYU pragma: keep (an assert uses it)

namespace ropescope {

// Everything that multiplies all scores of a query goes into q.
double Attention::query_scale(int query, int head_dim) const {
  const double by_default = 1 / std::sqrt(static_cast<double>(head_dim));
  const double scale = plan_.norms.score_scale == 0 ? by_default : plan_.norms.score_scale;
  return plan_.logit_scale.empty() ? scale : scale * static_cast<double>(plan_.logit_scale[index(query)]);
}

// x: a query before rotation, or those of all heads where only the factor is applied.
void Attention::turn_query(std::span<const float> x, int head, double factor, Scratch& scratch, float* out) const {
  if (plan_.norms.queries && polar_.is_used()) {
    scratch.unit.resize(x.size());
    divide_by_length(x, 1, scratch.unit.data());
    polar_.widen_query(head, scratch.unit, static_cast<float>(factor), out);
  } else if (plan_.norms.queries) {
    divide_by_length(x, factor, out);
  } else if (polar_.is_used()) {
    polar_.widen_query(head, x, static_cast<float>(factor), out);
  } else {
    scale(x, static_cast<float>(factor), out);
  }
}

void Attention::turn_queries(const AttentionInput& input, const AttentionShape& shape) {
  constexpr int together = 64;          // rows
  constexpr double work_a_number = 16;  // of scaling and rotating it
  const std::vector<std::size_t> used = rotations_.query_tables();
  const std::size_t numbers = index(shape.queries) * index(shape.heads) * index(polar_.width(shape.head_dim));
  queries_.resize(rotations_.tables().size());
  for (const std::size_t table : used) queries_[table].resize(numbers);
  const double work = work_a_number * static_cast<double>(numbers * used.size());
  threads_.share((shape.queries + together - 1) / together, work, [&](int part, int worker) {
    const KeyRange rows{part * together, std::min(shape.queries, (part + 1) * together)};
    turn_rows(input, shape, rows, scratch_[index(worker)]);
  });
}

// rows: of q
void Attention::turn_rows(const AttentionInput& input, const AttentionShape& shape, KeyRange rows, Scratch& scratch) {
  const auto& tables = rotations_.tables();
  AlignedFloats& scaled = queries_[rotations_.of_queries(0)];
  const std::size_t dim = index(shape.head_dim);
  const std::size_t width = index(polar_.width(shape.head_dim));
  const std::size_t heads = index(shape.heads);
  const bool by_head = plan_.norms.queries || polar_.is_used() || !plan_.head_scale.empty();
  const std::size_t together = by_head ? 1 : heads;  // heads that have one factor
  for (int r = rows.begin; r < rows.end; ++r) {
    const double of_row = query_scale(shape.query_start + r, shape.head_dim);
    for (std::size_t h = 0; h < heads; h += together) {
      const std::size_t row = index(r) * heads + h;
      const double factor = plan_.head_scale.empty() ? of_row : of_row * plan_.head_scale[h];
      turn_query(input.q.subspan(row * dim, together * dim), static_cast<int>(h), factor, scratch,
                 &scaled[row * width]);
    }
  }
  const std::size_t begin = index(rows.begin) * heads * width;
  const int count = rows.end - rows.begin;
  const std::vector<std::size_t> used = rotations_.query_tables();
  for (const std::size_t table : used) {
    if (&queries_[table] != &scaled) {
      std::copy_n(scaled.begin() + static_cast<std::ptrdiff_t>(begin), index(count) * heads * width,
                  &queries_[table][begin]);
    }
  }
  for (const std::size_t table : used) {
    rotate_rows(queries_[table].data() + begin, {count, shape.heads, polar_.width(shape.head_dim)}, tables[table],
                shape.query_start + rows.begin, PairLayout::half_split);
  }
}

void Attention::turn_keys(std::span<float> keys, const AttentionShape& shape, int first) {
  assert(rotated_keys_suffice(plan_));
  const std::size_t dim = index(shape.head_dim);
  const int tokens = static_cast<int>(keys.size() / dim) / shape.kv_heads;
  if (plan_.norms.keys) {
    for (std::size_t begin = 0; begin < keys.size(); begin += dim) {
      const auto key = keys.subspan(begin, dim);
      divide_by_length(key, 1, key.data());
    }
  }
  rotations_.extend(plan_, first + tokens);
  rotate_rows(keys.data(), {tokens, shape.kv_heads, shape.head_dim}, rotations_.tables()[rotations_.of_keys(0)], first,
              PairLayout::half_split);
}

void Attention::copy_keys(const Call& call, int kv_head, KeyRange range, Scratch& scratch) const {
  const std::size_t dim = index(call.shape.head_dim);
  const std::size_t stride = index(call.shape.kv_heads) * dim;
  const std::size_t width = index(polar_.width(call.shape.head_dim));
  scratch.keys.resize(index(range.end - range.begin) * width);
  float* row = scratch.keys.data();
  for (int n = range.begin; n < range.end; ++n, row += width) {
    auto key = call.input.k.subspan(index(n) * stride + index(kv_head) * dim, dim);
    if (plan_.norms.keys && !call.input.keys_turned) {
      scratch.unit.resize(dim);
      divide_by_length(key, 1, scratch.unit.data());
      key = scratch.unit;
    }
    if (polar_.is_used()) {
      polar_.widen_key(key, row);
    } else {
      copy_elements(key, row);
    }
  }
}

}  // namespace ropescope
