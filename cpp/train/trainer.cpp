#include "train/trainer.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "config/model_config.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/text.hpp"
#include "model/model.hpp"
#include "train/checkpoint.hpp"
#include "train/for_each.hpp"
#include "train/gradient.hpp"
#include "train/optimizer.hpp"
#include "train/parameters.hpp"
#include "train/recipe.hpp"
#include "train/rows.hpp"
#include "train/validation.hpp"

namespace ropescope {
namespace {

// What is beyond the vocabulary would be read and written beyond its arrays.
Status check_vocabulary(const ModelConfig& config, const Corpus& corpus) {
  const int count = corpus.symbols.vocab_size;
  if (config.vocab_size != count) {
    return Error{ErrorCode::unsupported_model,
                 "must_be_vocabulary_of_rows",
                 "vocab_size",
                 {{"count", count}, {"given", config.vocab_size}}};
  }
  for (const Text* text : {&corpus.train, &corpus.heldout}) {
    const auto bad = std::ranges::find_if(*text, [count](int token) { return token < 0 || token >= count; });
    if (bad == text->end()) continue;
    return Error{ErrorCode::invalid_argument, "text_has_token", "text", {{"max", count - 1}, {"given", *bad}}};
  }
  return ok();
}

// What the rows of every shard keep of their way forward, next to the numbers of the model.
Status check_row_memory(const TrainModel& model, const Recipe& recipe) {
  const ModelConfig& config = model.config;
  const int length = std::ranges::max(recipe.phases, {}, &Phase::length).length;
  const double heads = 3.0 * (config.num_attention_heads + config.num_key_value_heads) * config.head_dim;
  const double layer = 4.0 * config.hidden_size + heads + 2.0 * config.intermediate_size;  // LayerTrace
  const double numbers = config.num_hidden_layers * layer + layer + 4.0 * config.hidden_size + config.vocab_size;
  const double bytes = shards_per_step * numbers * length * sizeof(float);
  if (bytes <= max_memory_bytes) return ok();
  return Error{ErrorCode::out_of_memory,
               "training_too_large",
               "recipe",
               {{"tokens", length}, {"gigabytes", std::round(bytes / 1e8) / 10}, {"max", max_memory_bytes / 1e9}}};
}

bool needs_text(const RowMix& mix) { return mix.text + mix.repeated_text + mix.passkey > 0; }

// The texts may be short, even empty, where no row of the recipe is drawn from them.
Status check_texts(const Recipe& recipe, const Corpus& corpus) {
  for (const Phase& phase : recipe.phases) {
    if (!needs_text(phase.mix)) continue;
    const auto needed = static_cast<std::size_t>(phase.length) + 1;
    if (std::min(corpus.train.size(), corpus.heldout.size()) < needed) {
      return Error{ErrorCode::invalid_argument,
                   "texts_too_short",
                   "text",
                   {{"min", needed}, {"given", corpus.train.size()}, {"heldout", corpus.heldout.size()}}};
    }
  }
  return ok();
}

// First row of a shard: shares as even as whole rows allow.
std::size_t first_row(std::size_t rows, int shard) { return rows * static_cast<std::size_t>(shard) / shards_per_step; }

}  // namespace

Result<Trainer> Trainer::make(TrainingIdentity identity, std::shared_ptr<const Corpus> corpus) {
  auto model = make_train_model(identity.config);
  if (!model) return model.error();
  auto recipe = read_recipe(identity.recipe);
  if (!recipe) return recipe.error();
  if (const Status status = check_vocabulary(model->config, *corpus); !status) return status.error();
  if (const Status status = check_row_memory(*model, *recipe); !status) return status.error();
  if (const Status status = check_texts(*recipe, *corpus); !status) return status.error();
  return Trainer(std::move(identity), *std::move(model), *std::move(recipe), std::move(corpus));
}

Trainer::Trainer(TrainingIdentity identity, TrainModel model, Recipe recipe, std::shared_ptr<const Corpus> corpus)
    : identity_(std::move(identity)),
      model_(std::move(model)),
      recipe_(std::move(recipe)),
      corpus_(std::move(corpus)),
      shards_(shards_per_step) {
  state_.numbers.values = initial_values(model_, identity_.seed);
  state_.numbers.first.assign(model_.size, 0.0F);
  state_.numbers.second.assign(model_.size, 0.0F);
  for (Shard& shard : shards_) shard.gradient.resize(model_.size);
}

void Trainer::start_from(std::vector<float> values) {
  assert(steps_done() == 0 && values.size() == model_.size);
  state_.numbers.values = std::move(values);
}

Status Trainer::resume(std::span<const std::byte> state) {
  auto read = read_state(state, identity_, model_);
  if (!read) return read.error();
  state_ = *std::move(read);
  return ok();
}

Status Trainer::begin_step() {
  const Phase& phase = phase_of(recipe_, steps_done());
  rows_ = rows_of_step(recipe_, {corpus_->train, corpus_->symbols}, identity_.seed + 1, steps_done());
  auto weights = StepWeights::make(model_, state_.numbers.values, phase.length, phase.pose_length);
  if (!weights) return weights.error();
  weights_ = *std::move(weights);
  return ok();
}

void Trainer::run_shard(int shard) {
  Shard& own = shards_[static_cast<std::size_t>(shard)];
  const Phase& phase = phase_of(recipe_, steps_done());
  const float weight = 1.0F / static_cast<float>(phase.rows * phase.length);
  std::ranges::fill(own.gradient, 0.0F);
  own.loss = 0;
  for (std::size_t i = first_row(rows_.size(), shard); i < first_row(rows_.size(), shard + 1); ++i) {
    const std::vector<int> positions =
        phase.pose_length == 0 ? std::vector<int>{}
                               : positions_of_row(recipe_, identity_.seed + 1, steps_done(), static_cast<int>(i));
    own.loss += own.worker.add(*weights_, rows_[i], weight, own.gradient, positions);
  }
}

Status Trainer::end_step(const ForEach& for_each) {
  const Phase& phase = phase_of(recipe_, steps_done());
  std::vector<float>& gradient = shards_.front().gradient;
  double loss = shards_.front().loss;
  for (std::size_t s = 1; s < shards_.size(); ++s) {
    for (std::size_t i = 0; i < gradient.size(); ++i) gradient[i] += shards_[s].gradient[i];
    loss += shards_[s].loss;
  }
  loss /= phase.rows * phase.length;
  gradient_norm_ = clip_gradient(recipe_.clip, gradient);
  if (!std::isfinite(loss) || !std::isfinite(gradient_norm_)) {
    return Error{ErrorCode::invalid_argument, "training_diverged", "recipe", {{"step", steps_done()}}};
  }
  update_numbers({model_, recipe_, steps_done()}, gradient, state_.numbers, for_each);
  state_.losses.push_back(static_cast<float>(loss));
  return ok();
}

Status Trainer::step(const ForEach& for_each) {
  if (const Status status = begin_step(); !status) return status.error();
  for_each(shards_per_step, [this](int shard) { run_shard(shard); });
  return end_step(for_each);
}

Status Trainer::add_validation() {
  if (!state_.validations.empty() && state_.validations.back().step == steps_done()) return ok();
  if (const auto needed = static_cast<std::size_t>(recipe_.phases.back().length) + 1;
      corpus_->heldout.size() < needed) {
    return Error{ErrorCode::invalid_argument,
                 "validation_text_too_short",
                 "text",
                 {{"min", needed}, {"given", corpus_->heldout.size()}}};
  }
  // Always rows of the last phase, so that the numbers of all steps are of one kind.
  const ValidationTask task{model_, recipe_.phases.back(), {corpus_->heldout, corpus_->symbols}};
  const auto validation = validate(task, state_.numbers.values, steps_done());
  if (!validation) return validation.error();
  state_.validations.push_back(*validation);
  return ok();
}

std::int64_t Trainer::tokens_done() const {
  std::int64_t tokens = 0;
  for (int step = 0; step < steps_done(); ++step) {
    const Phase& phase = phase_of(recipe_, step);
    tokens += static_cast<std::int64_t>(phase.rows) * phase.length;
  }
  return tokens;
}

}  // namespace ropescope
