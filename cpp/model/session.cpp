#include "model/session.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "config/model_config.hpp"
#include "core/budget.hpp"
#include "core/error_codes.hpp"
#include "core/index.hpp"
#include "core/result.hpp"
#include "core/threads.hpp"
#include "kernels/softmax.hpp"
#include "model/model.hpp"
#include "model/session_checks.hpp"
#include "model/session_plans.hpp"
#include "model/transformer.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "position/trained_as.hpp"

namespace ropescope {
namespace {

constexpr int head_rows = 32;  // rows of logits made at a time on a thread, also where only their losses are wanted

// A layer under way and what it captures.
struct LayerStep {
  std::unique_ptr<CaptureSink> sink;  // where the run looks for it, wherever this goes
  LayerRun run;
};

// A pass under way.
struct Pass {
  PassOptions options;
  int run_start = 0;  // position of the first row that runs
  int parts = 0;      // embedding, layers, head; without those after the last map where maps are all
  int parts_done = 0;
  std::vector<float> hidden;       // [rows, hidden_size], rows from run_start on
  std::optional<LayerStep> layer;  // under way
  int head_start = 0;              // position of the first row whose logits are made
  int next_head_block = -1;        // of rows from there on; -1 = the head has not begun
  PassResult result;
};

// The last layer that a pass has to reach whose maps are all that is wanted; -1 = it goes to the end.
int last_layer(const PassOptions& options) {
  if (options.losses || options.logits != LogitsWanted::none) return -1;
  int last = -1;
  for (const CaptureRequest& request : options.captures) {
    for (const int layer : request.layers) last = std::max(last, layer);
  }
  return last;
}

bool all_finite(std::span<const float> values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

}  // namespace

struct Session::State {
  Model model;
  std::vector<MethodSpec> methods;
  bool forced = false;  // the weights were trained with another method
  CacheKind cache = CacheKind::exact;
  Threads threads;
  std::vector<int> text;           // tokens of complete passes, then those of the pass under way
  int seen = 0;                    // tokens of complete passes
  int cached = 0;                  // leading tokens whose cache entries hold under `plans`
  std::vector<LayerCache> caches;  // [layers]
  int planned = 0;                 // length that `plans` are for
  LayerPlans plans;
  std::vector<Attention> attentions;  // one per plan
  std::vector<float> last_hidden;     // [hidden_size] of the last token of complete passes
  std::optional<Pass> pass;

  [[nodiscard]] const ModelConfig& config() const { return model.config; }
  [[nodiscard]] int total() const { return static_cast<int>(text.size()); }
  [[nodiscard]] bool ends_with_maps() const { return pass->parts < config().num_hidden_layers + 2; }

  void adopt_plans(LayerPlans new_plans);

  void run_embedding();
  [[nodiscard]] bool step_layer(int layer);
  void begin_head();
  [[nodiscard]] bool step_head();
  void finish();
  [[nodiscard]] std::span<const float> hidden_row(int position) const;
  void run_head_rows(int first, int end, std::atomic<int>& non_finite);
};

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

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

Result<Session> Session::start(const Model& model, std::vector<MethodSpec> methods, SessionOptions options) {
  const std::vector<MethodSpec>& own = model.config.methods;
  if (methods.empty()) methods = own;
  auto state = std::make_unique<State>();
  state->planned = planned_length(model.config, methods, 1);
  auto plans = plan_layers(model, methods, state->planned);
  if (!plans) return plans.error();
  const Status fit = check_weights(own, methods);
  if (!fit && !options.force) return fit.error();
  if (const Status status = check_cache(options.cache, *plans); !status) return status.error();
  state->model = model;
  state->methods = std::move(methods);
  state->forced = !fit;
  state->cache = options.cache;
  state->threads = std::move(options.threads);
  state->caches.resize(index(model.config.num_hidden_layers));
  state->adopt_plans(*std::move(plans));
  return Session(std::move(state));
}

Status Session::begin(std::span<const int> tokens, const PassOptions& options) {
  State& s = *state_;
  if (s.pass && s.pass->parts_done < s.pass->parts) {
    return Error{ErrorCode::invalid_argument, "pass_under_way", "session"};
  }
  if (const Status status = check_tokens(tokens, s.seen, s.config()); !status) return status;
  const int appended = static_cast<int>(tokens.size());
  const CaptureExtent extent{s.seen, s.seen + appended};
  if (const Status status = check_captures(options.captures, s.config(), extent); !status) return status;
  const int planned = planned_length(s.config(), s.methods, s.seen + appended);
  std::optional<LayerPlans> new_plans;
  int run_start = s.cached;
  if (planned != s.planned) {
    auto plans = plan_layers(s.model, s.methods, planned);
    if (!plans) return plans.error();
    if (const Status status = check_cache(s.cache, *plans); !status) return status;
    const bool agree = agree_at_first(s.plans, *plans, s.cached, s.config().num_attention_heads);
    if (s.cache == CacheKind::exact && !agree) run_start = 0;
    if (*plans != s.plans) new_plans = *std::move(plans);
  }
  const int kv_width = s.config().num_key_value_heads * s.config().head_dim;
  const double plan_bytes = plans_bytes(new_plans ? *new_plans : s.plans, kv_width, s.seen + appended);
  const PassSize size{.seen = s.seen,
                      .appended = appended,
                      .run_start = run_start,
                      .plan_bytes = plan_bytes,
                      .threads = s.threads.count()};
  if (const Status status = check_memory(s.model, size, options); !status) return status;
  if (new_plans) s.adopt_plans(*std::move(new_plans));
  s.planned = planned;
  s.cached = run_start;
  s.text.insert(s.text.end(), tokens.begin(), tokens.end());
  s.pass.emplace();
  s.pass->options = options;
  s.pass->run_start = run_start;
  const int last = last_layer(options);
  s.pass->parts = (last < 0 ? s.config().num_hidden_layers + 1 : last + 1) + 1;
  s.pass->result.recomputed_tokens = s.seen - run_start;
  s.pass->result.forced = s.forced;
  return ok();
}

bool Session::step() {
  State& s = *state_;
  if (!s.pass || s.pass->parts_done == s.pass->parts) return true;
  const int part = s.pass->parts_done;
  bool done = true;
  if (part == 0) {
    s.run_embedding();
  } else if (part <= s.config().num_hidden_layers) {
    done = s.step_layer(part - 1);
  } else {
    done = s.step_head();
  }
  if (done) ++s.pass->parts_done;
  const bool complete = s.pass->parts_done == s.pass->parts;
  if (complete && s.ends_with_maps()) {
    s.begin_head();
    s.finish();
  }
  return complete;
}

double Session::progress() const {
  return state_->pass ? static_cast<double>(state_->pass->parts_done) / state_->pass->parts : 1.0;
}

std::vector<AttentionMap> Session::take_maps() {
  return state_->pass ? std::exchange(state_->pass->result.attentions, {}) : std::vector<AttentionMap>{};
}

PassResult Session::take_result() {
  assert(state_->pass && state_->pass->parts_done == state_->pass->parts);
  PassResult result = std::move(state_->pass->result);
  state_->pass.reset();
  return result;
}

Result<PassResult> Session::run(std::span<const int> tokens, const PassOptions& options) {
  if (const Status status = begin(tokens, options); !status) return status.error();
  while (!step()) {
  }
  return take_result();
}

void Session::cancel() {
  State& s = *state_;
  if (!s.pass || s.pass->parts_done == s.pass->parts) return;
  s.text.resize(index(s.seen));
  s.pass.reset();
}

std::span<const int> Session::tokens() const { return std::span<const int>(state_->text).first(index(state_->seen)); }

}  // namespace ropescope
