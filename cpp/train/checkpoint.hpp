// What is kept of a training: the state from which it goes on bit for bit, and the weights that are released. Both are
// bytes here; files are the caller's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "model/model.hpp"
#include "train/optimizer.hpp"
#include "train/parameters.hpp"
#include "train/validation.hpp"

namespace ropescope {

// Everything that a step changes.
struct TrainingState {
  TrainedNumbers numbers;
  std::vector<float> losses;            // [steps done] mean over the step's tokens, nats
  std::vector<Validation> validations;  // in order of their steps
};

// What must be the same for a state to go on: the texts of config.json and recipe, and the seed.
struct TrainingIdentity {
  std::string config;
  std::string recipe;
  std::uint64_t seed = 0;
};

// With a checksum over all of it, so that a changed bit does not go on as another training.
[[nodiscard]] std::vector<std::byte> write_state(const TrainingIdentity& identity, const TrainingState& state);

// Errors: invalid_weights, also where the checksum is absent or another; invalid_argument for the state of another
// training.
Result<TrainingState> read_state(std::span<const std::byte> file, const TrainingIdentity& identity,
                                 const TrainModel& model);

// Of which training a state is. Errors: invalid_weights, as above.
Result<TrainingIdentity> read_identity(std::span<const std::byte> file);

// model.safetensors, as F16 or as F32.
[[nodiscard]] std::vector<std::byte> write_weights(const TrainModel& model, std::span<const float> values, bool halves);

// The flat array out of a model.safetensors, to train on from there. Errors: invalid_weights names the tensor.
Result<std::vector<float>> read_values(const TrainModel& model, std::span<const std::byte> file);

}  // namespace ropescope
