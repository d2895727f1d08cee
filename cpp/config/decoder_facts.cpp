#include "config/decoder_facts.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "config/model_facts.hpp"

namespace ropescope {
namespace {

// clang-format off
constexpr std::array facts = std::to_array<ModelFacts>({
    {.model_type = "arcee", .sizes = {2560, 32}, .longest = 4096, .whole = true},
    {.model_type = "cohere", .sizes = {8192, 64}, .longest = 8192, .rope_theta = 500000, .whole = true, .interleaved = true},
    {.model_type = "cohere2", .sizes = {8192, 64}, .longest = 8192, .whole = true, .interleaved = true, .layers = {.full_every = 4, .window = 4096, .rotation = Rotation::windowed}},
    {.model_type = "exaone4", .sizes = {4096, 32}, .longest = 2048, .whole = true, .layers = {.full_every = 4, .window = 4096, .rotation = Rotation::windowed_if_any}},
    {.model_type = "falcon", .sizes = {4544, 71}, .longest = 2048, .whole = true},
    {.model_type = "gemma", .sizes = {3072, 16}, .head_dim = 256, .longest = 8192, .whole = true},
    {.model_type = "gemma2", .sizes = {2304, 8}, .head_dim = 256, .longest = 8192, .whole = true, .layers = {.full_every = 2, .window = 4096}},
    {.model_type = "gemma3_text", .sizes = {2304, 8}, .head_dim = 256, .longest = 131072, .rope_theta = 1e6, .local_rope_theta = 10000, .whole = true, .plain_windows = true, .layers = {.full_every = 6, .window = 4096}},
    {.model_type = "glm4", .sizes = {4096, 32}, .head_dim = 128, .longest = 131072, .share = 0.5, .interleaved = true},
    {.model_type = "gpt_neox", .sizes = {6144, 64}, .longest = 2048, .share = 0.25},
    {.model_type = "gptj", .sizes = {4096, 16}, .longest = 2048, .interleaved = true},
    {.model_type = "granite", .sizes = {4096, 32}, .longest = 2048, .whole = true},
    {.model_type = "llama", .sizes = {4096, 32}, .longest = 2048, .whole = true},
    {.model_type = "ministral", .sizes = {4096, 32}, .longest = 131072, .whole = true, .layers = {.full_every = 0, .others = LayerAttention::sliding, .window = 4096}},
    {.model_type = "mistral", .sizes = {4096, 32}, .longest = 131072, .whole = true, .layers = {.full_every = 0, .others = LayerAttention::sliding, .window = 4096}},
    {.model_type = "nanochat", .sizes = {768, 6}, .longest = 2048, .whole = true},
    {.model_type = "nemotron", .sizes = {6144, 48}, .longest = 4096, .share = 0.5},
    {.model_type = "olmo2", .sizes = {4096, 32}, .longest = 2048, .whole = true},
    {.model_type = "olmo3", .sizes = {4096, 32}, .longest = 2048, .whole = true, .plain_windows = true, .layers = {.full_every = 4, .window = 4096}},
    {.model_type = "phi", .sizes = {2048, 32}, .longest = 2048, .share = 0.5},
    {.model_type = "phi3", .sizes = {3072, 32}, .longest = 4096, .layers = {.full_every = 0, .others = LayerAttention::sliding}},
    {.model_type = "qwen2", .sizes = {4096, 32}, .longest = 32768, .whole = true, .layers = {.window = 4096, .by_switch = true}},
    {.model_type = "qwen3", .sizes = {4096, 32}, .head_dim = 128, .longest = 32768, .whole = true, .layers = {.window = 4096, .by_switch = true}},
    {.model_type = "seed_oss", .sizes = {4096, 80}, .head_dim = 128, .longest = 524288, .whole = true},
    {.model_type = "smollm3", .sizes = {2048, 16}, .longest = 32768, .rope_theta = 2e6, .whole = true, .layers = {.rotation = Rotation::listed, .unrotated_every = 4}},
    {.model_type = "stablelm", .sizes = {2560, 32}, .longest = 4096, .share = 0.25},
    {.model_type = "starcoder2", .sizes = {3072, 24}, .longest = 4096, .whole = true, .layers = {.full_every = 0, .others = LayerAttention::sliding}},
});
// clang-format on

}  // namespace

std::span<const ModelFacts> decoder_facts() { return facts; }

const ModelFacts* find_decoder_facts(std::string_view model_type) {
  const auto* const found = std::ranges::find(facts, model_type, &ModelFacts::model_type);
  return found == facts.end() ? nullptr : found;
}

}  // namespace ropescope
