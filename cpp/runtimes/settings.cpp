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

#include "config/layers.hpp"
#include "config/rope_reader.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "core/text.hpp"
#include "position/config_form.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"
#include "position/ramp.hpp"
#include "position/registry.hpp"
#include "position/trained_as.hpp"
#include "runtimes/class_forms.hpp"
#include "runtimes/class_readers.hpp"
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
constexpr std::array<std::string_view, 7> keys_of_file{
    "attn_factor",       "partial_rotary_factor", "mscale", "mscale_all_dim", "mrope_section",
    "mrope_interleaved", "llama_4_scaling_beta"};

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

// Whether llama.cpp's converter writes a method's divisors into the model file: rope_freqs.weight, rope_factors_long;
// pairs that stand still have no other place.
bool lies_in_file(const MethodSpec& method, const PositionPlan& plan) {
  const auto& types = find_method(method.id)->rope_types;
  return std::ranges::find(plan.inv_freq, 0.0) != plan.inv_freq.end() ||
         std::ranges::any_of(types, [](const RopeType& type) {
           return type.needs_original() && type.read_by == ReadBy::transformers_and_vllm;
         });
}

// By how much the request turns every pair slower than the file does; none = not all alike.
std::optional<double> even_ratio(const PositionPlan& of_file, const ExportRequest& wanted) {
  const auto& [ours, file] = std::pair(wanted.plan.inv_freq, of_file.inv_freq);
  if (wanted.plan.attention_factor != of_file.attention_factor || !is_constant(wanted)) return std::nullopt;
  const double ratio = file.front() / ours.front();
  const bool alike =
      std::ranges::equal(file, ours, [ratio](double x, double y) { return std::abs(x - ratio * y) <= 1e-12 * x; });
  return alike && ratio > 1 ? std::optional(ratio) : std::nullopt;
}

// The type of its command line that slows down every pair alike.
std::string even_type() {
  for (const MethodEntry& method : registry()) {
    for (const RopeType& type : method.rope_types) {
      const bool is_even = type.takes("factor") && !type.needs_original();
      if (is_even && type.read_by == ReadBy::all) return std::string(type.name());
    }
  }
  return {};
}

// Flags come on top of the divisors in a file.
RuntimeSettings on_top_of_file(double ratio, const ExportRequest& wanted) {
  return {{{"--rope-scaling", even_type(), {"setting_scaling", "--rope-scaling"}},
           {"--rope-scale", ratio, {"setting_scaling", "--rope-scale"}}},
          wanted.seq_len,
          wanted.seq_len,
          {{"file_says_it", wanted.checkpoint.reading.main.method.id}}};
}

// What the file says by itself: the checkpoint's own divisors, which flags come on top of.
std::optional<Result<RuntimeSettings>> said_by_file(const ExportRequest& wanted, std::string_view architecture) {
  const RopeReading& own = wanted.checkpoint.reading.main;
  const auto plan = make_plan(std::span(&own.method, 1), own.rope, {.seq_len = wanted.seq_len});
  if (!plan || !lies_in_file(own.method, *plan)) return std::nullopt;
  RuntimeSettings said{{}, wanted.seq_len, wanted.seq_len, {{"file_says_it", own.method.id}}};
  if (const auto ratio = keeps_methods(wanted) ? std::nullopt : even_ratio(*plan, wanted)) {
    said = on_top_of_file(*ratio, wanted);
    lift_length(wanted, architecture, said.settings);
  } else if (!keeps_methods(wanted)) {
    return no_form_for_weights(Runtime::llama_cpp, wanted, "file_has_divisors", own.method.id);
  }
  std::ranges::move(notes_of(Runtime::llama_cpp, *find_method(own.method.id)), std::back_inserter(said.notes));
  return said;
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

// Of dictionaries by layer type, that of full attention.
std::vector<Setting> of_full_attention(std::vector<Setting> settings) {
  const std::string prefix = std::string(full_attention) + ".";
  const auto is_of_type = [](const Setting& setting) { return setting.key.find('.') != std::string::npos; };
  if (std::ranges::none_of(settings, is_of_type)) return settings;
  std::erase_if(settings, [&](const Setting& setting) { return !setting.key.starts_with(prefix); });
  for (Setting& setting : settings) setting.key.erase(0, prefix.size());
  return settings;
}

// DeepSeek's classes: src/models/deepseek2.cpp makes the scale of scores of the file's yarn_log_multiplier and the
// factor in force, and takes mscale for mscale_all_dim.
bool keeps_scale_of_file(const ExportRequest& wanted) {
  const Params& asked = wanted.methods.front().params;
  const Params& own = wanted.checkpoint.reading.main.method.params;
  const auto all = asked.find("mscale_all_dim");
  const auto of_file = own.find("mscale_all_dim");
  return all != asked.end() && of_file != own.end() && std::holds_alternative<double>(all->second) &&
         all->second == of_file->second && all->second == asked.find("mscale")->second;
}

// Why all scores would be scaled otherwise than was meant; none = they would not.
std::optional<Reason> loses_scale(const ExportRequest& wanted, bool is_plain, bool stretches) {
  if (is_plain || !scales_by_mscale(wanted.checkpoint)) return std::nullopt;
  if (!stretches) return Reason("has_no_rope_type_there");
  return keeps_scale_of_file(wanted) && wanted.plan.attention_factor == 1 ? std::nullopt
                                                                          : std::optional(Reason("scale_lies_in_file"));
}

// What flags would change in layers that are to stay as they are: a key, or nothing.
std::string_view reaches_other_layers(const ExportRequest& wanted, std::span<const Setting> flags) {
  if (wanted.checkpoint.reading.layer_types.empty()) return {};
  const bool shares_base = shares_base_in_llama_cpp(wanted.checkpoint);
  const double* base = number_of(flags, "--rope-freq-base");
  if (shares_base && base != nullptr && *base != wanted.checkpoint.reading.main.rope.rope_theta) return "rope_theta";
  const bool sets_attention = std::ranges::any_of(flags, [](const Setting& flag) {
    const auto* text = std::get_if<std::string>(&flag.value);
    return text != nullptr && text->find("attn_factor=") != std::string::npos;
  });
  return sets_attention && !shares_base ? "attention_factor" : std::string_view{};
}

}  // namespace

Result<RuntimeSettings> flags_of_llama_cpp(const ExportRequest& wanted, std::string_view architecture) {
  const auto answer = as_dictionary(Runtime::llama_cpp, wanted, "has_no_rope_type_there");
  if (const Reason* why = std::get_if<Reason>(&answer)) return no_form(Runtime::llama_cpp, wanted, *why);
  const std::vector<Setting> keys = of_full_attention(std::get<RuntimeSettings>(answer).settings);
  const std::string type_name = std::get<std::string>(keys.front().value);
  for (const MethodEntry& method : registry()) {
    for (const RopeType& type : method.rope_types) {
      if (type.name() != type_name || type.read_by == ReadBy::all) continue;
      return no_form(Runtime::llama_cpp, wanted, "keeps_divisors_in_file");
    }
  }
  const bool is_plain = type_name == find_method(plain_method())->rope_types.front().name();
  RuntimeSettings flags{{}, wanted.seq_len, wanted.seq_len, {}};
  flags.settings.push_back({"--rope-scaling", is_plain ? "none" : type_name, {"setting_scaling", "--rope-scaling"}});
  if (const auto why = loses_scale(wanted, is_plain, stretches_by_yarn(flags.settings))) {
    return no_form(Runtime::llama_cpp, wanted, *why);
  }
  for (const Setting& setting : std::span(keys).subspan(1)) {
    const auto* const flag = std::ranges::find(flags_of_keys, setting.key, &FlagOfKey::key);
    if (flag != flags_of_keys.end()) {
      flags.settings.push_back({std::string(flag->flag), setting.value, setting.why});
    } else if (std::ranges::find(keys_of_file, setting.key) == keys_of_file.end()) {
      return no_form(Runtime::llama_cpp, wanted, "has_no_flag", setting.key);
    }
  }
  if (const Status done = add_keys_of_file(wanted, architecture, flags.settings); !done) return done.error();
  if (const auto key = reaches_other_layers(wanted, flags.settings); !key.empty()) {
    return no_form(Runtime::llama_cpp, wanted, "reaches_all_layers", key);
  }
  flags.notes = notes_of(Runtime::llama_cpp, *find_method(wanted.methods.front().id));
  return flags;
}

Setting attention_key(const ExportRequest& request, std::string_view architecture, std::span<const Setting> flags) {
  // of DeepSeek's classes it computes it from the file's mscales, which are equal here
  const double built_in = scales_by_mscale(request.checkpoint) ? 1 : built_in_attention_factor(flags);
  const double multiplier = request.plan.attention_factor / built_in;
  const std::string key = std::string(architecture) + ".rope.scaling.attn_factor";
  return {key, multiplier, {"setting_attention", key, {{"factor", request.plan.attention_factor}}}};
}

Result<RuntimeSettings> settings_for(Runtime runtime, const ExportRequest& request) {
  if (runtime == Runtime::llama_cpp) {
    if (!request.plan.bias.empty()) return no_form(runtime, request, "said_in_file", "bias");
    const std::string_view architecture = gguf_name_of(request.checkpoint.reading.model_type);
    if (auto said = said_by_file(request, architecture)) return *std::move(said);
    return flags_of_llama_cpp(request, architecture);
  }
  const bool of_class = !request.checkpoint.model && !reads_by_keys(runtime);
  auto answer = request.leaves_file ? Reason("turns_by_layer")
                                    : as_dictionary(runtime, request,
                                                    of_class ? Reason("has_no_rope_type_in_class")
                                                             : Reason("has_no_rope_type_with_params"));
  if (const Reason* why = std::get_if<Reason>(&answer)) {
    if (!keeps_file(request) || reads_by_keys(runtime)) return no_form(runtime, request, *why);
    answer = RuntimeSettings{{}, request.declared, request.seq_len, {{"says_it_itself", "config.json"}}};
  }
  auto written = std::get<RuntimeSettings>(std::move(answer));
  if (runtime == Runtime::transformers) {
    auto beside = class_of_config(request);
    if (!beside) return beside.error();
    written.beside = *std::move(beside);
  }
  return written;
}

std::vector<Saying> common_notes(Runtime runtime, const ExportRequest& request) {
  constexpr std::array holds_for{
      Reason("holds_for_transformers"), Reason("holds_for_vllm"),
      Reason("holds_for_sglang"),       Reason("holds_for_llama_cpp"),
      Reason("holds_for_mlx_lm"),       Reason("holds_for_tensorrt_llm")};  // the enum's order
  std::vector<Saying> notes{{holds_for[static_cast<std::size_t>(runtime)], ""}};
  std::ranges::move(notes_on_class(runtime, request), std::back_inserter(notes));
  if (!request.length_is_said) notes.push_back({"length_is_trained", "seqLen", {{"given", request.seq_len}}});
  return notes;
}

}  // namespace ropescope
