// Branches out of rules for positions: the material of the methods that pretend positions. m = query, n = key,
// D = m - n.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "position/method.hpp"

namespace ropescope {

// Appends query m, its keys [first, end), and key m.
inline void append(Branch& branch, double q_position, double k_position, int first, int end) {
  branch.q_position.push_back(q_position);
  branch.k_position.push_back(k_position);
  branch.first.push_back(first);
  branch.end.push_back(end);
}

// Keys at D < window where they are, the others at far_q(m) - far_k(n).
template <class FarQuery, class FarKey>
std::vector<Branch> near_and_far(int seq_len, int window, FarQuery far_q, FarKey far_k) {
  std::vector<Branch> branches(2);
  for (int m = 0; m < seq_len; ++m) {
    const int edge = std::max(0, m + 1 - window);
    append(branches[0], m, m, edge, m + 1);
    append(branches[1], far_q(m), far_k(m), 0, edge);
  }
  return branches;
}

// A window that is given, or this part of the trained length L. All distances up to the window itself are pretended, so
// it must be one that was trained: less than L.
inline Result<int> trained_window(std::string_view method, std::optional<int> given, const RopeConfig& rope,
                                  int parts) {
  const int trained = rope.original_max_position_embeddings;
  const int window = given.value_or(std::max(1, trained / parts));
  if (window < trained) return window;
  return Error{ErrorCode::invalid_argument,
               std::string(method) + ".window must be less than original_max_position_embeddings (" +
                   std::to_string(trained) + "), since distances up to it are used, got " + std::to_string(window)};
}

}  // namespace ropescope
