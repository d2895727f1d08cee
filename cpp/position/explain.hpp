// What a choice of methods does to positions, in the numbers that a figure, a table or a tooltip shows. All of it is
// read from plans; what only a method itself can know comes from its own header (Fact, Elsewhere). L = trained length,
// N = seq_len, i = pair of channels.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "position/method.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope {

// What becomes of a pair's speed, next to plain RoPE.
enum class PairFate {
  kept,          // as plain RoPE
  blended,       // slower, but less so than the slowest-made pair
  interpolated,  // slowed down as much as any pair
  sped_up,       // faster
  not_rotated
};
// "kept", ... "not_rotated".
[[nodiscard]] std::string_view name_of(PairFate fate);

// What becomes of one pair of channels.
struct PairFacts {
  double inv_freq = 0;  // rad per token
  double ratio = 1;     // to plain RoPE's
  double turns = 0;     // of plain RoPE within L
  PairFate fate = PairFate::kept;
  double largest_angle = 0;  // rad, swept over the span of a text of N tokens
  double trained_angle = 0;  // the same in training: at L, under what the weights were trained with
  bool full_circle = false;  // training saw every angle
  bool leaves = false;       // N shows angles that training did not
};

// Spans count both ends: plain RoPE's is the text's length.
struct Span {
  double at_length = 0;  // tokens
  double in_training = 0;
};

// What multiplies a score, and what the growth of the number of keys asks for.
struct Sharpness {
  double attention_factor = 1;  // of cos and sin
  double logit_factor = 1;      // its square
  double mean = 1;      // of a score, over the queries of the text and the heads: logit_factor, logit_scale, head_scale
  double last = 1;      // the same of the last query
  double expected = 1;  // ln N / ln L: what keeps the entropy of attention as in training; 1 up to L
};

// Of the last token, per layer and query head unless said otherwise; plain RoPE: N products, one rotation of each.
struct Cost {
  int keys_seen = 0;
  int branches = 1;           // geometries that some query meets
  double extra_products = 0;  // of q and k where each geometry is computed for all keys, as the authors' code does;
                              // the engine's own attention computes each score once. A polar pair counts for two
                              // channels, of which it has one
  int query_rotations = 1;    // 0 where nothing rotates
  int key_rotations = 1;
  int exponentials = 0;    // for a decay, per block of keys
  int biased_scores = 0;   // scores that get a bias added
  int scaled_lengths = 0;  // divisions of q or k by its length
  double table_bytes = 0;  // of the plan in memory, beyond the frequencies
};

// What has to be kept of earlier tokens so that the next one is exact.
enum class CacheNeed {
  rotated_keys,    // a key may be rotated once, when it is new
  unrotated_keys,  // keys before rotation
  rerun            // no cache is exact: earlier hidden states change as well
};
// "rotated_keys", "unrotated_keys", "rerun".
[[nodiscard]] std::string_view name_of(CacheNeed need);

// The need, and up to which length there is less of it.
struct CacheFacts {
  CacheNeed need = CacheNeed::rotated_keys;
  std::optional<int> holds_until;  // tokens: rerun only for texts longer than this
};

// What a method says of itself, and what is said of it.
struct MethodFacts {
  std::string_view id;
  std::vector<Fact> facts;
  std::span<const Elsewhere> elsewhere;
};

// What explain answers.
struct Explanation {
  std::vector<PairFacts> pairs;  // [rotary_dim / 2], or [rotary_dim] of a polar plan
  Span span;
  Sharpness sharpness;
  Cost cost;
  CacheFacts cache;
  std::vector<std::string_view> slots;  // of the plan that are not at their default
  std::vector<MethodFacts> methods;     // those asked for, in their order
};

// Errors: those of make_plan.
Result<Explanation> explain(std::span<const MethodSpec> specs, const RopeConfig& rope, const PlanRequest& request);

}  // namespace ropescope
