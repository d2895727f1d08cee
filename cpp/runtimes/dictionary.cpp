#include "runtimes/dictionary.hpp"

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
#include "runtimes/settings.hpp"
#include "runtimes/written_config.hpp"

namespace ropescope {
namespace {

// Read back from the checkpoint's own config.json, whose class and other keys may mean something by it.
bool reads_back(const RuntimeSettings& written, const ExportRequest& wanted) {
  const auto& [config, before, model] = wanted.checkpoint;
  const auto after = read_rope(written_config(*config, before.part, written));
  return after && after->layer_types.empty() && after->layers == before.layers &&
         after->main.softmax_scale_factor == before.main.softmax_scale_factor &&
         turns_as_requested(std::span(&after->main.method, 1), after->main.rope, wanted);
}

Setting theta_setting(double rope_theta, std::string key = "rope_theta") {
  Saying why{"setting_theta", key};
  return {std::move(key), rope_theta, std::move(why)};
}

bool is_read_by(Runtime runtime, const RopeType& type) {
  if (type.read_by == ReadBy::others) return false;
  return reads_folder(runtime) || type.read_by != ReadBy::transformers;
}

// What mlx-lm (models/rope_utils.py) and TensorRT-LLM (RopeParams of _torch/attention_backend/interface.py,
// RopeEmbeddingUtils) read of a dictionary beside type and base.
constexpr std::array<std::string_view, 11> keys_there{"factor",
                                                      "low_freq_factor",
                                                      "high_freq_factor",
                                                      "original_max_position_embeddings",
                                                      "beta_fast",
                                                      "beta_slow",
                                                      "mscale",
                                                      "mscale_all_dim",
                                                      "short_factor",
                                                      "long_factor",
                                                      "partial_rotary_factor"};

// Both take LongRoPE's attention factor from max_position_embeddings over the original length, whatever `factor` says.
bool has_attention_of_lengths(const RuntimeSettings& written, const ExportRequest& wanted) {
  const double trained = wanted.rope.original_max_position_embeddings;
  const double ratio = written.max_position_embeddings / trained;
  const double there = ratio > 1 ? std::sqrt(1 + std::log(ratio) / std::log(trained)) : 1;
  return std::abs(wanted.plan.attention_factor - there) < 1e-12;
}

// Whether everything that was written is read as it was meant. TensorRT-LLM's dynamic is another method.
bool is_understood(Runtime runtime, const RopeType& type, const RuntimeSettings& written, const ExportRequest& wanted) {
  if (runtime != Runtime::mlx_lm && runtime != Runtime::tensorrt_llm) return true;
  if (runtime == Runtime::tensorrt_llm && type.read_by == ReadBy::transformers) return false;
  const auto says = [&](std::string_view key) {
    return std::ranges::find(written.settings, key, &Setting::key) != written.settings.end();
  };
  if (says("mscale") != says("mscale_all_dim")) return false;  // one alone is passed over by transformers, used there
  if (type.takes("short_factor") && !has_attention_of_lengths(written, wanted)) return false;
  return std::ranges::all_of(std::span(written.settings).subspan(2), [](const Setting& setting) {
    return std::ranges::find(keys_there, setting.key) != keys_there.end();
  });
}

// The parameters that have to be said: required ones, the ratio, and what is not a default.
std::vector<Setting> params_of(Runtime runtime, const RopeType& type, const MethodEntry& method, const Params& params) {
  std::vector<Setting> settings;
  for (const std::string_view key : type.keys) {
    if (key.empty() || (reads_folder(runtime) && key == type.vllm_key)) continue;
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

// A number that the method was given, or 1.
double number_of(const ExportRequest& wanted, std::string_view key) {
  const auto param = wanted.methods.front().params.find(key);
  const double* number = param == wanted.methods.front().params.end() ? nullptr : std::get_if<double>(&param->second);
  return number == nullptr ? 1 : *number;
}

// Whether a type interpolates some pairs and keeps others: YaRN.
bool blends(const RopeType& type) { return type.takes("beta_fast"); }

// vLLM's yarn multiplies cos and sin by attn_factor on top of its own factor, and reads neither attention_factor nor
// mscale (YaRNScalingRotaryEmbedding); its longrope takes short_mscale and long_mscale, else sqrt(1 + ln s / ln L) of
// max_position_embeddings = sL (Phi3LongRoPEScaledRotaryEmbedding). SGLang has both classes from there.
void say_attention_for_servers(const RopeType& type, const ExportRequest& wanted, std::vector<Setting>& settings) {
  const double factor = wanted.plan.attention_factor;
  std::erase_if(settings, [](const Setting& setting) {
    return setting.key == "attention_factor" || setting.key.starts_with("mscale");
  });
  if (blends(type)) {
    const double rest = factor / yarn_attention_factor(number_of(wanted, "factor"));
    if (std::abs(rest - 1) < 1e-12) return;
    settings.push_back({"attn_factor", rest, {"setting_attn_factor", "attn_factor", {{"factor", factor}}}});
  } else if (type.takes("short_factor")) {
    for (const char* key : {"short_mscale", "long_mscale"}) {
      settings.push_back({key, factor, {"setting_longrope_mscale", key}});
    }
  }
}

// The max_position_embeddings that lets vLLM (vllm/config/model.py, _get_and_verify_max_len) and SGLang
// (utils/hf_transformers, get_context_length) take a text of seq_len tokens: they multiply it by the factor of types
// that do not say an original length, and by nothing else.
int length_for_servers(const RopeType& type, const ExportRequest& wanted) {
  const int trained = wanted.rope.original_max_position_embeddings;
  if (type.needs_original() || !type.takes("factor")) return wanted.seq_len;
  const double least = std::ceil(wanted.seq_len / number_of(wanted, "factor"));
  return std::max(trained, static_cast<int>(least));
}

// Under yarn vLLM forgets max_position_embeddings over the original length times the factor.
void tell_limit_of_vllm(const RopeType& type, const ExportRequest& wanted, std::vector<Saying>& notes) {
  if (!blends(type)) return;
  const double most = wanted.rope.original_max_position_embeddings * number_of(wanted, "factor");
  if (wanted.seq_len <= most) return;
  notes.push_back({"vllm_stops_at", "max_position_embeddings", {{"max", most}, {"given", wanted.seq_len}}});
}

// transformers 5 keeps the share of pairs that turn in the dictionary, which another dictionary would lose.
void keep_share(const RopeType& type, const ExportRequest& wanted, std::vector<Setting>& settings) {
  constexpr std::string_view key = "partial_rotary_factor";
  const Checkpoint& checkpoint = wanted.checkpoint;
  const JsonPlace config = part_of({checkpoint.config.get(), ""}, checkpoint.reading.part);
  const double* share = config.at("rope_parameters").at(key).number();
  if (share != nullptr && !type.takes(key)) settings.push_back({std::string(key), *share, {"setting_share", key}});
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
  keep_share(type, wanted, written.settings);
  written.notes = notes_of(runtime, method);
  written.seq_len = wanted.seq_len;
  if (reads_folder(runtime)) {
    written.max_position_embeddings = type.length == TrainedLength::longest ? trained : wanted.seq_len;
    return written;
  }
  written.max_position_embeddings = length_for_servers(type, wanted);
  say_attention_for_servers(type, wanted, written.settings);
  if (runtime == Runtime::vllm) tell_limit_of_vllm(type, wanted, written.notes);
  return written;
}

// Plain RoPE of another base turns pairs the same way: ABF, NTK-aware scaling. The power and its root round: 500000
// comes back as 499999.99999999994, so that the number with the fewest digits that reads back is the one that was
// meant.
std::optional<double> base_of(const PositionPlan& plan) {
  const auto pairs = static_cast<double>(plan.inv_freq.size());
  if (plan.inv_freq.size() < 2 || plan.inv_freq.back() <= 0) return std::nullopt;
  const double base = std::pow(plan.inv_freq.back(), -pairs / (pairs - 1));
  const double scale = std::max(1.0, std::pow(10, 13 - std::floor(std::log10(base))));  // 14 digits
  return std::round(base * scale) / scale;
}

// The same without methods that only hide keys: a class says them.
ExportRequest turning_part(ExportRequest request) {
  static constexpr std::string_view keys = "keys";
  std::erase_if(request.methods, [](const MethodSpec& spec) {
    return std::ranges::all_of(find_method(spec.id)->slots, [](std::string_view slot) { return slot == keys; });
  });
  if (request.methods.empty()) request.methods = {{std::string(plain_method()), {}}};
  return request;
}

// Plain RoPE: for a class that switches it off.
RuntimeSettings plain_dictionary(Runtime runtime, const ExportRequest& wanted) {
  const MethodEntry& plain = *find_method(plain_method());
  return dictionary_of(runtime, plain.rope_types.front(), plain, wanted);
}

}  // namespace

std::vector<Saying> notes_of(Runtime runtime, const MethodEntry& method) {
  std::vector<Saying> notes;
  for (const Elsewhere& other : method.elsewhere) {
    if (other.engine.find(name_of(runtime)) == std::string_view::npos) continue;
    notes.push_back({"elsewhere_says", method.info.id, {{"engine", other.engine}, {"text", other.text}}});
  }
  return notes;
}

std::optional<RuntimeSettings> as_dictionary(Runtime runtime, const ExportRequest& request) {
  const ExportRequest wanted = turning_part(request);
  if (wanted.plan.inv_freq.empty()) return plain_dictionary(runtime, wanted);
  if (wanted.methods.size() != 1) return std::nullopt;
  const MethodEntry& method = *find_method(wanted.methods.front().id);
  for (const RopeType& type : method.rope_types) {
    if (!is_read_by(runtime, type)) continue;
    RuntimeSettings written = dictionary_of(runtime, type, method, wanted);
    if (is_understood(runtime, type, written, wanted) && reads_back(written, wanted)) return written;
  }
  const std::optional<double> base = base_of(wanted.plan);
  if (!base) return std::nullopt;
  ExportRequest rebased = wanted;
  rebased.rope.rope_theta = *base;
  rebased.methods = {{std::string(plain_method()), {}}};
  RuntimeSettings written = plain_dictionary(runtime, rebased);
  written.notes.push_back({"plain_with_base", "rope_theta"});
  return reads_back(written, wanted) ? std::optional(std::move(written)) : std::nullopt;
}

}  // namespace ropescope
