#include "attention/capture.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "core/index.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"

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
    shelf.query = request.query;
    shelf.map_of_head.assign(index(heads), -1);
    if (std::ranges::find(request.layers, layer) == request.layers.end()) continue;
    const bool split = request.kind == CaptureKind::pairs;  // as large as the plan has pairs: no one knows yet
    const int rows = split ? 0 : pooled(extent.queries(), request.size);
    const int cols = split ? 0 : request.kind == CaptureKind::entropy ? 1 : pooled(extent.keys, request.size);
    for (const int head : wanted_heads(request, heads)) {
      shelf.map_of_head[index(head)] = static_cast<int>(shelf.maps.size());
      std::vector<float> values(index(rows) * index(cols), masked(request.kind));
      shelf.maps.push_back({static_cast<int>(i), layer, head, rows, cols, std::move(values)});
    }
    shelf.pools.resize(shelf.maps.size());
  }
}

bool CaptureSink::is_exact(const AttentionMap& map) const {
  return map.rows == extent_.queries() && map.cols == extent_.keys;
}

bool CaptureSink::pools_rows() const {
  return std::ranges::any_of(shelves_, [&](const Shelf& shelf) {
    const bool rows = shelf.kind == CaptureKind::weights || shelf.kind == CaptureKind::logits;
    return rows && std::ranges::any_of(shelf.maps, [&](const AttentionMap& map) { return !is_exact(map); });
  });
}

bool CaptureSink::wants(int head) const {
  return std::ranges::any_of(shelves_, [&](const Shelf& shelf) { return shelf.map_of_head[index(head)] >= 0; });
}

bool CaptureSink::wants(CaptureKind kind, int head) const {
  return std::ranges::any_of(
      shelves_, [&](const Shelf& shelf) { return shelf.kind == kind && shelf.map_of_head[index(head)] >= 0; });
}

void CaptureSink::offer(CaptureKind rows, int head, int query, int first_key, std::span<const float> row) {
  assert(rows == CaptureKind::weights || rows == CaptureKind::logits);
  if (query < extent_.first_query) return;
  for (Shelf& shelf : shelves_) {
    const int map = shelf.map_of_head[index(head)];
    if (shelf.kind == rows && map >= 0) keep(shelf, index(map), query, first_key, row);
  }
}

void CaptureSink::offer_entropy(int head, int query, double entropy) {
  if (query < extent_.first_query) return;
  for (Shelf& shelf : shelves_) {
    const int map = shelf.map_of_head[index(head)];
    if (shelf.kind != CaptureKind::entropy || map < 0) continue;
    shelf.maps[index(map)].values[index(query - extent_.first_query)] = static_cast<float>(entropy);
  }
}

bool CaptureSink::wants_pairs(int head, int query) const {
  return std::ranges::any_of(shelves_, [&](const Shelf& shelf) {
    return shelf.kind == CaptureKind::pairs && shelf.query == query && shelf.map_of_head[index(head)] >= 0;
  });
}

void CaptureSink::offer_pairs(int head, int query, int cols, std::span<const float> parts) {
  for (Shelf& shelf : shelves_) {
    const int map = shelf.map_of_head[index(head)];
    if (shelf.kind != CaptureKind::pairs || shelf.query != query || map < 0) continue;
    AttentionMap& target = shelf.maps[index(map)];
    target.rows = query + 1;
    target.cols = cols;
    target.values.assign(parts.begin(), parts.end());
  }
}

void CaptureSink::keep(Shelf& shelf, std::size_t map, int query, int first_key, std::span<const float> row) const {
  AttentionMap& target = shelf.maps[map];
  const int row_pool = pool_of(query - extent_.first_query, extent_.queries(), target.rows);
  if (is_exact(target)) {
    std::ranges::copy(row, target.values.begin() + row_pool * static_cast<std::ptrdiff_t>(extent_.keys) + first_key);
    return;
  }
  Pool& pool = shelf.pools[map];
  if (row_pool != pool.row) {
    finish_pool(shelf, map);
    pool.row = row_pool;
    pool.maxima.assign(index(extent_.keys), masked(shelf.kind));
  }
  float* const tallest = pool.maxima.data() + first_key;
  for (std::size_t n = 0; n < row.size(); ++n) tallest[n] = std::max(tallest[n], row[n]);
}

void CaptureSink::finish_pool(Shelf& shelf, std::size_t map) {
  const auto& [row, maxima] = shelf.pools[map];
  if (row < 0) return;
  AttentionMap& target = shelf.maps[map];
  pool_by_maximum(maxima, std::span(target.values).subspan(index(row) * index(target.cols), index(target.cols)));
}

std::vector<AttentionMap> CaptureSink::take() {
  std::vector<AttentionMap> all;
  for (Shelf& shelf : shelves_) {
    for (std::size_t map = 0; map < shelf.maps.size(); ++map) finish_pool(shelf, map);
    std::ranges::move(shelf.maps, std::back_inserter(all));
  }
  shelves_.clear();
  return all;
}

std::vector<AttentionMap> by_request(std::vector<AttentionMap> maps, std::size_t requests) {
  std::vector<AttentionMap> ordered;
  for (std::size_t request = 0; request < requests; ++request) {
    for (AttentionMap& map : maps) {
      if (index(map.request) == request) ordered.push_back(std::move(map));
    }
  }
  return ordered;
}

std::string request_name(std::span<const CaptureRequest> requests, std::size_t place) {
  return requests.size() == 1 ? "capture" : "capture[" + std::to_string(place) + "]";
}

Status check_requests(std::span<const CaptureRequest> requests, const CaptureExtent& extent) {
  const auto wrong = [&](Reason reason, std::size_t i, const char* key, std::initializer_list<Argument> arguments) {
    return Error{ErrorCode::invalid_argument, reason, request_name(requests, i) + key, arguments};
  };
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const auto& [layers, heads, kind, size, query] = requests[i];
    if (size < 0) return wrong("must_be_at_least", i, ".size", {{"min", 0}, {"given", size}});
    if (kind == CaptureKind::entropy && size > 0) return wrong("entropy_has_no_size", i, ".size", {{"given", size}});
    if (kind != CaptureKind::pairs) continue;
    if (size > 0) return wrong("must_be_at_most", i, ".size", {{"max", 0}, {"given", size}});
    if (query < extent.first_query || query >= extent.keys) {
      return wrong("must_be_integer", i, ".query",
                   {{"min", extent.first_query}, {"max", extent.keys - 1}, {"given", query}});
    }
  }
  return ok();
}

double capture_size(const CaptureRequest& request, CapturedHeads heads, const CaptureExtent& extent) {
  const double maps = static_cast<double>(request.layers.size()) *
                      static_cast<double>(request.heads.empty() ? index(heads.count) : request.heads.size());
  // a polar head has a pair for each channel; then the channels that do not turn, and the biases
  if (request.kind == CaptureKind::pairs) return maps * (request.query + 1.0) * (heads.dim + 2.0);
  const double cols = request.kind == CaptureKind::entropy ? 1 : pooled(extent.keys, request.size);
  return maps * pooled(extent.queries(), request.size) * cols;
}

}  // namespace ropescope
