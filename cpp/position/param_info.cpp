#include "position/param_info.hpp"

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
#include "core/text.hpp"
#include "position/method.hpp"

namespace ropescope {
namespace {

std::string describe(const ParamValue& value) {
  if (std::holds_alternative<std::monostate>(value)) return "null";
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const double* number = std::get_if<double>(&value)) return format_number(*number);
  if (const auto* list = std::get_if<std::vector<double>>(&value)) return "a list of " + std::to_string(list->size());
  return '"' + *std::get_if<std::string>(&value) + '"';
}

std::string range(const ParamInfo& info) {
  return "from " + format_number(info.min) + " to " + format_number(info.max);
}

std::string accepted(const ParamInfo& info) {
  std::string text;
  switch (info.type) {
    case ParamType::number:
      text = "a number " + range(info);
      break;
    case ParamType::integer:
      text = "a whole number " + range(info);
      break;
    case ParamType::boolean:
      text = "true or false";
      break;
    case ParamType::choice:
      text = "one of " + join(info.choices);
      break;
    case ParamType::list:
      text = "a list of numbers " + range(info);
      break;
  }
  return info.nullable ? text + ", or null" : text;
}

bool in_range(const ParamInfo& info, double value) { return value >= info.min && value <= info.max; }  // false for NaN

bool accepts(const ParamInfo& info, const ParamValue& value) {
  if (std::holds_alternative<std::monostate>(value)) return info.nullable;
  const double* number = std::get_if<double>(&value);
  switch (info.type) {
    case ParamType::number:
      return number != nullptr && in_range(info, *number);
    case ParamType::integer:
      return number != nullptr && in_range(info, *number) && std::floor(*number) == *number;
    case ParamType::boolean:
      return std::holds_alternative<bool>(value);
    case ParamType::choice: {
      const auto* text = std::get_if<std::string>(&value);
      return text != nullptr && std::ranges::find(info.choices, *text) != info.choices.end();
    }
    case ParamType::list:
      return std::holds_alternative<std::vector<double>>(value);  // elements: see check_param
  }
  return false;
}

bool is_given(const Params& params, std::string_view key) {
  const auto entry = params.find(key);
  return entry != params.end() && !std::holds_alternative<std::monostate>(entry->second);
}

std::vector<std::string_view> keys_of(std::span<const ParamInfo> infos) {
  std::vector<std::string_view> keys;
  for (const ParamInfo& info : infos) keys.push_back(info.key);
  return keys;
}

Error unknown_param(std::string_view method, std::span<const ParamInfo> infos, std::string_view key) {
  const auto keys = keys_of(infos);
  const std::string known = keys.empty() ? "it has none" : "accepted: " + join(keys);
  return Error{ErrorCode::unknown_param, std::string(method) + " has no parameter \"" + std::string(key) + '"' +
                                             did_you_mean(key, keys) + "; " + known};
}

// The key of the parameter that replaces this one, if it is given.
std::optional<std::string_view> given_rival(std::span<const ParamInfo> infos, const Params& given,
                                            std::string_view key) {
  const auto rival = std::ranges::find(infos, key, &ParamInfo::instead_of);
  if (rival == infos.end() || !is_given(given, rival->key)) return std::nullopt;
  return rival->key;
}

}  // namespace

Status check_param(const ParamInfo& info, const ParamValue& value, std::string_view name) {
  const auto refuse = [&](std::string_view where, const ParamValue& got) {
    return Error{ErrorCode::invalid_argument,
                 std::string(name) + std::string(where) + " must be " + accepted(info) + ", got " + describe(got)};
  };
  if (!accepts(info, value)) return refuse("", value);
  if (const auto* list = std::get_if<std::vector<double>>(&value)) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      if (!in_range(info, (*list)[i])) {
        return Error{ErrorCode::invalid_argument, std::string(name) + "[" + std::to_string(i) + "] must be a number " +
                                                      range(info) + ", got " + format_number((*list)[i])};
      }
    }
  }
  return ok();
}

Result<Params> complete_params(std::string_view method, std::span<const ParamInfo> infos, const Params& given) {
  for (const auto& [key, value] : given) {
    if (std::ranges::find(infos, key, &ParamInfo::key) == infos.end()) return unknown_param(method, infos, key);
  }
  Params complete;
  for (const ParamInfo& info : infos) {
    const auto entry = given.find(info.key);
    const std::string name = std::string(method) + "." + std::string(info.key);
    const auto rival = given_rival(infos, given, info.key);
    if (rival && is_given(given, info.key)) {
      return Error{ErrorCode::invalid_argument, name + " and " + std::string(method) + "." + std::string(*rival) +
                                                    " say the same in two ways: give one"};
    }
    ParamValue value = entry != given.end() ? entry->second : rival ? ParamValue{} : info.default_value;
    if (const Status checked = check_param(info, value, name); !checked) return checked.error();
    complete.emplace(info.key, std::move(value));
  }
  return complete;
}

}  // namespace ropescope
