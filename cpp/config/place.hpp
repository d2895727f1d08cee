// A value in a config.json together with the path that messages call it by, and the typed ways to read it. A key that
// is absent and a key that is null both read as nothing; nothing is coerced.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "io/json.hpp"

namespace ropescope {

struct Place {
  const Json* json = nullptr;  // null: the key is absent
  std::string path;            // `rope_scaling.factor`; empty at the root

  [[nodiscard]] Place at(std::string_view key) const;
  [[nodiscard]] bool is_given() const { return json != nullptr && !json->is_null(); }
  // The first of the keys that is given, else the first key's place.
  [[nodiscard]] Place first(std::span<const std::string_view> keys) const;
};

// `rope_scaling.factor must be a number above 0, got "4"`
[[nodiscard]] Error refuse(const Place& place, std::string_view accepted);
[[nodiscard]] Error config_error(std::string message);

Result<std::optional<int>> read_count(const Place& place, int max = std::numeric_limits<int>::max());  // from 1
Result<std::optional<double>> read_number(const Place& place, double min, double max);
Result<std::optional<bool>> read_flag(const Place& place);
Result<std::optional<std::string>> read_text(const Place& place);

}  // namespace ropescope
