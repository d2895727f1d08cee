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
#include "core/index.hpp"
#include "core/result.hpp"

namespace ropescope {
namespace {

int pooled(int count, int size) { return size == 0 ? count : std::min(count, size); }

// The pool that element `i` of `count` belongs to.
int pool_of(int i, int count, int pools) { return static_cast<int>(static_cast<std::int64_t>(i) * pools / count); }

// The first element of a pool.
int first_of(int pool, int count, int pools) {
  return static_cast<int>((static_cast<std::int64_t>(pool) * count + pools - 1) / pools);
}

// Raises pools [cols] to the maxima of their keys.
void pool_by_maximum(std::span<const float> keys, std::span<float> pools) {
  const int count = static_cast<int>(keys.size());
  const int cols = static_cast<int>(pools.size());
  for (int pool = 0; pool < cols; ++pool) {
    const auto own = keys.subspan(index(first_of(pool, count, cols)));
    const auto size = index(first_of(pool + 1, count, cols) - first_of(pool, count, cols));
    pools[index(pool)] = std::max(pools[index(pool)], std::ranges::max(own.first(size)));
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
    Shelf& shelf = shelves_.emplace_back();
    shelf.kind = request.kind;
    shelf.map_of_head.assign(index(heads), -1);
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
    if (of_kind && map >= 0) keep(shelf, map, query, first_key, row);
  }
}

void CaptureSink::keep(Shelf& shelf, int map, int query, int first_key, std::span<const float> row) const {
  AttentionMap& target = shelf.maps[index(map)];
  const int row_pool = pool_of(query - extent_.first_query, extent_.queries(), target.rows);
  if (shelf.kind == CaptureKind::entropy) {
    target.values[index(row_pool)] += static_cast<float>(entropy_of(row));
    return;
  }
  if (target.rows == extent_.queries() && target.cols == extent_.keys) {
    std::ranges::copy(row, target.values.begin() + row_pool * static_cast<std::ptrdiff_t>(extent_.keys) + first_key);
    return;
  }
  if (map != shelf.pending_map || row_pool != shelf.pending_row) {
    finish_pool(shelf);
    shelf.pending.assign(index(extent_.keys), masked(shelf.kind));
    shelf.pending_map = map;
    shelf.pending_row = row_pool;
  }
  float* const tallest = shelf.pending.data() + first_key;
  for (std::size_t n = 0; n < row.size(); ++n) tallest[n] = std::max(tallest[n], row[n]);
}

void CaptureSink::finish_pool(Shelf& shelf) {
  if (shelf.pending_map < 0) return;
  AttentionMap& map = shelf.maps[index(shelf.pending_map)];
  const auto kept = std::span(map.values).subspan(index(shelf.pending_row) * index(map.cols), index(map.cols));
  pool_by_maximum(shelf.pending, kept);
}

std::vector<AttentionMap> CaptureSink::take() {
  std::vector<AttentionMap> all;
  for (Shelf& shelf : shelves_) {
    finish_pool(shelf);
    std::ranges::move(shelf.maps, std::back_inserter(all));
  }
  shelves_.clear();
  return all;
}

Status check_size(const CaptureRequest& request, std::string_view name) {
  const std::string path = std::string(name) + ".size";
  if (request.size < 0) {
    return Error{ErrorCode::invalid_argument, "must_be_at_least", path, {{"min", 0}, {"given", request.size}}};
  }
  if (request.kind != CaptureKind::entropy || request.size == 0) return ok();
  return Error{ErrorCode::invalid_argument, "entropy_has_no_size", path, {{"given", request.size}}};
}

double capture_size(const CaptureRequest& request, int heads, const CaptureExtent& extent) {
  const double maps = static_cast<double>(request.layers.size()) *
                      static_cast<double>(request.heads.empty() ? index(heads) : request.heads.size());
  const double cols = request.kind == CaptureKind::entropy ? 1 : pooled(extent.keys, request.size);
  return maps * pooled(extent.queries(), request.size) * cols;
}

}  // namespace ropescope
