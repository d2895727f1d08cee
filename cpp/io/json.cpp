#include "io/json.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/text.hpp"

namespace ropescope {

const Json* Json::find(std::string_view key) const {
  const Object* entries = object();
  if (entries == nullptr) return nullptr;
  const auto entry = std::ranges::find(*entries, key, &JsonEntry::key);
  return entry == entries->end() ? nullptr : &entry->value;
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
