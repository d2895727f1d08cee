#include "model/model.hpp"

#include <cmath>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/model_config.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "io/safetensors.hpp"
#include "model/weights.hpp"

namespace ropescope {
namespace {

// The file stays while its tensors are converted to float; the embedding is kept twice where it is the head as well.
double bytes_to_load(const ModelConfig& config, const Tensors& tensors, std::size_t file_bytes) {
  double numbers = config.tie_word_embeddings ? static_cast<double>(config.vocab_size) * config.hidden_size : 0.0;
  for (const auto& [name, tensor] : tensors) {
    double count = 1;
    for (const std::size_t size : tensor.shape) count *= static_cast<double>(size);
    numbers += count;
  }
  return static_cast<double>(file_bytes) + numbers * sizeof(float);
}

}  // namespace

Result<Model> load_model(std::string_view config_json, std::span<const std::byte> safetensors) {
  return load_model(config_json, std::span(&safetensors, 1));
}

Result<Model> load_model(std::string_view config_json, std::span<const std::span<const std::byte>> shards) {
  auto config = read_model_config(config_json);
  if (!config) return config.error();
  return load_model(*std::move(config), shards);
}

Result<Model> load_model(ModelConfig config, std::span<const std::span<const std::byte>> shards) {
  const auto tensors = read_shards(shards);
  if (!tensors) return tensors.error();
  std::size_t file_bytes = 0;
  for (const auto& shard : shards) file_bytes += shard.size();
  const double bytes = bytes_to_load(config, *tensors, file_bytes);
  if (bytes > max_memory_bytes) {
    return Error{
        ErrorCode::out_of_memory, "weights_too_large", "weights", {{"gigabytes", std::floor(bytes / 1e7) / 100}}};
  }
  auto weights = read_weights(config, *tensors);
  if (!weights) return weights.error();
  const std::size_t parameters = weights->parameters;
  std::vector<std::string> unused = std::move(weights->unused);
  return Model{std::move(config), std::make_shared<const Weights>(*std::move(weights)), parameters, std::move(unused)};
}

}  // namespace ropescope
