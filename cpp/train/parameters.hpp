// The numbers that training changes, in one flat array, named as the checkpoint names them. Gradients and the memories
// of optimizers are arrays of the same layout.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "config/model_config.hpp"
#include "core/result.hpp"
#include "position/method.hpp"

namespace ropescope {

// What an optimizer treats differently.
enum class TensorRole { embedding, matrix, norm, position };

struct TrainTensor {
  std::string name;        // "model.layers.0.self_attn.q_proj.weight"
  std::vector<int> shape;  // [outputs, inputs], [size]
  TensorRole role = TensorRole::matrix;
  std::size_t offset = 0;                               // of its first number in the flat array
  std::size_t size = 0;                                 // the product of the shape
  float min = -std::numeric_limits<float>::infinity();  // training puts each number back into [min, max] after a step:
  float max = std::numeric_limits<float>::infinity();   // methods accept no others
};

// A model to be trained: its architecture and the place of every number. The tensors q, k, v of a layer lie one behind
// the other, and so do gate and up: each group is one matrix to a product.
struct TrainModel {
  ModelConfig config;
  std::vector<TrainTensor> tensors;  // in the order of the flat array
  std::size_t size = 0;              // numbers in all

  [[nodiscard]] const TrainTensor* find(std::string_view name) const;
};

// 67 MB an array. A training holds about nine: three of numbers and memories of optimizers, one gradient for each of
// four shards, and the packed weights; saving adds three. Twelve are 0.8 GB of the 2 GB that a WebAssembly memory has.
inline constexpr std::uint64_t max_trained_parameters = std::uint64_t{1} << 24;

// From a Hugging Face config.json. Learned numbers of position methods become tensors, unless the configuration gives
// them: then they stay what they are.
// Errors: those of read_model_config; out_of_memory beyond max_trained_parameters; unsupported_model for what the
// trainer has no gradient of (biases, qk_norm, sliding windows of the model itself, numbers that FIRE learns). What a
// plan says is for StepWeights::make to refuse.
Result<TrainModel> make_train_model(std::string_view config_json);

// Embeddings N(0, 0.02); matrices N(0, 1 / inputs), o and down further divided by sqrt(2 * layers); norms 1; learned
// numbers of position methods as MODEL.md section 1 starts them. The same seed gives the same numbers on every machine.
std::vector<float> initial_values(const TrainModel& model, std::uint64_t seed);

// What a layer's plan is made for, for rows of `length` tokens.
[[nodiscard]] PlanRequest train_request(const ModelConfig& config, int layer, int length);

// "model.layers.<layer>.self_attn.position.<method>.<key>"
[[nodiscard]] std::string position_tensor(int layer, std::string_view method, std::string_view key);

}  // namespace ropescope
