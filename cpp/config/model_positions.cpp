#include "config/model_positions.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/decoder_facts.hpp"
#include "config/layer_types.hpp"
#include "config/layers.hpp"
#include "config/model_config.hpp"
#include "config/model_facts.hpp"
#include "config/position_method.hpp"
#include "config/rope_reader.hpp"
#include "config/rope_settings.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "position/trained_as.hpp"

namespace ropescope {
namespace {

constexpr int widest_head = 1024;

Status check_setting(const RopeReading& reading, const ModelConfig& config) {
  if (reading.softmax_scale_factor != 1.0) {
    return Error{ErrorCode::unsupported_model, "scaled_softmax_not_run", "rope_parameters.mscale_all_dim"};
  }
  const RopeConfig& rope = reading.rope;
  if (config.model_type == "seed_oss" && rope.rotary_dim != rope.head_dim) {
    return config_error("share_is_ignored", "partial_rotary_factor",
                        {{"given", 1.0 * rope.rotary_dim / rope.head_dim}, {"model_type", config.model_type}});
  }
  return ok();
}

// Types that a config lists must be ones that run, and those that slide need a window.
Status check_types(const JsonPlace& root, const ModelConfig& config) {
  constexpr std::array<std::string_view, 2> types{full_attention, sliding_attention};
  const JsonPlace list = root.at("layer_types");
  if (list_of(list) == nullptr) return ok();
  const bool* used = root.at("use_sliding_window").boolean();
  const bool slides = !find_decoder_facts(config.model_type)->layers.by_switch || (used != nullptr && *used);
  for (std::size_t l = 0; l < config.sliding_window.size(); ++l) {
    const JsonPlace place = list.item(l);
    const std::string* type = place.text();
    if (type == nullptr || std::ranges::find(types, *type) == types.end()) {
      return config_error("must_be_one_of", place.path, {{"choices", types}, {"given", describe(*place.json)}});
    }
    if (*type == sliding_attention && (!slides || config.sliding_window[l] == 0)) {
      return config_error("slides_without_window", place.path);
    }
  }
  return ok();
}

// What layers do that do not turn as most do.
Status take_layers(const ConfigReading& reading, ModelConfig& config) {
  const std::size_t count = config.own_positions.size();
  if (reading.layers.size() < count) {  // the config counts its layers twice, and not alike
    return config_error("must_have_entry_a_layer", "num_hidden_layers",
                        {{"count", count}, {"given", reading.layers.size()}});
  }
  for (std::size_t l = 0; l < config.own_positions.size(); ++l) {
    const LayerReading& layer = reading.layers[l];
    if (!layer.attends || layer.chunk != 0 || layer.sinks) {
      return Error{ErrorCode::unsupported_model, "layer_not_run", "layer_types", {{"layer", l}, {"type", layer.type}}};
    }
    config.sliding_window[l] = layer.window;
    const RopeReading* setting = reading.setting_of(layer);
    if (setting == nullptr) {
      config.own_positions[l] = OwnPositions{{std::string(unrotated_method()), {}}, config.rope.rope};
    } else if (!same_meaning(*setting, config.rope)) {
      if (const Status runs = check_setting(*setting, config); !runs) return runs;
      if (setting->rope.head_dim != config.head_dim) {
        return Error{ErrorCode::unsupported_model, "layer_not_run", "head_dim", {{"layer", l}, {"type", layer.type}}};
      }
      config.own_positions[l] = OwnPositions{setting->method, setting->rope};
    }
  }
  return ok();
}

// A class whose only positions are biases.
Status read_unrotated(const MethodEntry& method, ModelConfig& config) {
  if (config.hidden_size % config.num_attention_heads != 0) {
    return config_error(
        "must_be_multiple", "hidden_size",
        {{"given", config.hidden_size}, {"other_path", "num_attention_heads"}, {"other", config.num_attention_heads}});
  }
  config.head_dim = config.hidden_size / config.num_attention_heads;
  config.methods = {{std::string(method.info.id), {}}};
  config.rope.method = config.methods.front();
  config.rope.rope = {.head_dim = config.head_dim,
                      .rotary_dim = config.head_dim,
                      .original_max_position_embeddings = config.rope.max_position_embeddings};
  return ok();
}

}  // namespace

Status read_positions(const Json& json, ModelConfig& config) {
  const auto layers = static_cast<std::size_t>(config.num_hidden_layers);
  config.sliding_window.resize(layers);
  config.own_positions.resize(layers);
  if (const MethodEntry* method = method_of_class(config.model_type)) return read_unrotated(*method, config);
  const ModelFacts* facts = find_decoder_facts(config.model_type);
  assert(facts != nullptr);  // a class that runs has a row there, unless it has methods of its own
  auto reading = read_decoder_settings(json, *facts);
  if (!reading) return reading.error();
  if (const Status runs = check_setting(reading->main, config); !runs) return runs;
  config.rope = reading->main;
  auto methods = read_position_method(json);
  if (!methods) return methods.error();
  if (!methods->empty() && config.rope.method.id != plain_method()) {
    return config_error("two_methods_named", "position_method", {{"method", config.rope.method.id}});
  }
  config.methods = methods->empty() ? std::vector{config.rope.method} : *std::move(methods);
  config.head_dim = config.rope.rope.head_dim;
  if (config.head_dim > widest_head) {
    return config_error("must_be_at_most", "head_dim", {{"max", widest_head}, {"given", config.head_dim}});
  }
  if (const Status runs = take_layers(*reading, config); !runs) return runs;
  return check_types({&json, ""}, config);
}

}  // namespace ropescope
