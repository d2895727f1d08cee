#include "config/layer_types.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/layers.hpp"
#include "config/model_facts.hpp"
#include "core/result.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"

namespace ropescope {
namespace {

constexpr std::string_view chunked_attention = "chunked_attention";
constexpr std::string_view linear_attention = "linear_attention";

// What the names of layer types mean; names of other kinds of attention see all keys.
struct TypeOfLayer {
  std::string_view name;
  LayerAttention attention;
};
constexpr std::array types_of_layers{TypeOfLayer{"sliding_attention", LayerAttention::sliding},
                                     TypeOfLayer{"sliding_window", LayerAttention::sliding},
                                     TypeOfLayer{"swa", LayerAttention::sliding},
                                     TypeOfLayer{"local", LayerAttention::sliding},
                                     TypeOfLayer{"local_attention", LayerAttention::sliding},
                                     TypeOfLayer{"chunked_attention", LayerAttention::chunked},
                                     TypeOfLayer{"linear_attention", LayerAttention::other},
                                     TypeOfLayer{"mamba", LayerAttention::other},
                                     TypeOfLayer{"mamba2", LayerAttention::other},
                                     TypeOfLayer{"conv", LayerAttention::other},
                                     TypeOfLayer{"recurrent", LayerAttention::other},
                                     TypeOfLayer{"moe", LayerAttention::other},
                                     TypeOfLayer{"mlp", LayerAttention::other}};

LayerAttention attention_of(std::string_view type) {
  const auto* const entry = std::ranges::find(types_of_layers, type, &TypeOfLayer::name);
  return entry == types_of_layers.end() ? LayerAttention::full : entry->attention;
}

std::string_view name_of(LayerAttention attention) {
  switch (attention) {
    case LayerAttention::full:
      return full_attention;
    case LayerAttention::sliding:
      return sliding_attention;
    case LayerAttention::chunked:
      return chunked_attention;
    case LayerAttention::other:
      break;
  }
  return linear_attention;
}

LayerForm form_of(std::string_view type) { return {.type = std::string(type), .attention = attention_of(type)}; }
LayerForm form_of(LayerAttention attention) { return layer_form_of(attention); }

constexpr std::array<std::string_view, 4> type_list_keys{"layer_types", "layers_block_type", "attention_types",
                                                         "_block_types"};

Result<bool> read_type_list(const JsonPlace& config, std::vector<LayerForm>& forms) {
  const JsonPlace place = config.first(type_list_keys);
  const Result<const Json::Array*> list = list_by_layer(place, forms.size());
  if (!list) return list.error();
  if (*list == nullptr) return false;
  for (std::size_t l = 0; l < forms.size(); ++l) {
    const std::string* type = (**list)[l].text();
    if (type == nullptr) return refuse(place.item(l), "must_be_text");
    forms[l] = form_of(*type);
  }
  return true;
}

// MiMo: 0 = full, 1 = sliding. MiniMax: 1 = full, 0 = linear. DeepSeek-V4: how many keys become one; 0 = sliding. LFM2,
// Bamba: the numbers of the layers that attend.
Result<bool> read_number_list(const JsonPlace& config, std::vector<LayerForm>& forms) {
  struct Numbers {
    std::string_view key;
    bool by_layer;           // a number a layer, else numbers of layers
    LayerAttention one;      // of a layer with another number than 0, or named
    LayerAttention another;  // of the others
  };
  constexpr std::array lists{Numbers{"hybrid_layer_pattern", true, LayerAttention::sliding, LayerAttention::full},
                             Numbers{"attn_type_list", true, LayerAttention::full, LayerAttention::other},
                             Numbers{"compress_ratios", true, LayerAttention::full, LayerAttention::sliding},
                             Numbers{"full_attn_idxs", false, LayerAttention::full, LayerAttention::other},
                             Numbers{"attn_layer_indices", false, LayerAttention::full, LayerAttention::other}};
  for (const Numbers& numbers : lists) {
    const JsonPlace place = config.at(numbers.key);
    const Result<const Json::Array*> list =
        numbers.by_layer ? list_by_layer(place, forms.size()) : Result<const Json::Array*>(list_of(place));
    if (!list) return list.error();
    if (*list == nullptr) continue;
    if (!numbers.by_layer) std::ranges::fill(forms, form_of(numbers.another));
    const std::size_t count = numbers.by_layer ? forms.size() : (*list)->size();
    for (std::size_t i = 0; i < count; ++i) {
      const Result<std::optional<int>> number = read_integer(place.item(i), {0, most_layers});
      if (!number) return number.error();
      const auto value = static_cast<std::size_t>(number->value_or(0));
      if (numbers.by_layer) {
        forms[i] = form_of(value != 0 ? numbers.one : numbers.another);
      } else if (value < forms.size()) {
        forms[value] = form_of(numbers.one);
      }
    }
    return true;
  }
  return false;
}

// "LLLG": L = local, G = global, again and again, and the last layer global.
Result<bool> read_letters(const JsonPlace& place, std::vector<LayerForm>& forms) {
  const std::string* letters = place.text();
  if (letters == nullptr) return false;
  if (letters->empty() || letters->find_first_not_of("LG") != std::string::npos) {
    return refuse(place, "must_be_letters");
  }
  for (std::size_t l = 0; l < forms.size(); ++l) {
    const bool is_local = (*letters)[l % letters->size()] == 'L' && l + 1 < forms.size();
    forms[l] = form_of(is_local ? LayerAttention::sliding : LayerAttention::full);
  }
  return true;
}

// Whether the class slides at all, and from which layer on. Qwen.
Status apply_switch(const JsonPlace& config, std::vector<LayerForm>& forms) {
  const Result<std::optional<bool>> used = read_flag(config.at("use_sliding_window"));
  if (!used) return used.error();
  const Result<std::optional<int>> first = read_integer(config.at("max_window_layers"), {0, most_tokens});
  if (!first) return first.error();
  constexpr int first_by_class = 28;
  if (!used->value_or(false)) return ok();
  for (std::size_t l = 0; l < forms.size(); ++l) {
    if (static_cast<int>(l) >= first->value_or(first_by_class)) forms[l] = form_of(LayerAttention::sliding);
  }
  return ok();
}

// By a period: of the config, else of the class.
Status apply_period(const JsonPlace& config, LayerRule rule, std::vector<LayerForm>& forms) {
  constexpr std::array<std::string_view, 5> keys{"sliding_window_pattern", "_sliding_window_pattern",
                                                 "global_attn_every_n_layers", "full_attention_interval",
                                                 "global_attention_every_n_layers"};
  const Result<std::optional<int>> stated = read_integer(config.first(keys), {0, most_layers});
  if (!stated) return stated.error();
  const auto period = static_cast<std::size_t>(stated->value_or(rule.full_every));
  for (std::size_t l = 0; l < forms.size(); ++l) {
    const bool in_turn = period > 0 && (rule.first_is_full ? l % period == 0 : (l + 1) % period == 0);
    const bool is_last = rule.last_is_full && l + 1 == forms.size();
    forms[l] = form_of(in_turn || is_last ? LayerAttention::full : rule.others);
  }
  return ok();
}

}  // namespace

LayerForm layer_form_of(LayerAttention attention) {
  return {.type = std::string(name_of(attention)), .attention = attention};
}

const Json::Array* list_of(const JsonPlace& place) {
  const Json::Array* list = place.array();
  return list == nullptr || list->empty() ? nullptr : list;
}

Result<const Json::Array*> list_by_layer(const JsonPlace& place, std::size_t layers) {
  const Json::Array* list = list_of(place);
  if (list != nullptr && list->size() < layers) {
    return config_error("must_have_entry_a_layer", place.path, {{"count", layers}, {"given", list->size()}});
  }
  return list;
}

bool lists_types(const JsonPlace& config) { return list_of(config.first(type_list_keys)) != nullptr; }

Status read_layer_types(const JsonPlace& config, const LayerRule& rule, std::vector<LayerForm>& forms) {
  Result<bool> listed = read_type_list(config, forms);
  if (listed && !*listed) listed = read_number_list(config, forms);
  if (listed && !*listed) listed = read_letters(config.at("sliding_window_pattern"), forms);
  if (!listed) return listed.error();
  if (*listed) return ok();
  return rule.by_switch ? apply_switch(config, forms) : apply_period(config, rule, forms);
}

}  // namespace ropescope
