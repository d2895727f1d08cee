#include "config/model_facts.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "config/decoder_facts.hpp"
#include "config/model_types.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"
#include "position/config_form.hpp"
#include "position/registry.hpp"

namespace ropescope {
namespace {

constexpr ModelFacts unnamed_model{};

struct NotRotary {
  std::string_view names;  // between spaces
  Reason reason;
};

constexpr std::array not_rotary{
    NotRotary{learned_position_models, "has_learned_positions"}, NotRotary{learned_bias_models, "has_learned_bias"},
    NotRotary{recurrent_models, "has_no_attention"}, NotRotary{image_models, "has_image_positions"},
    NotRotary{unrotated_models, "has_no_rotation"}};

bool names(std::string_view list, std::string_view name) {
  return !name.empty() && list.find(" " + std::string(name) + " ") != std::string_view::npos;
}

// A class that rotates only where a key says so.
struct RotatesIf {
  std::string_view model_type;
  std::string_view key;
  std::string_view value;  // empty: true
};

constexpr std::array rotates_if{RotatesIf{"granitemoehybrid", "position_embedding_type", "rope"},
                                RotatesIf{"esm", "position_embedding_type", "rotary"},
                                RotatesIf{"wav2vec2-bert", "position_embeddings_type", "rotary"},
                                RotatesIf{"wav2vec2-conformer", "position_embeddings_type", "rotary"},
                                RotatesIf{"zamba2", "use_mem_rope", ""}};

Status check_condition(const JsonPlace& config, std::string_view model_type) {
  const auto* const rule = std::ranges::find(rotates_if, model_type, &RotatesIf::model_type);
  if (rule == rotates_if.end()) return ok();
  const JsonPlace place = config.at(rule->key);
  const bool* flag = place.boolean();
  const std::string* text = place.text();
  if (rule->value.empty() ? flag != nullptr && *flag : text != nullptr && *text == rule->value) return ok();
  const std::string_view value = rule->value.empty() ? "true" : rule->value;
  return config_error("rotates_only_if", place.path, {{"model_type", model_type}, {"value", value}});
}

// Keys that take all rotation away.
Status check_switches(const JsonPlace& config) {
  const Result<std::optional<bool>> unrotated = read_flag(config.at("mla_use_nope"));
  if (!unrotated) return unrotated.error();
  if (unrotated->value_or(false)) return config_error("rotates_no_layer", config.at("mla_use_nope").path);
  const JsonPlace share = config.at("rotary_emb_fraction");
  const double* number = share.number();
  return number != nullptr && *number == 0 ? config_error("rotates_no_channel", share.path) : ok();
}

// "Qwen2MoeForCausalLM" is a class of qwen2_moe: the same letters, then what the class is for.
bool is_class_of(std::string_view name, std::string_view model_type) {
  for (const char letter : model_type) {
    if (letter == '_' || letter == '-') continue;
    const char upper = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    if (name.empty() || (name.front() != letter && name.front() != upper)) return false;
    name.remove_prefix(1);
  }
  return name.starts_with("For") || name.starts_with("LMHead") || name == "Model";
}

// That the model has this method instead. path: of what says so.
Error has_method(const MethodEntry& method, std::string_view model_type, std::string_view path) {
  const Reason reason = model_type.empty() ? Reason("has_method") : Reason("type_has_method");
  return config_error(reason, path,
                      {{"model_type", model_type}, {"method", method.info.id}, {"text", method.config_words.instead}});
}

// `attn_config.alibi`: a key of a key.
JsonPlace at_path(const JsonPlace& config, std::string_view path) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return config.at(path);
  return at_path(config.at(path.substr(0, dot)), path.substr(dot + 1));
}

Result<bool> is_true(const JsonPlace& place) {
  const Result<std::optional<bool>> flag = read_flag(place);
  if (!flag) return flag.error();
  return flag->value_or(false);
}

// By its code alone, unless the config says otherwise.
Status check_code(const JsonPlace& config, std::string_view model_type, const MethodEntry& method) {
  for (const ModelWith& model : method.config_words.models) {
    if (model.model_type.empty() || model.model_type != model_type) continue;
    if (!model.unless_given.empty() && at_path(config, model.unless_given).is_given()) continue;
    const Result<bool> rotates = model.unless_true.empty() ? false : is_true(at_path(config, model.unless_true));
    if (!rotates) return rotates.error();
    if (*rotates) continue;
    const std::string path = config.at("model_type").path;
    if (model.size.empty()) return has_method(method, model_type, path);
    return config_error("type_of_size_has_method", path,
                        {{"model_type", model_type},
                         {"size", model.size},
                         {"method", method.info.id},
                         {"text", method.config_words.instead}});
  }
  return ok();
}

Status check_flags(const JsonPlace& config, std::string_view model_type, const MethodEntry& method) {
  for (const std::string_view path : method.config_words.flags) {
    if (path.empty()) continue;
    const JsonPlace place = at_path(config, path);
    const Result<bool> flag = is_true(place);
    if (!flag) return flag.error();
    if (*flag) return has_method(method, model_type, place.path);
  }
  return ok();
}

Status check_position_embedding_type(const JsonPlace& config, const ModelFacts& facts, std::string_view model_type) {
  const JsonPlace declared = config.at("position_embedding_type");
  const Result<std::optional<std::string>> text = read_text(declared);
  if (!text) return text.error();
  if (!text->has_value()) return ok();
  const std::string& kind = **text;
  // ModernBERT and others carry BERT's default along, which their class does not read.
  if (kind == "absolute" && is_known(facts) && model_type != "esm") return ok();
  for (const MethodEntry& method : registry()) {
    const ConfigWords& words = method.config_words;
    if (kind.empty() || std::ranges::find(words.position_embedding_types, kind) == words.position_embedding_types.end())
      continue;
    return words.instead.empty() ? ok() : has_method(method, model_type, declared.path);
  }
  return config_error("has_positions_of_kind", declared.path, {{"given", kind}});
}

}  // namespace

const ModelFacts& facts_of(std::string_view model_type) {
  if (model_type.empty()) return unnamed_model;
  if (const ModelFacts* of_decoder = find_decoder_facts(model_type)) return *of_decoder;
  const auto* const facts = std::ranges::find(known_models, model_type, &ModelFacts::model_type);
  return facts == known_models.end() ? unnamed_model : *facts;
}

bool is_known(const ModelFacts& facts) { return !facts.model_type.empty(); }

Result<std::string> read_model_type(const JsonPlace& config, std::string_view whole_type) {
  const Result<std::optional<std::string>> named = read_text(config.at("model_type"));
  if (!named) return named.error();
  if (*named) return **named;
  const JsonPlace classes = config.at("architectures");
  const Json::Array* list = classes.array();
  const std::string* first = list == nullptr || list->empty() ? nullptr : list->front().text();
  if (first != nullptr) {
    const auto is_first = [&](const ModelFacts& facts) { return is_class_of(*first, facts.model_type); };
    for (const std::span<const ModelFacts> table : {decoder_facts(), std::span<const ModelFacts>(known_models)}) {
      const auto of_class = std::ranges::find_if(table, is_first);
      if (of_class != table.end()) return std::string(of_class->model_type);
    }
  }
  const auto* const parts = std::ranges::find(models_of_parts, whole_type, &ModelOfParts::model_type);
  return std::string(parts == models_of_parts.end() ? std::string_view{} : parts->text_model_type);
}

Status check_class_is_rotary(const JsonPlace& config, std::string_view model_type) {
  for (const NotRotary& entry : not_rotary) {
    if (names(entry.names, model_type)) {
      return config_error(entry.reason, config.at("model_type").path, {{"model_type", model_type}});
    }
  }
  return check_condition(config, model_type);
}

Status check_keys_are_rotary(const JsonPlace& config, const ModelFacts& facts, std::string_view model_type) {
  for (const MethodEntry& method : registry()) {
    if (const Status rotary = check_code(config, model_type, method); !rotary) return rotary;
  }
  for (const MethodEntry& method : registry()) {
    if (const Status rotary = check_flags(config, model_type, method); !rotary) return rotary;
  }
  if (const Status done = check_position_embedding_type(config, facts, model_type); !done) return done;
  return check_switches(config);
}

bool speaks_of_rotation(const JsonPlace& config) {
  constexpr std::array<std::string_view, 3> words{"rope", "rotary", "theta"};
  const auto speaks = [&](const JsonEntry& entry) {
    const bool* flag = entry.value.boolean();
    if (flag != nullptr && !*flag) return false;
    return std::ranges::any_of(words, [&](std::string_view word) { return entry.key.find(word) != std::string::npos; });
  };
  const JsonPlace kind = config.at("position_embedding_type");
  const bool rotates = kind.text() != nullptr && *kind.json->text() != "absolute";
  return rotates || std::ranges::any_of(*config.object(), speaks);
}

}  // namespace ropescope
