#include "train/train_gates.hpp"

#include <cstddef>
#include <span>
#include <vector>

#include "attention/key_gates.hpp"
#include "core/index.hpp"
#include "core/quick_math.hpp"
#include "position/plan.hpp"

namespace ropescope {

void add_sum_gradient(std::span<const float> d_scores, const GatedRow& at, std::span<double> d_sums) {
  const std::size_t heads = index(at.heads);
  double* of_key = &d_sums[index(at.first_key) * heads + index(at.head)];
  double whole_row = 0;
  for (std::size_t n = 0; n < d_scores.size(); ++n) {
    const double d = d_scores[n];
    of_key[n * heads] -= d;
    whole_row += d;
  }
  d_sums[index(at.query) * heads + index(at.head)] += whole_row;
}

KeyGates gates_back(const KeyGates& gates, const GateTrace& trace, std::span<float> d_x) {
  const std::size_t heads = gates.bias.size();
  const std::size_t inputs = gates.weight.size() / heads;
  KeyGates gradient{.weight = std::vector<double>(gates.weight.size()), .bias = std::vector<double>(heads)};
  std::vector<double> of_later(heads);  // d(loss) / d(ln f) of the token, from it and all behind it
  for (std::size_t t = trace.sums.size() / heads; t-- > 0;) {
    for (std::size_t h = 0; h < heads; ++h) {
      const std::size_t at = t * heads + h;
      of_later[h] += trace.d_sums[at];
      const double log_gate = trace.sums[at] - (t == 0 ? 0 : trace.sums[at - heads]);
      const double d_logit = of_later[h] * (1 - quick_exp(log_gate));
      gradient.bias[h] += d_logit;
      for (std::size_t i = 0; i < inputs; ++i) {
        gradient.weight[h * inputs + i] += d_logit * static_cast<double>(trace.x[t * inputs + i]);
        d_x[t * inputs + i] += static_cast<float>(d_logit * gates.weight[h * inputs + i]);
      }
    }
  }
  return gradient;
}

}  // namespace ropescope
