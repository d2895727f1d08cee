// One layer of attention over arrays of the caller. JavaScript steps it, so that it can report progress and stop
// between the steps.
#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "boundary/bindings.hpp"
#include "boundary/captures.hpp"
#include "boundary/from_js.hpp"
#include "boundary/handles.hpp"
#include "boundary/object.hpp"
#include "boundary/to_js.hpp"
#include "core/budget.hpp"
#include "core/result.hpp"
#include "engine/heads_plan.hpp"
#include "engine/shared_threads.hpp"
#include "kernels/rotate.hpp"
#include "position/limits.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope::js {
namespace {

// As in make_plan; lists of "all" heads are made of these before anything else is looked at.
constexpr double largest_seq_len = max_plan_length;
constexpr double largest_side = 65536;

struct AttentionCall {
  AttentionShape shape;
  std::vector<MethodSpec> methods;
  RopeConfig rope;
  std::vector<std::vector<double>> positions;  // [axes, seq_len]
  PairLayout layout = PairLayout::half_split;
  std::vector<CaptureRequest> captures;  // layer 0 = this call
};

AttentionShape read_attention_shape(const val& value, PropertyReader& outer) {
  PropertyReader reader(value, "shape");
  AttentionShape shape;
  shape.queries = reader.integer("seqLen", {1, largest_seq_len});
  shape.heads = reader.integer("heads", {1, largest_side});
  shape.kv_heads = reader.integer("kvHeads", {1, largest_side}, shape.heads);
  shape.head_dim = reader.integer("head_dim", {1, largest_side});
  shape.keys = shape.queries;
  if (auto status = reader.finish(); !status) outer.fail(status.error());
  return shape;
}

Result<AttentionCall> read_attention(const val& options) {
  PropertyReader reader(options, "options");
  AttentionCall call;
  call.shape = read_attention_shape(reader.any("shape"), reader);
  call.methods = reader.accept(read_methods(reader.any("method")));
  call.rope = reader.accept(read_rope_config(reader.any("rope")));
  call.positions = reader.accept(read_axes(reader.any("positions")));
  call.layout = read_layout(reader);
  call.captures = reader.accept(read_captures(reader.any("capture"), {.layers = 1, .heads = call.shape.heads}));
  if (auto status = reader.finish(); !status) return status.error();
  const auto status = check_capture_size(call.captures, {call.shape.heads, call.shape.head_dim}, {0, call.shape.keys});
  return status ? Result<AttentionCall>(std::move(call)) : status.error();
}

// Interleaved channels (2i, 2i + 1) to half-split ones (i, i + rotary_dim / 2), in place. Queries and keys alike: their
// products do not change.
void split_pairs(std::span<float> x, int head_dim, int rotary_dim) {
  const auto width = static_cast<std::size_t>(head_dim);
  const auto half = static_cast<std::size_t>(rotary_dim) / 2;
  std::vector<float> pairs(2 * half);
  for (std::size_t head = 0; head + width <= x.size(); head += width) {
    const auto channels = x.subspan(head, 2 * half);
    std::ranges::copy(channels, pairs.begin());
    for (std::size_t i = 0; i < half; ++i) {
      channels[i] = pairs[2 * i];
      channels[i + half] = pairs[2 * i + 1];
    }
  }
}

// A call under way, with arrays of its own: JavaScript may free what it copied in.
struct AttentionRun {
  std::vector<float> q, k, v, out;
  CaptureSink sink;
  Attention attention;
};

HandleTable<std::unique_ptr<AttentionRun>>& runs() {
  static HandleTable<std::unique_ptr<AttentionRun>> table("attention");
  return table;
}

std::vector<float> copy_of(std::span<const float> floats) { return {floats.begin(), floats.end()}; }

// regions: { q, k, v }; returns a handle
val start_attention(const val& regions, const val& options) {
  PropertyReader reader(regions, "regions");
  const auto q = reader.accept(read_region(reader.any("q"), "q"));
  const auto k = reader.accept(read_region(reader.any("k"), "k"));
  const auto v = reader.accept(read_region(reader.any("v"), "v"));
  if (auto status = reader.finish(); !status) return to_js(status.error());

  const auto call = read_attention(options);
  if (!call) return to_js(call.error());
  const AttentionShape& shape = call->shape;
  if (const auto fits = check_input({q, k, v}, shape, q.size()); !fits) return to_js(fits.error());
  auto plan = plan_for_heads(call->methods, call->rope, {shape.queries, shape.heads, shape.head_dim}, call->positions);
  if (!plan) return to_js(plan.error());
  if (const auto fits = check_plan(*plan, shape); !fits) return to_js(fits.error());
  if (const auto fits = check_gates(*plan, {q, k, v}, shape); !fits) return to_js(fits.error());

  const bool has_pairs = plan->phases.empty();  // channels of a polar plan stand alone
  auto run = std::make_unique<AttentionRun>(AttentionRun{
      copy_of(q), copy_of(k), copy_of(v), std::vector<float>(q.size()),
      CaptureSink(call->captures, 0, shape.heads, {0, shape.keys}), Attention(*std::move(plan), shared_threads())});
  if (call->layout == PairLayout::interleaved && has_pairs) {
    split_pairs(run->q, shape.head_dim, call->rope.rotary_dim);
    split_pairs(run->k, shape.head_dim, call->rope.rotary_dim);
  }
  run->attention.begin({run->q, run->k, run->v}, shape, run->out, &run->sink);
  return val(runs().insert(std::move(run)));
}

// How much is done, 0..1.
val step_attention(const val& handle) {
  const auto run = runs().find(handle);
  if (!run) return to_js(run.error());
  Budget budget(step_work * shared_threads().count());
  const bool complete = (**run)->attention.step(budget);
  return val(complete ? 1.0 : (**run)->attention.done());
}

// { out, attentions }
val attention_result(const val& handle) {
  const auto run = runs().find(handle);
  if (!run) return to_js(run.error());
  val object = val::object();
  object.set("out", typed_array(std::span<const float>((**run)->out)));
  object.set("attentions", to_js((**run)->sink.take()));
  return object;
}

val dispose_attention(const val& handle) {
  const auto status = runs().erase(handle);
  return status ? val::undefined() : to_js(status.error());
}

}  // namespace

EMSCRIPTEN_BINDINGS(ropescope_attention) {
  function("startAttention", &start_attention);
  function("stepAttention", &step_attention);
  function("attentionResult", &attention_result);
  function("disposeAttention", &dispose_attention);
}

}  // namespace ropescope::js
