#include "config/rope_scaling.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/geometry.hpp"
#include "config/model_facts.hpp"
#include "config/param_value.hpp"
#include "config/rope_params.hpp"
#include "config/rope_reader.hpp"
#include "config/rope_types.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json_fields.hpp"
#include "position/config_form.hpp"
#include "position/param_values.hpp"
#include "position/ramp.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "position/trained_as.hpp"

namespace ropescope {
namespace {

// One thing stated inside the dictionary and beside it.
Error differ(std::string_view path, double inside, std::string_view beside_path, double beside) {
  return config_error("beside_differs", path, {{"given", inside}, {"other_path", beside_path}, {"other", beside}});
}

// The base: inside the dictionary, beside it, or the class's default.
Status set_theta(const ConfigContext& context, const LayerSource& source, RopeReading& reading) {
  const JsonPlace place = source.dictionary.at("rope_theta");
  const Result<std::optional<double>> inside = read_theta(place);
  if (!inside) return inside.error();
  const std::optional<double> beside = source.rope_theta ? source.rope_theta : context.geometry.rope_theta;
  const double theta = inside->value_or(beside.value_or(context.facts.rope_theta));
  if (beside && theta != *beside && source.alone) return differ(place.path, theta, "rope_theta", *beside);
  reading.rope.rope_theta = theta;
  if (!inside->has_value() && !beside) {
    reading.notes.push_back(
        {"default_of_transformers", context.config.at("rope_theta").path, {{"value", reading.rope.rope_theta}}});
  }
  return ok();
}

// Where a share of the channels was stated: a value and its path.
struct Share {
  std::optional<double> value;
  std::string path;
};

// Inside the dictionary, beside it, or the class's default where the file states neither a share nor a number.
Result<Share> read_rotated_share(const ConfigContext& context, const LayerSource& source, RopeReading& reading) {
  const Geometry& geometry = context.geometry;
  const JsonPlace place = source.dictionary.at("partial_rotary_factor");
  const Result<std::optional<double>> inside = read_share(place);
  if (!inside) return inside.error();
  const std::optional<double> beside = source.share ? source.share : geometry.partial_rotary_factor;
  if (!inside->has_value()) {
    const double by_class = context.facts.share;
    if (beside || by_class == 1 || geometry.rotary_dim || geometry.rotates_a_part) {
      return Share{beside, geometry.partial_rotary_path};
    }
    reading.notes.push_back(
        {"default_of_type", geometry.partial_rotary_path, {{"value", by_class}, {"model_type", context.model_type}}});
    return Share{by_class, geometry.partial_rotary_path};
  }
  const double share = inside->value_or(1);
  if (beside && share != *beside && source.alone) {
    return differ(place.path, share, geometry.partial_rotary_path, *beside);
  }
  return Share{share, place.path};
}

// Latent attention keeps the channels that rotate apart: a share beside them is one of all channels of a head, or of
// these.
Status check_latent_share(const Geometry& geometry, const Share& share) {
  const auto rotated = static_cast<int>(geometry.whole_head_dim * share.value.value_or(1));
  return rotated == geometry.head_dim ? ok() : config_error("part_and_share", share.path);
}

// A number of channels and a share of them, where both are stated, must agree.
Result<int> rotated_channels(const ConfigContext& context, const Share& share, int head_dim) {
  const std::optional<int> stated = context.geometry.rotary_dim;
  const int by_share = static_cast<int>(head_dim * share.value.value_or(1));  // transformers truncates as well
  const std::string rotary_dim_path = context.config.at("rotary_dim").path;
  if (stated && share.value && *stated != by_share) {
    return config_error(
        "share_differs", rotary_dim_path,
        {{"given", *stated}, {"other_path", share.path}, {"other", share.value.value_or(1)}, {"head_dim", head_dim}});
  }
  const int channels = stated.value_or(by_share);
  if (channels >= 2 && channels % 2 == 0 && channels <= head_dim) return channels;
  if (!stated && share.value) {
    return config_error("share_is_uneven", share.path,
                        {{"share", *share.value}, {"head_dim", head_dim}, {"channels", channels}});
  }
  return config_error("channels_are_uneven", stated ? rotary_dim_path : context.config.at("head_dim").path,
                      {{"head_dim", head_dim}, {"channels", channels}});
}

// Partial rotation, as far as the model's class knows it.
Status set_channels(const ConfigContext& context, const LayerSource& source, const TypeReading& type,
                    RopeReading& reading) {
  const Geometry& geometry = context.geometry;
  const bool share_is_a_parameter = type.type->takes("partial_rotary_factor");
  Result<Share> share = share_is_a_parameter ? Share{} : read_rotated_share(context, source, reading);
  if (!share) return share.error();
  if (geometry.rotates_a_part && share->value.value_or(1) != 1) {
    if (const Status agree = check_latent_share(geometry, *share); !agree) return agree;
    share->value.reset();
  }
  if (share->value.value_or(1) != 1 && context.facts.whole) {
    const auto whole = [&](Reason reason) {
      return Saying{reason, share->path, {{"given", share->value.value_or(1)}, {"model_type", context.model_type}}};
    };
    if (reading.method.id == plain_method()) return Error{ErrorCode::invalid_config, whole("share_is_ignored")};
    reading.warnings.push_back(whole("share_fails_elsewhere"));
  }
  const Result<int> channels = rotated_channels(context, *share, source.head_dim);
  if (!channels) return channels.error();
  reading.rope.head_dim = source.head_dim;
  reading.rope.rotary_dim = *channels;
  return ok();
}

Result<std::optional<int>> read_original(const ConfigContext& context, const JsonPlace& dictionary) {
  const JsonPlace place = dictionary.at("original_max_position_embeddings");
  Result<std::optional<int>> inside = read_count(place);
  if (!inside) return inside;
  const std::optional<int> beside = context.geometry.original_max_position_embeddings;
  const int trained = inside->value_or(beside.value_or(0));
  if (beside && trained != *beside) {
    return config_error("trained_lengths_differ", place.path,
                        {{"given", trained}, {"other_path", "original_max_position_embeddings"}, {"other", *beside}});
  }
  return place.is_given() ? inside : beside;
}

// The trained length L.
Status set_lengths(const ConfigContext& context, const JsonPlace& dictionary, const TypeReading& type,
                   RopeReading& reading) {
  const Result<std::optional<int>> stated = read_original(context, dictionary);
  if (!stated) return stated.error();
  const std::optional<int>& original = *stated;
  const std::optional<int> longest = context.geometry.max_position_embeddings;
  const std::string longest_path = context.config.at("max_position_embeddings").path;
  const bool needs_original = type.type->needs_original();
  reading.max_position_embeddings = longest.value_or(0);
  int& trained = reading.rope.original_max_position_embeddings;
  if (type.type->length == TrainedLength::longest) {
    if (!longest) {
      return config_error("scales_from_longest", longest_path, {{"type", type.name}});
    }
    trained = *longest;
    if (original && *original != *longest) {
      reading.warnings.push_back({"trained_length_unused",
                                  "original_max_position_embeddings",
                                  {{"given", *original}, {"type", type.name}, {"longest", *longest}}});
    }
    return ok();
  }
  if (original) {
    trained = *original;
    return ok();
  }
  const std::string original_path = dictionary.at("original_max_position_embeddings").path;
  if (needs_original && !longest) return config_error("trained_length_missing", original_path, {{"type", type.name}});
  if (needs_original && !context.options.assume_original_length) {
    return config_error("trained_length_not_guessed", original_path, {{"type", type.name}, {"longest", *longest}});
  }
  if (longest) {
    trained = *longest;
    if (needs_original) {
      reading.warnings.push_back({"trained_length_assumed", original_path, {{"longest", *longest}}});
    }
    return ok();
  }
  if (const int by_class = context.facts.longest; by_class > 0) {
    trained = by_class;
    reading.warnings.push_back(
        {"trained_length_of_class", longest_path, {{"value", by_class}, {"model_type", context.model_type}}});
    return ok();
  }
  constexpr int llama_default = 2048;  // transformers, LlamaConfig
  trained = llama_default;
  reading.warnings.push_back({"trained_length_default", longest_path, {{"value", llama_default}}});
  return ok();
}

// The extension ratio has two sources in a config; published models disagree with themselves.
void compare_factors(const JsonPlace& dictionary, const RopeType& type, RopeReading& reading) {
  const double* factor = number_in(reading.method.params, "factor");
  if (type.length != TrainedLength::ratio || factor == nullptr || reading.max_position_embeddings == 0) return;
  const double ratio =
      static_cast<double>(reading.max_position_embeddings) / reading.rope.original_max_position_embeddings;
  constexpr double rounding = 1e-6;
  if (std::abs(*factor - ratio) <= rounding * ratio) return;
  if (ratio == 1) {  // the recipe of Qwen 2.5 and others: frequencies are stretched, the stated length is not
    const double target = *factor * reading.rope.original_max_position_embeddings;
    reading.warnings.push_back({"length_not_stretched",
                                dictionary.at("factor").path,
                                {{"given", *factor}, {"length", reading.max_position_embeddings}, {"target", target}}});
    return;
  }
  reading.warnings.push_back(
      {"factor_is_not_ratio", dictionary.at("factor").path, {{"given", *factor}, {"ratio", ratio}}});
}

// Two lists of divisors, or a growing base: what is shown of the trained length is not what a longer text gets.
void note_dependence_on_length(const JsonPlace& dictionary, RopeReading& reading) {
  const MethodEntry* method = find_method(reading.method.id);
  const int trained = reading.rope.original_max_position_embeddings;
  const int longest = reading.max_position_embeddings;
  if (!method->depends_on_length || longest <= trained) return;
  reading.notes.push_back({"depends_on_length", dictionary.path, {{"trained", trained}, {"longest", longest}}});
}

// DeepSeek's model files multiply all logits by g(factor, mscale_all_dim)^2, and Mistral 4, of their form, does too.
// Ministral has the key and not the multiplier.
void set_softmax_scale(const ConfigContext& context, const JsonPlace& dictionary, RopeReading& reading) {
  if (!context.geometry.rotates_a_part && dictionary.at("llama_4_scaling_beta").is_given()) return;
  const bool has_latent_attention = context.geometry.rotates_a_part || context.model_type.starts_with("deepseek") ||
                                    context.model_type.starts_with("kimi");
  if (!has_latent_attention && !context.model_type.empty()) return;
  const auto number = [&](std::string_view key) {
    const double* value = number_in(reading.method.params, key);
    return value == nullptr ? 0.0 : *value;
  };
  const double scale = yarn_attention_factor(number("factor"), number("mscale_all_dim"));
  reading.softmax_scale_factor = scale * scale;
  if (scale != 1) {
    reading.notes.push_back(
        {"all_logits_scaled", dictionary.at("mscale_all_dim").path, {{"factor", reading.softmax_scale_factor}}});
  }
}

// The method itself may still refuse.
Status check_with_registry(const JsonPlace& dictionary, const RopeReading& reading) {
  const auto plan = make_plan(std::span(&reading.method, 1), reading.rope, {.seq_len = 1, .window = 0});
  return plan ? ok() : of_config(plan.error(), reading.method.id, dictionary.path);
}

}  // namespace

Result<RopeReading> read_scaling(const ConfigContext& context, const LayerSource& source) {
  const JsonPlace& dictionary = source.dictionary;
  if (dictionary.is_given() && dictionary.object() == nullptr) return refuse(dictionary, "must_be_object_or_null");
  Result<TypeReading> type = read_type(dictionary, context.model_type);
  if (!type) return type.error();
  RopeReading reading;
  reading.notes = context.geometry.notes;
  std::ranges::move(type->notes, std::back_inserter(reading.notes));
  reading.method.id = type->method;

  if (const Status done = set_theta(context, source, reading); !done) return done.error();
  if (const Status done = set_channels(context, source, *type, reading); !done) return done.error();
  if (const Status done = set_lengths(context, dictionary, *type, reading); !done) return done.error();
  if (const Status done = read_params(context, dictionary, *type->type, reading); !done) return done.error();
  compare_factors(dictionary, *type->type, reading);
  note_dependence_on_length(dictionary, reading);
  set_softmax_scale(context, dictionary, reading);
  if (const Status done = check_with_registry(dictionary, reading); !done) return done.error();
  if (context.remark != nullptr) context.remark(context, dictionary, reading);
  return reading;
}

}  // namespace ropescope
