// How much is done between two looks at the clock or at an abort.
#pragma once

#include <algorithm>
#include <cmath>

#include "core/threads.hpp"

namespace ropescope {

// Multiplications of one step of a pass on one thread: some tens of milliseconds in a browser, where a caller may stop
// it or draw.
inline constexpr double step_work = 1 << 27;

// Work that is left until then; spending may go below zero.
class Budget {
 public:
  explicit Budget(double work = step_work) : left_(work) {}
  [[nodiscard]] bool is_spent() const { return left_ <= 0; }
  void spend(double work) { left_ -= work; }
  // How many parts of so much work it takes until the budget is spent; at most `most`.
  [[nodiscard]] int parts(double work, int most) const {
    return static_cast<int>(std::min<double>(most, std::ceil(left_ / work)));
  }

 private:
  double left_ = 0;
};

// Goes on with parts [next, count), each of so much work, until the budget is spent: as many for each thread. Calls
// run(part, worker) and answers the part to go on with.
template <class Run>
[[nodiscard]] int share_within(Budget& budget, const Threads& threads, int next, int count, double work,
                               const Run& run) {
  if (next >= count || budget.is_spent()) return next;
  const int left = count - next;
  const int even = (budget.parts(work, left) + threads.count() - 1) / threads.count() * threads.count();
  const int parts = std::min(left, even);
  threads.share(parts, work * parts, [&](int part, int worker) { run(next + part, worker); });
  budget.spend(work * parts);
  return next + parts;
}

}  // namespace ropescope
