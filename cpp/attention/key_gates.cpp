#include "attention/key_gates.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <span>
#include <vector>

#include "core/index.hpp"
#include "core/log_sigmoid.hpp"
#include "position/plan.hpp"

namespace ropescope {

void add_gate_sums(const KeyGates& gates, std::span<const float> x, std::vector<double>& sums) {
  const std::size_t heads = gates.bias.size();
  const std::size_t inputs = gates.weight.size() / heads;
  assert(inputs > 0 && x.size() % inputs == 0);
  std::vector<double> logits(heads);
  for (std::size_t begin = 0; begin < x.size(); begin += inputs) {
    std::ranges::copy(gates.bias, logits.begin());
    for (std::size_t i = 0; i < inputs; ++i) {
      const double value = x[begin + i];
      for (std::size_t h = 0; h < heads; ++h) logits[h] += gates.weight[h * inputs + i] * value;
    }
    for (std::size_t h = 0; h < heads; ++h) {
      const double before = sums.size() < heads ? 0 : sums[sums.size() - heads];
      sums.push_back(before + log_sigmoid(logits[h]));
    }
  }
}

void add_gate_biases(std::span<const double> sums, const GatedRow& at, std::span<float> row) {
  const std::size_t heads = index(at.heads);
  const double of_query = sums[index(at.query) * heads + index(at.head)];
  const double* of_key = &sums[index(at.first_key) * heads + index(at.head)];
  for (std::size_t n = 0; n < row.size(); ++n) row[n] += static_cast<float>(of_query - of_key[n * heads]);
}

}  // namespace ropescope
