#include "model/runtime_settings.hpp"

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

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/text.hpp"
#include "model/config.hpp"
#include "model/rope_reader.hpp"
#include "position/config_form.hpp"
#include "position/method.hpp"
#include "position/param_info.hpp"
#include "position/plan.hpp"
#include "position/ramp.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "position/trained_as.hpp"

namespace ropescope {
namespace {

// A method with all its parameters, under the geometry of one model.
struct Wanted {
  std::vector<MethodSpec> methods;
  RopeConfig rope;
  int seq_len = 0;
  PositionPlan plan;  // at seq_len
};

std::string_view name_of(Runtime runtime) {
  if (runtime == Runtime::llama_cpp) return "llama.cpp";
  return runtime == Runtime::vllm ? "vLLM" : "transformers";
}

std::string ids_of(std::span<const MethodSpec> methods) {
  std::vector<std::string_view> ids;
  for (const MethodSpec& method : methods) ids.emplace_back(method.id);
  return join(ids, " with ");
}

const double* number_of(const Params& params, std::string_view key) {
  const auto entry = params.find(key);
  return entry == params.end() ? nullptr : std::get_if<double>(&entry->second);
}

// The first type that needs nothing but a ratio of lengths: what to fall back on.
std::string nearest(const Wanted& wanted) {
  const double ratio = std::max(1.0, 1.0 * wanted.seq_len / wanted.rope.original_max_position_embeddings);
  for (const MethodEntry& method : methods()) {
    for (const RopeType& type : method.rope_types) {
      if (type.length != TrainedLength::ratio || !type.required.front().empty()) continue;
      return "; the nearest that needs no other weights is " + std::string(method.info.id) + " with factor " +
             format_number(ratio);
    }
  }
  return "";
}

Error no_form(Runtime runtime, const Wanted& wanted, const std::string& why) {
  return Error{ErrorCode::unsupported_model, std::string(name_of(runtime)) + " has no form of " +
                                                 ids_of(wanted.methods) + ": " + why + nearest(wanted)};
}

// What a rope dictionary cannot say, or nothing.
std::string_view beyond_turning(const PositionPlan& plan) {
  if (!plan.branches.empty()) return "it changes which positions tokens pretend to have";
  if (!plan.bias.empty() || !plan.bias_curves.knots.empty()) return "it adds to scores by distance";
  if (!plan.log_decay.empty()) return "its pairs fade with the distance";
  if (!plan.logit_scale.empty()) return "it scales the scores of each query";
  if (plan.visible != Visibility{}) return "it hides keys";
  if (plan.norms != Norms{}) return "it divides by the lengths of queries or keys";
  return plan.inv_freq.empty() ? "nothing rotates" : "";
}

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

bool same_turning(const PositionPlan& a, const PositionPlan& b) {
  constexpr double rounding = 1e-12;  // of a base computed back from a frequency
  const auto close = [](double x, double y) { return std::abs(x - y) <= rounding * std::abs(y); };
  return close(a.attention_factor, b.attention_factor) && std::ranges::equal(a.inv_freq, b.inv_freq, close);
}

// Whether `methods` turn pairs as wanted, in short texts and in long ones.
bool turns_as_wanted(std::span<const MethodSpec> methods, const RopeConfig& rope, const Wanted& wanted) {
  const int trained = wanted.rope.original_max_position_embeddings;
  return std::ranges::all_of(std::array{1, trained, trained + 1, wanted.seq_len}, [&](int seq_len) {
    const auto ours = make_plan(wanted.methods, wanted.rope, {.seq_len = seq_len});
    const auto theirs = make_plan(methods, rope, {.seq_len = seq_len});
    return ours && theirs && same_turning(*theirs, *ours);
  });
}

bool reads_back(const RuntimeSettings& written, const Wanted& wanted) {
  const auto reading = read_rope_text(config_with(written, wanted.rope));
  return reading && turns_as_wanted(std::span(&reading->main.method, 1), reading->main.rope, wanted);
}

Setting theta_setting(double rope_theta, std::string key = "rope_theta") {
  return {std::move(key), rope_theta, "The base of the frequency series."};
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
    const auto info = std::ranges::find(method.params, param, &ParamInfo::key);
    const ParamValue& value = params.find(param)->second;
    const bool needed = std::ranges::find(type.required, key) != type.required.end() || key == "factor";
    if (std::holds_alternative<std::monostate>(value) || (!needed && value == info->default_value)) continue;
    settings.push_back({std::string(key), value, std::string(info->doc)});
  }
  return settings;
}

RuntimeSettings dictionary_of(Runtime runtime, const RopeType& type, const MethodEntry& method, const Wanted& wanted) {
  const int trained = wanted.rope.original_max_position_embeddings;
  RuntimeSettings written;
  written.settings = {{"rope_type", std::string(type.name()), std::string(method.info.summary)},
                      theta_setting(wanted.rope.rope_theta)};
  if (type.needs_original()) {
    written.settings.push_back({"original_max_position_embeddings", static_cast<double>(trained),
                                "The length the weights were trained at; the bands are counted in it."});
  }
  std::ranges::move(params_of(runtime, type, method, wanted.methods.front().params),
                    std::back_inserter(written.settings));
  written.max_position_embeddings = type.length == TrainedLength::longest ? trained : wanted.seq_len;
  for (const Elsewhere& other : method.elsewhere) {
    if (other.engine.find(name_of(runtime)) != std::string_view::npos) written.notes.emplace_back(other.text);
  }
  return written;
}

// Plain RoPE of another base turns pairs the same way: ABF, NTK-aware scaling.
std::optional<double> base_of(const PositionPlan& plan) {
  const auto pairs = static_cast<double>(plan.inv_freq.size());
  if (plan.inv_freq.size() < 2 || plan.inv_freq.back() <= 0) return std::nullopt;
  return std::pow(plan.inv_freq.back(), -pairs / (pairs - 1));
}

// As a dictionary of config.json: by a type of its own, or by the base alone.
std::optional<RuntimeSettings> as_dictionary(Runtime runtime, const Wanted& wanted) {
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
  Wanted rebased = wanted;
  rebased.rope.rope_theta = *base;
  rebased.methods = {{std::string(plain_method()), {}}};
  RuntimeSettings written = dictionary_of(runtime, plain.rope_types.front(), plain, rebased);
  written.notes.emplace_back("This method is plain RoPE with another base.");
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

// ggml multiplies cos and sin by 1 + 0.1 ln(factor) where it blends, and that by --yarn-attn-factor.
std::optional<Setting> attention_flag(const RuntimeSettings& written, double attention_factor) {
  const auto factor = std::ranges::find(written.settings, "factor", &Setting::key);
  const double built_in = factor == written.settings.end() ? 1 : yarn_attention_factor(std::get<double>(factor->value));
  if (attention_factor == built_in) return std::nullopt;
  return Setting{"--yarn-attn-factor", attention_factor / built_in,
                 "Multiplies llama.cpp's own 1 + 0.1 ln(factor), to make " + format_number(attention_factor) + "."};
}

Result<RuntimeSettings> as_flags(const Wanted& wanted) {
  const auto written = as_dictionary(Runtime::vllm, wanted);
  if (!written) return no_form(Runtime::llama_cpp, wanted, "no rope type of its command line says it");
  const std::string type_name = std::get<std::string>(written->settings.front().value);
  for (const MethodEntry& method : methods()) {
    for (const RopeType& type : method.rope_types) {
      if (type.name() != type_name || type.read_by == ReadBy::all) continue;
      return no_form(Runtime::llama_cpp, wanted,
                     "it keeps these divisors in the model file; convert the folder that the export for transformers "
                     "writes");
    }
  }
  RuntimeSettings flags{{}, written->max_position_embeddings, {}};
  const bool is_plain = type_name == find_method(plain_method())->rope_types.front().name();
  flags.settings.push_back(
      {"--rope-scaling", is_plain ? "none" : type_name, "How pairs are slowed down, whatever the file says."});
  for (const Setting& setting : std::span(written->settings).subspan(1)) {
    const auto* const flag = std::ranges::find(flags_of_keys, setting.key, &FlagOfKey::key);
    if (flag != flags_of_keys.end()) {
      flags.settings.push_back({std::string(flag->flag), setting.value, setting.why});
    } else if (setting.key != "attention_factor" && !setting.key.starts_with("mscale")) {
      return no_form(Runtime::llama_cpp, wanted, "it has no flag for " + setting.key);
    }
  }
  if (auto attention = attention_flag(*written, wanted.plan.attention_factor); attention && !is_plain) {
    flags.settings.push_back(*std::move(attention));
  }
  for (const Elsewhere& other : find_method(wanted.methods.front().id)->elsewhere) {
    if (other.engine.find(name_of(Runtime::llama_cpp)) != std::string_view::npos) flags.notes.emplace_back(other.text);
  }
  return flags;
}

// The longest text: asked for, or what the method's factor makes of the trained length.
int longest(const ModelConfig& config, std::span<const MethodSpec> methods, int seq_len) {
  if (seq_len > 0) return seq_len;
  const int trained = config.rope.rope.original_max_position_embeddings;
  const double* factor = methods.size() == 1 ? number_of(methods.front().params, "factor") : nullptr;
  const double extended = std::round(trained * (factor == nullptr ? 1 : *factor));
  constexpr double largest = 1 << 24;  // of a plan
  return static_cast<int>(std::min(largest, extended));
}

}  // namespace

Result<RuntimeSettings> settings_for(Runtime runtime, const ModelConfig& config, std::span<const MethodSpec> methods,
                                     int seq_len) {
  Wanted wanted;
  for (const MethodSpec& spec : methods.empty() ? std::span<const MethodSpec>(config.methods) : methods) {
    Result<Params> params = resolve_params(spec);
    if (!params) return params.error();
    wanted.methods.push_back({spec.id, *std::move(params)});
  }
  wanted.rope = config.rope.rope;
  wanted.seq_len = longest(config, wanted.methods, seq_len);
  auto plan =
      make_plan(wanted.methods, wanted.rope, {.seq_len = wanted.seq_len, .num_heads = config.num_attention_heads});
  if (!plan) return plan.error();
  if (const Status fits = check_weights(config.methods, wanted.methods); !fits) return fits.error();
  wanted.plan = *std::move(plan);
  if (const std::string_view more = beyond_turning(wanted.plan); !more.empty()) {
    return no_form(runtime, wanted, std::string(more));
  }
  if (runtime == Runtime::llama_cpp) return as_flags(wanted);
  auto written = as_dictionary(runtime, wanted);
  if (!written) return no_form(runtime, wanted, "with these parameters no rope_type says it");
  return *std::move(written);
}

}  // namespace ropescope
