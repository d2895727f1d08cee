#include "model/session.hpp"

#include <algorithm>
#include <cassert>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "attention/capture.hpp"
#include "config/model_config.hpp"
#include "core/error_codes.hpp"
#include "core/index.hpp"
#include "core/result.hpp"
#include "model/model.hpp"
#include "model/session_checks.hpp"
#include "model/session_plans.hpp"
#include "model/session_state.hpp"
#include "position/registry.hpp"
#include "position/trained_as.hpp"

namespace ropescope {
namespace {

// The last layer that a pass has to reach whose maps are all that is wanted; -1 = it goes to the end.
int last_layer(const PassOptions& options) {
  if (options.losses || options.logits != LogitsWanted::none) return -1;
  int last = -1;
  for (const CaptureRequest& request : options.captures) {
    for (const int layer : request.layers) last = std::max(last, layer);
  }
  return last;
}

}  // namespace

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
