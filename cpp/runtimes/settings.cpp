#include "runtimes/settings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
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

// Mistral's files call themselves llama there.
std::string architecture_of(const ExportRequest& request) {
  return request.model_type == "mistral" ? "llama" : request.model_type;
}

// --yarn-attn-factor would be set anew where llama.cpp blends (src/llama-context.cpp); the key of the file holds.
Setting attention_flag(const Setting& key) {
  return {std::string(key_override), key.key + "=float:" + format_number(std::get<double>(key.value)), key.why};
}

// llama-server cuts every text down to the file's length, unless it stretches by yarn.
void lift_length(const ExportRequest& wanted, std::vector<Setting>& flags) {
  if (stretches_by_yarn(flags) || wanted.seq_len <= wanted.declared) return;
  const std::string key = architecture_of(wanted) + ".context_length";
  flags.push_back({std::string(key_override),
                   key + "=int:" + std::to_string(wanted.seq_len),
                   {"setting_context_length", key, {{"given", wanted.declared}}}});
}

Result<RuntimeSettings> as_flags(const ExportRequest& wanted) {
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
    } else if (setting.key != "attn_factor") {
      return no_form(Runtime::llama_cpp, wanted, "has_no_flag", setting.key);
    }
  }
  if (const Setting attention = attention_key(wanted, flags.settings); attention.value != ParamValue(1.0)) {
    flags.settings.push_back(attention_flag(attention));
  }
  lift_length(wanted, flags.settings);
  flags.notes = notes_of(Runtime::llama_cpp, *find_method(wanted.methods.front().id));
  return flags;
}

}  // namespace

Setting attention_key(const ExportRequest& request, std::span<const Setting> flags) {
  const double multiplier = request.plan.attention_factor / built_in_attention_factor(flags);
  const std::string key = architecture_of(request) + ".rope.scaling.attn_factor";
  return {key, multiplier, {"setting_attention", key, {{"factor", request.plan.attention_factor}}}};
}

Result<RuntimeSettings> settings_for(Runtime runtime, const ExportRequest& request) {
  if (runtime == Runtime::llama_cpp) {
    return request.plan.bias.empty() ? as_flags(request) : no_form(runtime, request, "said_in_file", "bias");
  }
  auto written = as_dictionary(runtime, request);
  if (!written) return no_form(runtime, request, "has_no_rope_type_with_params");
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
