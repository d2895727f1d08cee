#include "config/place.hpp"

#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/text.hpp"
#include "io/json.hpp"

namespace ropescope {

Place Place::at(std::string_view key) const {
  const Json* child = json == nullptr ? nullptr : json->find(key);
  return {child, path.empty() ? std::string(key) : path + "." + std::string(key)};
}

Place Place::first(std::span<const std::string_view> keys) const {
  for (const std::string_view key : keys) {
    if (Place place = at(key); place.is_given()) return place;
  }
  return at(keys.front());
}

Error config_error(std::string message) { return Error{ErrorCode::invalid_config, std::move(message)}; }

Error refuse(const Place& place, std::string_view accepted) {
  const std::string got = place.json == nullptr ? "is missing; it must be " : "must be ";
  const std::string given = place.json == nullptr ? "" : ", got " + describe(*place.json);
  return config_error(place.path + " " + got + std::string(accepted) + given);
}

Result<std::optional<int>> read_count(const Place& place, int max) {
  if (!place.is_given()) return std::optional<int>{};
  const double* number = place.json->number();
  const bool whole = number != nullptr && std::floor(*number) == *number;
  if (!whole || *number < 1 || *number > max) {
    return refuse(place, "a whole number from 1 to " + std::to_string(max));
  }
  return std::optional(static_cast<int>(*number));
}

Result<std::optional<double>> read_number(const Place& place, double min, double max) {
  if (!place.is_given()) return std::optional<double>{};
  const double* number = place.json->number();
  if (number == nullptr || !(*number >= min && *number <= max)) {
    return refuse(place, "a number from " + format_number(min) + " to " + format_number(max));
  }
  return std::optional(*number);
}

Result<std::optional<bool>> read_flag(const Place& place) {
  if (!place.is_given()) return std::optional<bool>{};
  const bool* flag = place.json->boolean();
  if (flag == nullptr) return refuse(place, "true or false");
  return std::optional(*flag);
}

Result<std::optional<std::string>> read_text(const Place& place) {
  if (!place.is_given()) return std::optional<std::string>{};
  const std::string* text = place.json->text();
  if (text == nullptr) return refuse(place, "a text");
  return std::optional(*text);
}

}  // namespace ropescope
