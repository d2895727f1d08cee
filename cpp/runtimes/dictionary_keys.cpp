#include "runtimes/dictionary_keys.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "config/param_value.hpp"
#include "config/rope_reader.hpp"
#include "core/saying.hpp"
#include "io/json_fields.hpp"
#include "position/config_form.hpp"
#include "position/method.hpp"
#include "position/param.hpp"
#include "position/ramp.hpp"
#include "position/registry.hpp"
#include "runtimes/class_readers.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"

namespace ropescope {
namespace {

constexpr std::string_view share = "partial_rotary_factor";
constexpr std::string_view sections = "mrope_section";
constexpr std::string_view interleaved = "mrope_interleaved";

// Which of the file's keys another dictionary would lose, and what they say.
struct KeptKey {
  std::string_view key;
  Reason why;
};
constexpr std::array kept_keys{KeptKey{share, "setting_share"}, KeptKey{sections, "setting_kept"},
                               KeptKey{interleaved, "setting_kept"}, KeptKey{"llama_4_scaling_beta", "setting_kept"}};

// Whether a key that is left out keeps the file's value: vLLM puts overrides of a part into the part's own dictionary
// (_update_nested of vllm/config/model.py).
bool keeps_of_file(Runtime runtime, const ExportRequest& request, std::string_view key) {
  const Checkpoint& checkpoint = request.checkpoint;
  return runtime == Runtime::vllm && !checkpoint.reading.part.empty() && dictionary_in(checkpoint).at(key).is_given();
}

// The parameters that have to be said: required ones, the ratio, and what is not a default.
bool has_to_be_said(const TypedMethod& typed, std::string_view key) {
  const std::string_view param = typed.type.parameter(key);
  const auto about = std::ranges::find(typed.method.params, param, &Param::key);
  const bool needed =
      std::ranges::find(typed.type.required, key) != typed.type.required.end() || about->role != Role::none;
  return needed || typed.spec.params.find(param)->second != typed.method.defaults().find(param)->second;
}

Setting param_setting(const TypedMethod& typed, std::string_view key, ParamValue value) {
  const std::string_view param = typed.type.parameter(key);
  const std::string path = std::string(typed.method.info.id) + "." + std::string(param);
  const auto about = std::ranges::find(typed.method.params, param, &Param::key);
  return {std::string(key), std::move(value), {"param_says", path, {{"text", about->doc}}}};
}

void say_params(Runtime runtime, const TypedMethod& typed, const ExportRequest& request,
                std::vector<Setting>& settings) {
  for (const std::string_view key : typed.type.keys) {
    if (key.empty() || (reads_folder(runtime) && key == typed.type.vllm_key)) continue;
    const ParamValue& value = typed.spec.params.find(typed.type.parameter(key))->second;
    const bool is_said = has_to_be_said(typed, key) || keeps_of_file(runtime, request, key);
    if (is_said && !std::holds_alternative<std::monostate>(value)) {
      settings.push_back(param_setting(typed, key, value));
    }
  }
}

// Type, base and trained length.
std::vector<Setting> first_keys(const TypedMethod& typed) {
  const auto& [type, method, spec, rope, attention] = typed;
  std::vector<Setting> settings = {
      {"rope_type", std::string(type.name()), {"method_says", method.info.id, {{"text", method.info.summary}}}},
      {"rope_theta", rope.rope_theta, {"setting_theta", "rope_theta"}}};
  if (type.needs_original()) {
    settings.push_back({"original_max_position_embeddings",
                        static_cast<double>(rope.original_max_position_embeddings),
                        {"setting_trained_length", "original_max_position_embeddings"}});
  }
  return settings;
}

// The mscale that an engine takes where none is said (DeepseekScalingRotaryEmbedding of vLLM and SGLang).
double mscale_of(const TypedMethod& typed, std::string_view key, double by_default) {
  const auto* const given = std::get_if<double>(&typed.spec.params.find(key)->second);
  return given == nullptr ? by_default : *given;
}

// vLLM's yarn multiplies cos and sin by attn_factor on top of its own factor, and reads neither attention_factor nor
// mscale (YaRNScalingRotaryEmbedding), but in DeepSeek's classes reads both mscales; its longrope takes short_mscale
// and long_mscale, else sqrt(1 + ln s / ln L) of max_position_embeddings = sL (Phi3LongRoPEScaledRotaryEmbedding).
// SGLang has these classes from there.
void say_attention_for_servers(Runtime runtime, const TypedMethod& typed, const ExportRequest& request,
                               std::vector<Setting>& settings) {
  const bool reads_mscales = scales_by_mscale(request.checkpoint);
  std::erase_if(settings, [&](const Setting& setting) {
    return setting.key == "attention_factor" || (!reads_mscales && setting.key.starts_with("mscale"));
  });
  const double wanted = typed.attention_factor;
  if (blends(typed.type)) {
    const double factor = number_of(typed.spec, "factor");
    double there = yarn_attention_factor(factor);
    if (reads_mscales) {
      const double all = mscale_of(typed, "mscale_all_dim", 0);
      there = yarn_attention_factor(factor, mscale_of(typed, "mscale", 1)) / yarn_attention_factor(factor, all);
      if (all == 0 && keeps_of_file(runtime, request, "mscale_all_dim")) {
        settings.push_back(param_setting(typed, "mscale", 1.0));
        settings.push_back(param_setting(typed, "mscale_all_dim", 0.0));
      }
    }
    const double rest = wanted / there;
    if (std::abs(rest - 1) >= 1e-12 || keeps_of_file(runtime, request, "attn_factor")) {
      settings.push_back({"attn_factor", rest, {"setting_attn_factor", "attn_factor", {{"factor", wanted}}}});
    }
  } else if (typed.type.takes("short_factor")) {
    for (const char* key : {"short_mscale", "long_mscale"}) {
      settings.push_back({key, wanted, {"setting_longrope_mscale", key}});
    }
  }
}

// transformers 5 keeps the share of pairs that turn in the dictionary, which another dictionary would lose; so do files
// of every age what is said of axes and of the temperature.
void keep_keys(Runtime runtime, const RopeType& type, const ExportRequest& request, std::vector<Setting>& settings) {
  const Checkpoint& checkpoint = request.checkpoint;
  const JsonPlace dictionary = dictionary_in(checkpoint);
  const bool is_older = dictionary.path.ends_with("rope_scaling");
  const auto say = [&](std::string_view key, ParamValue value, Reason why) {
    settings.push_back({std::string(key), std::move(value), {why, key}});
  };
  for (const auto& [key, why] : kept_keys) {
    const JsonPlace place = dictionary.at(key);
    if (!place.is_given() || type.takes(key) || (is_older && key == share)) continue;
    if (const auto value = read_param_value(place)) say(key, *value, why);
  }
  const AxesOfClass* axes = axes_of_class(checkpoint);
  if (axes == nullptr || computes_as_transformers(runtime, checkpoint)) return;
  if (!dictionary.at(sections).is_given()) {
    say(sections, std::vector<double>(axes->sections.begin(), axes->sections.end()), "setting_axes_of_class");
  }
  if (!dictionary.at(interleaved).is_given()) say(interleaved, true, "setting_axes_of_class");
}

}  // namespace

bool blends(const RopeType& type) { return type.takes("beta_fast"); }

double number_of(const MethodSpec& spec, std::string_view key) {
  const auto param = spec.params.find(key);
  const double* number = param == spec.params.end() ? nullptr : std::get_if<double>(&param->second);
  return number == nullptr ? 1 : *number;
}

bool is_kept_key(std::string_view key) { return std::ranges::find(kept_keys, key, &KeptKey::key) != kept_keys.end(); }

std::vector<Setting> dictionary_keys(Runtime runtime, const TypedMethod& typed, const ExportRequest& request) {
  std::vector<Setting> settings = first_keys(typed);
  say_params(runtime, typed, request, settings);
  keep_keys(runtime, typed.type, request, settings);
  if (!computes_as_transformers(runtime, request.checkpoint)) {
    say_attention_for_servers(runtime, typed, request, settings);
  }
  return settings;
}

std::vector<Setting> unchanged_keys(const Checkpoint& checkpoint, std::string_view layer_type,
                                    const RopeReading& reading) {
  std::vector<Setting> settings;
  const JsonPlace dictionary = dictionary_in(checkpoint, layer_type);
  if (dictionary.object() != nullptr) {
    for (const auto& [key, value] : *dictionary.object()) {
      if (auto read = read_param_value(dictionary.at(key)))
        settings.push_back({key, *std::move(read), {"setting_kept", key}});
    }
    return settings;
  }
  const MethodEntry& method = *find_method(reading.method.id);
  if (method.rope_types.empty()) return settings;
  const TypedMethod typed{method.rope_types.front(), method, reading.method, reading.rope};
  settings = first_keys(typed);
  for (const std::string_view key : typed.type.keys) {
    if (key.empty() || !has_to_be_said(typed, key)) continue;
    settings.push_back(
        {std::string(key), reading.method.params.find(typed.type.parameter(key))->second, {"setting_kept", key}});
  }
  for (Setting& setting : settings) setting.why = {"setting_kept", setting.key};
  return settings;
}

}  // namespace ropescope
