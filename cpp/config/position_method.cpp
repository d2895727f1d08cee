#include "config/position_method.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/param_value.hpp"
#include "core/result.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"
#include "position/config_form.hpp"
#include "position/param.hpp"
#include "position/registry.hpp"

namespace ropescope {
namespace {

constexpr std::array<std::string_view, 2> method_keys{"id", "params"};

Result<Params> read_params(const JsonPlace& place) {
  Params params;
  if (!place.is_given()) return params;
  if (place.object() == nullptr) return refuse(place, "must_be_object");
  for (const auto& [key, value] : *place.object()) {
    auto param = read_param_value(place.at(key));
    if (!param) return param.error();
    params.emplace(key, *std::move(param));
  }
  return params;
}

Result<MethodSpec> read_method(const JsonPlace& place) {
  MethodSpec spec;
  if (const std::string* id = place.text()) {
    spec.id = *id;
  } else {
    const Json* id_of_object = place.json->find("id");
    const std::string* named = id_of_object == nullptr ? nullptr : id_of_object->text();
    if (named == nullptr) return refuse(place, "must_be_method");
    for (const auto& [key, value] : *place.object()) {
      if (std::ranges::find(method_keys, key) == method_keys.end())
        return config_error("must_have_only", place.path, {{"choices", method_keys}, {"given", key}});
    }
    spec.id = *named;
    auto params = read_params(place.at("params"));
    if (!params) return params.error();
    spec.params = *std::move(params);
  }
  if (const auto checked = resolve_params(spec); !checked) {
    return of_config(checked.error(), spec.id, place.at("params").path);
  }
  return spec;
}

}  // namespace

const MethodEntry* method_of_class(std::string_view model_type) {
  for (const MethodEntry& method : registry()) {
    const auto& models = method.config_words.models;
    const auto named = std::ranges::find(models, model_type, &ModelWith::model_type);
    if (!model_type.empty() && named != models.end() && named->size.empty()) return &method;
  }
  return nullptr;
}

Result<std::vector<MethodSpec>> read_position_method(const Json& config) {
  const JsonPlace place = JsonPlace{&config, ""}.at("position_method");
  std::vector<MethodSpec> specs;
  if (!place.is_given()) return specs;
  const bool is_list = place.array() != nullptr;
  const std::size_t count = is_list ? place.array()->size() : 1;
  if (count == 0) return config_error("must_name_a_method", place.path);
  for (std::size_t i = 0; i < count; ++i) {
    auto spec = read_method(is_list ? place.item(i) : place);
    if (!spec) return spec.error();
    specs.push_back(*std::move(spec));
  }
  return specs;
}

}  // namespace ropescope
