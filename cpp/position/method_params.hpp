// Between a method's members and its parameters as plain values: what a member accepts, its default, its assignment.
// Included by the registry alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "position/method.hpp"
#include "position/param_info.hpp"

namespace ropescope {

template <class Value>
inline constexpr bool is_optional =
    std::is_same_v<Value, std::optional<double>> || std::is_same_v<Value, std::optional<int>>;

// Where a member's type says what is accepted.
template <class Value>
constexpr ParamType type_of() {
  if constexpr (std::is_same_v<Value, bool>) return ParamType::boolean;
  if constexpr (std::is_same_v<Value, int> || std::is_same_v<Value, std::optional<int>>) return ParamType::integer;
  if constexpr (std::is_same_v<Value, std::string>) return ParamType::choice;
  if constexpr (std::is_same_v<Value, std::vector<double>>) return ParamType::list;
  return ParamType::number;
}

// noinline, here and below: gcc 12 else warns of reading members that a small method does not have, which no Param
// names.
template <class Value>
[[gnu::noinline]] ParamValue to_param_value(const Value& value) {
  if constexpr (is_optional<Value>) {
    if (!value) return std::monostate{};
    return static_cast<double>(*value);
  } else if constexpr (std::is_same_v<Value, int>) {
    return static_cast<double>(value);
  } else {
    return value;
  }
}

template <class Value>
[[gnu::noinline]] void assign(Value& member, const ParamValue& checked) {
  if constexpr (is_optional<Value>) {
    const double* number = std::get_if<double>(&checked);
    member.reset();
    if (number != nullptr) member = static_cast<typename Value::value_type>(*number);
  } else if constexpr (std::is_same_v<Value, int>) {
    member = static_cast<int>(*std::get_if<double>(&checked));
  } else {
    member = *std::get_if<Value>(&checked);
  }
}

// What a Param says, without its method.
template <class M>
ParamInfo describe_param(const Param<M>& param) {
  static const M defaults{};  // static: as of noinline above
  ParamInfo info;
  info.key = param.key;
  info.min = param.min;
  info.max = param.max;
  info.unit = param.unit;
  info.doc = param.doc;
  info.instead_of = param.instead_of;
  info.learned = param.learned;
  for (const std::string_view choice : param.choices) {
    if (!choice.empty()) info.choices.push_back(choice);
  }
  std::visit(
      [&]<class Value>(Value M::* member) {
        info.type = type_of<Value>();
        info.nullable = is_optional<Value>;
        info.default_value = to_param_value(defaults.*member);
      },
      param.member);
  return info;
}

// The method with all its parameters set. complete: checked, one value for each of M's keys.
template <class M>
M configured(const Params& complete) {
  M method;
  for (const Param<M>& param : M::params) {
    const ParamValue& value = complete.find(param.key)->second;
    std::visit([&](auto member) { assign(method.*member, value); }, param.member);
  }
  return method;
}

}  // namespace ropescope
