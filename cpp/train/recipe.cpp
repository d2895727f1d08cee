#include "train/recipe.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/sizes.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"
#include "train/rows.hpp"

namespace ropescope {
namespace {

constexpr IntegerRange row_range{1, 1 << 16};     // of a step
constexpr IntegerRange length_range{1, 1 << 16};  // tokens; as long as the longest text of a session
constexpr IntegerRange step_range{1, most_steps};
constexpr int most_tokens = 1 << 20;         // of a step: a caller that stops a training waits for a quarter of one
constexpr NumberRange weight_range{0, 1e9};  // of a kind of row: sums stay finite
constexpr NumberRange share_range{0, 1};
constexpr NumberRange clip_range{0, std::numeric_limits<double>::max()};

// From 0 to less than 1: a memory that keeps this share of itself, which with 1 would never forget.
double kept_share(JsonFields& fields, std::string_view key, double fallback) {
  const double share = fields.number(key, share_range, fallback);
  if (share == 1) fields.refuse(refuse(fields.at(key), "must_be_below_1"));
  return share;
}

// [least, most]; absent: as it was.
void read_range(JsonFields& fields, std::string_view key, IntRange& value) {
  const JsonPlace field = fields.at(key);
  const Json::Array* pair = fields.array(key);
  if (pair == nullptr) return;
  const auto least = pair->size() == 2 ? read_count(field.item(0)) : std::optional<int>{};
  const auto most = pair->size() == 2 ? read_count(field.item(1)) : std::optional<int>{};
  if (!least || !most) return fields.refuse(!least ? least.error() : most.error());
  value = {least->value_or(0), most->value_or(0)};
  if (value.min < 1 || value.max < value.min) fields.refuse(refuse(field, "must_be_range"));
}

Status read_mix(const JsonPlace& place, RowMix& mix) {
  JsonFields fields(place);
  fields.allow_only({"text", "repeated_text", "distinct_repeat", "letter_repeat", "passkey"});
  mix.text = fields.number("text", weight_range, mix.text);
  mix.repeated_text = fields.number("repeated_text", weight_range, mix.repeated_text);
  mix.distinct_repeat = fields.number("distinct_repeat", weight_range, mix.distinct_repeat);
  mix.letter_repeat = fields.number("letter_repeat", weight_range, mix.letter_repeat);
  mix.passkey = fields.number("passkey", weight_range, mix.passkey);
  const double sum = mix.text + mix.repeated_text + mix.distinct_repeat + mix.letter_repeat + mix.passkey;
  if (!(sum > 0)) fields.refuse(config_error("needs_a_share", place.path));
  return fields.status();
}

// What rows of this kind need to fit.
void check_lengths(const Phase& phase, JsonFields& fields) {
  if (const std::uint64_t tokens = size_product({phase.rows, phase.length}); tokens > most_tokens) {
    fields.refuse(config_error("step_too_large", fields.at("rows").path, {{"max", most_tokens}, {"given", tokens}}));
  }
  if (phase.pose_length > 0 && (phase.length < 2 || phase.pose_length < phase.length)) {
    fields.refuse(config_error("pose_must_hold_row", fields.at("pose_length").path,
                               {{"length", phase.length}, {"given", phase.pose_length}}));
  }
  const auto needs = [&](double share, const IntRange& period, std::string_view key) {
    if (share <= 0 || (period.min >= 1 && period.max <= phase.length)) return;
    fields.refuse(config_error("must_lie_within_length", fields.at(key).path, {{"length", phase.length}}));
  };
  needs(phase.mix.repeated_text, phase.text_period, "text_period");
  needs(phase.mix.distinct_repeat + phase.mix.letter_repeat, phase.random_period, "random_period");
  if (phase.mix.passkey > 0 && phase.length < shortest_passkey_row) {
    fields.refuse(config_error("too_short_for_passkeys", fields.at("length").path,
                               {{"min", shortest_passkey_row}, {"given", phase.length}}));
  }
}

Status read_phase(const JsonPlace& place, bool is_last, Phase& phase) {
  JsonFields fields(place);
  fields.allow_only({"steps", "length", "rows", "mix", "text_period", "random_period", "symbols", "pose_length"});
  phase.steps = fields.integer("steps", step_range, is_last ? std::optional(phase.steps) : std::nullopt);
  phase.length = fields.integer("length", length_range);
  phase.rows = fields.integer("rows", row_range);
  read_range(fields, "text_period", phase.text_period);
  read_range(fields, "random_period", phase.random_period);
  phase.pose_length = fields.integer("pose_length", {0, length_range.max}, phase.pose_length);
  phase.symbols = fields.integer("symbols", {0, std::numeric_limits<int>::max()}, phase.symbols);
  if (fields.status()) fields.refuse(read_mix(fields.at("mix"), phase.mix));
  if (fields.status()) check_lengths(phase, fields);
  return fields.status();
}

Status read_phases(const JsonPlace& place, std::vector<Phase>& phases) {
  const Json::Array* list = place.array();
  if (list == nullptr || list->empty()) return refuse(place, "must_be_phases");
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (Status read = read_phase(place.item(i), i + 1 == list->size(), phases.emplace_back()); !read) return read;
  }
  return ok();
}

Status read_adamw(const JsonPlace& place, AdamW& adamw) {
  JsonFields fields(place);
  fields.allow_only({"learning_rate", "beta1", "beta2", "epsilon", "weight_decay"});
  adamw.learning_rate = fields.number("learning_rate", share_range);
  adamw.beta1 = kept_share(fields, "beta1", adamw.beta1);
  adamw.beta2 = kept_share(fields, "beta2", adamw.beta2);
  adamw.epsilon = fields.number("epsilon", share_range, adamw.epsilon);
  adamw.weight_decay = fields.number("weight_decay", share_range, adamw.weight_decay);
  return fields.status();
}

Status read_muon(const JsonPlace& place, std::optional<Muon>& muon) {
  if (!place.is_given()) return ok();
  JsonFields fields(place);
  fields.allow_only({"learning_rate", "momentum", "weight_decay"});
  muon.emplace();
  muon->learning_rate = fields.number("learning_rate", share_range);
  muon->momentum = kept_share(fields, "momentum", muon->momentum);
  muon->weight_decay = fields.number("weight_decay", share_range, muon->weight_decay);
  return fields.status();
}

}  // namespace

Result<Recipe> read_recipe(std::string_view recipe_json) {
  const auto json = parse_json(recipe_json);
  if (!json) return json.error();
  Recipe recipe;
  JsonFields fields({&*json, json->object() == nullptr ? "recipe" : ""});
  fields.allow_only({"steps", "phases", "adamw", "muon", "clip", "warm_up", "cool_down", "final_rate"});
  recipe.steps = fields.integer("steps", step_range);
  recipe.clip = fields.number("clip", clip_range, recipe.clip);
  recipe.warm_up = fields.integer("warm_up", step_range, recipe.warm_up);
  recipe.cool_down = fields.number("cool_down", share_range, recipe.cool_down);
  recipe.final_rate = fields.number("final_rate", share_range, recipe.final_rate);
  if (fields.status()) fields.refuse(read_phases(fields.at("phases"), recipe.phases));
  if (fields.status()) fields.refuse(read_adamw(fields.at("adamw"), recipe.adamw));
  if (fields.status()) fields.refuse(read_muon(fields.at("muon"), recipe.muon));
  if (const Status read = fields.status(); !read) return read.error();
  return recipe;
}

const Phase& phase_of(const Recipe& recipe, int step) {
  std::size_t i = 0;
  int end = recipe.phases[0].steps;
  while (i + 1 < recipe.phases.size() && step >= end) end += recipe.phases[++i].steps;
  return recipe.phases[i];
}

double rate_of(const Recipe& recipe, int step) {
  const double grown = recipe.warm_up == 0 ? 1.0 : std::min(1.0, (step + 1.0) / recipe.warm_up);
  const double cooling = recipe.cool_down * recipe.steps;  // steps
  const double left = recipe.steps - step;
  if (left >= cooling) return grown;
  return grown * (recipe.final_rate + (1 - recipe.final_rate) * left / cooling);
}

}  // namespace ropescope
