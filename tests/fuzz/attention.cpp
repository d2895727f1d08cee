// Attention under plans of legal methods: a pass with all that it captures against the slow version in double, then
// its rows again in pieces, bit for bit.
#include "attention/attention.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "attention/capture.hpp"
#include "attention/kept_keys.hpp"
#include "attention_case.hpp"
#include "core/budget.hpp"
#include "core/result.hpp"
#include "core/threads.hpp"
#include "input.hpp"
#include "methods.hpp"
#include "plans.hpp"
#include "position/plan.hpp"
#include "position/plan_compare.hpp"
#include "position/registry.hpp"
#include "reference.hpp"
#include "targets.hpp"
#include "threads.hpp"

namespace ropescope::fuzz {
namespace {

using reference::index;

// What a sink kept for one of its requests: [heads, rows, cols].
std::vector<float> kept_of(std::span<const AttentionMap> maps, int request) {
  std::vector<float> all;
  for (const AttentionMap& map : maps) {
    if (map.request == request) all.insert(all.end(), map.values.begin(), map.values.end());
  }
  return all;
}

// Weights each score off by e move the entropy H of a row by 2 e (1 + H) at most; 3.5e-5: 1e-5, and 2^-22 a unit of
// distance, of which e^-104 is the last float.
void check_entropies(const Case& c, std::span<const float> entropies) {
  require(entropies.size() * index(c.shape.keys) == c.wanted.weights.size(), "an entropy a row", c.id);
  for (std::size_t row = 0; row < entropies.size(); ++row) {
    double wanted = 0;
    for (std::size_t n = 0; n < index(c.shape.keys); ++n) {
      const double p = c.wanted.weights[row * index(c.shape.keys) + n];
      if (p > 0) wanted -= p * std::log(p);
    }
    compare(entropies.subspan(row, 1), {wanted}, 3.5e-5 + 2 * (1 + wanted) * c.score_gap, "entropy", c.id);
  }
}

// Parts of the scores of one query add up to them.
void check_pairs(const Case& c, std::span<const AttentionMap> maps, int request, int query,
                 std::span<const float> logits) {
  for (const AttentionMap& map : maps) {
    if (map.request != request) continue;
    require(map.rows == query + 1 && index(map.cols) == c.plan.inv_freq.size() + 2, "a part a pair", c.id);
    const std::size_t row = index(map.head) * index(c.shape.queries) + index(query - c.shape.query_start);
    for (std::size_t n = 0; n < index(map.rows); ++n) {
      double sum = 0;
      for (const float part : std::span(map.values).subspan(n * index(map.cols), index(map.cols))) {
        sum += static_cast<double>(part);
      }
      compare(logits.subspan(row * index(c.shape.keys) + n, 1), {sum}, 1e-5 + c.score_gap, "parts add up", c.id);
    }
  }
}

// Cells of a pooled map are the largest of their own.
void check_pools(const Case& c, std::span<const AttentionMap> maps, int request, std::span<const float> weights) {
  for (const AttentionMap& map : maps) {
    if (map.request != request) continue;
    std::vector<float> pools(map.values.size(), 0.0F);
    for (int r = 0; r < c.shape.queries; ++r) {
      for (int n = 0; n < c.shape.keys; ++n) {
        float& pool =
            pools[index(r * map.rows / c.shape.queries) * index(map.cols) + index(n * map.cols / c.shape.keys)];
        const std::size_t row = index(map.head) * index(c.shape.queries) + index(r);
        pool = std::max(pool, weights[row * index(c.shape.keys) + index(n)]);
      }
    }
    require(pools == map.values, "pools hold the largest of their cells", c.id);
  }
}

// Attention by one thread or two, whole or in the smallest steps.
struct Runner {
  Attention attention;
  double work;

  Runner(Input& input, const Case& c)
      : attention(c.plan, input.flip() ? test::two_threads() : Threads()),
        work(input.flip() ? 1 : std::numeric_limits<double>::infinity()) {}

  void run(const AttentionInput& given, const AttentionShape& shape, std::span<float> out, CaptureSink* capture) {
    attention.begin(given, shape, out, capture);
    Budget budget(work);
    while (!attention.step(budget)) budget = Budget(work);
  }
};

// A map of one head, without values.
void check_head(Input& input, const Case& c, std::span<const float> weights) {
  const int head = input.between(0, c.shape.heads - 1);
  const CaptureRequest request{.layers = {0}, .heads = {head}, .kind = CaptureKind::weights};
  CaptureSink sink({&request, 1}, 0, c.shape.heads, {c.shape.query_start, c.shape.keys});
  AttentionInput given = c.input_of(c.shape, c.tensors.k);
  given.v = {};
  Runner(input, c).run(given, c.shape, {}, &sink);
  const auto map = kept_of(sink.take(), 0);
  require(std::ranges::equal(map, weights.subspan(index(head) * map.size(), map.size())), "a map is alone the same",
          c.id);
}

// A pass with captures of all kinds. Answers its out.
std::vector<float> check_pass(Input& input, const Case& c) {
  const int query = input.between(c.shape.query_start, c.shape.keys - 1);
  std::vector<CaptureRequest> requests{{.layers = {0}, .kind = CaptureKind::weights},
                                       {.layers = {0}, .kind = CaptureKind::logits},
                                       {.layers = {0}, .kind = CaptureKind::pairs, .query = query}};
  const bool entropies = input.flip();
  if (entropies) requests.push_back({.layers = {0}, .kind = CaptureKind::entropy});
  const int pools = static_cast<int>(requests.size());
  if (input.flip()) requests.push_back({.layers = {0}, .kind = CaptureKind::weights, .size = input.between(1, 20)});
  CaptureSink sink(requests, 0, c.shape.heads, {c.shape.query_start, c.shape.keys});
  std::vector<float> out(c.tensors.q.size());
  const AttentionInput given = c.input_of(c.shape, c.tensors.k);
  require(check_input(given, c.shape, out.size()) && check_gates(c.plan, given, c.shape), "a plan runs on its text",
          c.id);
  Runner(input, c).run(given, c.shape, out, &sink);
  // the header's bounds for |q|, |k|, |v| <= 1, and the rounding of larger scores: 2^-20 of their largest part
  compare(out, c.wanted.out, 1e-5 + c.score_gap, "attention is what double gives", c.id);
  const auto maps = sink.take();
  const auto weights = kept_of(maps, 0);
  const auto logits = kept_of(maps, 1);
  compare(weights, c.wanted.weights, 2e-6 + c.score_gap, "captured weights are what double gives", c.id);
  compare(logits, c.wanted.logits, 1e-5 + c.score_gap, "captured scores are what double gives", c.id);
  if (c.score_cap == 0) check_pairs(c, maps, 2, query, logits);  // parts are those of a score before its cap
  if (entropies) check_entropies(c, kept_of(maps, 3));
  check_pools(c, maps, pools, weights);
  check_head(input, c, weights);
  return out;
}

// As decoding does: some queries at a time, with keys that are kept or not, turned before or not.
void check_pieces(Input& input, const Case& c, std::span<const float> whole) {
  Runner grown(input, c);
  KeptKeys kept;
  KeptKeys* const used = input.flip() ? &kept : nullptr;
  const bool turned = input.flip() && rotated_keys_suffice(c.plan);
  std::vector<float> keys = c.tensors.k;
  int known = 0;  // keys that are turned
  int pieces = 0;
  for (int first = c.shape.query_start; first < c.shape.keys; ++pieces) {
    const int left = c.shape.keys - first;
    const bool last = pieces == 9;  // enough to keep, to append and to begin anew
    const AttentionShape part = c.part(first, last ? left : input.between(1, input.flip() ? left : std::min(left, 4)));
    if (turned) {
      grown.attention.turn_keys(std::span(keys).subspan(c.key_at(known), c.key_at(part.keys) - c.key_at(known)), part,
                                known);
      known = part.keys;
    }
    AttentionInput given = c.input_of(part, keys);
    given.keys_turned = turned;
    given.kept = used;
    std::vector<float> out(given.q.size());
    if (input.below(8) == 1) {  // other tokens were here before
      std::vector<float> others = keys;
      for (std::size_t i = c.key_at(first); i < others.size(); ++i) others[i] = -others[i];
      given.k = std::span(others).first(given.k.size());
      grown.run(given, part, out, nullptr);
      given.k = std::span(keys).first(given.k.size());
    }
    grown.run(given, part, out, nullptr);
    require(std::memcmp(out.data(), &whole[c.query_at(first)], out.size() * sizeof(float)) == 0,
            "queries have the same bits in pieces", c.id);
    first = part.keys;
  }
}

}  // namespace

void attention(Input input) {
  Asked asked = take_legal(input, 80);
  const int kv_heads = input.flip() ? asked.request.num_heads : 1;
  const auto seed = input.take<std::uint16_t>();
  // longer than what shares a centre of decay, and than what packs keep behind a window
  const bool longer = asked.request.positions.empty() && input.below(8) == 1;
  if (longer) asked.request.seq_len += input.between(0, 900);
  const auto made = make_plan(asked.methods, asked.rope, asked.request);
  if (!made) return;
  Case c;
  c.shape = shape_of(asked, kv_heads);
  c.plan = *made;
  c.id = names(asked);
  check(c.plan, asked, c.id);
  if (longer) c.shape = c.part(std::max(0, c.shape.keys - 12), std::min(c.shape.keys, 12));
  c.tensors = tensors_of(c.shape, seed);
  if (seed % 8 == 1) c.score_cap = static_cast<float>(seed) / 1000;
  c.wanted = reference::attention(c.input_of(c.shape, c.tensors.k), c.shape, c.plan);
  const double most = largest_part(c);
  if (most > 1e6) return;  // a float's rounding of it is no longer small beside 1
  c.score_gap = 1e-6 * most;
  const auto out = check_pass(input, c);
  check_pieces(input, c, out);
}

}  // namespace ropescope::fuzz
