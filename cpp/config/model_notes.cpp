#include "config/model_notes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/layers.hpp"
#include "config/model_facts.hpp"
#include "config/rope_reader.hpp"
#include "config/rope_scaling.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"

namespace ropescope {
namespace {

// A switch or a number of another schema, where it is not of this value (absent is of this value too).
struct OtherSchema {
  std::string_view key;
  Reason reason;
  double harmless = 0;
};

// Meta's code has the numbers of Llama 3.1 and 3.2 in it; Mistral's own files name YaRN's parameters otherwise.
constexpr std::array refused_keys{OtherSchema{"use_scaled_rope", "scales_by_own_code"},
                                  OtherSchema{"yarn", "scales_in_own_words"},
                                  OtherSchema{"rope_position_scale", "scales_in_own_words", 1}};

// Qwen-1, InternLM-1 and Nomic scale dynamically by formulas of their own.
constexpr std::array warned_keys{OtherSchema{"use_dynamic_ntk", "scaling_not_read"},
                                 OtherSchema{"rotary_scaling_factor", "scaling_not_read", 1}};

bool says_something(const JsonPlace& place, double harmless) {
  if (!place.is_given()) return false;
  if (const bool* flag = place.boolean()) return *flag;
  const double* number = place.number();
  return number == nullptr || (*number != 0 && *number != harmless);
}

// "0-2, 4-6": numbers of layers, ascending.
std::string runs_of(const std::vector<std::size_t>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t end = i;
    while (end + 1 < numbers.size() && numbers[end + 1] == numbers[end] + 1) ++end;
    if (!text.empty()) text += ", ";
    text += std::to_string(numbers[i]);
    if (end > i) text += (end == i + 1 ? ", " : "-") + std::to_string(numbers[end]);
    i = end + 1;
  }
  return text;
}

void note_unrotated_layers(const ConfigContext& context, ConfigReading& reading) {
  auto& notes = reading.main.notes;
  const std::string type_path = context.config.at("model_type").path;
  const LayerRule& rule = context.facts.layers;
  if (reading.layers.empty() && rule.rotation == Rotation::windowed) {
    notes.push_back({"windowless_layers_not_rotated", type_path, {{"model_type", context.model_type}}});
  }
  if (reading.layers.empty() && rule.unrotated_every > 0) {
    notes.push_back({"every_nth_layer_not_rotated",
                     type_path,
                     {{"model_type", context.model_type}, {"period", rule.unrotated_every}}});
  }
  std::vector<std::size_t> unrotated;
  for (std::size_t l = 0; l < reading.layers.size(); ++l) {
    if (reading.layers[l].attends && !reading.layers[l].setting) unrotated.push_back(l);
  }
  if (unrotated.empty()) return;
  notes.push_back({"numbered_layers_not_rotated",
                   layer_count_place(context.config).path,
                   {{"layers", runs_of(unrotated)}, {"count", reading.layers.size()}}});
}

// Qwen2.5-1M: beyond the trained length it pretends the positions of dual chunk attention.
void note_dual_chunk(const JsonPlace& config, RopeReading& reading) {
  const JsonPlace place = config.at("dual_chunk_attention_config");
  if (place.is_given()) reading.warnings.push_back({"asks_dual_chunk", place.path});
}

void warn_of_other_scaling(const JsonPlace& config, RopeReading& reading) {
  for (const OtherSchema& other : warned_keys) {
    const JsonPlace place = config.at(other.key);
    if (says_something(place, other.harmless)) reading.warnings.push_back({other.reason, place.path});
  }
  const JsonPlace internlm = config.at("rotary").at("type");
  const std::string* type = internlm.text();
  if (type != nullptr && *type != "origin") reading.warnings.push_back({"scaling_not_read", internlm.path});
}

// Keys that sound like positions, and are none.
constexpr std::array<std::string_view, 6> of_no_concern{
    "chunk_size_feed_forward", "mamba_chunk_size",        "chunk_size",
    "swa_num_attention_heads", "swa_num_key_value_heads", "swa_v_head_dim"};

bool sounds_like_positions(std::string_view key) {
  constexpr std::array<std::string_view, 9> words{"rope", "rotary", "theta", "yarn", "nope",
                                                  "sink", "chunk",  "alibi", "swa"};
  std::string lower(key);
  std::ranges::transform(lower, lower.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return std::ranges::find(of_no_concern, lower) == of_no_concern.end() &&
         std::ranges::any_of(words, [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

}  // namespace

Status check_dialect(const JsonPlace& root, const JsonPlace& config) {
  for (const OtherSchema& other : refused_keys) {
    for (const JsonPlace& place : {root.at(other.key), config.at(other.key)}) {
      if (says_something(place, other.harmless)) return config_error(other.reason, place.path);
    }
  }
  return ok();
}

Status check_some_layer_rotates(const ConfigContext& context, const ConfigReading& reading) {
  const bool rotates = reading.layers.empty() || std::ranges::any_of(reading.layers, [](const LayerReading& layer) {
                         return layer.setting.has_value();
                       });
  return rotates ? ok() : config_error("no_layer_rotates", context.config.at("model_type").path);
}

void note_model(const ConfigContext& context, const JsonPlace& root, ConfigReading& reading) {
  const JsonPlace& config = context.config;
  auto& notes = reading.main.notes;
  if (config.path != root.path) notes.push_back({"part_of_config", config.path});
  const Json* interleave = config.at("rope_interleave").json;
  const bool* is_interleaved = interleave == nullptr ? nullptr : interleave->boolean();
  if (is_interleaved != nullptr ? *is_interleaved : context.facts.interleaved) {
    notes.push_back({"pairs_interleaved", config.at("model_type").path, {{"model_type", context.model_type}}});
  }
  note_unrotated_layers(context, reading);
  note_dual_chunk(config, reading.main);
  if (config.at("attn_temperature_tuning").is_given()) {
    notes.push_back({"temperature_apart", config.at("attn_temperature_tuning").path});
  }
  if (config.at("position_method").is_given()) {
    reading.main.warnings.push_back({"only_rotary_shown", config.at("position_method").path});
  }
  warn_of_other_scaling(config, reading.main);
}

void warn_of_unread_keys(const JsonPlace& root, const JsonPlace& config, const std::vector<const Json*>& read,
                         RopeReading& reading) {
  const auto warn = [&](const JsonPlace& place) {
    for (const auto& [key, value] : *place.object()) {
      const bool* flag = value.boolean();
      const bool is_silent = value.is_null() || (flag != nullptr && !*flag);
      if (is_silent || !sounds_like_positions(key) || std::ranges::find(read, &value) != read.end()) continue;
      reading.warnings.push_back({"key_not_read", place.at(key).path});
    }
  };
  warn(root);
  if (config.json != root.json) warn(config);
}

}  // namespace ropescope
