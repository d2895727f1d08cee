#include "config/position_method.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "config/place.hpp"
#include "core/result.hpp"
#include "io/json.hpp"
#include "position/method.hpp"
#include "position/registry.hpp"

namespace ropescope {
namespace {

Place item(const Place& list, std::size_t i) {
  return {&(*list.json->array())[i], list.path + "[" + std::to_string(i) + "]"};
}

Result<ParamValue> read_param(const Place& place) {
  if (place.json->is_null()) return ParamValue{};
  if (const bool* flag = place.json->boolean()) return ParamValue{*flag};
  if (const double* number = place.json->number()) return ParamValue{*number};
  if (const std::string* text = place.json->text()) return ParamValue{*text};
  if (place.json->array() == nullptr) return refuse(place, "a number, a text, true, false, null or a list of numbers");
  std::vector<double> numbers;
  for (std::size_t i = 0; i < place.json->array()->size(); ++i) {
    const Place entry = item(place, i);
    if (entry.json->number() == nullptr) return refuse(entry, "a number");
    numbers.push_back(*entry.json->number());
  }
  return ParamValue{std::move(numbers)};
}

Result<Params> read_params(const Place& place) {
  Params params;
  if (!place.is_given()) return params;
  if (place.json->object() == nullptr) return refuse(place, "an object");
  for (const auto& [key, value] : *place.json->object()) {
    auto param = read_param(place.at(key));
    if (!param) return param.error();
    params.emplace(key, *std::move(param));
  }
  return params;
}

Result<MethodSpec> read_method(const Place& place) {
  MethodSpec spec;
  if (const std::string* id = place.json->text()) {
    spec.id = *id;
  } else {
    const Json* id_of_object = place.json->find("id");
    const std::string* named = id_of_object == nullptr ? nullptr : id_of_object->text();
    if (named == nullptr) return refuse(place, "a method's id, or an object with id and params");
    for (const auto& [key, value] : *place.json->object()) {
      if (key != "id" && key != "params")
        return config_error(place.path + " must have no key but id and params, got " + key);
    }
    spec.id = *named;
    auto params = read_params(place.at("params"));
    if (!params) return params.error();
    spec.params = *std::move(params);
  }
  if (const auto checked = resolve_params(spec); !checked) {
    return config_error(place.path + ": " + checked.error().message);
  }
  return spec;
}

}  // namespace

Result<std::vector<MethodSpec>> read_position_method(const Json& config) {
  const Place place = Place{&config, ""}.at("position_method");
  std::vector<MethodSpec> specs;
  if (!place.is_given()) return specs;
  const bool is_list = place.json->array() != nullptr;
  const std::size_t count = is_list ? place.json->array()->size() : 1;
  if (count == 0) return refuse(place, "at least one method");
  for (std::size_t i = 0; i < count; ++i) {
    auto spec = read_method(is_list ? item(place, i) : place);
    if (!spec) return spec.error();
    specs.push_back(*std::move(spec));
  }
  return specs;
}

}  // namespace ropescope
