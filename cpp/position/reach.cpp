// m = query, n = key.
#include "position/reach.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <deque>
#include <vector>

#include "core/index.hpp"
#include "position/plan.hpp"
#include "position/visible.hpp"

namespace ropescope {
namespace {

// The least or greatest key position in ranges whose two ends move forwards with the query; a range that moves back
// starts anew.
class RangeExtreme {
 public:
  RangeExtreme(const std::vector<double>& positions, double sign) : positions_(positions), sign_(sign) {}

  // Of keys [first, end), not empty.
  double move_to(int first, int end) {
    if (first < first_ || end < end_) {
      candidates_.clear();
      end_ = first;
    }
    first_ = first;
    for (end_ = std::max(end_, first); end_ < end; ++end_) {
      while (!candidates_.empty() && at(candidates_.back()) >= at(end_)) candidates_.pop_back();
      candidates_.push_back(end_);
    }
    while (candidates_.front() < first) candidates_.pop_front();
    return positions_[index(candidates_.front())];
  }

 private:
  [[nodiscard]] double at(int key) const { return sign_ * positions_[index(key)]; }

  const std::vector<double>& positions_;
  double sign_;                 // 1 = the least, -1 = the greatest
  std::deque<int> candidates_;  // keys, each of which is the extreme of those from it on
  int first_ = 0;
  int end_ = 0;
};

double largest_distance(const Branch& branch, const Visibility& visible, int seq_len) {
  // sinks and window have extremes of their own, so that both only move forwards
  std::vector<RangeExtreme> extremes;
  for (const double sign : {1.0, -1.0, 1.0, -1.0}) extremes.emplace_back(branch.k_position, sign);
  double largest = 0;
  for (int m = 0; m < seq_len; ++m) {
    const int first = branch.first[index(m)];
    const int end = branch.end[index(m)];
    const int edge = std::clamp(window_start(visible, m), first, std::max(first, end));
    const int ranges[2][2] = {{first, std::min(edge, sinks_end(visible, m))}, {edge, end}};
    for (std::size_t r = 0; r < 2; ++r) {
      if (ranges[r][0] >= ranges[r][1]) continue;
      for (std::size_t e = 2 * r; e < 2 * r + 2; ++e) {
        const double key = extremes[e].move_to(ranges[r][0], ranges[r][1]);
        largest = std::max(largest, std::abs(branch.q_position[index(m)] - key));
      }
    }
  }
  return largest;
}

}  // namespace

double largest_distance(const PositionPlan& plan, int seq_len) {
  double largest = 0;
  for (const Branch& branch : plan.branches) {
    largest = std::max(largest, largest_distance(branch, plan.visible, seq_len));
  }
  for (const std::vector<double>& axis : plan.axes.positions) {
    Branch whole{.q_position = axis, .k_position = axis, .first = std::vector<int>(axis.size()), .end = {}};
    for (int m = 0; m < seq_len; ++m) whole.end.push_back(m + 1);
    largest = std::max(largest, largest_distance(whole, plan.visible, seq_len));
  }
  if (!plan.branches.empty() || !plan.axes.positions.empty()) return largest;
  const bool all = plan.visible.window == 0 || plan.visible.sinks > 0;
  const int within_chunk = plan.visible.chunk == 0 ? seq_len : std::min(seq_len, plan.visible.chunk);
  return all ? within_chunk - 1 : std::min(within_chunk, plan.visible.window) - 1;
}

int keys_seen(const PositionPlan& plan, int query) {
  return query + 1 - window_start(plan.visible, query) + sinks_end(plan.visible, query);
}

}  // namespace ropescope
