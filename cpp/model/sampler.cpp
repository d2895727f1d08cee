#include "model/sampler.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "core/random.hpp"

namespace ropescope {

int sample(std::span<const float> logits, const SamplerOptions& options, std::uint64_t& random_state) {
  assert(!logits.empty());
  const auto best = std::ranges::max_element(logits);
  if (options.temperature <= 0) return static_cast<int>(best - logits.begin());

  std::vector<std::size_t> order(logits.size());  // token ids, most likely first
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(
      order, [&](std::size_t a, std::size_t b) { return logits[a] != logits[b] ? logits[a] > logits[b] : a < b; });
  if (options.top_k > 0) order.resize(std::min(order.size(), static_cast<std::size_t>(options.top_k)));

  std::vector<double> weights;  // of order[i], not normalised
  for (const std::size_t token : order) {
    weights.push_back(
        std::exp((static_cast<double>(logits[token]) - static_cast<double>(*best)) / options.temperature));
  }
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  double kept = 0;
  std::size_t count = 0;
  while (count < weights.size() && (count == 0 || kept < options.top_p * total)) kept += weights[count++];

  double left = random_uniform(random_state) * kept;
  std::size_t choice = 0;
  while (choice + 1 < count && left >= weights[choice]) left -= weights[choice++];
  return static_cast<int>(order[choice]);
}

}  // namespace ropescope
