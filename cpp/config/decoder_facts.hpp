// The rows of model_types.hpp that belong to classes that run here, apart, so that a program that only runs models does
// not hold all others.
#pragma once

#include <span>
#include <string_view>

#include "config/model_facts.hpp"

namespace ropescope {

[[nodiscard]] std::span<const ModelFacts> decoder_facts();

// Null for a class that is not one of them.
[[nodiscard]] const ModelFacts* find_decoder_facts(std::string_view model_type);

}  // namespace ropescope
