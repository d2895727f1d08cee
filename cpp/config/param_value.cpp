#include "config/param_value.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"
#include "position/method.hpp"

namespace ropescope {

Result<ParamValue> read_param_value(const JsonPlace& place) {
  if (place.json->is_null()) return ParamValue{};
  if (const bool* flag = place.boolean()) return ParamValue{*flag};
  if (const double* number = place.number()) return ParamValue{*number};
  if (const std::string* text = place.text()) return ParamValue{*text};
  if (place.array() == nullptr) return refuse(place, "must_be_param_value");
  std::vector<double> numbers;
  for (std::size_t i = 0; i < place.array()->size(); ++i) {
    const JsonPlace entry = place.item(i);
    if (entry.number() == nullptr) return refuse(entry, "must_be_any_number");
    numbers.push_back(*entry.number());
  }
  return ParamValue{std::move(numbers)};
}

Error of_config(const Error& error, std::string_view method, std::string_view params_path) {
  Saying moved = error.saying;
  const std::string_view rest = std::string_view(moved.path).substr(std::min(method.size(), moved.path.size()));
  const bool names_method = !method.empty() && moved.path.starts_with(method);
  if (names_method && (rest.empty() || rest.starts_with('.'))) moved.path = std::string(params_path).append(rest);
  return {ErrorCode::invalid_config, std::move(moved)};
}

}  // namespace ropescope
