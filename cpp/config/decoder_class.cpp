// Names, defaults and rules are those of transformers 5.12: models/*/{configuration, modeling}_*.py.
#include "config/decoder_class.hpp"

#include <array>

#include "config/decoder_form.hpp"

namespace ropescope {
namespace {

constexpr auto classes = std::to_array<DecoderClass>({
    {.model_type = "llama"},
    {.model_type = "mistral", .biases = no_biases},
    {.model_type = "ministral", .biases = no_biases},
    {.model_type = "qwen2", .biases = {.qkv = always, .output = never, .mlp = never}},
    {.model_type = "qwen3", .form = {.qk_norm = QkNorm::head}, .biases = {.mlp = never}},
    {.model_type = "seed_oss", .biases = {.qkv = {"attention_bias", true}, .output = {"attention_out_bias"}}},
});

}  // namespace

DecoderClasses llama_classes() { return classes; }

}  // namespace ropescope
