#include "model/model.hpp"

#include <algorithm>
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

struct Need {
  bool narrow = false;  // matrices of 16 bits stay so
  double bytes = 0;     // while it loads
};

// A tensor is read as floats on its way.
Need need_of(const Tensors& tensors, double narrow_from) {
  double narrow_bytes = 0;
  double numbers = 0;
  double largest = 0;
  for (const auto& [name, tensor] : tensors) {
    double count = 1;
    for (const std::size_t size : tensor.shape) count *= static_cast<double>(size);
    if (tensor.dtype == "F16" || tensor.dtype == "BF16") narrow_bytes += 2 * count;
    numbers += count;
    largest = std::max(largest, count);
  }
  const bool narrow = narrow_bytes >= narrow_from;
  return {narrow, sizeof(float) * (numbers + largest) - (narrow ? narrow_bytes : 0)};
}

}  // namespace

Result<Model> load_model(std::string_view config_json, std::span<const std::byte> safetensors) {
  const WeightFile file{safetensors};
  return load_model(config_json, std::span(&file, 1));
}

Result<Model> load_model(std::string_view config_json, std::span<const WeightFile> shards, double narrow_from) {
  auto config = read_model_config(config_json);
  if (!config) return config.error();
  return load_model(*std::move(config), shards, narrow_from);
}

Result<Model> load_model(ModelConfig config, std::span<const WeightFile> shards, double narrow_from) {
  const auto tensors = read_shards(shards);
  if (!tensors) return tensors.error();
  const Need need = need_of(*tensors, narrow_from);
  if (need.bytes > max_memory_bytes) {
    return Error{
        ErrorCode::out_of_memory, "weights_too_large", "weights", {{"gigabytes", std::floor(need.bytes / 1e7) / 100}}};
  }
  auto weights = read_weights(config, *tensors, need.narrow);
  if (!weights) return weights.error();
  const std::size_t parameters = weights->parameters;
  std::vector<std::string> unused = std::move(weights->unused);
  return Model{std::move(config), std::make_shared<const Weights>(*std::move(weights)), parameters, std::move(unused)};
}

}  // namespace ropescope
