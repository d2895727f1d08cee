#include "runtimes/settings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "core/saying.hpp"
#include "core/text.hpp"
#include "position/config_form.hpp"
#include "position/method.hpp"
#include "position/ramp.hpp"
#include "position/registry.hpp"
#include "position/trained_as.hpp"
#include "runtimes/class_forms.hpp"
#include "runtimes/dictionary.hpp"
#include "runtimes/request.hpp"

namespace ropescope {
namespace {

struct FlagOfKey {
  std::string_view key;
  std::string_view flag;
};

// common/arg.cpp of llama.cpp. What has no flag here keeps its default there, which is ours.
constexpr std::array flags_of_keys{FlagOfKey{"rope_theta", "--rope-freq-base"},
                                   FlagOfKey{"factor", "--rope-scale"},
                                   FlagOfKey{"original_max_position_embeddings", "--yarn-orig-ctx"},
                                   FlagOfKey{"beta_fast", "--yarn-beta-fast"},
                                   FlagOfKey{"beta_slow", "--yarn-beta-slow"},
                                   FlagOfKey{"extrapolation_factor", "--yarn-ext-factor"}};

// What the file says: an attention factor by a key of its own, and how many channels turn.
constexpr std::array<std::string_view, 2> keys_of_file{"attn_factor", "partial_rotary_factor"};

const double* number_of(std::span<const Setting> settings, std::string_view key) {
  const auto setting = std::ranges::find(settings, key, &Setting::key);
  return setting == settings.end() ? nullptr : std::get_if<double>(&setting->value);
}

bool stretches_by_yarn(std::span<const Setting> flags) {
  const auto scaling = std::ranges::find(flags, "--rope-scaling", &Setting::key);
  return scaling != flags.end() && scaling->value == ParamValue("yarn");
}

// llama.cpp multiplies cos and sin by 1 + 0.1 ln(factor) where it blends (rope_yarn in ggml-cpu/ops.cpp).
double built_in_attention_factor(std::span<const Setting> flags) {
  const double* factor = number_of(flags, "--rope-scale");
  const double* blend = number_of(flags, "--yarn-ext-factor");
  const bool blends = stretches_by_yarn(flags) && (blend == nullptr || *blend > 0);
  return blends && factor != nullptr ? yarn_attention_factor(*factor) : 1;
}

// --yarn-attn-factor would be set anew where llama.cpp blends (src/llama-context.cpp); the key of the file holds.
Setting attention_flag(const Setting& key) {
  return {std::string(key_override), key.key + "=float:" + format_number(std::get<double>(key.value)), key.why};
}

// llama-server cuts every text down to the file's length, unless it stretches by yarn.
void lift_length(const ExportRequest& wanted, std::string_view architecture, std::vector<Setting>& flags) {
  if (stretches_by_yarn(flags) || wanted.seq_len <= wanted.declared) return;
  const std::string key = std::string(architecture) + ".context_length";
  flags.push_back({std::string(key_override),
                   key + "=int:" + std::to_string(wanted.seq_len),
                   {"setting_context_length", key, {{"given", wanted.declared}}}});
}

// Whether llama.cpp's converter writes a method's divisors into the model file: rope_freqs.weight, rope_factors_long.
bool lies_in_file(const MethodSpec& method) {
  const auto& types = find_method(method.id)->rope_types;
  return std::ranges::any_of(types, [](const RopeType& type) {
    return type.needs_original() && type.read_by == ReadBy::transformers_and_vllm;
  });
}

// What the file says by itself: the checkpoint's own divisors, which flags would come on top of.
std::optional<Result<RuntimeSettings>> said_by_file(const ExportRequest& wanted) {
  const MethodSpec& own = wanted.checkpoint.reading.main.method;
  if (!lies_in_file(own)) return std::nullopt;
  if (!keeps_methods(wanted)) return no_form_for_weights(Runtime::llama_cpp, wanted, "file_has_divisors", own.id);
  RuntimeSettings nothing{{}, wanted.seq_len, wanted.seq_len, {{"file_says_it", own.id}}};
  std::ranges::move(notes_of(Runtime::llama_cpp, *find_method(own.id)), std::back_inserter(nothing.notes));
  return nothing;
}

Status add_keys_of_file(const ExportRequest& wanted, std::string_view architecture, std::vector<Setting>& flags) {
  const Setting attention = attention_key(wanted, architecture, flags);
  const std::size_t before = flags.size();
  if (attention.value != ParamValue(1.0)) flags.push_back(attention_flag(attention));
  lift_length(wanted, architecture, flags);
  if (architecture.empty() && flags.size() > before) {
    return no_form_for_weights(Runtime::llama_cpp, wanted, "class_has_no_name_there");
  }
  return ok();
}

}  // namespace

Result<RuntimeSettings> flags_of_llama_cpp(const ExportRequest& wanted, std::string_view architecture) {
  const auto written = as_dictionary(Runtime::vllm, wanted);
  if (!written) return no_form(Runtime::llama_cpp, wanted, "has_no_rope_type_there");
  const std::string type_name = std::get<std::string>(written->settings.front().value);
  for (const MethodEntry& method : registry()) {
    for (const RopeType& type : method.rope_types) {
      if (type.name() != type_name || type.read_by == ReadBy::all) continue;
      return no_form(Runtime::llama_cpp, wanted, "keeps_divisors_in_file");
    }
  }
  RuntimeSettings flags{{}, wanted.seq_len, wanted.seq_len, {}};
  const bool is_plain = type_name == find_method(plain_method())->rope_types.front().name();
  flags.settings.push_back({"--rope-scaling", is_plain ? "none" : type_name, {"setting_scaling", "--rope-scaling"}});
  for (const Setting& setting : std::span(written->settings).subspan(1)) {
    const auto* const flag = std::ranges::find(flags_of_keys, setting.key, &FlagOfKey::key);
    if (flag != flags_of_keys.end()) {
      flags.settings.push_back({std::string(flag->flag), setting.value, setting.why});
    } else if (std::ranges::find(keys_of_file, setting.key) == keys_of_file.end()) {
      return no_form(Runtime::llama_cpp, wanted, "has_no_flag", setting.key);
    }
  }
  if (const Status done = add_keys_of_file(wanted, architecture, flags.settings); !done) return done.error();
  flags.notes = notes_of(Runtime::llama_cpp, *find_method(wanted.methods.front().id));
  return flags;
}

Setting attention_key(const ExportRequest& request, std::string_view architecture, std::span<const Setting> flags) {
  const double multiplier = request.plan.attention_factor / built_in_attention_factor(flags);
  const std::string key = std::string(architecture) + ".rope.scaling.attn_factor";
  return {key, multiplier, {"setting_attention", key, {{"factor", request.plan.attention_factor}}}};
}

Result<RuntimeSettings> settings_for(Runtime runtime, const ExportRequest& request) {
  if (runtime == Runtime::llama_cpp) {
    if (!request.plan.bias.empty()) return no_form(runtime, request, "said_in_file", "bias");
    if (auto said = said_by_file(request)) return *std::move(said);
    return flags_of_llama_cpp(request, gguf_name_of(request.checkpoint.reading.model_type));
  }
  auto written = as_dictionary(runtime, request);
  if (!written) {
    const bool of_class = !request.checkpoint.model;
    return no_form(runtime, request,
                   of_class ? Reason("has_no_rope_type_in_class") : Reason("has_no_rope_type_with_params"));
  }
  if (runtime == Runtime::transformers) {
    auto beside = class_of_config(request);
    if (!beside) return beside.error();
    written->beside = *std::move(beside);
  }
  return *std::move(written);
}

std::vector<Saying> common_notes(Runtime runtime, const ExportRequest& request) {
  constexpr std::array holds_for{
      Reason("holds_for_transformers"), Reason("holds_for_vllm"),
      Reason("holds_for_sglang"),       Reason("holds_for_llama_cpp"),
      Reason("holds_for_mlx_lm"),       Reason("holds_for_tensorrt_llm")};  // the enum's order
  std::vector<Saying> notes{{holds_for[static_cast<std::size_t>(runtime)], ""}};
  if (!request.length_is_said) notes.push_back({"length_is_trained", "seqLen", {{"given", request.seq_len}}});
  return notes;
}

}  // namespace ropescope
