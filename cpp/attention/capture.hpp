// Attention maps: the rows that attention computes, kept for chosen layers and heads. A capture is a sink; attention
// offers it every row and it keeps what was asked for, pooled by maximum to the size asked for (a mean would erase a
// diagonal one key wide), exact when that is not smaller than the text.
#pragma once

#include <span>
#include <vector>

namespace ropescope {

enum class CaptureKind { weights, logits };  // after or before softmax; logits include every scale and bias

struct CaptureRequest {
  std::vector<int> layers{};  // indices from 0; empty = no layer
  std::vector<int> heads{};   // query heads; empty = all heads of those layers
  CaptureKind kind = CaptureKind::weights;
  int size = 0;  // rows and columns kept; 0 = exact
};

struct AttentionMap {
  int layer = 0;
  int head = 0;
  int rows = 0;               // queries, pooled
  int cols = 0;               // keys, pooled
  std::vector<float> values;  // [rows, cols]; weights: 0 where masked; logits: -infinity where masked
};

// Which part of the text a sink sees: the queries from first_query on, against all keys.
struct CaptureExtent {
  int first_query = 0;  // position in the text; earlier queries are not kept
  int keys = 0;         // the last query is at position keys - 1
};

// Keeps the rows of one layer.
class CaptureSink {
 public:
  // heads: query heads of the layer.
  CaptureSink(const CaptureRequest& request, int layer, int heads, const CaptureExtent& extent);

  [[nodiscard]] CaptureKind kind() const { return kind_; }
  [[nodiscard]] bool wants(int head) const;
  // The visible part of a row: keys first_key .. first_key + row.size() - 1.
  void offer(int head, int query, int first_key, std::span<const float> row);
  // One map per wanted head, in the order of the request; moves them out.
  std::vector<AttentionMap> take();

 private:
  CaptureKind kind_;
  CaptureExtent extent_;
  std::vector<int> map_of_head_;  // [heads], -1 = not wanted
  std::vector<AttentionMap> maps_;
};

// Numbers that the maps of this request hold together.
[[nodiscard]] double capture_size(const CaptureRequest& request, int heads, const CaptureExtent& extent);

}  // namespace ropescope
