// What each rope_type of a rope dictionary means: the method that says it answers to the name, and how.
#pragma once

#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json_fields.hpp"
#include "position/config_form.hpp"

namespace ropescope {

struct TypeReading {
  const RopeType* type = nullptr;
  std::string_view name;    // of the type, as messages call it
  std::string_view method;  // of the registry
  std::vector<Saying> notes;
};

// A key that some type takes or that stands in every rope dictionary; others may name a layer type.
[[nodiscard]] bool is_rope_key(std::string_view key);

// That of a dictionary which scales nothing.
[[nodiscard]] const RopeType& plain_type();

// Errors: an unknown type, `type` and `rope_type` that differ, scaling keys without a type.
Result<TypeReading> read_type(const JsonPlace& dictionary, std::string_view model_type);

}  // namespace ropescope
