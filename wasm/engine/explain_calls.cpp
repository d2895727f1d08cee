// The call that explains a choice of methods, and its answer as plain objects. Names are camelCase but for those that
// plans and configs have as well.
#include "boundary/bindings.hpp"
#include "boundary/from_js.hpp"
#include "boundary/to_js.hpp"
#include "position/explain.hpp"
#include "position/method.hpp"

namespace ropescope::js {
namespace {

val pair_to_js(const PairFacts& pair) {
  Object object;
  object.set("fate", name_of(pair.fate));
  object.set("inv_freq", pair.inv_freq);
  object.set("ratio", pair.ratio);
  object.set("turns", pair.turns);
  object.set("largestAngle", pair.largest_angle);
  object.set("trainedAngle", pair.trained_angle);
  object.set("fullCircle", pair.full_circle);
  object.set("leaves", pair.leaves);
  return object;
}

val sharpness_to_js(const Sharpness& sharpness) {
  Object object;
  object.set("attention_factor", sharpness.attention_factor);
  object.set("logitFactor", sharpness.logit_factor);
  object.set("mean", sharpness.mean);
  object.set("last", sharpness.last);
  object.set("expected", sharpness.expected);
  return object;
}

val cost_to_js(const Cost& cost) {
  Object object;
  object.set("keysSeen", cost.keys_seen);
  object.set("branches", cost.branches);
  object.set("extraProducts", cost.extra_products);
  object.set("queryRotations", cost.query_rotations);
  object.set("keyRotations", cost.key_rotations);
  object.set("exponentials", cost.exponentials);
  object.set("biasedScores", cost.biased_scores);
  object.set("scaledLengths", cost.scaled_lengths);
  object.set("tableBytes", cost.table_bytes);
  return object;
}

val fact_to_js(const Fact& fact) {
  Object object;
  object.set("key", fact.key);
  object.set("value", fact.value);
  object.set("unit", fact.unit);
  object.set("text", fact.text);
  return object;
}

val elsewhere_to_js(const Elsewhere& other) {
  Object object;
  object.set("engine", other.engine);
  object.set("text", other.text);
  return object;
}

val method_to_js(const MethodFacts& method) {
  Object object;
  object.set("id", method.id);
  object.set("facts", array(method.facts, fact_to_js));
  object.set("elsewhere", array(method.elsewhere, elsewhere_to_js));
  return object;
}

val explanation_to_js(const Explanation& explanation) {
  Object span;
  span.set("atLength", explanation.span.at_length);
  span.set("inTraining", explanation.span.in_training);
  Object cache;
  cache.set("need", name_of(explanation.cache.need));
  cache.set("holdsUntil", explanation.cache.holds_until ? val(*explanation.cache.holds_until) : val::null());

  Object object;
  object.set("pairs", array(explanation.pairs, pair_to_js));
  object.set("span", span);
  object.set("sharpness", sharpness_to_js(explanation.sharpness));
  object.set("cost", cost_to_js(explanation.cost));
  object.set("cache", cache);
  object.set("slots", array(explanation.slots, text));
  object.set("methods", array(explanation.methods, method_to_js));
  return object;
}

// options: { rope, seqLen, heads, layer, layers }
val explain(const val& method, const val& options) {
  PropertyReader reader(options, "options");
  const auto specs = reader.accept(read_methods(method));
  const auto rope = reader.accept(read_rope_config(reader.any("rope")));
  PlanRequest request;
  request.seq_len = reader.integer("seqLen", {.min = 1, .max = max_int});
  request.num_heads = reader.integer("heads", {.min = 1, .max = max_int}, 1);
  request.num_layers = reader.integer("layers", {.min = 1, .max = max_int}, 1);
  request.layer = reader.integer("layer", {.min = 0, .max = request.num_layers - 1.0}, 0);
  if (auto status = reader.finish(); !status) return to_js(status.error());

  const auto explanation = ropescope::explain(specs, rope, request);
  return explanation ? explanation_to_js(*explanation) : to_js(explanation.error());
}

}  // namespace

EMSCRIPTEN_BINDINGS(ropescope_explain) { function("explain", &explain); }

}  // namespace ropescope::js
