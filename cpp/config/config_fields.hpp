// Reads typed fields out of a config.json and keeps the first error, so that a reader is a list of fields.
#pragma once

#include <optional>
#include <string_view>

#include "core/result.hpp"
#include "io/json.hpp"

namespace ropescope {

struct IntegerRange {
  int min = 0;
  int max = 0;
};

class ConfigFields {
 public:
  explicit ConfigFields(const Json& config) : config_(config) {}

  // A field that is absent or null takes the fallback; without one that is an error. Nothing else is converted.
  int integer(std::string_view key, IntegerRange range, std::optional<int> fallback = {});
  double number(std::string_view key, double min, double max, double fallback);
  bool boolean(std::string_view key, bool fallback);
  std::string_view text(std::string_view key, std::string_view fallback);
  const Json::Array* array(std::string_view key);  // null when absent

  // Keeps the first error only.
  void refuse(Error error);
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] bool present(std::string_view key) const { return given(key) != nullptr; }
  [[nodiscard]] bool absent(std::string_view key) const { return config_.find(key) == nullptr; }

 private:
  [[nodiscard]] const Json* given(std::string_view key) const;  // null when absent or null
  void refuse_value(std::string_view key, std::string_view accepted);

  const Json& config_;
  std::optional<Error> error_;
};

}  // namespace ropescope
