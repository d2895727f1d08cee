// A parsed JSON document as plain data. Parsing (nlohmann/json, SAX) refuses what is ambiguous: duplicate keys, depth
// over 64, trailing text; an error carries the JSON path and the line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"

namespace ropescope {

struct JsonEntry;

// A value: null, true or false, a number, a text, a list, or an object. Each reader answers null where it is another.
struct Json {
  using Array = std::vector<Json>;
  using Object = std::vector<JsonEntry>;  // in the file's order; keys are unique
  std::variant<std::monostate, bool, double, std::string, Array, Object> value;

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(value); }
  [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&value); }
  [[nodiscard]] const double* number() const { return std::get_if<double>(&value); }
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value); }
  [[nodiscard]] const Object* object() const { return std::get_if<Object>(&value); }
  [[nodiscard]] const Json* find(std::string_view key) const;  // null if absent, or if this is no object
};

// A struct and not a pair, which clang with libstdc++ instantiates before Json is complete.
struct JsonEntry {
  std::string key;
  Json value;
};

// The largest published configurations, which list layers left out of a quantization, stay below 1 MB. Parsed, a text
// takes up to 40 times its size.
inline constexpr std::size_t max_json_bytes = std::size_t{4} << 20;

// Errors: invalid_json with path, line and column.
Result<Json> parse_json(std::string_view text);

// The same of a text as Python's json writes it: bare NaN, Infinity and -Infinity read as texts of these names, which
// no number takes.
Result<Json> parse_python_json(std::string_view text);

// How an error message shows a value it was given: `"4"`, `true`, `[...]`, `NaN`.
[[nodiscard]] std::string describe(const Json& json);

}  // namespace ropescope
