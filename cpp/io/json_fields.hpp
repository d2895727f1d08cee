// The one way to read a field of a JSON document: a value with the path that messages call it by, typed ways to read
// it, and a reader of one object that keeps the first error. Nothing is coerced; absent and null both read as nothing.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "io/json.hpp"

namespace ropescope {

struct JsonPlace {
  const Json* json = nullptr;                // null: the key is absent
  std::string path;                          // `rope_scaling.factor`; empty at the root
  std::vector<const Json*>* read = nullptr;  // where values that were looked at are written down, if anywhere

  [[nodiscard]] JsonPlace at(std::string_view key) const;
  [[nodiscard]] JsonPlace item(std::size_t index) const;  // of a list that is as long
  [[nodiscard]] bool is_given() const { return json != nullptr && !json->is_null(); }
  // The value where the key is given and is of that type, else null.
  [[nodiscard]] const bool* boolean() const { return json == nullptr ? nullptr : json->boolean(); }
  [[nodiscard]] const double* number() const { return json == nullptr ? nullptr : json->number(); }
  [[nodiscard]] const std::string* text() const { return json == nullptr ? nullptr : json->text(); }
  [[nodiscard]] const Json::Array* array() const { return json == nullptr ? nullptr : json->array(); }
  [[nodiscard]] const Json::Object* object() const { return json == nullptr ? nullptr : json->object(); }
  // The first of the keys that is given, else the first key's place.
  [[nodiscard]] JsonPlace first(std::span<const std::string_view> keys) const;
};

struct IntegerRange {
  int min = 0;
  int max = 0;
};
struct NumberRange {
  double min = 0;
  double max = 0;
};

// An invalid_config.
[[nodiscard]] Error config_error(Reason reason, std::string_view path, std::initializer_list<Argument> arguments = {});

// The same, with what was given as an argument. `rope_scaling.factor must be a number, got "4"`
[[nodiscard]] Error refuse(const JsonPlace& place, Reason reason);
[[nodiscard]] Error refuse(const JsonPlace& place, Reason reason, NumberRange range);

Result<std::optional<int>> read_integer(const JsonPlace& place, IntegerRange range);
Result<std::optional<int>> read_count(const JsonPlace& place);  // a whole number from 1 to 2^31 - 1
Result<std::optional<double>> read_number(const JsonPlace& place, NumberRange range);
Result<std::optional<double>> read_number_above(const JsonPlace& place, NumberRange range);  // min < number <= max
Result<std::optional<bool>> read_flag(const JsonPlace& place);
Result<std::optional<std::string>> read_text(const JsonPlace& place);

// Reads the fields of one object and keeps the first error, so that a reader is a list of fields.
class JsonFields {
 public:
  explicit JsonFields(JsonPlace object);

  // Keys other than these are refused: a misspelt one would be read as its default.
  void allow_only(std::initializer_list<std::string_view> known);

  // A field that is not given takes the fallback; without one that is an error.
  int integer(std::string_view key, IntegerRange range, std::optional<int> fallback = {});
  double number(std::string_view key, NumberRange range, std::optional<double> fallback = {});
  bool boolean(std::string_view key, bool fallback);
  std::string text(std::string_view key, std::string_view fallback);
  const Json::Array* array(std::string_view key);  // null when not given

  [[nodiscard]] JsonPlace at(std::string_view key) const { return object_.at(key); }
  [[nodiscard]] bool absent(std::string_view key) const { return at(key).json == nullptr; }
  // Keeps the first error only.
  void refuse(Error error);
  void refuse(const Status& status);
  [[nodiscard]] Status status() const;

 private:
  template <class T>
  T take(const Result<std::optional<T>>& read, const std::optional<T>& fallback);

  JsonPlace object_;
  std::optional<Error> error_;
};

}  // namespace ropescope
