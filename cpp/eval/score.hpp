// One sample's forward pass turned into numbers: losses and hits by position, and each metric over the scored tokens.
#pragma once

#include <array>
#include <vector>

#include "core/result.hpp"
#include "eval/task.hpp"
#include "model/session.hpp"

namespace ropescope {

struct Score {
  std::array<double, metric_count> metrics{};  // by Metric, over the scored tokens
  std::vector<double> losses;                  // [tokens - 1], nats of token t + 1 given 0..t
  std::vector<double> hits;                    // [tokens - 1], 1 where token t + 1 was the most likely one, else 0
  std::vector<double>
      entropy;              // [tokens], nats by query, mean over the captured layers and heads; empty = not captured
  std::vector<int> answer;  // [scored], the most likely tokens, each given the right ones before it
};

// result: all rows of logits of one pass over the sample's tokens; its maps, if any, are entropies.
[[nodiscard]] Score score(const Sample& sample, const PassResult& result, int vocab_size);

// Scores of several samples of the same length, added up.
class Tally {
 public:
  void add(const Score& score);

  struct Summary {
    double mean = 0;
    double spread = 0;  // standard deviation over samples; 0 of one sample
  };
  [[nodiscard]] int samples() const { return samples_; }
  [[nodiscard]] Summary summary(Metric metric) const;
  // Means over samples, as Score has them.
  [[nodiscard]] std::vector<double> losses() const { return mean(losses_); }
  [[nodiscard]] std::vector<double> accuracies() const { return mean(hits_); }
  [[nodiscard]] std::vector<double> entropy() const { return mean(entropy_); }

 private:
  [[nodiscard]] std::vector<double> mean(const std::vector<double>& sums) const;

  int samples_ = 0;
  std::array<double, metric_count> means_{};
  std::array<double, metric_count> squares_{};  // sums of squared differences to the mean
  std::vector<double> losses_;                  // sums over samples
  std::vector<double> hits_;
  std::vector<double> entropy_;
};

}  // namespace ropescope
