// Methods as golden files state them: parameters, and what attention reads.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "attention_cases.hpp"
#include "golden.hpp"
#include "position/registry.hpp"

namespace ropescope::golden {

// The object `params` of a case, as a method's parameters.
inline MethodSpec method(std::string_view id, const Json& each) {
  MethodSpec spec{std::string(id), {}};
  const Json* params = each.find("params");
  if (params == nullptr || params->object() == nullptr) {
    ADD_FAILURE() << id << ": a case without params";
    return spec;
  }
  for (const JsonEntry& entry : *params->object()) {
    if (const double* number = entry.value.number()) spec.params[entry.key] = *number;
    if (const std::string* word = entry.value.text()) spec.params[entry.key] = *word;
    if (entry.value.array() != nullptr) spec.params[entry.key] = numbers(*params, entry.key);
  }
  return spec;
}

// The matrices q, k and v of a file.
inline test::Tensors tensors(const Json& file) {
  return {floats(rows(file, "q")), floats(rows(file, "k")), floats(rows(file, "v"))};
}

}  // namespace ropescope::golden
