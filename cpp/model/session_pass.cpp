// The parts of a pass: embedding, layers, head.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "config/model_config.hpp"
#include "core/budget.hpp"
#include "core/index.hpp"
#include "kernels/softmax.hpp"
#include "model/session.hpp"
#include "model/session_plans.hpp"
#include "model/session_state.hpp"
#include "model/transformer.hpp"
#include "position/plan.hpp"

namespace ropescope {
namespace {

constexpr int head_rows = 32;  // rows of logits made at a time on a thread, also where only their losses are wanted

bool all_finite(std::span<const float> values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

}  // namespace

void Session::State::adopt_plans(LayerPlans new_plans) {
  attentions.clear();
  for (const PositionPlan& plan : new_plans.plans) attentions.emplace_back(plan, threads);
  plans = std::move(new_plans);
  for (LayerCache& cache_of_layer : caches) cache_of_layer.kept = {};
}

void Session::State::run_embedding() {
  const auto rows = std::span<const int>(text).subspan(index(pass->run_start));
  pass->hidden.resize(rows.size() * index(config().hidden_size));
  embed(config(), *model.weights, rows, pass->hidden);
}

// True when the layer is done.
bool Session::State::step_layer(int layer) {
  if (!pass->layer) {
    const CaptureExtent extent{seen, total()};
    auto sink = std::make_unique<CaptureSink>(pass->options.captures, layer, config().num_attention_heads, extent);
    const bool turned = cache == CacheKind::rotated;
    Attention& attention = attentions[plans.of_layer[index(layer)]];
    const LayerContext context{.cache = caches[index(layer)],
                               .attention = attention,
                               .first = pass->run_start,
                               .keys_turned = turned,
                               .capture = sink.get(),
                               .maps_only = ends_with_maps() && layer + 2 == pass->parts,
                               .threads = threads};
    pass->layer.emplace(std::move(sink),
                        LayerRun(config(), model.weights->layers[index(layer)], context, pass->hidden));
  }
  Budget budget(step_work * threads.count());
  if (!pass->layer->run.step(budget)) return false;
  std::ranges::move(pass->layer->sink->take(), std::back_inserter(pass->result.attentions));
  pass->layer.reset();
  return true;
}

std::span<const float> Session::State::hidden_row(int position) const {
  const std::size_t width = index(config().hidden_size);
  if (position < pass->run_start) return last_hidden;  // only the row before the first that runs is ever asked for
  return std::span(pass->hidden).subspan(index(position - pass->run_start) * width, width);
}

// Logits of positions [first, end), at most head_rows, kept or turned into losses as wanted.
void Session::State::run_head_rows(int first, int end, std::atomic<int>& non_finite) {
  const std::size_t width = index(config().hidden_size);
  const std::size_t vocab = index(config().vocab_size);
  PassResult& result = pass->result;
  std::vector<float> hidden(index(end - first) * width);
  std::vector<float> logits(index(end - first) * vocab);
  for (int at = first; at < end; ++at) std::ranges::copy(hidden_row(at), &hidden[index(at - first) * width]);
  run_head(config(), *model.weights, threads, hidden, logits);
  for (int at = first; at < end; ++at) {
    const auto row = std::span<const float>(logits).subspan(index(at - first) * vocab, vocab);
    // Where the hidden state is not finite, finish() counts it.
    if (at >= seen && !all_finite(row) && all_finite(hidden_row(at))) ++non_finite;
    if (at >= result.first_row) std::ranges::copy(row, &result.logits[index(at - result.first_row) * vocab]);
    if (!pass->options.losses || at + 1 >= total()) continue;
    const float next = row[index(text[index(at + 1)])];
    result.losses[index(at - result.first_loss)] = static_cast<float>(log_sum_exp(row) - static_cast<double>(next));
  }
}

void Session::State::begin_head() {
  PassResult& result = pass->result;
  const LogitsWanted wanted = pass->options.logits;
  // A row of logits is kept from first_row on: none = past the end.
  result.first_row = wanted == LogitsWanted::all ? seen : wanted == LogitsWanted::last ? total() - 1 : total();
  result.first_loss = std::max(0, seen - 1);
  result.attentions = by_request(std::move(result.attentions), pass->options.captures.size());
  result.logits.resize(index(total() - result.first_row) * index(config().vocab_size));
  if (pass->options.losses) result.losses.resize(index(total() - 1 - result.first_loss));
  pass->head_start = pass->options.losses ? std::min(result.first_loss, result.first_row) : result.first_row;
  pass->next_head_block = 0;
}

// True when every row that is wanted has its logits.
bool Session::State::step_head() {
  if (pass->next_head_block < 0) begin_head();
  const int together = std::max(1, threads.even_rows(total() - pass->head_start, head_rows));
  const int blocks = (total() - pass->head_start + together - 1) / together;
  const double work = static_cast<double>(config().hidden_size) * config().vocab_size * together;
  Budget budget(step_work * threads.count());
  std::atomic<int> non_finite = 0;
  pass->next_head_block = share_within(budget, threads, pass->next_head_block, blocks, work, [&](int block, int) {
    const int first = pass->head_start + block * together;
    run_head_rows(first, std::min(total(), first + together), non_finite);
  });
  pass->result.non_finite += non_finite;
  if (pass->next_head_block == blocks) finish();
  return pass->next_head_block == blocks;
}

void Session::State::finish() {
  PassResult& result = pass->result;
  for (int row = seen; row < total(); ++row) result.non_finite += all_finite(hidden_row(row)) ? 0 : 1;
  if (!ends_with_maps()) {
    const auto last = hidden_row(total() - 1);
    last_hidden.assign(last.begin(), last.end());
    cached = total();
  }
  pass->hidden = {};
  seen = total();
}

}  // namespace ropescope
