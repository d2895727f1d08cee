// Names, defaults and rules are those of transformers 5.12: models/*/{configuration, modeling}_*.py.
#include "config/decoder_class.hpp"

#include <array>

#include "config/decoder_form.hpp"

namespace ropescope {
namespace {

constexpr Switch never{};
constexpr Switch always{"", true};

constexpr auto classes = std::to_array<DecoderClass>({
    {.model_type = "llama"},
    {.model_type = "mistral", .qkv_bias = never, .output_bias = never, .mlp_bias = never},
    {.model_type = "ministral", .qkv_bias = never, .output_bias = never, .mlp_bias = never},
    {.model_type = "qwen2", .qkv_bias = always, .output_bias = never, .mlp_bias = never},
    {.model_type = "qwen3", .form = {.qk_norm = QkNorm::head}, .mlp_bias = never},
    {.model_type = "seed_oss", .qkv_bias = {"attention_bias", true}, .output_bias = {"attention_out_bias"}},
});

}  // namespace

DecoderClasses llama_classes() { return classes; }

}  // namespace ropescope
