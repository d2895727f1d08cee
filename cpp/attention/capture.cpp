#include "attention/capture.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace ropescope {
namespace {

std::size_t index(int i) { return static_cast<std::size_t>(i); }

int pooled(int count, int size) { return size == 0 ? count : std::min(count, size); }

// The pool that element `i` of `count` belongs to.
int pool_of(int i, int count, int pools) { return static_cast<int>(static_cast<std::int64_t>(i) * pools / count); }

std::vector<int> wanted_heads(const CaptureRequest& request, int heads) {
  if (!request.heads.empty()) return request.heads;
  std::vector<int> all(index(heads));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

}  // namespace

CaptureSink::CaptureSink(const CaptureRequest& request, int layer, int heads, const CaptureExtent& extent)
    : kind_(request.kind), extent_(extent), map_of_head_(index(heads), -1) {
  const float masked = kind_ == CaptureKind::weights ? 0.0F : -std::numeric_limits<float>::infinity();
  const int rows = pooled(extent.keys - extent.first_query, request.size);
  const int cols = pooled(extent.keys, request.size);
  for (const int head : wanted_heads(request, heads)) {
    map_of_head_[index(head)] = static_cast<int>(maps_.size());
    maps_.push_back({layer, head, rows, cols, std::vector<float>(index(rows) * index(cols), masked)});
  }
}

bool CaptureSink::wants(int head) const { return map_of_head_[index(head)] >= 0; }

void CaptureSink::offer(int head, int query, int first_key, std::span<const float> row) {
  assert(wants(head));
  if (query < extent_.first_query) return;
  AttentionMap& map = maps_[index(map_of_head_[index(head)])];
  const int row_pool = pool_of(query - extent_.first_query, extent_.keys - extent_.first_query, map.rows);
  float* values = map.values.data() + index(row_pool) * index(map.cols);
  if (map.rows == extent_.keys - extent_.first_query && map.cols == extent_.keys) {
    std::ranges::copy(row, values + first_key);
    return;
  }
  for (std::size_t n = 0; n < row.size(); ++n) {
    float& kept = values[pool_of(first_key + static_cast<int>(n), extent_.keys, map.cols)];
    kept = std::max(kept, row[n]);
  }
}

std::vector<AttentionMap> CaptureSink::take() { return std::move(maps_); }

double capture_size(const CaptureRequest& request, int heads, const CaptureExtent& extent) {
  const double maps = static_cast<double>(request.layers.size()) *
                      static_cast<double>(request.heads.empty() ? index(heads) : request.heads.size());
  return maps * pooled(extent.keys - extent.first_query, request.size) * pooled(extent.keys, request.size);
}

}  // namespace ropescope
