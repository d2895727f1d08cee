#include "runtimes/class_readers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/layers.hpp"
#include "config/model_facts.hpp"
#include "config/rope_reader.hpp"
#include "core/saying.hpp"
#include "io/json_fields.hpp"
#include "runtimes/request.hpp"
#include "runtimes/written_config.hpp"

namespace ropescope {
namespace {

template <std::size_t size>
bool holds(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// mlx-lm, models/*.py: classes that hand rope_theta and rope_scaling to initialize_rope.
constexpr auto scaled_by_mlx = std::to_array<std::string_view>(
    {"afmoe",           "apertus",       "bitnet",        "deepseek_v3", "deepseek_v32", "dots1",
     "exaone4",         "exaone_moe",    "falcon_h1",     "gemma3_text", "gemma4_text",  "gpt_oss",
     "granite",         "granitemoe",    "kimi_k2",       "llama",       "llama4_text",  "minicpm",
     "mistral",         "olmo2",         "olmo3",         "olmoe",       "qwen2",        "qwen2_5_vl",
     "qwen2_5_vl_text", "qwen2_vl",      "qwen2_vl_text", "qwen3",       "qwen3_5_text", "qwen3_5_moe_text",
     "qwen3_next",      "qwen3_vl_text", "seed_oss",      "smollm3"});
// The same, classes that rotate by rope_theta and nothing else.
constexpr auto unscaled_by_mlx =
    std::to_array<std::string_view>({"cohere2", "glm4", "minimax_m2", "mixtral", "qwen3_moe", "qwen3_vl_moe_text"});

// Models of parts whose language model mlx-lm takes out of text_config.
constexpr auto parts_of_mlx =
    std::to_array<std::string_view>({"gemma3", "gemma4", "kimi_k25", "llama4", "mistral3", "qwen2_5_vl", "qwen2_vl",
                                     "qwen3_5", "qwen3_5_moe", "qwen3_vl", "qwen3_vl_moe"});

// TensorRT-LLM's PyTorch backend: classes that go through RopeParams.from_config.
constexpr auto scaled_by_tensorrt =
    std::to_array<std::string_view>({"deepseek_v3", "gemma3_text", "kimi_k2", "llama", "mistral", "qwen2", "qwen3"});

struct FormThere {
  std::string_view model_type;
  Runtime runtime;
  DictionaryForm form;
};

// transformers 5: models/*/configuration_*.py, convert_rope_params_to_dict. vLLM: model_executor/models/*.py, which
// take config.rope_parameters[layer_type]. SGLang: models/gemma3_causal.py, gemma4_causal.py. llama.cpp:
// src/models/*.cpp, whose sliding layers go by rope_freq_base_train_swa and rope_freq_scale_train_swa. mlx-lm:
// models/*.py.
constexpr DictionaryForm by_type{.by_type = true, .flat = false};
constexpr DictionaryForm both{.by_type = true, .flat = true};  // for transformers 4 and 5
constexpr DictionaryForm flat{};
using enum Runtime;
constexpr auto forms = std::to_array<FormThere>({{"gemma3_text", transformers, both},
                                                 {"gemma3_text", vllm, by_type},
                                                 {"gemma3_text", sglang, by_type},
                                                 {"gemma3_text", llama_cpp, flat},
                                                 {"gemma3_text", mlx_lm, flat},
                                                 {"gemma3_text", tensorrt_llm, flat},
                                                 {"gemma3n_text", transformers, both},
                                                 {"gemma3n_text", vllm, by_type},
                                                 {"gemma4_text", transformers, by_type},
                                                 {"gemma4_text", vllm, by_type},
                                                 {"gemma4_text", sglang, by_type},
                                                 {"gemma4_text", llama_cpp, flat},
                                                 {"gemma4_text", mlx_lm, by_type},
                                                 {"laguna", transformers, by_type},
                                                 {"mellum", transformers, by_type},
                                                 {"mimo_v2_flash", transformers, by_type},
                                                 {"modernbert", transformers, by_type},
                                                 {"olmo3", transformers, flat},
                                                 {"olmo3", vllm, by_type},
                                                 {"olmo3", llama_cpp, flat},
                                                 {"olmo3", mlx_lm, flat}});

// Of the classes that say it themselves: transformers, models/qwen3_vl and qwen3_5.
constexpr auto axes_of_classes = std::to_array<AxesOfClass>({{"qwen3_vl_text", {24, 20, 20}},
                                                             {"qwen3_vl_moe_text", {24, 20, 20}},
                                                             {"qwen3_5_text", {11, 11, 10}},
                                                             {"qwen3_5_moe_text", {11, 11, 10}}});

// vLLM, model_executor/models/deepseek_v2.py, and SGLang, models/deepseek_v2.py.
constexpr auto scaled_by_mscale = std::to_array<std::string_view>(
    {"deepseek_v2", "deepseek_v3", "deepseek_v32", "glm4_moe_lite", "glm_moe_dsa", "kimi_k2", "mistral4"});

JsonPlace root_of(const Checkpoint& checkpoint) { return {checkpoint.config.get(), ""}; }
JsonPlace text_of(const Checkpoint& checkpoint) { return part_of(root_of(checkpoint), checkpoint.reading.part); }

// A dictionary of dictionaries, as transformers 5 writes one; the full-attention layers have their own.
bool is_written_by_type(const Checkpoint& checkpoint) {
  return text_of(checkpoint).at("rope_parameters").at(full_attention).object() != nullptr;
}

}  // namespace

std::optional<Reason> unread_there(Runtime runtime, const Checkpoint& checkpoint) {
  const std::string_view model_type = checkpoint.reading.model_type;
  const bool in_parts = !checkpoint.reading.part.empty();
  if (runtime == mlx_lm) {
    const std::string* whole = root_of(checkpoint).at("model_type").text();
    const bool reads_part = !in_parts || (whole != nullptr && holds(parts_of_mlx, *whole));
    const bool reads_class = holds(scaled_by_mlx, model_type) || holds(unscaled_by_mlx, model_type);
    if (!reads_part || !reads_class) return Reason("other_class_there");
  }
  if (runtime == tensorrt_llm && (in_parts || !holds(scaled_by_tensorrt, model_type))) {
    return Reason("other_class_there");
  }
  // json_model_override_args changes the whole config in some versions, the language model's part in others
  if (runtime == sglang && in_parts) return Reason("said_in_parts");
  return std::nullopt;
}

std::optional<DictionaryForm> form_there(Runtime runtime, const Checkpoint& checkpoint) {
  const ConfigReading& reading = checkpoint.reading;
  if (reading.layer_types.empty()) return DictionaryForm{};
  const auto* const known = std::ranges::find_if(
      forms, [&](const FormThere& each) { return each.model_type == reading.model_type && each.runtime == runtime; });
  if (known == forms.end()) return std::nullopt;
  DictionaryForm form = known->form;
  const bool written_by_type = is_written_by_type(checkpoint);
  if (runtime == transformers && !form.flat && !written_by_type) return std::nullopt;  // as published, of older code
  form.by_type = form.by_type || written_by_type;
  return form;
}

JsonPlace dictionary_in(const Checkpoint& checkpoint) {
  const JsonPlace config = text_of(checkpoint);
  const JsonPlace newer = config.at("rope_parameters");
  if (is_written_by_type(checkpoint)) return newer.at(full_attention);
  return newer.object() != nullptr ? newer : config.at("rope_scaling");
}

JsonPlace dictionary_in(const Checkpoint& checkpoint, std::string_view layer_type) {
  return text_of(checkpoint).at("rope_parameters").at(layer_type);
}

bool reads_base_alone(Runtime runtime, const Checkpoint& checkpoint) {
  const std::string_view model_type = checkpoint.reading.model_type;
  return (runtime == mlx_lm && holds(unscaled_by_mlx, model_type)) ||
         (runtime == sglang && model_type == "gemma4_text");
}

bool computes_as_transformers(Runtime runtime, const Checkpoint& checkpoint) {
  return reads_folder(runtime) || (runtime == sglang && checkpoint.reading.model_type == "gemma3_text");
}

// vLLM passes over Gemma 3's factor, whose published length holds it; SGLang sees none in dictionaries by type.
bool takes_length_as_said(Runtime runtime, const ExportRequest& request) {
  return (runtime == vllm && request.checkpoint.reading.model_type.starts_with("gemma3")) ||
         (runtime == sglang && request.form.by_type);
}

bool has_axes(const Checkpoint& checkpoint) {
  static constexpr std::array<std::string_view, 2> dictionaries{"rope_parameters", "rope_scaling"};
  const JsonPlace config = text_of(checkpoint);
  return facts_of(checkpoint.reading.model_type).axes || std::ranges::any_of(dictionaries, [&](std::string_view key) {
           return config.at(key).at("mrope_section").is_given();
         });
}

const AxesOfClass* axes_of_class(const Checkpoint& checkpoint) {
  const auto* const known = std::ranges::find(axes_of_classes, checkpoint.reading.model_type, &AxesOfClass::model_type);
  return known == axes_of_classes.end() ? nullptr : known;
}

bool shares_base_in_llama_cpp(const Checkpoint& checkpoint) { return checkpoint.reading.model_type == "olmo3"; }

bool scales_by_mscale(const Checkpoint& checkpoint) { return holds(scaled_by_mscale, checkpoint.reading.model_type); }

std::vector<Saying> notes_on_class(Runtime runtime, const ExportRequest& request) {
  const Checkpoint& checkpoint = request.checkpoint;
  const std::string_view model_type = checkpoint.reading.model_type;
  std::vector<Saying> notes;
  if (!checkpoint.reading.layer_types.empty() && !request.leaves_file) {
    notes.emplace_back(Reason("full_layers_alone"), full_attention);
  }
  if (runtime == transformers && model_type == "olmo3")
    notes.emplace_back(Reason("scales_sliding_before"), "layer_types");
  if (runtime == transformers && (model_type == "deepseek_v2" || model_type == "mistral4"))
    notes.emplace_back(Reason("scale_missing_before"), "mscale_all_dim");
  if (runtime == mlx_lm && has_axes(checkpoint)) notes.emplace_back(Reason("text_alone"), "mrope_section");
  return notes;
}

}  // namespace ropescope
