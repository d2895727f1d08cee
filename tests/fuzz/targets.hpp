// The ONE list of what is fuzzed: each is called with bytes, and ends the program where something is not as it must be.
#pragma once

#include <array>
#include <string_view>

#include "input.hpp"

namespace ropescope::fuzz {

void json(Input input);         // texts as JSON
void config(Input input);       // texts as config.json: readings, plans, explanations, settings for other runtimes
void safetensors(Input input);  // weight files, and what the writer makes of them
void state(Input input);        // saved trainings, damaged before and after they are signed
void recipe(Input input);       // recipes of trainings, and the rows they give
void text(Input input);         // texts as characters, and vocabularies as symbols
void plan(Input input);         // any methods with any parameters, alone and together
void attention(Input input);    // attention and captures under such plans, against double, and in pieces
void kernels(Input input);      // rotation, softmax, products, norms, against double
void model(Input input);        // small models: weights that do not fit, sessions in pieces, GGUF files

struct Target {
  std::string_view name;
  void (*run)(Input input);
};

inline constexpr std::array targets{
    Target{"json", json},   Target{"config", config},       Target{"safetensors", safetensors},
    Target{"state", state}, Target{"recipe", recipe},       Target{"text", text},
    Target{"plan", plan},   Target{"attention", attention}, Target{"kernels", kernels},
    Target{"model", model}};

}  // namespace ropescope::fuzz
