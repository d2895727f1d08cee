// Keys and values as attention multiplies them: in panels, of the kv heads that run together.
#include <cstddef>
#include <utility>
#include <vector>

#include "attention/attention.hpp"
#include "attention/kept_keys.hpp"
#include "attention/schedule.hpp"
#include "core/index.hpp"
#include "kernels/matmul.hpp"
#include "kernels/rotate.hpp"

namespace ropescope {

// Only those keys that a branch with this rotation meets in this part.
void Attention::choose_keys(const Schedule& schedule, KeyRange queries) {
  const std::size_t tables = rotations_.tables().size();
  needed_keys_.assign(schedule.parts.size() * tables, {});
  for (std::size_t p = 0; p < schedule.parts.size(); ++p) {
    for (int b = 0; b < rotations_.branches(); ++b) {
      KeyRange& keys = needed_keys_[p * tables + rotations_.of_keys(b)];
      keys = hull(keys, keys_met(plan_, b, queries, schedule.parts[p]));
    }
  }
  for (KeyRange& keys : needed_keys_) {
    keys = keys.empty() ? KeyRange{} : KeyRange{floor_to_panel(keys.begin), keys.end};
  }
}

// Keys and values of these many kv heads from call_.kv_head on.
void Attention::pack(int kv_heads) {
  constexpr double work_a_number = 32;  // of copying it, rotating it and putting it in its place
  const AttentionShape& shape = call_.shape;
  if (!call_.few && packed_keys_.size() < index(kv_heads)) {
    packed_keys_.resize(index(kv_heads));
    packed_values_.resize(index(kv_heads));
  }
  const double numbers = static_cast<double>(kv_heads) * (call_.few ? shape.queries : shape.keys) * shape.head_dim;
  const bool values = !call_.few && !call_.out.empty();
  threads_.share(values ? 2 * kv_heads : kv_heads, work_a_number * numbers, [&](int part, int worker) {
    const int kv_head = call_.kv_head + part % kv_heads;
    if (part < kv_heads) {
      pack_keys(call_, kv_head, scratch_[index(worker)]);
    } else {
      pack_values(call_, kv_head);
    }
  });
}

KeyPacks& Attention::packs_of(int kv_head) {
  return call_.few ? call_.input.kept->of_head(kv_head) : packed_keys_[index(kv_head - call_.kv_head)];
}

void Attention::pack_keys(const Call& call, int kv_head, Scratch& scratch) {
  KeyPacks& packs = packs_of(kv_head);
  packs.resize(needed_keys_.size());
  for (std::size_t p = 0; p < packs.size(); ++p) {
    if (!call.few) packs[p] = {.keys = {}, .matrix = std::move(packs[p].matrix)};
    const KeyRange missing = call.few ? keys_to_append(packs[p], needed_keys_[p]) : needed_keys_[p];
    if (missing.empty()) continue;
    const int count = missing.end - missing.begin;
    const int width = polar_.width(call.shape.head_dim);
    copy_keys(call, kv_head, missing, scratch);
    if (!call.input.keys_turned) {
      const std::size_t table = p % rotations_.tables().size();
      rotate_rows(scratch.keys.data(), {count, 1, width}, rotations_.tables()[table], missing.begin,
                  PairLayout::half_split);
    }
    const Rows keys{scratch.keys.data(), index(width), count};
    if (call.few) {
      append_columns(keys, width, packs[p].matrix);
    } else {
      packs[p].keys = missing;
      pack_columns(keys, width, packs[p].matrix);
    }
  }
}

Rows Attention::values_of(const Call& call, int kv_head, KeyRange keys) const {
  const std::size_t dim = index(call.shape.head_dim);
  const std::size_t stride = index(call.shape.kv_heads) * dim;
  const float* first =
      call.input.v.empty() ? nullptr : &call.input.v[index(keys.begin) * stride + index(kv_head) * dim];
  return {first, stride, keys.end - keys.begin};
}

void Attention::pack_values(const Call& call, int kv_head) {
  std::vector<PackedMatrix>& values = packed_values_[index(kv_head - call.kv_head)];
  values.resize(call.schedule.parts.size());
  for (std::size_t p = 0; p < values.size(); ++p) {
    pack_rows(values_of(call, kv_head, call.schedule.parts[p]), call.shape.head_dim, values[p]);
  }
}

}  // namespace ropescope
