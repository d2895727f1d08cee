#include "runtimes/written_config.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "config/layers.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"
#include "position/method.hpp"
#include "runtimes/settings.hpp"

namespace ropescope {
namespace {

// The first name of a path, and the rest.
std::pair<std::string_view, std::string_view> split(std::string_view path) {
  const auto dot = path.find('.');
  return dot == std::string_view::npos ? std::pair{path, std::string_view{}}
                                       : std::pair{path.substr(0, dot), path.substr(dot + 1)};
}

Json json_of(const ParamValue& value) {
  return std::visit(
      [](const auto& given) {
        Json json;
        if constexpr (std::is_same_v<std::decay_t<decltype(given)>, std::vector<double>>) {
          Json::Array list;
          for (const double number : given) list.emplace_back().value = number;
          json.value = std::move(list);
        } else {
          json.value = given;
        }
        return json;
      },
      value);
}

// The value of a key, which is made where it is missing.
Json& at(Json::Object& object, std::string_view key) {
  const auto entry = std::ranges::find(object, key, &JsonEntry::key);
  if (entry != object.end()) return entry->value;
  object.emplace_back().key = key;
  return object.back().value;
}

// `full_attention.factor` stands in an object of its own.
void set(Json::Object& object, std::string_view key, Json value) {
  const auto [name, rest] = split(key);
  Json& entry = at(object, name);
  if (rest.empty()) {
    entry = std::move(value);
    return;
  }
  if (entry.object() == nullptr) entry.value = Json::Object{};
  set(std::get<Json::Object>(entry.value), rest, std::move(value));
}

void write_into(Json::Object& object, const RuntimeSettings& written) {
  std::erase_if(object, [](const JsonEntry& entry) { return entry.key == "rope_scaling"; });
  if (!written.settings.empty()) {
    Json::Object dictionary;
    for (const Setting& setting : written.settings) set(dictionary, setting.key, json_of(setting.value));
    const auto full = std::ranges::find(dictionary, full_attention, &JsonEntry::key);
    const bool by_type = full != dictionary.end();
    if (written.flat) {
      Json::Object flat = by_type ? std::get<Json::Object>(full->value.value) : dictionary;
      at(object, "rope_theta") = at(flat, "rope_theta");
      if (by_type) at(object, "rope_scaling").value = std::move(flat);
    }
    at(object, "rope_parameters").value = std::move(dictionary);
  }
  at(object, "max_position_embeddings").value = static_cast<double>(written.max_position_embeddings);
}

}  // namespace

JsonPlace part_of(const JsonPlace& config, std::string_view part) {
  if (part.empty()) return config;
  const auto [name, rest] = split(part);
  return part_of(config.at(name), rest);
}

Json written_config(const Json& config, std::string_view part, const RuntimeSettings& written) {
  Json changed = config;
  auto& object = std::get<Json::Object>(changed.value);
  if (part.empty()) {
    write_into(object, written);
    return changed;
  }
  const auto [name, rest] = split(part);
  Json& inner = at(object, name);
  inner = written_config(inner, rest, written);
  return changed;
}

}  // namespace ropescope
