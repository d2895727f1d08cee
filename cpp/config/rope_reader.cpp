#include "config/rope_reader.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/doctor_rules.hpp"
#include "config/geometry.hpp"
#include "config/layers.hpp"
#include "config/model_facts.hpp"
#include "config/model_notes.hpp"
#include "config/position_method.hpp"
#include "config/rope_scaling.hpp"
#include "config/rope_settings.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"

namespace ropescope {
namespace {

// Multimodal configs keep the language model's part under one of these; MLC keeps all of it under the last.
constexpr std::array<std::string_view, 6> text_config_keys{"text_config",    "language_config", "llm_config",
                                                           "thinker_config", "talker_config",   "model_config"};

// The text model's object and its model_type.
struct TextPart {
  JsonPlace config;
  std::string model_type;
};

// `whole_type`: of the config that this one is a part of; empty at the root.
Result<TextPart> text_part_of(const JsonPlace& config, std::string_view whole_type) {
  Result<std::string> type = read_model_type(config, whole_type);
  if (!type) return type.error();
  const JsonPlace nested = config.first(text_config_keys);
  if (nested.object() != nullptr) {
    return text_part_of(nested, type->empty() ? whole_type : *type);  // as deep as parse_json lets a document be
  }
  const JsonPlace encoder = config.at("encoder");
  const JsonPlace decoder = config.at("decoder");
  const auto is_object = [](const JsonPlace& place) { return place.object() != nullptr; };
  if (is_object(encoder) && is_object(decoder)) return config_error("has_two_parts", encoder.path);
  return TextPart{config, *std::move(type)};
}

// The model_type, else the class that the config was saved by; empty where it names neither.
std::string name_of_class(const JsonPlace& config, const std::string& model_type) {
  const JsonPlace classes = config.at("architectures");
  const Json::Array* list = classes.array();
  const std::string* first = list == nullptr || list->empty() ? nullptr : list->front().text();
  return !model_type.empty() || first == nullptr ? model_type : *first;
}

// Nothing says that it rotates.
void warn_of_guess(const JsonPlace& config, std::string_view model_type, RopeReading& reading) {
  const std::string path = config.at("model_type").path;
  if (model_type.empty()) {
    reading.warnings.push_back({"guessed_untyped", path});
  } else {
    reading.warnings.push_back({"guessed_plain", path, {{"given", model_type}}});
  }
}

int size_or_zero(const JsonPlace& place) {
  const Result<std::optional<int>> count = read_count(place);
  return count ? count->value_or(0) : 0;  // a list by layer is no single size
}

ModelShape shape_of(const JsonPlace& config) {
  const int heads = size_or_zero(config.at("num_attention_heads"));
  const int kv_heads = size_or_zero(config.at("num_key_value_heads"));
  return {.layers = size_or_zero(layer_count_place(config)),
          .heads = heads,
          .kv_heads = kv_heads > 0 ? kv_heads : heads,
          .vocab_size = size_or_zero(config.at("vocab_size"))};
}

}  // namespace

Result<ConfigReading> read_rope(const Json& config, const ReadOptions& options) {
  if (config.object() == nullptr) return refuse({&config, "config.json"}, "must_be_object");
  std::vector<const Json*> read;
  const JsonPlace root{&config, "", &read};
  Result<TextPart> part = text_part_of(root, "");
  if (!part) return part.error();
  const auto& [text_config, model_type] = *part;
  if (const Status rotary = check_class_is_rotary(text_config, model_type); !rotary) return rotary.error();
  const ModelFacts& facts = facts_of(model_type);
  if (const Status rotary = check_keys_are_rotary(text_config, facts, model_type); !rotary) return rotary.error();
  if (const Status known = check_dialect(root, text_config); !known) return known.error();
  const bool is_guess = !is_known(facts) && !speaks_of_rotation(text_config);
  if (const std::string name = name_of_class(text_config, model_type);
      is_guess && !name.empty() && !options.assume_rotary) {
    return config_error("rotation_unknown", text_config.at("model_type").path, {{"given", name}});
  }
  Result<Geometry> geometry = read_geometry(text_config, facts);
  if (!geometry) return geometry.error();
  const Result<std::vector<LayerForm>> layers = read_layers(text_config, facts);
  if (!layers) return layers.error();

  const ConfigContext context{text_config, model_type, facts, std::move(*geometry), options, apply_doctor_rules};
  Result<ConfigReading> reading = read_settings(context, *layers);
  if (!reading) return reading;
  note_model(context, root, *reading);
  if (is_guess) warn_of_guess(text_config, model_type, reading->main);

  auto trained_with = read_position_method(config);
  if (!trained_with) return trained_with.error();
  reading->methods = *std::move(trained_with);
  if (reading->methods.empty()) reading->methods.push_back(reading->main.method);
  reading->shape = shape_of(text_config);
  reading->model_type = model_type;
  reading->part = text_config.path;
  warn_of_unread_keys(root, text_config, read, reading->main);
  return reading;
}

Result<ConfigReading> read_rope_text(std::string_view config_json, const ReadOptions& options) {
  const Result<Json> config = parse_python_json(config_json);
  if (!config) return config.error();
  return read_rope(*config, options);
}

}  // namespace ropescope
