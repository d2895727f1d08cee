#include "attention/capture.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"

namespace ropescope {
namespace {

std::size_t index(int i) { return static_cast<std::size_t>(i); }

int pooled(int count, int size) { return size == 0 ? count : std::min(count, size); }

// The pool that element `i` of `count` belongs to.
int pool_of(int i, int count, int pools) { return static_cast<int>(static_cast<std::int64_t>(i) * pools / count); }

// The first element of a pool.
int first_of(int pool, int count, int pools) {
  return static_cast<int>((static_cast<std::int64_t>(pool) * count + pools - 1) / pools);
}

// Raises pools [cols] of `keys` elements to the maxima of a row that starts at first_key.
void pool_by_maximum(std::span<const float> row, int first_key, int keys, std::span<float> pools) {
  const int cols = static_cast<int>(pools.size());
  const int end = first_key + static_cast<int>(row.size());
  for (int key = first_key; key < end;) {
    const int pool = pool_of(key, keys, cols);
    const int next = std::min(end, first_of(pool + 1, keys, cols));
    float largest = pools[index(pool)];
    for (; key < next; ++key) largest = std::max(largest, row[index(key - first_key)]);
    pools[index(pool)] = largest;
  }
}

double entropy_of(std::span<const float> weights) {
  double sum = 0;
  for (const float weight : weights) {
    const auto p = static_cast<double>(weight);
    if (p > 0) sum -= p * std::log(p);
  }
  return sum;
}

float masked(CaptureKind kind) { return kind == CaptureKind::logits ? -std::numeric_limits<float>::infinity() : 0.0F; }

std::vector<int> wanted_heads(const CaptureRequest& request, int heads) {
  if (!request.heads.empty()) return request.heads;
  std::vector<int> all(index(heads));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

}  // namespace

CaptureSink::CaptureSink(std::span<const CaptureRequest> requests, int layer, int heads, const CaptureExtent& extent)
    : extent_(extent) {
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const CaptureRequest& request = requests[i];
    Shelf& shelf = shelves_.emplace_back(request.kind, std::vector<int>(index(heads), -1), std::vector<AttentionMap>());
    if (std::ranges::find(request.layers, layer) == request.layers.end()) continue;
    const int rows = pooled(extent.queries(), request.size);
    const int cols = request.kind == CaptureKind::entropy ? 1 : pooled(extent.keys, request.size);
    for (const int head : wanted_heads(request, heads)) {
      shelf.map_of_head[index(head)] = static_cast<int>(shelf.maps.size());
      std::vector<float> values(index(rows) * index(cols), masked(request.kind));
      shelf.maps.push_back({static_cast<int>(i), layer, head, rows, cols, std::move(values)});
    }
  }
}

bool CaptureSink::wants(CaptureKind rows, int head) const {
  return std::ranges::any_of(shelves_, [&](const Shelf& shelf) {
    return (shelf.kind == CaptureKind::logits) == (rows == CaptureKind::logits) && shelf.map_of_head[index(head)] >= 0;
  });
}

void CaptureSink::offer(CaptureKind rows, int head, int query, int first_key, std::span<const float> row) {
  assert(rows != CaptureKind::entropy);
  if (query < extent_.first_query) return;
  for (Shelf& shelf : shelves_) {
    const int map = shelf.map_of_head[index(head)];
    const bool of_kind = (shelf.kind == CaptureKind::logits) == (rows == CaptureKind::logits);
    if (of_kind && map >= 0) keep(shelf.kind, shelf.maps[index(map)], query, first_key, row);
  }
}

void CaptureSink::keep(CaptureKind kind, AttentionMap& map, int query, int first_key,
                       std::span<const float> row) const {
  const int row_pool = pool_of(query - extent_.first_query, extent_.queries(), map.rows);
  const auto kept = std::span(map.values).subspan(index(row_pool) * index(map.cols), index(map.cols));
  if (kind == CaptureKind::entropy) {
    kept[0] += static_cast<float>(entropy_of(row));
  } else if (map.rows == extent_.queries() && map.cols == extent_.keys) {
    std::ranges::copy(row, kept.begin() + first_key);
  } else {
    pool_by_maximum(row, first_key, extent_.keys, kept);
  }
}

std::vector<AttentionMap> CaptureSink::take() {
  std::vector<AttentionMap> all;
  for (Shelf& shelf : shelves_) std::ranges::move(shelf.maps, std::back_inserter(all));
  shelves_.clear();
  return all;
}

Status check_size(const CaptureRequest& request, std::string_view name) {
  const std::string size = std::string(name) + ".size must be ";
  const std::string got = ", got " + std::to_string(request.size);
  if (request.size < 0) return Error{ErrorCode::invalid_argument, size + "at least 0" + got};
  if (request.kind != CaptureKind::entropy || request.size == 0) return ok();
  return Error{ErrorCode::invalid_argument,
               size + "0 or left out for kind entropy, which keeps one number a row" + got};
}

double capture_size(const CaptureRequest& request, int heads, const CaptureExtent& extent) {
  const double maps = static_cast<double>(request.layers.size()) *
                      static_cast<double>(request.heads.empty() ? index(heads) : request.heads.size());
  const double cols = request.kind == CaptureKind::entropy ? 1 : pooled(extent.keys, request.size);
  return maps * pooled(extent.queries(), request.size) * cols;
}

}  // namespace ropescope
