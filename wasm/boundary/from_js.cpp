#include "boundary/from_js.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "core/text.hpp"
#include "io/safetensors.hpp"
#include "position/param.hpp"
#include "position/registry.hpp"

namespace ropescope::js {
namespace {

constexpr int max_floats = max_int / 4;  // whose bytes an int can still count

// Not instanceof: arrays of another frame or context are arrays too.
bool is_array(const val& value) { return val::global("Array").call<bool>("isArray", value); }
bool is_list(const val& value) { return is_array(value) || val::global("ArrayBuffer").call<bool>("isView", value); }
bool is_object(const val& value) { return value.typeOf().as<std::string>() == "object" && !value.isNull(); }
bool is_boolean(const val& value) { return value.isTrue() || value.isFalse(); }

Error outside(Reason reason, std::string_view path, Range range, const val& given) {
  return {
      ErrorCode::invalid_argument, reason, path, {{"min", range.min}, {"max", range.max}, {"given", describe(given)}}};
}

bool within(double number, Range range) { return number >= range.min && number <= range.max; }  // false for NaN

template <class Number>
Result<std::vector<Number>> read_list(const val& value, std::string_view what, Range range,
                                      Result<Number> (*read)(const val&, std::string_view, Range)) {
  if (!is_list(value)) return mistake("must_be_numbers_list", what, value);
  std::vector<Number> numbers;
  const val length = value["length"];
  const int count = length.isNumber() ? length.as<int>() : 0;  // a DataView has none
  for (int i = 0; i < count; ++i) {
    const val item = value[i];
    const auto number = read(item, what, range);
    if (!number) return read(item, std::string(what) + "[" + std::to_string(i) + "]", range).error();
    numbers.push_back(*number);
  }
  return numbers;
}

Result<ParamValue> read_param(const val& value, std::string_view what) {
  if (value.isNull()) return ParamValue{};
  if (is_boolean(value)) return ParamValue{value.isTrue()};
  if (value.isNumber()) return ParamValue{value.as<double>()};  // the registry knows each parameter's range
  if (value.isString()) return ParamValue{value.as<std::string>()};
  if (!is_array(value)) return mistake("must_be_param_value", what, value);
  constexpr double unlimited = std::numeric_limits<double>::max();
  auto numbers = read_numbers(value, what, {-unlimited, unlimited});
  if (!numbers) return numbers.error();
  return ParamValue{std::move(*numbers)};
}

Result<MethodSpec> read_method(const val& value) {
  if (value.isString()) return MethodSpec{value.as<std::string>(), {}};
  if (!is_object(value) || is_list(value)) return mistake("must_be_method_choice", "method", value);
  PropertyReader reader(value, "method");
  MethodSpec spec;
  spec.id = reader.accept(read_text(reader.any("id"), "method.id"));
  const val params = reader.any("params");
  if (auto status = reader.finish(); !status) return status.error();
  if (params.isUndefined()) return spec;
  if (!is_object(params) || is_list(params)) return mistake("must_be_object", spec.id + ".params", params);

  const val keys = val::global("Object").call<val>("keys", params);
  const int count = keys["length"].as<int>();
  for (int i = 0; i < count; ++i) {
    auto key = keys[i].as<std::string>();
    auto param = read_param(params[key], spec.id + "." + key);
    if (!param) return param.error();
    spec.params.insert_or_assign(std::move(key), std::move(*param));
  }
  return spec;
}

}  // namespace

std::string describe(const val& value) {
  constexpr std::size_t longest = 60;
  if (value.isNumber()) return format_number(value.as<double>());
  if (value.isString()) {
    auto text = val::global("JSON").call<std::string>("stringify", value);
    return text.size() > longest ? std::string(utf8_prefix(text, longest)) + "...\"" : text;
  }
  if (value.isUndefined()) return "nothing";
  if (value.isNull()) return "null";
  if (is_boolean(value)) return value.isTrue() ? "true" : "false";
  if (is_list(value)) return "an array";
  const auto type = value.typeOf().as<std::string>();
  return type == "object" ? "an object" : "a " + type;
}

Error mistake(Reason reason, std::string_view path, const val& given) {
  return {ErrorCode::invalid_argument, reason, path, {{"given", describe(given)}}};
}

Result<double> read_number(const val& value, std::string_view what, Range range) {
  if (value.isNumber() && within(value.as<double>(), range)) return value.as<double>();
  return outside("must_be_number", what, range, value);
}

Result<int> read_integer(const val& value, std::string_view what, Range range) {
  if (value.isNumber()) {
    const auto number = value.as<double>();
    if (within(number, range) && number == std::trunc(number)) return static_cast<int>(number);
  }
  return outside("must_be_integer", what, range, value);
}

Result<std::string> read_text(const val& value, std::string_view what) {
  if (value.isString()) return value.as<std::string>();
  return mistake("must_be_text", what, value);
}

Result<std::vector<double>> read_numbers(const val& value, std::string_view what, Range range) {
  return read_list<double>(value, what, range, read_number);
}

Result<std::vector<int>> read_integers(const val& value, std::string_view what, Range range) {
  return read_list<int>(value, what, range, read_integer);
}

double list_length(const val& value) {
  if (!is_list(value)) return 0;
  const val length = value["length"];
  return length.isNumber() ? length.as<double>() : 0;
}

Result<std::vector<MethodSpec>> read_methods(const val& value) {
  std::vector<MethodSpec> specs;
  if (value.isUndefined()) return specs;
  if (!is_array(value)) {
    auto spec = read_method(value);
    if (!spec) return spec.error();
    specs.push_back(std::move(*spec));
    return specs;
  }
  const int count = value["length"].as<int>();
  if (count == 0) return Error{ErrorCode::invalid_argument, "must_name_a_method", "method"};
  for (int i = 0; i < count; ++i) {
    auto spec = read_method(value[i]);
    if (!spec) return spec.error();
    specs.push_back(std::move(*spec));
  }
  return specs;
}

Result<std::span<float>> read_region(const val& value, std::string_view what) {
  PropertyReader reader(value, std::string(what));
  const double address = reader.number("address", {1, 4294967295.0});
  const int length = reader.integer("length", {0, max_floats});
  if (auto status = reader.finish(); !status) return status.error();
  // NOLINTNEXTLINE(performance-no-int-to-ptr): an address of this heap, from malloc
  auto* const first = reinterpret_cast<float*>(static_cast<std::uintptr_t>(address));
  return std::span<float>(first, static_cast<std::size_t>(length));
}

Result<std::span<const std::byte>> read_bytes(const val& value, std::string_view what) {
  PropertyReader reader(value, std::string(what));
  const double address = reader.number("address", {1, 4294967295.0});
  const int length = reader.integer("length", {0, max_int});
  if (auto status = reader.finish(); !status) return status.error();
  // NOLINTNEXTLINE(performance-no-int-to-ptr): an address of this heap, from malloc
  const auto* const first = reinterpret_cast<const std::byte*>(static_cast<std::uintptr_t>(address));
  return std::span(first, static_cast<std::size_t>(length));
}

Result<std::vector<WeightFile>> read_files(const val& list, std::string_view what) {
  std::vector<WeightFile> files;
  for (int i = 0; i < list_length(list); ++i) {
    const auto bytes = read_bytes(list[i], what);
    if (!bytes) return bytes.error();
    files.push_back({*bytes});
  }
  return files;
}

PropertyReader::PropertyReader(val object, std::string name) : object_(std::move(object)), name_(std::move(name)) {
  if (object_.isUndefined()) object_ = val::object();
  if (is_object(object_) && !is_list(object_)) return;
  first_mistake_ = mistake("must_be_object", name_, object_);
  object_ = val::object();
}

std::string PropertyReader::path(std::string_view key) const {
  return name_ == "options" ? std::string(key) : name_ + "." + std::string(key);
}

val PropertyReader::any(std::string_view key) {
  const std::string name(key);
  asked_.insert(name);
  return object_[name];
}

int PropertyReader::integer(std::string_view key, Range range, std::optional<int> fallback) {
  const val value = any(key);
  if (value.isUndefined() && fallback) return *fallback;
  return accept(read_integer(value, path(key), range));
}

double PropertyReader::number(std::string_view key, Range range, std::optional<double> fallback) {
  const val value = any(key);
  if (value.isUndefined() && fallback) return *fallback;
  return accept(read_number(value, path(key), range));
}

bool PropertyReader::boolean(std::string_view key, bool fallback) {
  const val value = any(key);
  if (value.isUndefined()) return fallback;
  if (!is_boolean(value)) fail(mistake("must_be_flag", path(key), value));
  return value.isTrue();
}

std::size_t PropertyReader::choice(std::string_view key, std::initializer_list<std::string_view> accepted,
                                   std::size_t fallback) {
  const val value = any(key);
  if (value.isUndefined()) return fallback;
  const std::string given = value.isString() ? value.as<std::string>() : "";
  const auto* const chosen = std::ranges::find(accepted, given);
  if (chosen != accepted.end()) return static_cast<std::size_t>(chosen - accepted.begin());
  fail({ErrorCode::invalid_argument, "must_be_one_of", path(key), {{"choices", accepted}, {"given", describe(value)}}});
  return fallback;
}

void PropertyReader::fail(Error error) {
  if (!first_mistake_) first_mistake_ = std::move(error);
}

Status PropertyReader::finish() {
  if (first_mistake_) return *first_mistake_;
  const val keys = val::global("Object").call<val>("keys", object_);
  const int count = keys["length"].as<int>();
  for (int i = 0; i < count; ++i) {
    const auto key = keys[i].as<std::string>();
    if (asked_.contains(key)) continue;
    const std::vector<std::string_view> known(asked_.begin(), asked_.end());
    return Error{ErrorCode::invalid_argument, "must_have_no_other", name_, {{"choices", known}, {"given", key}}};
  }
  return ok();
}

std::uint64_t read_seed(PropertyReader& reader) {
  constexpr double largest = 9007199254740991;  // 2^53 - 1
  const double seed = reader.number("seed", {0, largest}, 0);
  if (seed != std::trunc(seed)) {
    reader.fail({ErrorCode::invalid_argument, "must_be_whole", reader.path("seed"), {{"given", seed}}});
  }
  return static_cast<std::uint64_t>(seed);
}

}  // namespace ropescope::js
