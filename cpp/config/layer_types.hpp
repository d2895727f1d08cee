// What each layer attends to: from a list of types by layer, of numbers or of letters, from a period, or from the rule
// of the class.
#pragma once

#include <cstddef>
#include <vector>

#include "config/layers.hpp"
#include "config/model_facts.hpp"
#include "core/result.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"

namespace ropescope {

inline constexpr int most_layers = 1 << 12;
inline constexpr int most_tokens = 1 << 30;

// A layer by the name that transformers gives to its type.
[[nodiscard]] LayerForm layer_form_of(LayerAttention attention);

// The list that a key holds, if it does and holds something.
[[nodiscard]] const Json::Array* list_of(const JsonPlace& place);

// The same of a list by layer, which may go on: models that predict several tokens list those layers as well.
Result<const Json::Array*> list_by_layer(const JsonPlace& place, std::size_t layers);

[[nodiscard]] bool lists_types(const JsonPlace& config);

// Sets the type of every layer.
Status read_layer_types(const JsonPlace& config, const LayerRule& rule, std::vector<LayerForm>& forms);

}  // namespace ropescope
