#include "config/model_facts.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json_fields.hpp"
#include "position/config_form.hpp"
#include "position/registry.hpp"

namespace ropescope {
namespace {

// transformers, models/*/configuration_*.py. Only what differs from the members' initialisers.
constexpr std::array known_models{
    ModelFacts{.model_type = "llama", .max_position_embeddings = 2048, .rotates_whole_heads = true},
    ModelFacts{.model_type = "mistral", .max_position_embeddings = 131072, .rotates_whole_heads = true},
    ModelFacts{
        .model_type = "mixtral", .rope_theta = 1e6, .max_position_embeddings = 131072, .rotates_whole_heads = true},
    ModelFacts{.model_type = "ministral", .rotates_whole_heads = true},
    ModelFacts{.model_type = "ministral3",
               .rope_theta = 1e6,
               .head_dim = 128,
               .rotates_whole_heads = true,
               .scaled_by_default = true},
    ModelFacts{.model_type = "qwen2", .max_position_embeddings = 32768, .rotates_whole_heads = true},
    ModelFacts{.model_type = "qwen2_moe", .rotates_whole_heads = true},
    ModelFacts{.model_type = "qwen2_vl", .rope_theta = 1e6, .rotates_whole_heads = true},
    ModelFacts{.model_type = "qwen2_vl_text", .rope_theta = 1e6, .rotates_whole_heads = true},
    ModelFacts{.model_type = "qwen2_5_vl", .rope_theta = 1e6, .rotates_whole_heads = true},
    ModelFacts{.model_type = "qwen2_5_vl_text", .rope_theta = 1e6, .rotates_whole_heads = true},
    ModelFacts{.model_type = "qwen3", .head_dim = 128, .max_position_embeddings = 32768, .rotates_whole_heads = true},
    ModelFacts{.model_type = "qwen3_moe", .rotates_whole_heads = true},
    ModelFacts{.model_type = "qwen3_next", .partial_rotary_factor = 0.25, .head_dim = 256},
    ModelFacts{.model_type = "qwen"},
    ModelFacts{.model_type = "gemma", .head_dim = 256, .max_position_embeddings = 8192, .rotates_whole_heads = true},
    ModelFacts{.model_type = "gemma2", .head_dim = 256, .max_position_embeddings = 8192, .rotates_whole_heads = true},
    ModelFacts{.model_type = "gemma3_text",
               .rope_theta = 1e6,
               .local_rope_theta = 10000,
               .head_dim = 256,
               .max_position_embeddings = 131072,
               .rotates_whole_heads = true,
               .plain_sliding_layers = true},
    ModelFacts{.model_type = "gemma3n_text",
               .rope_theta = 1e6,
               .local_rope_theta = 10000,
               .head_dim = 256,
               .max_position_embeddings = 32768,
               .rotates_whole_heads = true,
               .plain_sliding_layers = true},
    ModelFacts{
        .model_type = "modernbert", .rope_theta = 160000, .local_rope_theta = 10000, .plain_sliding_layers = true},
    ModelFacts{.model_type = "gpt_oss",
               .rope_theta = 150000,
               .head_dim = 64,
               .max_position_embeddings = 131072,
               .rotates_whole_heads = true,
               .scaled_by_default = true},
    ModelFacts{.model_type = "deepseek_v2", .rotates_whole_heads = true, .interleaved = true},
    ModelFacts{.model_type = "deepseek_v3", .rotates_whole_heads = true, .interleaved = true},
    ModelFacts{.model_type = "kimi_k2", .rotates_whole_heads = true, .interleaved = true},
    ModelFacts{.model_type = "phi", .partial_rotary_factor = 0.5, .max_position_embeddings = 2048},
    ModelFacts{.model_type = "phi3", .max_position_embeddings = 4096},
    ModelFacts{.model_type = "phimoe", .rope_theta = 1e6, .rotates_whole_heads = true},
    ModelFacts{.model_type = "persimmon", .rope_theta = 25000, .partial_rotary_factor = 0.5},
    ModelFacts{.model_type = "nemotron", .partial_rotary_factor = 0.5},
    ModelFacts{.model_type = "stablelm", .partial_rotary_factor = 0.25},
    ModelFacts{.model_type = "stablelm_epoch", .partial_rotary_factor = 0.25},
    ModelFacts{.model_type = "glm", .partial_rotary_factor = 0.5, .head_dim = 128, .interleaved = true},
    ModelFacts{.model_type = "glm4", .partial_rotary_factor = 0.5, .head_dim = 128, .interleaved = true},
    ModelFacts{.model_type = "glm4_moe", .partial_rotary_factor = 0.5},
    ModelFacts{.model_type = "chatglm", .partial_rotary_factor = 0.5, .interleaved = true},
    ModelFacts{.model_type = "recurrent_gemma", .partial_rotary_factor = 0.5},
    ModelFacts{.model_type = "bamba", .partial_rotary_factor = 0.5},
    ModelFacts{.model_type = "gpt_neox", .partial_rotary_factor = 0.25},
    ModelFacts{.model_type = "gpt_neox_japanese"},
    ModelFacts{.model_type = "gptj", .interleaved = true},
    ModelFacts{.model_type = "codegen", .interleaved = true},
    ModelFacts{.model_type = "falcon", .rotates_whole_heads = true},
    ModelFacts{.model_type = "RefinedWeb", .rotates_whole_heads = true},
    ModelFacts{.model_type = "RefinedWebModel", .rotates_whole_heads = true},
    ModelFacts{.model_type = "baichuan", .rotates_whole_heads = true},
    ModelFacts{.model_type = "internlm", .rotates_whole_heads = true},
    ModelFacts{.model_type = "internlm2", .rotates_whole_heads = true},
    ModelFacts{.model_type = "internlm3", .rotates_whole_heads = true},
    ModelFacts{.model_type = "Yi", .rotates_whole_heads = true},
    ModelFacts{.model_type = "olmo", .rotates_whole_heads = true},
    ModelFacts{.model_type = "olmo2", .rotates_whole_heads = true},
    ModelFacts{.model_type = "olmo3", .rotates_whole_heads = true, .plain_sliding_layers = true},
    ModelFacts{.model_type = "olmoe", .rotates_whole_heads = true},
    ModelFacts{.model_type = "granite", .rotates_whole_heads = true},
    ModelFacts{.model_type = "granitemoe", .rotates_whole_heads = true},
    ModelFacts{.model_type = "starcoder2", .rotates_whole_heads = true},
    ModelFacts{.model_type = "smollm3", .rope_theta = 2e6, .rotates_whole_heads = true},
    ModelFacts{.model_type = "cohere", .rotates_whole_heads = true, .interleaved = true},
    ModelFacts{.model_type = "cohere2", .rotates_whole_heads = true, .interleaved = true, .windowless_turn = false},
    ModelFacts{.model_type = "exaone4", .rotates_whole_heads = true, .windowless_turn = false},
    ModelFacts{.model_type = "hunyuan_v1_dense", .rotates_whole_heads = true},
    ModelFacts{.model_type = "hunyuan_v1_moe", .rotates_whole_heads = true},
    ModelFacts{.model_type = "llama4_text",
               .rope_theta = 500000,
               .head_dim = 128,
               .rotates_whole_heads = true,
               .interleaved = true},
    ModelFacts{.model_type = "mllama_text_model", .rope_theta = 500000, .rotates_whole_heads = true},
    ModelFacts{.model_type = "bitnet", .rope_theta = 500000, .rotates_whole_heads = true},
    ModelFacts{.model_type = "ernie4_5",
               .rope_theta = 500000,
               .head_dim = 128,
               .rotates_whole_heads = true,
               .interleaved = true},
    ModelFacts{.model_type = "helium",
               .rope_theta = 100000,
               .head_dim = 128,
               .rotates_whole_heads = true,
               .interleaved = true},
    ModelFacts{.model_type = "minicpm", .rotates_whole_heads = true},
    ModelFacts{.model_type = "minicpm3", .rotates_whole_heads = true},
    ModelFacts{.model_type = "dbrx", .rotates_whole_heads = true},
    ModelFacts{.model_type = "minimax", .rope_theta = 1e6},
};

constexpr ModelFacts unnamed_model{};

struct NotRotary {
  std::string_view model_type;
  Reason reason;
};

constexpr Reason learned = "has_learned_positions";
constexpr Reason bucketed = "has_learned_bias";
constexpr Reason recurrent = "has_no_attention";

constexpr std::array not_rotary{
    NotRotary{.model_type = "gpt2", .reason = learned},
    NotRotary{.model_type = "gpt_neo", .reason = learned},
    NotRotary{.model_type = "opt", .reason = learned},
    NotRotary{.model_type = "gpt_bigcode", .reason = learned},
    NotRotary{.model_type = "bert", .reason = learned},
    NotRotary{.model_type = "roberta", .reason = learned},
    NotRotary{.model_type = "distilbert", .reason = learned},
    NotRotary{.model_type = "electra", .reason = learned},
    NotRotary{.model_type = "biogpt", .reason = learned},
    NotRotary{.model_type = "openai-gpt", .reason = learned},
    NotRotary{.model_type = "whisper", .reason = learned},
    NotRotary{.model_type = "bart", .reason = learned},
    NotRotary{.model_type = "xglm", .reason = learned},
    NotRotary{.model_type = "vit", .reason = learned},
    NotRotary{.model_type = "t5", .reason = bucketed},
    NotRotary{.model_type = "mt5", .reason = bucketed},
    NotRotary{.model_type = "umt5", .reason = bucketed},
    NotRotary{.model_type = "longt5", .reason = bucketed},
    NotRotary{.model_type = "mpnet", .reason = bucketed},
    NotRotary{.model_type = "deberta", .reason = bucketed},
    NotRotary{.model_type = "deberta-v2", .reason = bucketed},
    NotRotary{.model_type = "xlnet", .reason = bucketed},
    NotRotary{.model_type = "mamba", .reason = recurrent},
    NotRotary{.model_type = "mamba2", .reason = recurrent},
    NotRotary{.model_type = "falcon_mamba", .reason = recurrent},
    NotRotary{.model_type = "rwkv", .reason = recurrent},
    NotRotary{.model_type = "jamba", .reason = recurrent},
};

// That the model has this method instead. path: of what says so.
Error has_method(const MethodEntry& method, std::string_view model_type, std::string_view path) {
  const Reason reason = model_type.empty() ? Reason("has_method") : Reason("type_has_method");
  return config_error(reason, path,
                      {{"model_type", model_type}, {"method", method.info.id}, {"text", method.config_words.instead}});
}

// `attn_config.alibi`: a key of a key.
JsonPlace at_path(const JsonPlace& config, std::string_view path) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return config.at(path);
  return at_path(config.at(path.substr(0, dot)), path.substr(dot + 1));
}

Result<bool> is_true(const JsonPlace& place) {
  const Result<std::optional<bool>> flag = read_flag(place);
  if (!flag) return flag.error();
  return flag->value_or(false);
}

// By its code alone, unless the config says otherwise.
Status check_code(const JsonPlace& config, std::string_view model_type, const MethodEntry& method) {
  for (const ModelWith& model : method.config_words.models) {
    if (model.model_type.empty() || model.model_type != model_type) continue;
    if (!model.unless_given.empty() && at_path(config, model.unless_given).is_given()) continue;
    const Result<bool> rotates = model.unless_true.empty() ? false : is_true(at_path(config, model.unless_true));
    if (!rotates) return rotates.error();
    if (*rotates) continue;
    const std::string path = config.at("model_type").path;
    if (model.size.empty()) return has_method(method, model_type, path);
    return config_error("type_of_size_has_method", path,
                        {{"model_type", model_type},
                         {"size", model.size},
                         {"method", method.info.id},
                         {"text", method.config_words.instead}});
  }
  return ok();
}

Status check_flags(const JsonPlace& config, std::string_view model_type, const MethodEntry& method) {
  for (const std::string_view path : method.config_words.flags) {
    if (path.empty()) continue;
    const JsonPlace place = at_path(config, path);
    const Result<bool> flag = is_true(place);
    if (!flag) return flag.error();
    if (*flag) return has_method(method, model_type, place.path);
  }
  return ok();
}

Status check_position_embedding_type(const JsonPlace& config, std::string_view model_type) {
  const JsonPlace declared = config.at("position_embedding_type");
  const Result<std::optional<std::string>> text = read_text(declared);
  if (!text) return text.error();
  if (!text->has_value()) return ok();
  const std::string& kind = **text;
  // ModernBERT and others carry BERT's default along, which their class does not read.
  if (kind == "absolute" && is_known(facts_of(model_type))) return ok();
  for (const MethodEntry& method : registry()) {
    const ConfigWords& words = method.config_words;
    if (kind.empty() || std::ranges::find(words.position_embedding_types, kind) == words.position_embedding_types.end())
      continue;
    return words.instead.empty() ? ok() : has_method(method, model_type, declared.path);
  }
  return config_error("has_positions_of_kind", declared.path, {{"given", kind}});
}

}  // namespace

const ModelFacts& facts_of(std::string_view model_type) {
  const auto* const facts = std::ranges::find(known_models, model_type, &ModelFacts::model_type);
  return facts == known_models.end() ? unnamed_model : *facts;
}

bool is_known(const ModelFacts& facts) { return !facts.model_type.empty(); }

Status check_is_rotary(const JsonPlace& config, std::string_view model_type) {
  const std::string named_by = config.at("model_type").path;
  const auto* const entry = std::ranges::find(not_rotary, model_type, &NotRotary::model_type);
  if (entry != not_rotary.end()) return config_error(entry->reason, named_by, {{"model_type", model_type}});
  for (const MethodEntry& method : registry()) {
    if (const Status rotary = check_code(config, model_type, method); !rotary) return rotary;
  }
  for (const MethodEntry& method : registry()) {
    if (const Status rotary = check_flags(config, model_type, method); !rotary) return rotary;
  }
  return check_position_embedding_type(config, model_type);
}

}  // namespace ropescope
