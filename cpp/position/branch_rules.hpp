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
#include "core/text.hpp"
#include "position/method.hpp"

namespace ropescope {

inline constexpr double max_branch_bytes = 1 << 30;  // half of the 2 GB that a WebAssembly memory may grow to

// `count` empty branches with room for a text of seq_len tokens.
inline Result<std::vector<Branch>> branches_for(std::size_t count, int seq_len) {
  constexpr std::size_t token_bytes = 2 * (sizeof(double) + sizeof(int));
  const double bytes = static_cast<double>(count * token_bytes) * seq_len;
  if (bytes > max_branch_bytes) {
    return Error{ErrorCode::out_of_memory,
                 "positions_too_large",
                 "seq_len",
                 {{"tokens", seq_len}, {"bytes", bytes}, {"max", max_branch_bytes}}};
  }
  std::vector<Branch> branches(count);
  const auto length = static_cast<std::size_t>(seq_len);
  for (Branch& branch : branches) {
    branch.q_position.reserve(length);
    branch.k_position.reserve(length);
    branch.first.reserve(length);
    branch.end.reserve(length);
  }
  return branches;
}

// Appends query m, its keys [first, end), and key m.
inline void append(Branch& branch, double q_position, double k_position, int first, int end) {
  branch.q_position.push_back(q_position);
  branch.k_position.push_back(k_position);
  branch.first.push_back(first);
  branch.end.push_back(end);
}

// Keys at D < window where they are, the others at far_q(m) - far_k(n).
template <class FarQuery, class FarKey>
Result<std::vector<Branch>> near_and_far(int seq_len, int window, FarQuery far_q, FarKey far_k) {
  auto branches = branches_for(2, seq_len);
  if (!branches) return branches;
  for (int m = 0; m < seq_len; ++m) {
    const int edge = std::max(0, m + 1 - window);
    append((*branches)[0], m, m, edge, m + 1);
    append((*branches)[1], far_q(m), far_k(m), 0, edge);
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
               "window_beyond_trained",
               std::string(method) + ".window",
               {{"trained", trained}, {"given", window}}};
}

}  // namespace ropescope
