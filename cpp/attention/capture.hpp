// Attention maps: the rows that attention computes, kept for chosen layers and heads. A capture is a sink; attention
// offers it every row and it keeps what was asked for: cells pooled by maximum to the size asked for (a mean would
// erase a diagonal one key wide), exact when that is not smaller than the text; or one number a row, its entropy; or
// the scores of one query, each in parts by pair of channels. One pass can answer several requests: all heads small and
// one of them exact.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/result.hpp"

namespace ropescope {

enum class CaptureKind {
  weights,
  logits,   // before softmax; they include every scale and bias
  entropy,  // of each query's weights: -sum p ln p
  pairs     // of one query: what each pair of channels adds to its scores
};

// What a caller wants to see of a pass.
struct CaptureRequest {
  std::vector<int> layers{};  // indices from 0; empty = no layer
  std::vector<int> heads{};   // query heads; empty = all heads of those layers
  CaptureKind kind = CaptureKind::weights;
  int size = 0;   // rows and columns kept; 0 = exact, and the only size of entropies and pairs
  int query = 0;  // of pairs: its position in the text
};

// Number and width of the heads that rows come from.
struct CapturedHeads {
  int count = 0;
  int dim = 0;
};

// The answer to a request for one layer and head.
struct AttentionMap {
  int request = 0;  // which of the requests it answers
  int layer = 0;
  int head = 0;
  int rows = 0;               // queries, pooled; of pairs the keys up to the query
  int cols = 0;               // keys, pooled; 1 for an entropy; of pairs each pair that turns, then what the channels
                              // that do not turn add together, then all biases: a row adds up to the logit
  std::vector<float> values;  // [rows, cols]; masked: weights 0, logits and their parts -infinity; entropies in nats
};

// Which part of the text a sink sees: the queries from first_query on, against all keys.
struct CaptureExtent {
  int first_query = 0;  // position in the text; earlier queries are not kept
  int keys = 0;         // the last query is at position keys - 1
  [[nodiscard]] int queries() const { return keys - first_query; }
};

// Keeps the rows of one layer. Threads may offer rows of different heads at once, and rows of the same head, too,
// unless it pools rows: those of a head are then offered in their order, one after another.
class CaptureSink {
 public:
  // heads: query heads of the layer. A request that does not name the layer gets nothing.
  CaptureSink(std::span<const CaptureRequest> requests, int layer, int heads, const CaptureExtent& extent);

  // Whether a request pools rows of this layer.
  [[nodiscard]] bool pools_rows() const;
  // Whether a request is for this head.
  [[nodiscard]] bool wants(int head) const;
  // Whether rows of this kind, weights or logits, or entropies are worth offering.
  [[nodiscard]] bool wants(CaptureKind kind, int head) const;
  // A visible part of a row: keys first_key .. first_key + row.size() - 1. A row may come in several parts.
  void offer(CaptureKind rows, int head, int query, int first_key, std::span<const float> row);
  void offer_entropy(int head, int query, double entropy);
  // Whether this query's scores are worth splitting.
  [[nodiscard]] bool wants_pairs(int head, int query) const;
  // parts: [query + 1, cols]
  void offer_pairs(int head, int query, int cols, std::span<const float> parts);
  // One map per request and wanted head, as the requests order them; moves them out.
  std::vector<AttentionMap> take();

 private:
  struct Pool {                 // of rows of one map
    int row = -1;               // none
    std::vector<float> maxima;  // [keys] over its queries so far: columns are pooled once
  };
  struct Shelf {  // what one request keeps
    CaptureKind kind = CaptureKind::weights;
    int query = 0;                 // of pairs
    std::vector<int> map_of_head;  // [heads], -1 = not wanted
    std::vector<AttentionMap> maps;
    std::vector<Pool> pools;  // [maps] under way
  };
  [[nodiscard]] bool is_exact(const AttentionMap& map) const;
  void keep(Shelf& shelf, std::size_t map, int query, int first_key, std::span<const float> row) const;
  static void finish_pool(Shelf& shelf, std::size_t map);

  CaptureExtent extent_;
  std::vector<Shelf> shelves_;
};

// Maps come layer by layer; a caller reads them request by request.
std::vector<AttentionMap> by_request(std::vector<AttentionMap> maps, std::size_t requests);

// Whether each request's size fits its kind, and its query the text. Error: invalid_argument.
Status check_requests(std::span<const CaptureRequest> requests, const CaptureExtent& extent);

// What errors call the request at this place.
std::string request_name(std::span<const CaptureRequest> requests, std::size_t place);

// Numbers that the maps of this request hold together, at most. heads: [heads, head_dim] of the queries.
[[nodiscard]] double capture_size(const CaptureRequest& request, CapturedHeads heads, const CaptureExtent& extent);

}  // namespace ropescope
