#include "model/rope_reader_params.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "core/text.hpp"
#include "io/json.hpp"
#include "model/rope_reader.hpp"
#include "model/rope_reader_geometry.hpp"
#include "model/rope_reader_place.hpp"
#include "model/rope_reader_scaling.hpp"
#include "model/rope_reader_types.hpp"
#include "position/method.hpp"
#include "position/param_info.hpp"
#include "position/ramp.hpp"
#include "position/registry.hpp"

namespace ropescope {
namespace {

const ParamInfo& info_of(std::string_view method, std::string_view key) {
  const auto entry = std::ranges::find(methods(), method, [](const MethodEntry& each) { return each.info.id; });
  return *std::ranges::find(entry->params, key, &ParamInfo::key);
}

Result<ParamValue> to_param_value(const Place& place) {
  ParamValue value;
  if (const bool* flag = place.json->boolean()) value = *flag;
  if (const double* number = place.json->number()) value = *number;
  if (const std::string* text = place.json->text()) value = *text;
  if (const Json::Array* array = place.json->array()) {
    std::vector<double> numbers;
    for (const Json& element : *array) {
      const Place element_place{&element, place.path + "[" + std::to_string(numbers.size()) + "]"};
      if (element.number() == nullptr) return refuse(element_place, "a number");
      numbers.push_back(*element.number());
    }
    value = std::move(numbers);
  }
  if (place.json->object() != nullptr) return refuse(place, "a value, not an object");
  return value;
}

// One key of the dictionary, if it is given.
Status read_param(const Place& place, std::string_view key, RopeReading& reading) {
  if (!place.is_given()) return ok();
  Result<ParamValue> value = to_param_value(place);
  if (!value) return value.error();
  if (const Status checked = check_param(info_of(reading.method.id, key), *value, place.path); !checked) {
    return config_error(checked.error().message);
  }
  reading.method.params.insert_or_assign(std::string(key), std::move(*value));
  return ok();
}

const double* number_of(const RopeReading& reading, std::string_view key) {
  const auto entry = reading.method.params.find(key);
  return entry == reading.method.params.end() ? nullptr : std::get_if<double>(&entry->second);
}

// Hunyuan: type dynamic with `alpha` is NTK-aware scaling by that alpha at every length.
Status read_alpha(const Place& dictionary, RopeReading& reading) {
  const Place place = dictionary.at("alpha");
  reading.method.id = "ntk_aware";
  reading.notes.push_back(place.path +
                          ": with alpha, Hunyuan's model class scales the base alike at every length; "
                          "read as ntk_aware, and factor, betas and mscales are not used");
  return read_param(place, "alpha", reading);
}

// A factor that is absent or null is the ratio of the two lengths.
Status derive_factor(const Place& dictionary, RopeReading& reading) {
  if (reading.method.params.contains("factor")) return ok();
  const Place place = dictionary.at("factor");
  if (reading.max_position_embeddings == 0) {
    return config_error(place.path + " is missing, and without max_position_embeddings it cannot be derived");
  }
  const double ratio =
      static_cast<double>(reading.max_position_embeddings) / reading.rope.original_max_position_embeddings;
  const ParamInfo& info = info_of(reading.method.id, "factor");
  const std::string name = place.path + " = max_position_embeddings / original_max_position_embeddings";
  if (const Status checked = check_param(info, ratio, name); !checked) return config_error(checked.error().message);
  reading.notes.push_back(name + " = " + format_number(ratio));
  reading.method.params.emplace("factor", ratio);
  return ok();
}

// The YaRN authors' and vLLM's key multiplies the automatic factor, where attention_factor replaces it.
Status read_attn_factor(const Place& dictionary, RopeReading& reading) {
  const Place place = dictionary.at("attn_factor");
  if (!place.is_given()) return ok();
  if (dictionary.at("attention_factor").is_given()) {
    return config_error(place.path + " and " + dictionary.at("attention_factor").path + " are both given; give one");
  }
  const Result<std::optional<double>> multiplier = read_number(place, 1e-6, 1e6);
  if (!multiplier) return multiplier.error();
  const double effective = yarn_attention_factor(*number_of(reading, "factor")) * multiplier->value_or(1);
  reading.method.params.insert_or_assign("attention_factor", effective);
  reading.notes.push_back(place.path +
                          ": multiplies YaRN's own factor; attention_factor = " + format_number(effective));
  return ok();
}

// Phi-3.5-MoE names its attention factor for short and for long texts.
Status read_long_and_short_mscale(const Place& dictionary, RopeReading& reading) {
  const Place short_place = dictionary.at("short_mscale");
  const Place long_place = dictionary.at("long_mscale");
  const Result<std::optional<double>> for_short = read_number(short_place, 1e-6, 1e6);
  if (!for_short) return for_short.error();
  const Result<std::optional<double>> for_long = read_number(long_place, 1e-6, 1e6);
  if (!for_long) return for_long.error();
  const std::optional<double>& attention_factor = *for_long;
  if (*for_short != attention_factor) {
    return config_error(short_place.path + " and " + long_place.path +
                        " differ; one attention factor for all lengths is supported");
  }
  if (!attention_factor) return ok();
  if (dictionary.at("attention_factor").is_given()) {
    return config_error(long_place.path + " and " + dictionary.at("attention_factor").path +
                        " are both given; give one");
  }
  reading.method.params.insert_or_assign("attention_factor", *attention_factor);
  reading.notes.push_back(long_place.path + ": read as attention_factor");
  return ok();
}

// Llama 4 publishes low_freq_factor = high_freq_factor = 1: a step, which the ramp of NTK-by-parts has as its limit.
void read_step(const ConfigContext& context, const Place& dictionary, RopeReading& reading) {
  const double low = *number_of(reading, "low_freq_factor");
  const double high = *number_of(reading, "high_freq_factor");
  if (low != high || !context.model_type.starts_with("llama4")) return;
  const double factor = *number_of(reading, "factor");
  reading.method = {"ntk_by_parts",
                    {{"factor", factor}, {"beta_fast", high}, {"beta_slow", low}, {"ramp", std::string("turns")}}};
  reading.notes.push_back(
      dictionary.at("high_freq_factor").path +
      ": equals low_freq_factor, so the ramp is a step; read as ntk_by_parts, which is the same formula");
}

// A re-saved Phi-3.5 config is known to carry its extension ratio under this name.
void warn_of_large_attention_factor(const Place& dictionary, RopeReading& reading) {
  constexpr double largest_published = 2;
  const double* stated = number_of(reading, "attention_factor");
  if (stated == nullptr || *stated <= largest_published) return;
  reading.warnings.push_back(dictionary.at("attention_factor").path + " " + format_number(*stated) +
                             ": multiplies all logits by " + format_number(*stated * *stated) +
                             "; was the extension factor meant?");
}

// Keys that are neither the method's nor the reader's.
void report_other_keys(const Place& dictionary, const RopeType& type, RopeReading& reading) {
  constexpr std::array<std::string_view, 6> read_elsewhere{"rope_type",
                                                           "type",
                                                           "rope_theta",
                                                           "partial_rotary_factor",
                                                           "original_max_position_embeddings",
                                                           "max_position_embeddings"};
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> informative{{
      {"finetuned", "informative, not used"},
      {"llama_4_scaling_beta", "a temperature of the queries by position; not a part of the rotary reading"},
      {"mrope_section", "positions on several axes; for text all axes agree"},
      {"mrope_interleaved", "order of the axes; for text all axes agree"},
  }};
  constexpr std::array<std::string_view, 4> aliases_of_params{"attn_factor", "short_mscale", "long_mscale", "alpha"};
  const bool uses_alpha = reading.method.id == "ntk_aware";
  for (const auto& [key, value] : *dictionary.json->object()) {
    const std::string path = dictionary.at(key).path;
    if (std::ranges::find(read_elsewhere, key) != read_elsewhere.end() || type.takes(key) || value.is_null()) continue;
    const auto* const note = std::ranges::find(informative, key, [](const auto& pair) { return pair.first; });
    const bool was_read = (type.name == "yarn" && key == aliases_of_params[0]) ||
                          (type.name == "longrope" && (key == aliases_of_params[1] || key == aliases_of_params[2])) ||
                          uses_alpha;
    if (note != informative.end()) {
      reading.notes.push_back(path + ": " + std::string(note->second));
    } else if (!was_read) {
      reading.warnings.push_back(path + ": rope_type \"" + std::string(type.name) + "\" has no such key; ignored");
    }
  }
}

// What a type has beyond plain keys.
Status read_particulars(const ConfigContext& context, const Place& dictionary, const RopeType& type,
                        RopeReading& reading) {
  if (type.name == "yarn" || type.name == "longrope") {
    if (const Status done = derive_factor(dictionary, reading); !done) return done.error();
  }
  if (type.name == "yarn") return read_attn_factor(dictionary, reading);
  if (type.name == "longrope") return read_long_and_short_mscale(dictionary, reading);
  if (type.name == "llama3") read_step(context, dictionary, reading);
  if (type.name == "proportional") {
    // Absent: all pairs turn, as in transformers.
    reading.method.params.try_emplace("partial_rotary_factor", context.geometry.partial_rotary_factor.value_or(1));
  }
  return ok();
}

}  // namespace

Status read_params(const ConfigContext& context, const Place& dictionary, const RopeType& type, RopeReading& reading) {
  if (dictionary.is_given()) {
    const bool has_alpha = type.name == "dynamic" && dictionary.at("alpha").is_given();
    if (has_alpha) {
      if (const Status done = read_alpha(dictionary, reading); !done) return done.error();
    } else {
      for (const std::string_view key : type.keys) {
        if (key.empty()) break;
        if (const Status done = read_param(dictionary.at(key), key, reading); !done) return done.error();
      }
      for (const std::string_view key : type.required) {
        if (!key.empty() && !reading.method.params.contains(key)) {
          return config_error(dictionary.at(key).path + " is missing; rope_type \"" + std::string(type.name) +
                              "\" needs it");
        }
      }
      if (const Status done = read_particulars(context, dictionary, type, reading); !done) return done.error();
    }
    report_other_keys(dictionary, type, reading);
    warn_of_large_attention_factor(dictionary, reading);
  }
  Result<Params> complete = resolve_params(reading.method);
  if (!complete) return config_error(complete.error().message);
  reading.method.params = std::move(*complete);
  return ok();
}

}  // namespace ropescope
