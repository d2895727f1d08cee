// The calls that train: a training lives here, JavaScript steps it shard by shard, so that it can report, stop and let
// other calls in between.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "boundary/bindings.hpp"
#include "boundary/from_js.hpp"
#include "boundary/handles.hpp"
#include "boundary/to_js.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "io/tokenizer.hpp"
#include "train/checkpoint.hpp"
#include "train/trainer.hpp"

namespace ropescope::js {
namespace {

struct OpenTraining {
  Trainer trainer;
  int next_shard = 0;  // of the step under way; 0 = none is
};

HandleTable<OpenTraining>& trainings() {
  static HandleTable<OpenTraining> table("training");
  return table;
}

// options: { seed }; returns a handle
val start_training(const val& config, const val& recipe, const val& text, const val& options) {
  PropertyReader reader(options, "training");
  TrainingIdentity identity{.config = reader.accept(read_text(config, "config")),
                            .recipe = reader.accept(read_text(recipe, "recipe")),
                            .seed = read_seed(reader)};
  const auto utf8 = reader.accept(read_text(text, "text"));
  if (auto status = reader.finish(); !status) return to_js(status.error());
  auto tokens = encode_chars(utf8);
  if (!tokens) return to_js(tokens.error());
  // Nothing is held out: what a training is worth is measured by evaluating its model.
  auto corpus = std::make_shared<const Corpus>(Corpus{*tokens, *tokens});
  auto trainer = Trainer::make(std::move(identity), std::move(corpus));
  return trainer ? val(trainings().insert({.trainer = *std::move(trainer)})) : to_js(trainer.error());
}

// weights: a model.safetensors, before the first step
val start_training_from(const val& training, const val& weights) {
  const auto found = trainings().find(training);
  if (!found) return to_js(found.error());
  const auto file = read_bytes(weights, "from");
  if (!file) return to_js(file.error());
  auto values = read_values((*found)->trainer.model(), *file);
  if (!values) return to_js(values.error());
  (*found)->trainer.start_from(*std::move(values));
  return val::undefined();
}

// state: what save_training gave
val resume_training(const val& training, const val& state) {
  const auto found = trainings().find(training);
  if (!found) return to_js(found.error());
  const auto file = read_bytes(state, "state");
  if (!file) return to_js(file.error());
  (*found)->next_shard = 0;
  return to_js((*found)->trainer.resume(*file));
}

// Returns { config, recipe, seed }.
val training_identity(const val& state) {
  const auto file = read_bytes(state, "state");
  if (!file) return to_js(file.error());
  const auto identity = read_identity(*file);
  if (!identity) return to_js(identity.error());
  Object object;
  object.set("config", identity->config);
  object.set("recipe", identity->recipe);
  object.set("seed", static_cast<double>(identity->seed));
  return object;
}

// True when it completed a step.
val step_training(const val& training) {
  const auto found = trainings().find(training);
  if (!found) return to_js(found.error());
  auto& [trainer, next_shard] = **found;
  if (trainer.is_done()) return to_js(Error{ErrorCode::internal, "stepped_after_last", "training"});
  if (next_shard == 0) {
    if (const Status begun = trainer.begin_step(); !begun) return to_js(begun.error());
  }
  trainer.run_shard(next_shard);
  next_shard = (next_shard + 1) % shards_per_step;
  if (next_shard > 0) return val(false);
  const Status ended = trainer.end_step();
  return ended ? val(true) : to_js(ended.error());
}

// Returns { step, steps, tokens, gradientNorm, losses }; losses: of the steps from `since` on.
val training_report(const val& training, const val& since) {
  const auto found = trainings().find(training);
  if (!found) return to_js(found.error());
  const Trainer& trainer = (*found)->trainer;
  const auto first = read_integer(since, "since", {0, static_cast<double>(trainer.steps_done())});
  if (!first) return to_js(first.error());
  Object object;
  object.set("step", trainer.steps_done());
  object.set("steps", trainer.recipe().steps);
  object.set("tokens", static_cast<double>(trainer.tokens_done()));
  object.set("gradientNorm", trainer.gradient_norm());
  const auto losses = std::span(trainer.state().losses);
  object.set("losses", typed_array<float>(losses.subspan(static_cast<std::size_t>(*first))));
  return object;
}

val save_training(const val& training) {
  const auto found = trainings().find(training);
  if (!found) return to_js(found.error());
  const Trainer& trainer = (*found)->trainer;
  return bytes_to_js(write_state(trainer.identity(), trainer.state()));
}

// A model.safetensors; options: { dtype }.
val export_training(const val& training, const val& options) {
  const auto found = trainings().find(training);
  if (!found) return to_js(found.error());
  PropertyReader reader(options, "options");
  const bool halves = reader.choice("dtype", {"f16", "f32"}, 0) == 0;
  if (auto status = reader.finish(); !status) return to_js(status.error());
  const Trainer& trainer = (*found)->trainer;
  return bytes_to_js(write_weights(trainer.model(), trainer.state().numbers.values, halves));
}

val dispose_training(const val& training) { return to_js(trainings().erase(training)); }

}  // namespace

EMSCRIPTEN_BINDINGS(ropescope_training) {
  function("startTraining", &start_training);
  function("startTrainingFrom", &start_training_from);
  function("resumeTraining", &resume_training);
  function("trainingIdentity", &training_identity);
  function("stepTraining", &step_training);
  function("trainingReport", &training_report);
  function("saveTraining", &save_training);
  function("exportTraining", &export_training);
  function("disposeTraining", &dispose_training);
}

}  // namespace ropescope::js
