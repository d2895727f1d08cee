#include "config/config_fields.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/text.hpp"
#include "io/json.hpp"

namespace ropescope {

const Json* ConfigFields::given(std::string_view key) const {
  const Json* value = config_.find(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

void ConfigFields::refuse(Error error) {
  if (!error_) error_ = std::move(error);
}

void ConfigFields::refuse_value(std::string_view key, std::string_view accepted) {
  const Json* value = given(key);
  refuse({ErrorCode::invalid_config, std::string(key) + " must be " + std::string(accepted) + ", got " +
                                         (value == nullptr ? "nothing" : describe(*value))});
}

int ConfigFields::integer(std::string_view key, IntegerRange range, std::optional<int> fallback) {
  const Json* value = given(key);
  if (value == nullptr && fallback) return *fallback;
  const double* number = value == nullptr ? nullptr : value->number();
  if (number == nullptr || !(*number >= range.min && *number <= range.max) || *number != std::floor(*number)) {
    refuse_value(key, "a whole number from " + std::to_string(range.min) + " to " + std::to_string(range.max));
    return range.min;
  }
  return static_cast<int>(*number);
}

double ConfigFields::number(std::string_view key, double min, double max, double fallback) {
  const Json* value = given(key);
  if (value == nullptr) return fallback;
  const double* number = value->number();
  if (number == nullptr || !(*number >= min && *number <= max)) {
    refuse_value(key, "a number from " + format_number(min) + " to " + format_number(max));
    return fallback;
  }
  return *number;
}

bool ConfigFields::boolean(std::string_view key, bool fallback) {
  const Json* value = given(key);
  if (value == nullptr) return fallback;
  if (value->boolean() == nullptr) refuse_value(key, "true or false");
  return value->boolean() == nullptr ? fallback : *value->boolean();
}

std::string_view ConfigFields::text(std::string_view key, std::string_view fallback) {
  const Json* value = given(key);
  if (value == nullptr) return fallback;
  if (value->text() == nullptr) refuse_value(key, "a text");
  return value->text() == nullptr ? fallback : std::string_view(*value->text());
}

const Json::Array* ConfigFields::array(std::string_view key) {
  const Json* value = given(key);
  if (value != nullptr && value->array() == nullptr) refuse_value(key, "a list");
  return value == nullptr ? nullptr : value->array();
}

}  // namespace ropescope
