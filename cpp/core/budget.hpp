// How much is done between two looks at the clock or at an abort.
#pragma once

namespace ropescope {

// Multiplications of one step of a pass: some tens of milliseconds in a browser, where a caller may stop it or draw.
inline constexpr double step_work = 1 << 27;

// Work that is left until then; spending may go below zero.
class Budget {
 public:
  explicit Budget(double work = step_work) : left_(work) {}
  [[nodiscard]] bool is_spent() const { return left_ <= 0; }
  void spend(double work) { left_ -= work; }

 private:
  double left_ = 0;
};

}  // namespace ropescope
