// The training loop as steps: rows, gradient, clipping, optimizers. The rows of a step are cut into a fixed number of
// shards whose gradients are summed in order, so that the result does not depend on how many run at once.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "io/symbols.hpp"
#include "train/checkpoint.hpp"
#include "train/for_each.hpp"
#include "train/gradient.hpp"
#include "train/parameters.hpp"
#include "train/recipe.hpp"
#include "train/rows.hpp"

namespace ropescope {

inline constexpr int shards_per_step = 4;

struct Corpus {
  Text train;
  Text heldout;
  Symbols symbols = char_symbols();  // of the texts' vocabulary
};

class Trainer {
 public:
  // Starts with initial numbers of the identity's seed; rows come from seed + 1. Errors: those of make_train_model and
  // read_recipe; invalid_argument when a text that rows are drawn from is shorter than a row.
  static Result<Trainer> make(TrainingIdentity identity, std::shared_ptr<const Corpus> corpus);

  // Other numbers to start from: [model.size]. Before the first step.
  void start_from(std::vector<float> values);
  // Goes on where a state was written. Errors: those of read_state.
  Status resume(std::span<const std::byte> state);

  // One step. Errors: those of StepWeights; invalid_argument when a loss is no longer finite.
  Status step(const ForEach& for_each = one_after_another);
  // The same in pieces, for a caller that must stay responsive: begin, every shard once, end.
  Status begin_step();
  void run_shard(int shard);
  Status end_step(const ForEach& for_each = one_after_another);

  // Adds to the state's validations; where the last one is of this step already, nothing. Errors: invalid_argument when
  // the held-out text is shorter than a row.
  Status add_validation();

  [[nodiscard]] bool is_done() const { return steps_done() >= recipe_.steps; }
  [[nodiscard]] int steps_done() const { return static_cast<int>(state_.losses.size()); }
  [[nodiscard]] std::int64_t tokens_done() const;                        // whose successor was asked for
  [[nodiscard]] double gradient_norm() const { return gradient_norm_; }  // of the last step, before clipping
  [[nodiscard]] const TrainModel& model() const { return model_; }
  [[nodiscard]] const Recipe& recipe() const { return recipe_; }
  [[nodiscard]] const TrainingIdentity& identity() const { return identity_; }
  [[nodiscard]] const TrainingState& state() const { return state_; }

 private:
  struct Shard {
    RowGradient worker;
    std::vector<float> gradient;  // [model.size]
    double loss = 0;              // sum, nats
  };

  Trainer(TrainingIdentity identity, TrainModel model, Recipe recipe, std::shared_ptr<const Corpus> corpus);

  TrainingIdentity identity_;
  TrainModel model_;
  Recipe recipe_;
  std::shared_ptr<const Corpus> corpus_;
  TrainingState state_;
  std::vector<Shard> shards_;
  std::vector<Row> rows_;               // of the step under way
  std::optional<StepWeights> weights_;  // of the step under way
  double gradient_norm_ = 0;
};

}  // namespace ropescope
