#include "eval/score.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "attention/capture.hpp"
#include "core/index.hpp"
#include "eval/task.hpp"
#include "kernels/softmax.hpp"
#include "model/session.hpp"

namespace ropescope {
namespace {

std::size_t place_of(Metric metric) { return static_cast<std::size_t>(metric); }

double& at(Score& score, Metric metric) { return score.metrics[place_of(metric)]; }

void add_to(std::vector<double>& sums, const std::vector<double>& values) {
  sums.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) sums[i] += values[i];
}

// Captured entropies are maps of one column.
std::vector<double> mean_entropy(const std::vector<AttentionMap>& maps) {
  std::vector<double> sums;
  for (const AttentionMap& map : maps) add_to(sums, {map.values.begin(), map.values.end()});
  for (double& value : sums) value /= static_cast<double>(maps.size());
  return sums;
}

}  // namespace

Score score(const Sample& sample, const PassResult& result, int vocab_size) {
  assert(result.first_row == 0 && result.logits.size() == sample.tokens.size() * index(vocab_size));
  Score score;
  std::vector<int> best;  // [tokens - 1]
  for (std::size_t next = 1; next < sample.tokens.size(); ++next) {
    const auto row = std::span(result.logits).subspan((next - 1) * index(vocab_size), index(vocab_size));
    const int token = sample.tokens[next];
    best.push_back(static_cast<int>(std::ranges::max_element(row) - row.begin()));
    score.losses.push_back(log_sum_exp(row) - static_cast<double>(row[index(token)]));
    score.hits.push_back(best.back() == token ? 1 : 0);
  }
  score.entropy = mean_entropy(result.attentions);
  const auto count = static_cast<double>(sample.scored.size());
  for (const int position : sample.scored) {
    const std::size_t row = index(position - 1);
    at(score, Metric::loss) += score.losses[row] / count;
    at(score, Metric::accuracy) += score.hits[row] / count;
    if (!score.entropy.empty()) at(score, Metric::entropy) += score.entropy[row] / count;
    score.answer.push_back(best[row]);
  }
  const bool all =
      std::ranges::all_of(sample.scored, [&](int position) { return score.hits[index(position - 1)] == 1; });
  at(score, Metric::exact_match) = all ? 1 : 0;
  return score;
}

// Running mean and squares: Welford 1962, "Note on a method for calculating corrected sums of squares and products".
void Tally::add(const Score& score) {
  ++samples_;
  for (std::size_t i = 0; i < means_.size(); ++i) {
    const double difference = score.metrics[i] - means_[i];
    means_[i] += difference / samples_;
    squares_[i] += difference * (score.metrics[i] - means_[i]);
  }
  add_to(losses_, score.losses);
  add_to(hits_, score.hits);
  add_to(entropy_, score.entropy);
}

Tally::Summary Tally::summary(Metric metric) const {
  const std::size_t i = place_of(metric);
  return {means_[i], samples_ < 2 ? 0 : std::sqrt(squares_[i] / (samples_ - 1))};
}

std::vector<double> Tally::mean(const std::vector<double>& sums) const {
  std::vector<double> result = sums;
  for (double& value : result) value /= samples_;
  return result;
}

}  // namespace ropescope
