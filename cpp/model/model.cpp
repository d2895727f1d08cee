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
#include "core/number_rows.hpp"
#include "core/result.hpp"
#include "io/safetensors.hpp"
#include "model/weights.hpp"

namespace ropescope {
namespace {

struct Need {
  bool narrow = false;  // matrices of 16 bits and fewer stay so
  double bytes = 0;     // while it loads
};

// What is kept of all tensors, and one of them as it came.
Need need_of(const Tensors& tensors, double narrow_from) {
  struct Bytes {
    double all = 0;
    double largest = 0;
    void add(double bytes) {
      all += bytes;
      largest = std::max(largest, bytes);
    }
  };
  Bytes wide;
  Bytes narrow;
  double of_few_bits = 0;
  for (const auto& [name, tensor] : tensors) {
    double floats = sizeof(float);
    for (const std::size_t size : tensor.shape) floats *= static_cast<double>(size);
    const auto form = form_of(tensor.dtype);
    const bool is_narrow = form && form->stored != Stored::f32;
    wide.add(floats);
    narrow.add(is_narrow ? static_cast<double>(tensor.size) : floats);
    if (is_narrow) of_few_bits += static_cast<double>(tensor.size);
  }
  const bool stays = of_few_bits >= narrow_from;
  const Bytes& kept = stays ? narrow : wide;
  return {stays, kept.all + kept.largest};
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
