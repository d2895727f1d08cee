#include "runtimes/settings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "config/rope_reader.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "core/text.hpp"
#include "position/config_form.hpp"
#include "position/method.hpp"
#include "position/param.hpp"
#include "position/plan.hpp"
#include "position/ramp.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "position/trained_as.hpp"
#include "runtimes/request.hpp"

namespace ropescope {
namespace {

std::string text_of(const ParamValue& value) {
  if (const double* number = std::get_if<double>(&value)) return format_number(*number);
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const std::string* text = std::get_if<std::string>(&value)) return '"' + *text + '"';
  std::string list;
  for (const double number : std::get<std::vector<double>>(value)) {
    list += (list.empty() ? "" : ",") + format_number(number);
  }
  return '[' + list + ']';
}

// The smallest config.json that has these settings.
std::string config_with(const RuntimeSettings& written, const RopeConfig& rope) {
  std::string dictionary;
  for (const Setting& setting : written.settings) {
    dictionary += (dictionary.empty() ? "\"" : ",\"") + setting.key + "\":" + text_of(setting.value);
  }
  const std::string head_dim = std::to_string(rope.head_dim);
  return "{\"head_dim\":" + head_dim + ",\"hidden_size\":" + head_dim + ",\"num_attention_heads\":1" +
         ",\"rotary_dim\":" + std::to_string(rope.rotary_dim) +
         ",\"max_position_embeddings\":" + std::to_string(written.max_position_embeddings) + ",\"rope_parameters\":{" +
         dictionary + "}}";
}

bool reads_back(const RuntimeSettings& written, const ExportRequest& wanted) {
  const auto reading = read_rope_text(config_with(written, wanted.rope));
  return reading && turns_as_requested(std::span(&reading->main.method, 1), reading->main.rope, wanted);
}

Setting theta_setting(double rope_theta, std::string key = "rope_theta") {
  Saying why{"setting_theta", key};
  return {std::move(key), rope_theta, std::move(why)};
}

bool is_read_by(Runtime runtime, const RopeType& type) {
  if (type.read_by == ReadBy::others) return false;
  return runtime == Runtime::transformers || type.read_by != ReadBy::transformers;
}

// The parameters that have to be said: required ones, the ratio, and what is not a default.
std::vector<Setting> params_of(Runtime runtime, const RopeType& type, const MethodEntry& method, const Params& params) {
  std::vector<Setting> settings;
  for (const std::string_view key : type.keys) {
    if (key.empty() || (runtime == Runtime::transformers && key == type.vllm_key)) continue;
    const std::string_view param = type.parameter(key);
    const auto about = std::ranges::find(method.params, param, &Param::key);
    const ParamValue& value = params.find(param)->second;
    const bool needed = std::ranges::find(type.required, key) != type.required.end() || about->role != Role::none;
    const ParamValue& by_default = method.defaults.find(param)->second;
    if (std::holds_alternative<std::monostate>(value) || (!needed && value == by_default)) continue;
    const std::string path = std::string(method.info.id) + "." + std::string(param);
    settings.push_back({std::string(key), value, {"param_says", path, {{"text", about->doc}}}});
  }
  return settings;
}

// What that runtime does otherwise under the same name.
std::vector<Saying> notes_of(Runtime runtime, const MethodEntry& method) {
  std::vector<Saying> notes;
  for (const Elsewhere& other : method.elsewhere) {
    if (other.engine.find(name_of(runtime)) == std::string_view::npos) continue;
    notes.push_back({"elsewhere_says", method.info.id, {{"engine", other.engine}, {"text", other.text}}});
  }
  return notes;
}

RuntimeSettings dictionary_of(Runtime runtime, const RopeType& type, const MethodEntry& method,
                              const ExportRequest& wanted) {
  const int trained = wanted.rope.original_max_position_embeddings;
  RuntimeSettings written;
  written.settings = {
      {"rope_type", std::string(type.name()), {"method_says", method.info.id, {{"text", method.info.summary}}}},
      theta_setting(wanted.rope.rope_theta)};
  if (type.needs_original()) {
    written.settings.push_back({"original_max_position_embeddings",
                                static_cast<double>(trained),
                                {"setting_trained_length", "original_max_position_embeddings"}});
  }
  std::ranges::move(params_of(runtime, type, method, wanted.methods.front().params),
                    std::back_inserter(written.settings));
  written.max_position_embeddings = type.length == TrainedLength::longest ? trained : wanted.seq_len;
  written.notes = notes_of(runtime, method);
  return written;
}

// Plain RoPE of another base turns pairs the same way: ABF, NTK-aware scaling.
std::optional<double> base_of(const PositionPlan& plan) {
  const auto pairs = static_cast<double>(plan.inv_freq.size());
  if (plan.inv_freq.size() < 2 || plan.inv_freq.back() <= 0) return std::nullopt;
  return std::pow(plan.inv_freq.back(), -pairs / (pairs - 1));
}

// As a dictionary of config.json: by a type of its own, or by the base alone.
std::optional<RuntimeSettings> as_dictionary(Runtime runtime, const ExportRequest& wanted) {
  if (wanted.methods.size() != 1) return std::nullopt;
  const MethodEntry& method = *find_method(wanted.methods.front().id);
  for (const RopeType& type : method.rope_types) {
    if (!is_read_by(runtime, type)) continue;
    RuntimeSettings written = dictionary_of(runtime, type, method, wanted);
    if (reads_back(written, wanted)) return written;
  }
  const MethodEntry& plain = *find_method(plain_method());
  const std::optional<double> base = base_of(wanted.plan);
  if (!base) return std::nullopt;
  ExportRequest rebased = wanted;
  rebased.rope.rope_theta = *base;
  rebased.methods = {{std::string(plain_method()), {}}};
  RuntimeSettings written = dictionary_of(runtime, plain.rope_types.front(), plain, rebased);
  written.notes.push_back({"plain_with_base", "rope_theta"});
  return reads_back(written, wanted) ? std::optional(std::move(written)) : std::nullopt;
}

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

// llama.cpp multiplies cos and sin by 1 + 0.1 ln(factor) where it blends (rope_yarn in ggml-cpu/ops.cpp).
double built_in_attention_factor(std::span<const Setting> flags) {
  const double* factor = number_of(flags, "--rope-scale");
  const double* blend = number_of(flags, "--yarn-ext-factor");
  const auto scaling = std::ranges::find(flags, "--rope-scaling", &Setting::key);
  const bool blends =
      scaling != flags.end() && scaling->value == ParamValue("yarn") && (blend == nullptr || *blend > 0);
  return blends && factor != nullptr ? yarn_attention_factor(*factor) : 1;
}

// Mistral's files call themselves llama there.
std::string architecture_of(const ExportRequest& request) {
  return request.model_type == "mistral" ? "llama" : request.model_type;
}

// --yarn-attn-factor would be set anew where llama.cpp blends (src/llama-context.cpp); the key of the file holds.
Setting attention_flag(const Setting& key) {
  return {std::string(attention_override), key.key + "=float:" + format_number(std::get<double>(key.value)), key.why};
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
  RuntimeSettings flags{{}, written->max_position_embeddings, {}};
  const bool is_plain = type_name == find_method(plain_method())->rope_types.front().name();
  flags.settings.push_back({"--rope-scaling", is_plain ? "none" : type_name, {"setting_scaling", "--rope-scaling"}});
  for (const Setting& setting : std::span(written->settings).subspan(1)) {
    const auto* const flag = std::ranges::find(flags_of_keys, setting.key, &FlagOfKey::key);
    if (flag != flags_of_keys.end()) {
      flags.settings.push_back({std::string(flag->flag), setting.value, setting.why});
    } else if (setting.key != "attention_factor" && !setting.key.starts_with("mscale")) {
      return no_form(Runtime::llama_cpp, wanted, "has_no_flag", setting.key);
    }
  }
  if (const Setting attention = attention_key(wanted, flags.settings); attention.value != ParamValue(1.0)) {
    flags.settings.push_back(attention_flag(attention));
  }
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
  if (runtime == Runtime::llama_cpp) return as_flags(request);
  auto written = as_dictionary(runtime, request);
  if (!written) return no_form(runtime, request, "has_no_rope_type_with_params");
  return *std::move(written);
}

}  // namespace ropescope
