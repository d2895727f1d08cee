#include "config/rope_params.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "config/geometry.hpp"
#include "config/param_value.hpp"
#include "config/rope_reader.hpp"
#include "config/rope_scaling.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"
#include "position/config_form.hpp"
#include "position/method.hpp"
#include "position/param.hpp"
#include "position/param_values.hpp"
#include "position/plan.hpp"
#include "position/plan_facts.hpp"
#include "position/registry.hpp"
#include "position/series.hpp"

namespace ropescope {
namespace {

const Param& info_of(std::string_view method, std::string_view key) {
  const auto entry = std::ranges::find(registry(), method, [](const MethodEntry& each) { return each.info.id; });
  return *std::ranges::find(entry->params, key, &Param::key);
}

// One key of the dictionary, if it is given.
Status read_param(const JsonPlace& place, std::string_view param, RopeReading& reading) {
  if (!place.is_given()) return ok();
  Result<ParamValue> value = read_param_value(place);
  if (!value) return value.error();
  if (const Status checked = check_param(info_of(reading.method.id, param), *value, place.path); !checked) {
    return of_config(checked.error());
  }
  reading.method.params.insert_or_assign(std::string(param), std::move(*value));
  return ok();
}

// A factor that is absent or null is the ratio of the two lengths.
Status derive_factor(const JsonPlace& dictionary, RopeReading& reading) {
  if (reading.method.params.contains("factor")) return ok();
  const JsonPlace place = dictionary.at("factor");
  if (reading.max_position_embeddings == 0) {
    return config_error("factor_not_derived", place.path);
  }
  const double ratio =
      static_cast<double>(reading.max_position_embeddings) / reading.rope.original_max_position_embeddings;
  const Param& info = info_of(reading.method.id, "factor");
  if (!check_param(info, ratio, place.path)) {
    return config_error("derived_factor_outside", place.path, {{"min", info.min}, {"max", info.max}, {"given", ratio}});
  }
  reading.notes.push_back({"factor_derived", place.path, {{"value", ratio}}});
  reading.method.params.emplace("factor", ratio);
  return ok();
}

// Keys that say the same as one parameter does. The YaRN authors' and vLLM's attn_factor multiplies the automatic
// factor, where attention_factor replaces it; Phi-3.5-MoE names its attention factor for short and for long texts.
Status read_other_keys(const JsonPlace& dictionary, const RopeType& type, RopeReading& reading) {
  const OtherKeys& other = type.other_keys;
  const JsonPlace place = dictionary.at(other.keys.front());
  const JsonPlace twin = dictionary.at(other.keys.back().empty() ? other.keys.front() : other.keys.back());
  if (!place.is_given() && !twin.is_given()) return ok();
  const Param& info = info_of(reading.method.id, other.param);
  const Result<std::optional<double>> value = read_number(place, {info.min, info.max});
  if (!value) return value.error();
  const Result<std::optional<double>> same = read_number(twin, {info.min, info.max});
  if (!same) return same.error();
  if (*value != *same) {
    return config_error("twins_differ", place.path, {{"other_path", twin.path}, {"param", other.param}});
  }
  const JsonPlace direct = dictionary.at(other.param);
  if (direct.is_given()) return config_error("both_given", twin.path, {{"other_path", direct.path}});
  double number = value->value_or(1);
  if (other.multiplies) {
    const auto plan = make_plan(std::span(&reading.method, 1), reading.rope, {.seq_len = 1});
    if (!plan) return ok();  // the reading ends with a plan, whose error it tells
    number *= plan->attention_factor;
  }
  reading.method.params.insert_or_assign(std::string(other.param), number);
  if (other.multiplies) {
    reading.notes.push_back({"multiplies_automatic", twin.path, {{"param", other.param}, {"value", number}}});
  } else {
    reading.notes.push_back({"read_as", twin.path, {{"name", other.param}}});
  }
  return ok();
}

// A re-saved Phi-3.5 config is known to carry its extension ratio under this name.
void warn_of_large_attention_factor(const JsonPlace& dictionary, RopeReading& reading) {
  constexpr double largest_published = 2;
  const double* stated = number_in(reading.method.params, "attention_factor");
  if (stated == nullptr || *stated <= largest_published) return;
  reading.warnings.push_back({"large_attention_factor",
                              dictionary.at("attention_factor").path,
                              {{"given", *stated}, {"squared", *stated * *stated}}});
}

// A small base sends the ramp's beginning past its end: the authors' code then interpolates every pair.
void warn_of_fast_pairs(const JsonPlace& dictionary, RopeReading& reading) {
  const double* const fast = number_in(reading.method.params, "beta_fast");
  const double* const kept_share = number_in(reading.method.params, "extrapolation_factor");
  if (fast == nullptr || (kept_share != nullptr && *kept_share != 1)) return;
  const auto plan = make_plan(std::span(&reading.method, 1), reading.rope, {.seq_len = 1});
  if (!plan) return;  // said where the plan is asked for
  const double trained = reading.rope.original_max_position_embeddings;
  const std::vector<double> plain = frequency_series(reading.rope);
  int count = 0;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (turns(plain[i], trained) > *fast && plan->inv_freq[i] < plain[i]) ++count;
  }
  if (count == 0) return;
  reading.warnings.push_back(
      {"fast_pairs_interpolated",
       dictionary.at("beta_fast").path,
       {{"given", *fast}, {"count", count}, {"length", trained}, {"theta", reading.rope.rope_theta}}});
}

struct KeyOfNoConcern {
  std::string_view key;
  Reason note;
};

// Keys that are neither the method's nor the reader's.
void report_unread_keys(const JsonPlace& dictionary, const RopeType& type, RopeReading& reading) {
  constexpr std::array<std::string_view, 6> read_elsewhere{"rope_type",
                                                           "type",
                                                           "rope_theta",
                                                           "partial_rotary_factor",
                                                           "original_max_position_embeddings",
                                                           "max_position_embeddings"};
  constexpr std::array informative{
      KeyOfNoConcern{"finetuned", "informative"}, KeyOfNoConcern{"llama_4_scaling_beta", "query_temperature_apart"},
      KeyOfNoConcern{"mrope_section", "axes_agree"}, KeyOfNoConcern{"mrope_interleaved", "axes_order"}};
  for (const auto& [key, value] : *dictionary.object()) {
    const std::string path = dictionary.at(key).path;
    if (std::ranges::find(read_elsewhere, key) != read_elsewhere.end() || type.takes(key) || value.is_null()) continue;
    const auto* const note = std::ranges::find(informative, key, &KeyOfNoConcern::key);
    const bool was_read =
        type.leaves_others || std::ranges::find(type.other_keys.keys, key) != type.other_keys.keys.end();
    if (note != informative.end()) {
      reading.notes.push_back({note->note, path});
    } else if (!was_read) {
      reading.warnings.push_back({"key_ignored", path, {{"type", type.name()}}});
    }
  }
}

// All that the dictionary says.
Status read_dictionary(const ConfigContext& context, const JsonPlace& dictionary, const RopeType& type,
                       RopeReading& reading) {
  for (const std::string_view key : type.keys) {
    if (key.empty()) break;
    if (const Status done = read_param(dictionary.at(key), type.parameter(key), reading); !done) return done.error();
  }
  for (const std::string_view key : type.required) {
    if (!key.empty() && !reading.method.params.contains(type.parameter(key))) {
      return config_error("needed_by_type", dictionary.at(key).path, {{"type", type.name()}});
    }
  }
  constexpr std::string_view share = "partial_rotary_factor";
  // Absent: all pairs turn, as in transformers.
  if (type.takes(share)) {
    reading.method.params.try_emplace(std::string(share), context.geometry.partial_rotary_factor.value_or(1));
  }
  if (type.length == TrainedLength::ratio) {
    if (const Status done = derive_factor(dictionary, reading); !done) return done.error();
  }
  return type.other_keys.param.empty() ? ok() : read_other_keys(dictionary, type, reading);
}

}  // namespace

Status read_params(const ConfigContext& context, const JsonPlace& dictionary, const RopeType& type,
                   RopeReading& reading) {
  if (dictionary.is_given()) {
    if (const Status done = read_dictionary(context, dictionary, type, reading); !done) return done.error();
    report_unread_keys(dictionary, type, reading);
    warn_of_large_attention_factor(dictionary, reading);
  }
  Result<Params> complete = resolve_params(reading.method);
  if (!complete) return of_config(complete.error(), reading.method.id, dictionary.path);
  reading.method.params = std::move(*complete);
  warn_of_fast_pairs(dictionary, reading);
  return ok();
}

}  // namespace ropescope
