#include "runtimes/class_forms.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/model_config.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"

namespace ropescope {
namespace {

struct GgufName {
  std::string_view model_type;
  std::string_view architecture;
};

// MODEL_ARCH_NAMES of gguf-py/gguf/constants.py and the classes that llama.cpp's converter registers for them.
constexpr std::array gguf_names{GgufName{"apertus", "apertus"},
                                GgufName{"arcee", "arcee"},
                                GgufName{"cohere", "command-r"},
                                GgufName{"cohere2", "cohere2"},
                                GgufName{"deepseek_v2", "deepseek2"},
                                GgufName{"deepseek_v3", "deepseek2"},
                                GgufName{"exaone4", "exaone4"},
                                GgufName{"gemma3_text", "gemma3"},
                                GgufName{"gemma4_text", "gemma4"},
                                GgufName{"glm4", "glm4"},
                                GgufName{"glm4_moe", "glm4moe"},
                                GgufName{"gpt_neox", "gptneox"},
                                GgufName{"gpt_oss", "gpt-oss"},
                                GgufName{"granite", "granite"},
                                GgufName{"granitemoe", "granitemoe"},
                                GgufName{"kimi_k2", "deepseek2"},
                                GgufName{"llama", "llama"},
                                GgufName{"llama4_text", "llama4"},
                                GgufName{"minimax_m2", "minimax-m2"},
                                GgufName{"mistral", "llama"},
                                GgufName{"mixtral", "llama"},
                                GgufName{"nemotron", "nemotron"},
                                GgufName{"olmo2", "olmo2"},
                                GgufName{"olmo3", "olmo2"},
                                GgufName{"phi3", "phi3"},
                                GgufName{"qwen2", "qwen2"},
                                GgufName{"qwen2_5_vl", "qwen2vl"},
                                GgufName{"qwen2_5_vl_text", "qwen2vl"},
                                GgufName{"qwen2_moe", "qwen2moe"},
                                GgufName{"qwen2_vl", "qwen2vl"},
                                GgufName{"qwen2_vl_text", "qwen2vl"},
                                GgufName{"qwen3", "qwen3"},
                                GgufName{"qwen3_5_moe_text", "qwen35moe"},
                                GgufName{"qwen3_5_text", "qwen35"},
                                GgufName{"qwen3_moe", "qwen3moe"},
                                GgufName{"qwen3_vl_moe_text", "qwen3vlmoe"},
                                GgufName{"qwen3_vl_text", "qwen3vl"},
                                GgufName{"seed_oss", "seed_oss"},
                                GgufName{"smollm3", "smollm3"},
                                GgufName{"stablelm", "stablelm"},
                                GgufName{"starcoder2", "starcoder2"}};

Setting class_setting(std::string_view model_type, Reason why) {
  return {"model_type", std::string(model_type), {why, "model_type"}};
}

// Checkpoints that other classes take, which are Llama's with one thing more.
bool is_plain_llama(const Result<ModelConfig>& model) {
  if (!model) return false;
  const ModelConfig& config = *model;
  const bool windows = std::ranges::any_of(config.sliding_window, [](int window) { return window != 0; });
  const bool biases = config.attention_bias || config.output_bias || config.mlp_bias;
  return !windows && !biases && is_built_as_llama(config);
}

// The slope of a head, 8 being ggml's max_bias (ggml_compute_forward_soft_max in ggml-cpu/ops.cpp): that of the paper,
// where the number of heads is no power of two with every second slope of twice as many heads.
double slope_there(std::size_t head, std::size_t heads) {
  const auto whole = static_cast<double>(std::size_t{1} << static_cast<int>(std::floor(std::log2(heads))));
  const auto h = static_cast<double>(head);
  return h < whole ? std::exp2(-8 * (h + 1) / whole) : std::exp2(-4 * (2 * (h - whole) + 1) / whole);
}

bool has_slopes_of_ggml(const ExportRequest& request) {
  const auto length = static_cast<std::size_t>(request.seq_len);
  const std::size_t heads = request.plan.bias.size() / length;
  for (std::size_t head = 0; head < heads; ++head) {
    for (std::size_t distance = 0; distance < length; ++distance) {
      const double there = -slope_there(head, heads) * static_cast<double>(distance);
      if (std::abs(request.plan.bias[head * length + distance] - there) > 1e-6 * std::abs(there)) return false;
    }
  }
  return true;
}

}  // namespace

Result<std::vector<Setting>> class_of_config(const ExportRequest& request) {
  std::vector<Setting> settings;
  const bool rotates = !request.plan.inv_freq.empty();
  const int window = request.plan.visible.window;
  if (rotates && window == 0) return settings;
  if (!is_plain_llama(request.checkpoint.model) || (!rotates && window != 0)) {
    return no_form(Runtime::transformers, request, "only_a_llama_there");
  }
  if (!rotates) {
    const std::vector<double> still(request.checkpoint.reading.layers.size(), 0.0);
    settings = {class_setting("smollm3", "setting_smollm3"),
                {"architectures", std::string("SmolLM3ForCausalLM"), {"setting_smollm3", "architectures"}},
                {"no_rope_layers", still, {"setting_no_rope_layers", "no_rope_layers"}}};
  } else {
    settings = {class_setting("mistral", "setting_mistral"),
                {"architectures", std::string("MistralForCausalLM"), {"setting_mistral", "architectures"}},
                {"sliding_window", static_cast<double>(window), {"setting_window", "sliding_window"}}};
  }
  return settings;
}

std::string_view gguf_name_of(std::string_view model_type) {
  const auto* const named = std::ranges::find(gguf_names, model_type, &GgufName::model_type);
  return named == gguf_names.end() ? std::string_view{} : named->architecture;
}

Result<std::string_view> gguf_architecture(const ExportRequest& request) {
  if (request.plan.bias.empty()) return std::string_view("llama");
  if (!has_slopes_of_ggml(request)) return no_form(Runtime::llama_cpp, request, "other_slopes", "bias");
  return std::string_view("refact");
}

}  // namespace ropescope
