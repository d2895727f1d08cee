#include "model/rope_reader_types.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/text.hpp"
#include "io/json.hpp"
#include "model/rope_reader_place.hpp"

namespace ropescope {
namespace {

constexpr std::array rope_types{
    RopeType{.name = "default", .method = "rope"},
    RopeType{.name = "linear", .method = "linear", .keys = {"factor"}, .required = {"factor"}},
    RopeType{.name = "dynamic", .method = "dynamic_ntk", .keys = {"factor"}, .required = {"factor"}},
    RopeType{.name = "yarn",
             .method = "yarn",
             .keys = {"factor", "beta_fast", "beta_slow", "attention_factor", "mscale", "mscale_all_dim", "truncate",
                      "extrapolation_factor"},
             .needs_original = true},
    RopeType{.name = "llama3",
             .method = "llama3",
             .keys = {"factor", "low_freq_factor", "high_freq_factor"},
             .required = {"factor", "low_freq_factor", "high_freq_factor"},
             .needs_original = true},
    RopeType{.name = "longrope",
             .method = "longrope",
             .keys = {"short_factor", "long_factor", "factor", "attention_factor"},
             .required = {"short_factor", "long_factor"},
             .needs_original = true},
    RopeType{.name = "proportional", .method = "proportional", .keys = {"partial_rotary_factor", "factor"}},
    RopeType{.name = "dynamic_yarn",
             .method = "dynamic_yarn",
             .keys = {"beta_fast", "beta_slow", "extrapolation_factor"},
             .needs_original = true},
    RopeType{.name = "ntk_by_parts",
             .method = "part_ntk",
             .keys = {"factor", "ntk_factor", "extrapolation_factor"},
             .required = {"factor"},
             .needs_original = true},
};

struct Alias {
  std::string_view name;
  std::string_view means;
  std::string_view note;
};

constexpr std::array aliases{
    Alias{"su", "longrope", "the older name of longrope"},
    Alias{"mrope", "default",
          "positions on several axes; for text all axes agree, and these are the frequencies of plain RoPE"},
    Alias{"deepseek_yarn", "yarn", "vLLM's name of yarn with mscale"},
    Alias{"dynamic-yarn", "dynamic_yarn", "of the configurations of jquesnelle/yarn"},
    Alias{"ntk-by-parts", "ntk_by_parts", "of the configurations of jquesnelle/yarn: the first release, part_ntk"},
};

std::string accepted_types() {
  std::vector<std::string_view> names;
  names.reserve(rope_types.size() + aliases.size());
  for (const RopeType& type : rope_types) names.push_back(type.name);
  for (const Alias& alias : aliases) names.push_back(alias.name);
  return "one of " + join(names);
}

// Keys that say something only under a scaling type.
bool is_scaling_key(std::string_view key) {
  return std::ranges::any_of(rope_types,
                             [key](const RopeType& type) { return type.name != "proportional" && type.takes(key); });
}

Result<TypeReading> without_type(const Place& dictionary) {
  const Json::Object* entries = dictionary.json == nullptr ? nullptr : dictionary.json->object();
  if (entries != nullptr) {
    for (const auto& [key, value] : *entries) {
      if (is_scaling_key(key) && !value.is_null()) {
        return config_error(dictionary.path + " has " + key + " but no rope_type; it must be " + accepted_types());
      }
    }
  }
  return TypeReading{&rope_types.front(), {}};
}

}  // namespace

bool RopeType::takes(std::string_view key) const { return !key.empty() && std::ranges::find(keys, key) != keys.end(); }

bool is_rope_key(std::string_view key) {
  constexpr std::array<std::string_view, 5> common{"rope_type", "type", "rope_theta",
                                                   "original_max_position_embeddings", "partial_rotary_factor"};
  return is_scaling_key(key) || std::ranges::find(common, key) != common.end();
}

Result<TypeReading> read_type(const Place& dictionary) {
  const Place newer = dictionary.at("rope_type");
  const Place older = dictionary.at("type");
  const Result<std::optional<std::string>> newer_text = read_text(newer);
  if (!newer_text) return newer_text.error();
  const Result<std::optional<std::string>> older_text = read_text(older);
  if (!older_text) return older_text.error();
  if (!newer.is_given() && !older.is_given()) return without_type(dictionary);
  const std::string legacy = older_text->value_or("");
  const std::string rope_type = newer_text->value_or(legacy);
  if (older.is_given() && rope_type != legacy) {
    return config_error(older.path + " \"" + legacy + "\" and " + newer.path + " \"" + rope_type + "\" differ");
  }
  const Place& place = newer.is_given() ? newer : older;
  std::string_view name = rope_type;
  TypeReading reading;
  if (!newer.is_given()) reading.notes.push_back(older.path + ": read as rope_type");
  if (const auto* const alias = std::ranges::find(aliases, name, &Alias::name); alias != aliases.end()) {
    reading.notes.push_back(place.path + " \"" + std::string(name) + "\": " + std::string(alias->note));
    name = alias->means;
  }
  if (name == "yarn" && dictionary.at("short_factor").is_given() && dictionary.at("long_factor").is_given()) {
    reading.notes.push_back(place.path +
                            " \"yarn\" with short_factor and long_factor: what Phi-3 first called longrope");
    name = "longrope";
  }
  const auto* const type = std::ranges::find(rope_types, name, &RopeType::name);
  if (type == rope_types.end()) return refuse(place, accepted_types());
  reading.type = type;
  return reading;
}

}  // namespace ropescope
