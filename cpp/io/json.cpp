#include "io/json.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "core/text.hpp"
#include "io/foreign_file.hpp"

namespace ropescope {
namespace {

constexpr std::size_t max_depth = 64;  // deeper than any config.json; keeps recursion over a document shallow

// Reads characters and remembers how far it came, so that an error of ours has a line as well.
struct TrackingIterator {
  // NOLINTBEGIN(readability-identifier-naming): the names that iterators have
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;
  // NOLINTEND(readability-identifier-naming)

  const char* at = nullptr;
  const char** furthest = nullptr;

  reference operator*() const { return *at; }
  TrackingIterator& operator++() {
    *furthest = ++at;
    return *this;
  }
  TrackingIterator operator++(int) {
    TrackingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const TrackingIterator& other) const { return at == other.at; }
};

// detail: what the parser says, in English; or how deep the text is nested.
Error error_at(Reason reason, std::string_view path, std::string_view detail, std::string_view text,
               std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = std::ranges::count(before, '\n');
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 = 0: the first line
  return {ErrorCode::invalid_json,
          reason,
          path,
          {{"detail", detail}, {"line", lines + 1}, {"column", std::max<std::size_t>(1, offset - line_start)}}};
}

constexpr std::array<std::string_view, 3> bare_numbers{"-Infinity", "Infinity", "NaN"};

// The text with those of them in quotes that stand outside of a string.
std::string quote_bare_numbers(std::string_view text) {
  std::string quoted;
  bool in_string = false;
  while (!text.empty()) {
    std::size_t taken = 1;
    if (in_string && text.front() == '\\') taken = std::min<std::size_t>(2, text.size());
    if (text.front() == '"') in_string = !in_string;
    const auto* const bare =
        std::ranges::find_if(bare_numbers, [&](std::string_view word) { return text.starts_with(word); });
    if (!in_string && bare != bare_numbers.end()) {
      quoted.append("\"").append(*bare).append("\"");
      taken = bare->size();
    } else {
      quoted.append(text.substr(0, taken));
    }
    text.remove_prefix(taken);
  }
  return quoted;
}

// nlohmann's message without its own prefix "[json.exception...] parse error at line 3, column 14: ".
std::string_view plain_reason(std::string_view what) {
  constexpr std::string_view marker = ": ";
  const bool has_place = what.find("parse error at ") != std::string_view::npos;
  const std::size_t start = has_place ? what.find(marker) : what.find("] ");
  return start == std::string_view::npos ? what : what.substr(start + marker.size());
}

// Builds a Json from parser events. The stack holds the containers from the root to where we are.
class Builder {
 public:
  explicit Builder(std::string_view text) : text_(text), furthest_(std::to_address(text.begin())) {}

  bool null() { return add(Json{}); }
  bool boolean(bool value) { return add(Json{value}); }
  bool number_integer(std::int64_t value) { return add(Json{static_cast<double>(value)}); }
  bool number_unsigned(std::uint64_t value) { return add(Json{static_cast<double>(value)}); }
  bool number_float(double value, const std::string& /*digits*/) { return add(Json{value}); }
  bool string(std::string& value) { return add(Json{std::move(value)}); }
  bool binary(nlohmann::json::binary_t& /*value*/) { return fail("json_syntax", "binary data is not JSON"); }

  bool start_object(std::size_t /*size*/) { return open(Json{Json::Object{}}); }
  bool start_array(std::size_t /*size*/) { return open(Json{Json::Array{}}); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    Level& level = stack_.back();
    const bool is_new = level.keys.insert(name).second;
    level.key = std::move(name);
    return is_new || fail("json_key_twice");
  }

  bool parse_error(std::size_t /*offset*/, const std::string& /*token*/, const nlohmann::json::exception& error) {
    return fail("json_syntax", plain_reason(error.what()));
  }

  [[nodiscard]] TrackingIterator begin() { return {std::to_address(text_.begin()), &furthest_}; }
  [[nodiscard]] TrackingIterator end() { return {std::to_address(text_.end()), &furthest_}; }
  [[nodiscard]] Error error() const { return error_.value_or(Error{ErrorCode::internal, "json_stopped", ""}); }
  Json take() { return std::move(root_); }

  bool fail(Reason reason, std::string_view detail = {}) {
    const auto offset = static_cast<std::size_t>(furthest_ - std::to_address(text_.begin()));
    error_ = error_at(reason, path(), detail, text_, offset);
    return false;
  }

 private:
  struct Level {
    Json container;
    std::string key;                          // of the value being read, when the container is an object
    std::set<std::string, std::less<>> keys;  // of an object, those read so far
  };

  // The value being read: `rope_scaling.factor`, `layers[3].name`; empty at the root.
  [[nodiscard]] std::string path() const {
    std::string text;
    for (const Level& level : stack_) {
      if (const Json::Array* array = level.container.array()) {
        text += "[" + std::to_string(array->size()) + "]";
      } else if (!level.key.empty()) {
        if (!text.empty()) text += ".";
        text += level.key;
      }
    }
    return text;
  }

  bool open(Json container) {
    if (stack_.size() >= max_depth) return fail("json_too_deep", std::to_string(max_depth));
    stack_.push_back({std::move(container), {}, {}});
    return true;
  }

  bool close() {
    Json finished = std::move(stack_.back().container);
    stack_.pop_back();
    return add(std::move(finished));
  }

  bool add(Json value) {
    if (stack_.empty()) {
      root_ = std::move(value);
      return true;
    }
    Level& level = stack_.back();
    if (auto* array = std::get_if<Json::Array>(&level.container.value)) {
      array->push_back(std::move(value));
    } else {
      std::get_if<Json::Object>(&level.container.value)->push_back({std::move(level.key), std::move(value)});
      level.key.clear();
    }
    return true;
  }

  std::string_view text_;
  const char* furthest_;
  std::vector<Level> stack_;
  Json root_;
  std::optional<Error> error_;
};

}  // namespace

const Json* Json::find(std::string_view key) const {
  const Object* entries = object();
  if (entries == nullptr) return nullptr;
  const auto entry = std::ranges::find(*entries, key, &JsonEntry::key);
  return entry == entries->end() ? nullptr : &entry->value;
}

Result<Json> parse_json(std::string_view text) {
  if (text.size() > max_json_bytes) {
    return Error{ErrorCode::invalid_json, "json_too_long", "", {{"bytes", text.size()}, {"max", max_json_bytes}}};
  }
  if (auto other = foreign_text(text)) return Error{ErrorCode::invalid_json, *std::move(other)};
  Builder builder(text);
  // The parser takes a NUL byte for the end of the text and would not see what follows it.
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return error_at("json_nul", "", "", text, nul + 1);
  }
  if (!nlohmann::json::sax_parse(builder.begin(), builder.end(), &builder)) return builder.error();
  return builder.take();
}

Result<Json> parse_python_json(std::string_view text) {
  Result<Json> strict = parse_json(text);
  if (strict || text.size() > max_json_bytes) return strict;
  Result<Json> quoted = parse_json(quote_bare_numbers(text));
  return quoted ? std::move(quoted) : std::move(strict);  // the error as it stands in the text
}

std::string describe(const Json& json) {
  constexpr std::size_t longest = 40;
  if (json.is_null()) return "null";
  if (const bool* flag = json.boolean()) return *flag ? "true" : "false";
  if (const double* number = json.number()) return format_number(*number);
  if (const Json::Array* array = json.array()) return "a list of " + std::to_string(array->size());
  if (json.object() != nullptr) return "an object";
  const std::string& words = *json.text();
  return '"' + (words.size() > longest ? std::string(utf8_prefix(words, longest)) + "..." : words) + '"';
}

}  // namespace ropescope
