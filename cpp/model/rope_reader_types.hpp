// What each rope_type of a rope dictionary means: the method, the keys that it takes, those that it cannot do without.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "model/rope_reader_place.hpp"

namespace ropescope {

struct RopeType {
  std::string_view name;                       // as Hugging Face spells it today
  std::string_view method;                     // of the registry
  std::array<std::string_view, 9> keys{};      // parameters of the method that a config may set, then empty
  std::array<std::string_view, 3> required{};  // of these, those without a default, then empty
  bool needs_original = false;                 // bands or lists are meaningless without the trained length

  [[nodiscard]] bool takes(std::string_view key) const;
};

struct TypeReading {
  const RopeType* type = nullptr;
  std::vector<std::string> notes;
};

// A key that some type takes or that stands in every rope dictionary; others may name a layer type.
[[nodiscard]] bool is_rope_key(std::string_view key);

// Errors: an unknown type, `type` and `rope_type` that differ, scaling keys without a type.
Result<TypeReading> read_type(const Place& dictionary);

}  // namespace ropescope
