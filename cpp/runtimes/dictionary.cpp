#include "runtimes/dictionary.hpp"

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

#include "config/layers.hpp"
#include "config/rope_reader.hpp"
#include "core/saying.hpp"
#include "position/config_form.hpp"
#include "position/method.hpp"
#include "position/param.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "position/trained_as.hpp"
#include "runtimes/class_readers.hpp"
#include "runtimes/dictionary_keys.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"
#include "runtimes/written_config.hpp"

namespace ropescope {
namespace {

// Whether layers that stay as they are turn as before; a longer text is no other trained length to them.
bool turn_alike(const RopeReading& a, const RopeReading& b, int seq_len) {
  return std::ranges::all_of(std::array{1, seq_len}, [&](int length) {
    const auto was = make_plan(std::span(&a.method, 1), a.rope, {.seq_len = length});
    const auto is = make_plan(std::span(&b.method, 1), b.rope, {.seq_len = length});
    return was && is && was->inv_freq == is->inv_freq && was->attention_factor == is->attention_factor;
  });
}

// Layer by layer: those that turned as the methods do still do, the others as before.
bool keeps_layers(const ConfigReading& before, const ConfigReading& after, int seq_len) {
  const auto same = [&](const LayerReading& was, const LayerReading& is) {
    const bool kinds = was.type == is.type && was.attends == is.attends && was.window == is.window &&
                       was.chunk == is.chunk && was.sinks == is.sinks &&
                       was.setting.has_value() == is.setting.has_value();
    if (!kinds || !was.setting) return kinds;
    const RopeReading& old_setting = *before.setting_of(was);
    const RopeReading& new_setting = *after.setting_of(is);
    return same_meaning(old_setting, before.main) ? same_meaning(new_setting, after.main)
                                                  : turn_alike(old_setting, new_setting, seq_len);
  };
  return std::ranges::equal(before.layers, after.layers, same);
}

// Read back from the checkpoint's own config.json, whose class and other keys may mean something by it.
std::optional<ConfigReading> read_back(const RuntimeSettings& written, const ExportRequest& wanted) {
  const auto& [config, before, model] = wanted.checkpoint;
  auto after = read_rope(written_config(*config, before.part, written));
  const bool is_meant = after && after->layer_types.size() == before.layer_types.size() &&
                        keeps_layers(before, *after, wanted.seq_len) &&
                        turns_as_requested(std::span(&after->main.method, 1), after->main.rope, wanted);
  return is_meant ? std::optional(*std::move(after)) : std::nullopt;
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

// Whether mlx-lm and TensorRT-LLM read everything that was written as it was meant. TensorRT-LLM's dynamic is another
// method.
bool reads_all_keys(Runtime runtime, const RopeType& type, std::span<const Setting> keys,
                    const RuntimeSettings& written, const ExportRequest& wanted) {
  if (runtime == Runtime::tensorrt_llm && type.read_by == ReadBy::transformers) return false;
  const auto says = [&](std::string_view key) { return std::ranges::find(keys, key, &Setting::key) != keys.end(); };
  if (says("mscale") != says("mscale_all_dim")) return false;  // one alone is passed over by transformers, used there
  if (type.takes("short_factor") && !has_attention_of_lengths(written, wanted)) return false;
  return std::ranges::all_of(keys.subspan(2), [](const Setting& setting) {
    return is_kept_key(setting.key) || std::ranges::find(keys_there, setting.key) != keys_there.end();
  });
}

// What vLLM and SGLang make of types under several axes (get_rope) and in DeepSeek's classes.
std::optional<Reason> misread_by_servers(const RopeType& type, std::span<const Setting> keys, bool is_plain,
                                         const ExportRequest& wanted) {
  if (has_axes(wanted.checkpoint)) {
    if (std::ranges::find(keys, "mrope_section", &Setting::key) == keys.end()) return Reason("axes_not_stated");
    if (!is_plain && !blends(type)) return Reason("turns_by_axes");
  }
  if (!scales_by_mscale(wanted.checkpoint) || is_plain) return std::nullopt;
  const bool unrounded = std::ranges::any_of(
      keys, [](const Setting& setting) { return setting.key == "truncate" && setting.value == ParamValue(false); });
  return !blends(type) || unrounded ? std::optional(Reason("takes_all_for_yarn")) : std::nullopt;
}

// Why a runtime would read something else than was meant; none = it does not.
std::optional<Reason> misread(Runtime runtime, const RopeType& type, std::span<const Setting> keys,
                              const RuntimeSettings& written, const ExportRequest& wanted) {
  const bool is_plain = &type == &find_method(plain_method())->rope_types.front();
  if (reads_base_alone(runtime, wanted.checkpoint) && !is_plain) return Reason("reads_no_scaling");
  if (runtime == Runtime::vllm || runtime == Runtime::sglang) return misread_by_servers(type, keys, is_plain, wanted);
  return reads_by_keys(runtime) && !reads_all_keys(runtime, type, keys, written, wanted)
             ? std::optional(Reason("has_no_rope_type_with_params"))
             : std::nullopt;
}

// The max_position_embeddings that lets vLLM (vllm/config/model.py, _get_and_verify_max_len) and SGLang
// (utils/hf_transformers, get_context_length) take a text of seq_len tokens: they multiply it by the factor of types
// that do not say an original length, and by nothing else.
int length_for_servers(Runtime runtime, const RopeType& type, const ExportRequest& wanted) {
  const int trained = wanted.rope.original_max_position_embeddings;
  const bool multiplies = !type.needs_original() && type.takes("factor") && !takes_length_as_said(runtime, wanted);
  if (!multiplies) return wanted.seq_len;
  const double least = std::ceil(wanted.seq_len / number_of(wanted.methods.front(), "factor"));
  return std::max(trained, static_cast<int>(least));
}

// Under yarn vLLM forgets max_position_embeddings over the original length times the factor.
void tell_limit_of_vllm(const RopeType& type, const ExportRequest& wanted, std::vector<Saying>& notes) {
  if (!blends(type)) return;
  const double most = wanted.rope.original_max_position_embeddings * number_of(wanted.methods.front(), "factor");
  if (wanted.seq_len <= most) return;
  notes.push_back({"vllm_stops_at", "max_position_embeddings", {{"max", most}, {"given", wanted.seq_len}}});
}

void put_under(std::string_view layer_type, std::vector<Setting> keys, std::vector<Setting>& settings) {
  for (Setting& setting : keys) {
    setting.key = std::string(layer_type) + "." + setting.key;
    settings.push_back(std::move(setting));
  }
}

// The dictionaries of the other types of layers, as before.
void say_other_types(const ExportRequest& wanted, std::vector<Setting>& settings) {
  for (const auto& [layer_type, reading] : wanted.checkpoint.reading.layer_types) {
    if (layer_type == full_attention) continue;
    put_under(layer_type, unchanged_keys(wanted.checkpoint, layer_type, reading), settings);
  }
}

RuntimeSettings dictionary_of(Runtime runtime, const RopeType& type, std::vector<Setting> keys,
                              const MethodEntry& method, const ExportRequest& wanted) {
  const int trained = wanted.rope.original_max_position_embeddings;
  RuntimeSettings written;
  written.flat = wanted.form.flat;
  if (wanted.form.by_type) {
    put_under(full_attention, std::move(keys), written.settings);
    say_other_types(wanted, written.settings);
  } else {
    written.settings = std::move(keys);
  }
  written.notes = notes_of(runtime, method);
  written.seq_len = wanted.seq_len;
  if (reads_folder(runtime)) {
    written.max_position_embeddings = type.length == TrainedLength::longest ? trained : wanted.seq_len;
    return written;
  }
  written.max_position_embeddings = length_for_servers(runtime, type, wanted);
  if (runtime == Runtime::vllm && !takes_length_as_said(runtime, wanted))
    tell_limit_of_vllm(type, wanted, written.notes);
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

// What the reading says of all scores, told where it changes; false where the engine would scale them by another
// number.
bool tell_scale(const ConfigReading& after, const ExportRequest& wanted, RuntimeSettings& written) {
  if (!scales_by_mscale(wanted.checkpoint)) return true;
  const double before = wanted.checkpoint.reading.main.softmax_scale_factor;
  const double now = after.main.softmax_scale_factor;
  const MethodSpec& method = after.main.method;
  const auto all = method.params.find("mscale_all_dim");
  const bool names_it = all != method.params.end() && std::holds_alternative<double>(all->second) &&
                        std::get<double>(all->second) != 0 && number_of(method, "factor") > 1;
  if (names_it && now == 1) return false;
  if (now != before) {
    written.notes.push_back({"scale_of_scores_changes", "mscale_all_dim", {{"before", before}, {"after", now}}});
  }
  return true;
}

class Candidates {
 public:
  Candidates(Runtime runtime, const ExportRequest& wanted, Reason otherwise)
      : runtime_(runtime), wanted_(wanted), why_(otherwise), otherwise_(otherwise) {}

  // `request`: what is written, which reads as `wanted`.
  std::optional<RuntimeSettings> write(const RopeType& type, const MethodEntry& method, const ExportRequest& request) {
    const MethodSpec& spec = request.methods.front();
    const TypedMethod typed{type, method, spec, request.rope, wanted_.plan.attention_factor};
    const std::vector<Setting> keys = dictionary_keys(runtime_, typed, request);
    RuntimeSettings written = dictionary_of(runtime_, type, keys, method, request);
    if (const auto why = misread(runtime_, type, keys, written, wanted_)) {
      if (why_ == otherwise_) why_ = *why;
      return std::nullopt;
    }
    const auto after = read_back(written, wanted_);
    if (!after) return std::nullopt;
    return tell_scale(*after, wanted_, written) ? std::optional(std::move(written)) : std::nullopt;
  }

  [[nodiscard]] Reason why() const { return why_; }

 private:
  Runtime runtime_;
  const ExportRequest& wanted_;
  Reason why_;
  Reason otherwise_;
};

}  // namespace

std::vector<Saying> notes_of(Runtime runtime, const MethodEntry& method) {
  std::vector<Saying> notes;
  for (const Elsewhere& other : method.elsewhere) {
    if (other.engine.find(name_of(runtime)) == std::string_view::npos) continue;
    notes.push_back({"elsewhere_says", method.info.id, {{"engine", other.engine}, {"text", other.text}}});
  }
  return notes;
}

std::variant<RuntimeSettings, Reason> as_dictionary(Runtime runtime, const ExportRequest& request, Reason otherwise) {
  const ExportRequest wanted = turning_part(request);
  const MethodEntry& plain = *find_method(plain_method());
  const RopeType& plain_type = plain.rope_types.front();
  ExportRequest rebased = wanted;
  rebased.methods = {{std::string(plain_method()), {}}};
  if (wanted.plan.inv_freq.empty()) {  // for a class that switches rotation off
    const TypedMethod still{plain_type, plain, rebased.methods.front(), wanted.rope};
    return dictionary_of(runtime, plain_type, dictionary_keys(runtime, still, rebased), plain, rebased);
  }
  if (wanted.methods.size() != 1) return otherwise;
  const MethodEntry& method = *find_method(wanted.methods.front().id);
  const bool reads_base = reads_base_alone(runtime, wanted.checkpoint);
  Candidates candidates(runtime, wanted, reads_base ? Reason("reads_no_scaling") : otherwise);
  for (const RopeType& type : method.rope_types) {
    if (!is_read_by(runtime, type)) continue;
    if (auto written = candidates.write(type, method, wanted)) return *std::move(written);
  }
  const std::optional<double> base = base_of(wanted.plan);
  if (!base) return candidates.why();
  rebased.rope.rope_theta = *base;
  auto written = candidates.write(plain_type, plain, rebased);
  if (!written) return candidates.why();
  written->notes.emplace_back(Reason("plain_with_base"), "rope_theta");
  return *std::move(written);
}

}  // namespace ropescope
