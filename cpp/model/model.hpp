// A loaded model: configuration plus weights packed for the matrix product. Immutable after loading.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/model_config.hpp"
#include "core/result.hpp"
#include "io/safetensors.hpp"

namespace ropescope {

struct Weights;  // model/weights.hpp

// What load_model answers; sessions share it.
struct Model {
  ModelConfig config;
  std::shared_ptr<const Weights> weights;
  std::size_t parameters = 0;                 // counted once where embeddings are tied
  std::vector<std::string> unused_tensors{};  // of the file, without a place in this model: it runs without them
};

// What one model and its sessions may use together: a WebAssembly memory has 2 GB, the page and its copies the rest.
inline constexpr double max_memory_bytes = 1.5e9;

// Bytes of numbers of 16 bits: twice as many as floats leave the caches, and from there half as many come sooner. What
// stays in them is multiplied up to twice as fast as floats.
inline constexpr double worth_narrow = 1 << 24;

// config_json: the text of config.json; shards: each safetensors file (F64, F32, F16, BF16), whose tensors are read one
// after the other. Matrices of 16 bits and fewer stay so where there are at least narrow_from bytes of them.
// Errors: those of read_model_config, invalid_weights, out_of_memory.
Result<Model> load_model(std::string_view config_json, std::span<const WeightFile> shards,
                         double narrow_from = worth_narrow);
Result<Model> load_model(std::string_view config_json, std::span<const std::byte> safetensors);
Result<Model> load_model(ModelConfig config, std::span<const WeightFile> shards, double narrow_from = worth_narrow);

}  // namespace ropescope
