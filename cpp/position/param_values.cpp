#include "position/param_values.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "core/text.hpp"
#include "position/param.hpp"

namespace ropescope {
namespace {

std::string describe(const ParamValue& value) {
  if (std::holds_alternative<std::monostate>(value)) return "null";
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const double* number = std::get_if<double>(&value)) return format_number(*number);
  if (const auto* list = std::get_if<std::vector<double>>(&value)) return "a list of " + std::to_string(list->size());
  return '"' + *std::get_if<std::string>(&value) + '"';
}

Reason reason_of(const Param& param) {
  switch (param.type) {
    case ParamType::number:
      return param.nullable ? Reason("must_be_number_or_null") : Reason("must_be_number");
    case ParamType::integer:
      return param.nullable ? Reason("must_be_integer_or_null") : Reason("must_be_integer");
    case ParamType::boolean:
      return "must_be_flag";
    case ParamType::choice:
      return "must_be_one_of";
    case ParamType::list:
      break;
  }
  return "must_be_numbers";
}

Error refuse(const Param& param, Reason reason, std::string_view path, const ParamValue& given) {
  return {ErrorCode::invalid_argument,
          reason,
          path,
          {{"min", param.min}, {"max", param.max}, {"choices", param.choices}, {"given", describe(given)}}};
}

bool in_range(const Param& param, double value) { return value >= param.min && value <= param.max; }  // false for NaN

bool accepts(const Param& param, const ParamValue& value) {
  if (std::holds_alternative<std::monostate>(value)) return param.nullable;
  const double* number = std::get_if<double>(&value);
  switch (param.type) {
    case ParamType::number:
      return number != nullptr && in_range(param, *number);
    case ParamType::integer:
      return number != nullptr && in_range(param, *number) && std::floor(*number) == *number;
    case ParamType::boolean:
      return std::holds_alternative<bool>(value);
    case ParamType::choice: {
      const auto* text = std::get_if<std::string>(&value);
      return text != nullptr && std::ranges::find(param.choices, *text) != param.choices.end();
    }
    case ParamType::list:
      return std::holds_alternative<std::vector<double>>(value);  // elements: see check_param
  }
  return false;
}

bool is_given(const Params& values, std::string_view key) {
  const auto entry = values.find(key);
  return entry != values.end() && !std::holds_alternative<std::monostate>(entry->second);
}

std::vector<std::string_view> keys_of(std::span<const Param> params) {
  std::vector<std::string_view> keys;
  for (const Param& param : params) keys.push_back(param.key);
  return keys;
}

Error unknown_param(std::string_view method, std::span<const Param> params, std::string_view key) {
  const auto keys = keys_of(params);
  const std::string path = std::string(method) + "." + std::string(key);
  const std::string_view near = nearest_word(key, keys);
  const Reason reason = keys.empty()   ? Reason("has_no_params")
                        : near.empty() ? Reason("has_no_such_param")
                                       : Reason("has_no_such_param_but");
  return {ErrorCode::unknown_param,
          reason,
          path,
          {{"method", method}, {"given", key}, {"suggestion", near}, {"choices", keys}}};
}

// The key of the parameter that replaces this one, if it is given.
std::optional<std::string_view> given_rival(std::span<const Param> params, const Params& given, std::string_view key) {
  const auto rival = std::ranges::find(params, key, &Param::instead_of);
  if (rival == params.end() || !is_given(given, rival->key)) return std::nullopt;
  return rival->key;
}

template <class Value>
Value& held(const Param& param, void* method) {
  return *static_cast<Value*>(param.member(method));
}

template <class Number>
ParamValue number_or_null(const std::optional<Number>& number) {
  return number ? ParamValue{static_cast<double>(*number)} : ParamValue{};
}

ParamValue value_in(const Param& param, void* method) {
  switch (param.type) {
    case ParamType::number:
      return param.nullable ? number_or_null(held<std::optional<double>>(param, method)) : held<double>(param, method);
    case ParamType::integer:
      return param.nullable ? number_or_null(held<std::optional<int>>(param, method))
                            : static_cast<double>(held<int>(param, method));
    case ParamType::boolean:
      return held<bool>(param, method);
    case ParamType::choice:
      return held<std::string>(param, method);
    case ParamType::list:
      return held<std::vector<double>>(param, method);
  }
  return {};
}

template <class Number>
void set_number(const Param& param, const double* number, void* method) {
  if (param.nullable) {
    held<std::optional<Number>>(param, method) =
        number == nullptr ? std::nullopt : std::optional(static_cast<Number>(*number));
  } else {
    held<Number>(param, method) = static_cast<Number>(*number);
  }
}

void set_value(const Param& param, const ParamValue& checked, void* method) {
  switch (param.type) {
    case ParamType::number:
      return set_number<double>(param, std::get_if<double>(&checked), method);
    case ParamType::integer:
      return set_number<int>(param, std::get_if<double>(&checked), method);
    case ParamType::boolean:
      held<bool>(param, method) = *std::get_if<bool>(&checked);
      return;
    case ParamType::choice:
      held<std::string>(param, method) = *std::get_if<std::string>(&checked);
      return;
    case ParamType::list:
      held<std::vector<double>>(param, method) = *std::get_if<std::vector<double>>(&checked);
      return;
  }
}

}  // namespace

Status check_param(const Param& param, const ParamValue& value, std::string_view path) {
  if (!accepts(param, value)) return refuse(param, reason_of(param), path, value);
  if (const auto* list = std::get_if<std::vector<double>>(&value)) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      if (in_range(param, (*list)[i])) continue;
      return refuse(param, "must_be_number", std::string(path) + "[" + std::to_string(i) + "]", (*list)[i]);
    }
  }
  return ok();
}

Result<Params> complete_params(std::string_view method, std::span<const Param> params, const Params& defaults,
                               const Params& given) {
  for (const auto& [key, value] : given) {
    if (std::ranges::find(params, key, &Param::key) == params.end()) return unknown_param(method, params, key);
  }
  Params complete;
  for (const Param& param : params) {
    const auto entry = given.find(param.key);
    const std::string name = std::string(method) + "." + std::string(param.key);
    const auto rival = given_rival(params, given, param.key);
    if (rival && is_given(given, param.key)) {
      const std::string rival_path = std::string(method) + "." + std::string(*rival);
      return Error{ErrorCode::invalid_argument, "said_twice", name, {{"other_path", rival_path}}};
    }
    ParamValue value = entry != given.end() ? entry->second : rival ? ParamValue{} : defaults.find(param.key)->second;
    if (const Status checked = check_param(param, value, name); !checked) return checked.error();
    complete.emplace(param.key, std::move(value));
  }
  return complete;
}

const double* number_in(const Params& params, std::string_view key) {
  const auto entry = params.find(key);
  return entry == params.end() ? nullptr : std::get_if<double>(&entry->second);
}

Params values_in(std::span<const Param> params, void* method) {
  Params values;
  for (const Param& param : params) values.emplace(param.key, value_in(param, method));
  return values;
}

Params changed_values(std::span<const Param> params, void* method, void* defaults) {
  Params values;
  for (const Param& param : params) {
    ParamValue value = value_in(param, method);
    if (value != value_in(param, defaults)) values.emplace(param.key, std::move(value));
  }
  return values;
}

void set_values(std::span<const Param> params, const Params& complete, void* method) {
  for (const Param& param : params) set_value(param, complete.find(param.key)->second, method);
}

}  // namespace ropescope
