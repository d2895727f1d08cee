#include "runtimes/gguf_export.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "config/decoder_form.hpp"
#include "config/model_config.hpp"
#include "core/activation.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/gguf_writer.hpp"
#include "io/safetensors.hpp"
#include "io/tokenizer.hpp"
#include "position/method.hpp"
#include "runtimes/class_forms.hpp"
#include "runtimes/gguf_tensors.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"

namespace ropescope {
namespace {

// What the architectures `llama` and `refact` there lack, or nothing.
std::optional<Reason> beyond_llama(const ModelConfig& config) {
  if (config.vocab_size != char_vocab_size) return Reason("other_vocabulary");
  if (config.hidden_act != Activation::silu) return Reason("other_activation");
  if (config.form.qk_norm != QkNorm::none) return Reason("norms_of_keys");
  if (!is_built_as_llama(config)) return Reason("other_build");
  if (config.rope.softmax_scale_factor != 1) return Reason("scale_of_scores");
  const bool windows = std::ranges::any_of(config.sliding_window, [](int window) { return window != 0; });
  return windows ? std::optional(Reason("sliding_windows")) : std::nullopt;
}

struct KeyOfFlag {
  std::string_view flag;
  std::string_view key;  // after the architecture
};
// What its loader reads for `llama`; betas and the extrapolation factor it reads for other architectures only.
constexpr std::array keys_of_flags{KeyOfFlag{"--rope-scaling", "rope.scaling.type"},
                                   KeyOfFlag{"--rope-freq-base", "rope.freq_base"},
                                   KeyOfFlag{"--rope-scale", "rope.scaling.factor"},
                                   KeyOfFlag{"--yarn-orig-ctx", "rope.scaling.original_context_length"}};

void add_attention_factor(const ExportRequest& request, std::span<const Setting> flags, RuntimeSettings& keys) {
  const Setting attention = attention_key(request, "llama", flags);
  if (attention.value != ParamValue(1.0)) keys.settings.push_back(attention);
}

// Nothing where a flag has no key.
std::optional<RuntimeSettings> keys_for(const RuntimeSettings& flags, const ExportRequest& request) {
  RuntimeSettings keys{{}, flags.seq_len, flags.seq_len, flags.notes};
  for (const Setting& flag : flags.settings) {
    const auto* const key = std::ranges::find(keys_of_flags, flag.key, &KeyOfFlag::flag);
    if (key != keys_of_flags.end()) {
      keys.settings.push_back({"llama." + std::string(key->key), flag.value, flag.why});
    } else if (flag.key != key_override) {
      return std::nullopt;
    }
  }
  add_attention_factor(request, flags.settings, keys);
  return keys;
}

// Plain RoPE with a divisor for each pair: how llama.cpp keeps Llama 3's scaling, and room for any other.
Result<RuntimeSettings> divided(const ExportRequest& request) {
  if (!is_constant(request)) {
    return no_form(Runtime::llama_cpp, request, "changes_with_length");
  }
  std::vector<double> divisors;
  const auto pairs = static_cast<double>(request.plan.inv_freq.size());
  for (const double inv_freq : request.plan.inv_freq) {
    const auto i = static_cast<double>(divisors.size());
    constexpr double still = 1e30;  // what llama.cpp's converter writes for pairs that do not turn
    divisors.push_back(inv_freq > 0 ? std::pow(request.rope.rope_theta, -i / pairs) / inv_freq : still);
  }
  RuntimeSettings keys{{}, request.seq_len, request.seq_len, {}};
  const std::string type = "llama.rope.scaling.type";
  const std::string base = "llama.rope.freq_base";
  keys.settings = {{type, std::string("none"), {"setting_divided", type}},
                   {base, request.rope.rope_theta, {"setting_theta", base}},
                   {std::string(divisors_name), std::move(divisors), {"setting_divisors", divisors_name}}};
  add_attention_factor(request, {}, keys);
  return keys;
}

// The file is one of `llama`, whatever the checkpoint calls itself, or of `refact`, which says ALiBi by its name alone.
Result<RuntimeSettings> position_of(const ExportRequest& request, std::string_view architecture) {
  constexpr std::string_view name = "general.architecture";
  if (architecture != "llama") {
    return RuntimeSettings{{{std::string(name), std::string(architecture), {"setting_refact", name}}},
                           request.seq_len,
                           request.seq_len,
                           {}};
  }
  const auto flags = flags_of_llama_cpp(request, architecture);
  if (auto keys = flags ? keys_for(*flags, request) : std::nullopt) return *std::move(keys);
  return divided(request);
}

bool is_whole(std::string_view key) { return key.ends_with("original_context_length"); }

void add_architecture(const ModelConfig& config, std::string_view architecture, const RuntimeSettings& position,
                      GgufFile& file) {
  const std::string prefix = std::string(architecture) + ".";
  const auto whole = [&](const char* key, int value) {
    file.metadata.emplace_back(prefix + key, static_cast<std::uint32_t>(value));
  };
  file.metadata.emplace_back("general.architecture", std::string(architecture));
  whole("block_count", config.num_hidden_layers);
  whole("context_length", position.seq_len);
  whole("embedding_length", config.hidden_size);
  whole("feed_forward_length", config.intermediate_size);
  whole("vocab_size", config.vocab_size);
  whole("attention.head_count", config.num_attention_heads);
  whole("attention.head_count_kv", config.num_key_value_heads);
  whole("attention.key_length", config.head_dim);
  whole("attention.value_length", config.head_dim);
  if (architecture == "llama") whole("rope.dimension_count", config.rope.rope.rotary_dim);
  file.metadata.emplace_back(prefix + "attention.layer_norm_rms_epsilon", static_cast<float>(config.norm_eps));
  for (const Setting& setting : position.settings) {
    if (!setting.key.starts_with(prefix)) continue;
    if (const double* number = std::get_if<double>(&setting.value)) {
      file.metadata.emplace_back(setting.key, is_whole(setting.key) ? GgufValue(static_cast<std::uint32_t>(*number))
                                                                    : GgufValue(static_cast<float>(*number)));
    } else if (const std::string* name = std::get_if<std::string>(&setting.value)) {
      file.metadata.emplace_back(setting.key, *name);
    }
  }
}

// BPE over the alphabet of GPT-2's bytes, in which U+010A is the newline and U+0120 the space. Without a merge that
// applies every character stays a token; characters that are none of ours are left out. A tokenizer of SentencePiece's
// kind ends the process there, because it has no tokens of bytes to fall back on.
void add_characters(GgufFile& file) {
  constexpr int newline = 0;
  constexpr int space = 1;
  constexpr std::int32_t normal = 1;  // llama_token_type of llama.h
  std::vector<int> ids(char_vocab_size);
  std::iota(ids.begin(), ids.end(), 0);
  const auto characters = decode_chars(ids);
  std::vector<std::string> tokens;
  for (const char character : *characters) tokens.emplace_back(1, character);
  tokens[newline] = "\xc4\x8a";
  tokens[space] = "\xc4\xa0";
  const std::vector<std::int32_t> types(tokens.size(), normal);
  file.metadata.emplace_back("tokenizer.ggml.model", std::string("gpt2"));
  file.metadata.emplace_back("tokenizer.ggml.pre", std::string("gpt-2"));
  file.metadata.emplace_back("tokenizer.ggml.tokens", std::move(tokens));
  file.metadata.emplace_back("tokenizer.ggml.token_type", types);
  // One has to be there: of the byte 0 with itself, which no text has.
  file.metadata.emplace_back("tokenizer.ggml.merges", std::vector<std::string>{"\xc4\x80 \xc4\x80"});
  // It must have both; left out they would be the eleventh token, "*". A generation ends at the rarest character, "~".
  for (const char* role : {"bos", "eos"}) {
    file.metadata.emplace_back("tokenizer.ggml." + std::string(role) + "_token_id",
                               static_cast<std::uint32_t>(char_vocab_size - 1));
  }
  for (const char* addition : {"bos_token", "eos_token", "space_prefix"}) {
    file.metadata.emplace_back("tokenizer.ggml.add_" + std::string(addition), false);
  }
}

void add_divisors(const RuntimeSettings& position, GgufFile& file) {
  const auto divisors = std::ranges::find(position.settings, divisors_name, &Setting::key);
  if (divisors == position.settings.end()) return;
  const auto& values = std::get<std::vector<double>>(divisors->value);
  file.tensors.push_back(
      single_precision(std::string(divisors_name), {values.size()}, std::vector<float>(values.begin(), values.end())));
}

}  // namespace

Result<GgufExport> export_gguf(const ModelConfig& config, const Tensors& tensors, const ExportRequest& request) {
  if (const auto more = beyond_llama(config)) {
    return Error{ErrorCode::unsupported_model, "has_no_place_in_gguf", "config", {{"what", *more}}};
  }
  const auto architecture = gguf_architecture(request);
  if (!architecture) return architecture.error();
  auto position = position_of(request, *architecture);
  if (!position) return position.error();
  auto renamed = llama_tensors(config, tensors, *architecture == "llama");
  if (!renamed) return renamed.error();

  GgufFile file;
  file.tensors = *std::move(renamed);
  add_architecture(config, *architecture, *position, file);
  add_characters(file);
  add_divisors(*position, file);
  return GgufExport{write_gguf(file), *std::move(position)};
}

}  // namespace ropescope
