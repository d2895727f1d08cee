// Attention maps: the rows that attention computes, kept for chosen layers and heads. A capture is a sink; attention
// offers it every row and it keeps what was asked for, pooled by maximum to the size asked for (a mean would erase a
// diagonal one key wide), exact when that is not smaller than the text.
#pragma once

#include <span>
#include <vector>

namespace ropescope {

enum class CaptureKind { weights, logits };  // after or before softmax; logits include every scale and bias

struct CaptureRequest {
  std::vector<int> layers;  // indices from 0; empty = no layer
  std::vector<int> heads;   // query heads; empty = all heads of those layers
  CaptureKind kind = CaptureKind::weights;
  int size = 0;             // rows and columns kept; 0 = exact
};

struct AttentionMap {
  int layer = 0;
  int head = 0;
  int rows = 0;               // queries, pooled
  int cols = 0;               // keys, pooled
  std::vector<float> values;  // [rows, cols]; weights: 0 where masked; logits: -infinity where masked
};

}  // namespace ropescope
