#include "train/recipe.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/place.hpp"
#include "core/result.hpp"
#include "core/sizes.hpp"
#include "io/json.hpp"
#include "train/rows.hpp"

namespace ropescope {
namespace {

constexpr double unlimited = std::numeric_limits<double>::max();

constexpr int most_rows = 1 << 16;    // of a step
constexpr int most_length = 1 << 16;  // tokens; as long as the longest text of a session
constexpr int most_tokens = 1 << 20;  // of a step: a caller that stops a training waits for a quarter of one
constexpr double most_weight = 1e9;   // of a kind of row: sums stay finite

// Reads the fields of one object and keeps the first error, so that a reader is a list of fields.
class Fields {
 public:
  // Keys that are not among the known are refused: a misspelt one would train with a default.
  Fields(Place place, std::initializer_list<std::string_view> known) : place_(std::move(place)) {
    if (!place_.is_given() || place_.json->object() == nullptr) {
      keep(refuse(place_, "an object"));
      place_.json = nullptr;
      return;
    }
    for (const auto& [key, value] : *place_.json->object()) {
      if (std::ranges::find(known, key) == known.end()) keep(config_error(place_.at(key).path + " is no known key"));
    }
  }

  // Without a fallback the field must be there.
  void number(std::string_view key, double min, double max, double& value, bool needed = false) {
    const Place field = place_.at(key);
    const auto read = read_number(field, min, max);
    if (!read) return keep(read.error());
    if (*read) value = **read;
    if (!*read && needed) keep(refuse(field, "a number"));
  }
  void count(std::string_view key, int max, int& value, bool needed = false) {
    const Place field = place_.at(key);
    const auto read = read_count(field, max);
    if (!read) return keep(read.error());
    if (*read) value = **read;
    if (!*read && needed) keep(refuse(field, "a whole number of at least 1"));
  }
  // From 0 to less than 1: a memory that keeps this share of itself, which with 1 would never forget.
  void kept_share(std::string_view key, double& value) {
    const Place field = place_.at(key);
    const double* given = field.is_given() ? field.json->number() : nullptr;
    if (given != nullptr && *given == 1) return keep(refuse(field, "a number from 0 to less than 1"));
    number(key, 0, 1, value);
  }
  void range(std::string_view key, IntRange& value) {
    const Place field = place_.at(key);
    if (!field.is_given()) return;
    const Json::Array* pair = field.json->array();
    if (pair == nullptr || pair->size() != 2) return keep(refuse(field, "[least, most]"));
    const auto least = read_count({&(*pair)[0], field.path + "[0]"});
    const auto most = read_count({&(*pair)[1], field.path + "[1]"});
    if (!least || !most) return keep(!least ? least.error() : most.error());
    value = {least->value_or(0), most->value_or(0)};
    if (value.min < 1 || value.max < value.min) keep(refuse(field, "[least, most] with 1 <= least <= most"));
  }

  [[nodiscard]] Place at(std::string_view key) const { return place_.at(key); }
  void keep(const Error& error) {
    if (!error_) error_ = error;
  }
  void keep(const std::optional<Error>& error) {
    if (error) keep(*error);
  }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  Place place_;
  std::optional<Error> error_;
};

std::optional<Error> read_mix(const Place& place, RowMix& mix) {
  Fields fields(place, {"text", "repeated_text", "distinct_repeat", "letter_repeat", "passkey"});
  fields.number("text", 0, most_weight, mix.text);
  fields.number("repeated_text", 0, most_weight, mix.repeated_text);
  fields.number("distinct_repeat", 0, most_weight, mix.distinct_repeat);
  fields.number("letter_repeat", 0, most_weight, mix.letter_repeat);
  fields.number("passkey", 0, most_weight, mix.passkey);
  const double sum = mix.text + mix.repeated_text + mix.distinct_repeat + mix.letter_repeat + mix.passkey;
  if (!fields.error() && !(sum > 0)) fields.keep(config_error(place.path + " must have a share above 0"));
  return fields.error();
}

// What rows of this kind need to fit.
void check_lengths(const Place& place, const Phase& phase, Fields& fields) {
  if (const std::uint64_t tokens = size_product({phase.rows, phase.length}); tokens > most_tokens) {
    fields.keep(config_error(place.at("rows").path + " times length must be at most " + std::to_string(most_tokens) +
                             " tokens, got " + std::to_string(tokens)));
  }
  const auto needs = [&](double share, const IntRange& period, std::string_view key) {
    if (share > 0 && (period.min < 1 || period.max > phase.length)) {
      fields.keep(config_error(place.at(key).path + " must lie within 1 and length = " + std::to_string(phase.length)));
    }
  };
  needs(phase.mix.repeated_text, phase.text_period, "text_period");
  needs(phase.mix.distinct_repeat + phase.mix.letter_repeat, phase.random_period, "random_period");
  if (phase.mix.passkey > 0 && phase.length < shortest_passkey_row) {
    fields.keep(config_error(place.at("length").path + " must be at least " + std::to_string(shortest_passkey_row) +
                             " where the mix has passkeys, got " + std::to_string(phase.length)));
  }
}

std::optional<Error> read_phase(const Place& place, bool is_last, Phase& phase) {
  Fields fields(place, {"steps", "length", "rows", "mix", "text_period", "random_period"});
  fields.count("steps", most_steps, phase.steps, !is_last);
  fields.count("length", most_length, phase.length, true);
  fields.count("rows", most_rows, phase.rows, true);
  fields.range("text_period", phase.text_period);
  fields.range("random_period", phase.random_period);
  if (!fields.error()) fields.keep(read_mix(place.at("mix"), phase.mix));
  if (!fields.error()) check_lengths(place, phase, fields);
  return fields.error();
}

std::optional<Error> read_phases(const Place& place, std::vector<Phase>& phases) {
  const Json::Array* list = place.is_given() ? place.json->array() : nullptr;
  if (list == nullptr || list->empty()) return refuse(place, "a list of at least one phase");
  for (std::size_t i = 0; i < list->size(); ++i) {
    const Place item{&(*list)[i], place.path + "[" + std::to_string(i) + "]"};
    if (auto error = read_phase(item, i + 1 == list->size(), phases.emplace_back())) return error;
  }
  return {};
}

std::optional<Error> read_adamw(const Place& place, AdamW& adamw) {
  Fields fields(place, {"learning_rate", "beta1", "beta2", "epsilon", "weight_decay"});
  fields.number("learning_rate", 0, 1, adamw.learning_rate, true);
  fields.kept_share("beta1", adamw.beta1);
  fields.kept_share("beta2", adamw.beta2);
  fields.number("epsilon", 0, 1, adamw.epsilon);
  fields.number("weight_decay", 0, 1, adamw.weight_decay);
  return fields.error();
}

std::optional<Error> read_muon(const Place& place, std::optional<Muon>& muon) {
  if (!place.is_given()) return {};
  Fields fields(place, {"learning_rate", "momentum", "weight_decay"});
  muon.emplace();
  fields.number("learning_rate", 0, 1, muon->learning_rate, true);
  fields.kept_share("momentum", muon->momentum);
  fields.number("weight_decay", 0, 1, muon->weight_decay);
  return fields.error();
}

}  // namespace

Result<Recipe> read_recipe(std::string_view recipe_json) {
  const auto json = parse_json(recipe_json);
  if (!json) return json.error();
  Recipe recipe;
  Fields fields({&*json, ""}, {"steps", "phases", "adamw", "muon", "clip", "warm_up", "cool_down", "final_rate"});
  fields.count("steps", most_steps, recipe.steps, true);
  fields.number("clip", 0, unlimited, recipe.clip);
  fields.count("warm_up", most_steps, recipe.warm_up);
  fields.number("cool_down", 0, 1, recipe.cool_down);
  fields.number("final_rate", 0, 1, recipe.final_rate);
  if (!fields.error()) fields.keep(read_phases(fields.at("phases"), recipe.phases));
  if (!fields.error()) fields.keep(read_adamw(fields.at("adamw"), recipe.adamw));
  if (!fields.error()) fields.keep(read_muon(fields.at("muon"), recipe.muon));
  if (fields.error()) return *fields.error();
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
