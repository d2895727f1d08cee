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
  const std::size_t before = sums.size();
  sums.resize(before + x.size() / (gates.weight.size() / heads) * heads);
  read_gates(gates, x, std::span(sums).subspan(before));
  sum_gates(static_cast<int>(heads), static_cast<int>(before / heads), sums);
}

void read_gates(const KeyGates& gates, std::span<const float> x, std::span<double> logs) {
  const std::size_t heads = gates.bias.size();
  const std::size_t inputs = gates.weight.size() / heads;
  assert(inputs > 0 && x.size() % inputs == 0 && logs.size() == x.size() / inputs * heads);
  std::vector<double> logits(heads);
  for (std::size_t begin = 0; begin < x.size(); begin += inputs) {
    std::ranges::copy(gates.bias, logits.begin());
    for (std::size_t i = 0; i < inputs; ++i) {
      const double value = x[begin + i];
      for (std::size_t h = 0; h < heads; ++h) logits[h] += gates.weight[h * inputs + i] * value;
    }
    for (std::size_t h = 0; h < heads; ++h) logs[begin / inputs * heads + h] = log_sigmoid(logits[h]);
  }
}

void sum_gates(int num_heads, int first_token, std::span<double> sums) {
  const std::size_t heads = index(num_heads);
  for (std::size_t at = index(std::max(1, first_token)) * heads; at < sums.size(); ++at) sums[at] += sums[at - heads];
}

void add_gate_biases(std::span<const double> sums, const GatedRow& at, std::span<float> row) {
  const std::size_t heads = index(at.heads);
  const double of_query = sums[index(at.query) * heads + index(at.head)];
  const double* of_key = &sums[index(at.first_key) * heads + index(at.head)];
  for (std::size_t n = 0; n < row.size(); ++n) row[n] += static_cast<float>(of_query - of_key[n * heads]);
}

}  // namespace ropescope
