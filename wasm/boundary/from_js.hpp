// Strict reading of JavaScript values. Embind would turn true into 1, "4" into 4 and 2^33 into 0; here nothing is
// coerced, and every mistake reads `what must be accepted, got given`.
#pragma once

#include <emscripten/val.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attention/capture.hpp"
#include "core/heads_shape.hpp"
#include "core/result.hpp"
#include "io/safetensors.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope::js {

using emscripten::val;

inline constexpr double largest_position = 9007199254740991;  // 2^53 - 1: the last integer that JavaScript counts to
inline constexpr int max_int = std::numeric_limits<int>::max();

// Accepted values, both ends included.
struct Range {
  double min = 0;
  double max = 0;
};

// How a message shows a value it was given: `NaN`, `"4"`, `true`, `null`, `an array`.
[[nodiscard]] std::string describe(const val& value);
[[nodiscard]] Error mistake(Reason reason, std::string_view path, const val& given);

Result<double> read_number(const val& value, std::string_view what, Range range);
Result<int> read_integer(const val& value, std::string_view what, Range range);
Result<std::string> read_text(const val& value, std::string_view what);
// Any array or typed array of numbers.
Result<std::vector<double>> read_numbers(const val& value, std::string_view what, Range range);
Result<std::vector<int>> read_integers(const val& value, std::string_view what, Range range);

// How many elements a list claims to have; 0 where it is none. Before it is copied, which takes seconds for millions.
[[nodiscard]] double list_length(const val& value);

// A method id, `{ id, params }`, or a list of those; undefined is an empty list.
Result<std::vector<MethodSpec>> read_methods(const val& value);
// positions: a list of numbers, or a list of such lists, one for each axis; absent: none.
Result<std::vector<std::vector<double>>> read_axes(const val& value);

Result<RopeConfig> read_rope_config(const val& value);

// Floats that web/lib wrote into the heap: `{ address, length }`, made by web/lib/heap.js and nobody else.
Result<std::span<float>> read_region(const val& value, std::string_view what);

// Bytes that stay where they are during the call: a view, not a copy.
Result<std::span<const std::byte>> read_bytes(const val& value, std::string_view what);

// Of each file of a list.
Result<std::vector<WeightFile>> read_files(const val& list, std::string_view what);

// Reads the properties of an object one by one. It remembers the first mistake, answers the fallback from then on, and
// `finish` reports it, or else a property that nobody asked for.
class PropertyReader {
 public:
  PropertyReader(val object, std::string name);  // undefined counts as {}

  int integer(std::string_view key, Range range, std::optional<int> fallback = {});
  double number(std::string_view key, Range range, std::optional<double> fallback = {});
  bool boolean(std::string_view key, bool fallback);
  // The index of the text given among those accepted.
  std::size_t choice(std::string_view key, std::initializer_list<std::string_view> accepted, std::size_t fallback);
  val any(std::string_view key);  // undefined when absent

  // The value of a result, or an empty one and its mistake remembered.
  template <class T>
  T accept(Result<T> result) {
    if (result) return std::move(*result);
    fail(result.error());
    return T{};
  }
  void fail(Error error);
  Status finish();
  [[nodiscard]] std::string path(std::string_view key) const;

 private:
  val object_;
  std::string name_;
  std::set<std::string, std::less<>> asked_;
  std::optional<Error> first_mistake_;
};

// `seed`: a whole number that JavaScript counts to, 0 where it is not given.
std::uint64_t read_seed(PropertyReader& reader);

}  // namespace ropescope::js
