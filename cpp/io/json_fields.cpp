#include "io/json_fields.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"

namespace ropescope {
namespace {

std::string given(const JsonPlace& place) { return place.json == nullptr ? "nothing" : describe(*place.json); }

Error no_integer(const JsonPlace& place, IntegerRange range) {
  return refuse(place, "must_be_integer", {static_cast<double>(range.min), static_cast<double>(range.max)});
}

}  // namespace

JsonPlace JsonPlace::at(std::string_view key) const {
  const Json* child = json == nullptr ? nullptr : json->find(key);
  if (child != nullptr && read != nullptr) read->push_back(child);
  return {child, path.empty() ? std::string(key) : path + "." + std::string(key), read};
}

JsonPlace JsonPlace::item(std::size_t index) const {
  return {&(*json->array())[index], path + "[" + std::to_string(index) + "]", read};
}

JsonPlace JsonPlace::first(std::span<const std::string_view> keys) const {
  for (const std::string_view key : keys) {
    if (JsonPlace place = at(key); place.is_given()) return place;
  }
  return at(keys.front());
}

Error config_error(Reason reason, std::string_view path, std::initializer_list<Argument> arguments) {
  return {ErrorCode::invalid_config, reason, path, arguments};
}

Error refuse(const JsonPlace& place, Reason reason) {
  return config_error(reason, place.path, {{"given", given(place)}});
}

Error refuse(const JsonPlace& place, Reason reason, NumberRange range) {
  return config_error(reason, place.path, {{"min", range.min}, {"max", range.max}, {"given", given(place)}});
}

Result<std::optional<int>> read_integer(const JsonPlace& place, IntegerRange range) {
  if (!place.is_given()) return std::optional<int>{};
  const double* number = place.number();
  const bool whole = number != nullptr && std::floor(*number) == *number;
  if (!whole || *number < range.min || *number > range.max) return no_integer(place, range);
  return std::optional(static_cast<int>(*number));
}

Result<std::optional<int>> read_count(const JsonPlace& place) {
  return read_integer(place, {1, std::numeric_limits<int>::max()});
}

Result<std::optional<double>> read_number(const JsonPlace& place, NumberRange range) {
  if (!place.is_given()) return std::optional<double>{};
  const double* number = place.number();
  if (number == nullptr || !(*number >= range.min && *number <= range.max)) {
    return refuse(place, "must_be_number", range);
  }
  return std::optional(*number);
}

Result<std::optional<double>> read_number_above(const JsonPlace& place, NumberRange range) {
  if (!place.is_given()) return std::optional<double>{};
  const double* number = place.number();
  if (number == nullptr || !(*number > range.min && *number <= range.max)) {
    return refuse(place, "must_be_number_above", range);
  }
  return std::optional(*number);
}

Result<std::optional<bool>> read_flag(const JsonPlace& place) {
  if (!place.is_given()) return std::optional<bool>{};
  const bool* flag = place.boolean();
  if (flag == nullptr) return refuse(place, "must_be_flag");
  return std::optional(*flag);
}

Result<std::optional<std::string>> read_text(const JsonPlace& place) {
  if (!place.is_given()) return std::optional<std::string>{};
  const std::string* text = place.text();
  if (text == nullptr) return refuse(place, "must_be_text");
  return std::optional(*text);
}

JsonFields::JsonFields(JsonPlace object) : object_(std::move(object)) {
  if (object_.object() != nullptr) return;
  refuse(ropescope::refuse(object_, "must_be_object"));
  object_.json = nullptr;
}

void JsonFields::allow_only(std::initializer_list<std::string_view> known) {
  if (object_.json == nullptr) return;
  for (const auto& [key, value] : *object_.object()) {
    if (std::ranges::find(known, key) == known.end()) refuse(config_error("unknown_key", at(key).path));
  }
}

// What was read, or the fallback; after an error any value, which nobody uses.
template <class T>
T JsonFields::take(const Result<std::optional<T>>& read, const std::optional<T>& fallback) {
  if (!read) refuse(read.error());
  return read && *read ? **read : fallback.value_or(T{});
}

int JsonFields::integer(std::string_view key, IntegerRange range, std::optional<int> fallback) {
  const JsonPlace place = at(key);
  if (!place.is_given() && !fallback) refuse(no_integer(place, range));
  return take(read_integer(place, range), std::optional(fallback.value_or(range.min)));  // refused: any legal one
}

double JsonFields::number(std::string_view key, NumberRange range, std::optional<double> fallback) {
  const JsonPlace place = at(key);
  if (!place.is_given() && !fallback) refuse(ropescope::refuse(place, "must_be_number", range));
  return take(read_number(place, range), std::optional(fallback.value_or(range.min)));
}

bool JsonFields::boolean(std::string_view key, bool fallback) {
  return take(read_flag(at(key)), std::optional(fallback));
}

std::string JsonFields::text(std::string_view key, std::string_view fallback) {
  return take(read_text(at(key)), std::optional(std::string(fallback)));
}

const Json::Array* JsonFields::array(std::string_view key) {
  const JsonPlace place = at(key);
  if (!place.is_given()) return nullptr;
  if (place.array() == nullptr) refuse(ropescope::refuse(place, "must_be_list"));
  return place.array();
}

void JsonFields::refuse(Error error) {
  if (!error_) error_ = std::move(error);
}

void JsonFields::refuse(const Status& status) {
  if (!status) refuse(status.error());
}

Status JsonFields::status() const { return error_ ? Status(*error_) : ok(); }

}  // namespace ropescope
