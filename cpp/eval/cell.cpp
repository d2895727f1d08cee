#include "eval/cell.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "attention/capture.hpp"
#include "config/model_config.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "eval/score.hpp"
#include "eval/task.hpp"
#include "model/model.hpp"
#include "model/session.hpp"

namespace ropescope {
namespace {

// All layers and heads, where the task looks at attention itself.
PassOptions pass_options(const TaskInfo& task, const ModelConfig& config) {
  PassOptions options;
  if (std::ranges::find(task.metrics, Metric::entropy) == task.metrics.end()) return options;
  CaptureRequest entropy{.kind = CaptureKind::entropy};
  for (int layer = 0; layer < config.num_hidden_layers; ++layer) entropy.layers.push_back(layer);
  options.captures.push_back(std::move(entropy));
  return options;
}

}  // namespace
Result<Cell> Cell::start(const Model& model, std::shared_ptr<const std::vector<int>> corpus, CellRequest request) {
  Cell cell(model, std::move(corpus), std::move(request));
  if (const Status status = cell.begin_sample(); !status) return status.error();
  return cell;
}

Status Cell::begin_sample() {
  SampleRequest wanted = request_.sample;
  wanted.index += tally_.samples();
  auto sample = make_sample(request_.task, wanted, *corpus_);
  if (!sample) return sample.error();
  auto session = Session::start(model_, request_.methods, {.force = request_.force, .threads = request_.threads});
  if (!session) return session.error();
  const PassOptions options = pass_options(*find_task(request_.task), model_.config);
  if (const Status status = session->begin(sample->tokens, options); !status) return status.error();
  session_ = std::make_unique<Session>(*std::move(session));
  running_ = *std::move(sample);
  return ok();
}

Result<bool> Cell::step() {
  if (!session_) {
    if (const Status status = begin_sample(); !status) return status.error();
  }
  if (!session_->step()) return false;
  const PassResult result = session_->take_result();
  session_.reset();
  if (result.non_finite > 0) {
    return Error{ErrorCode::invalid_weights,
                 "logits_overflow",
                 "weights",
                 {{"given", result.non_finite}, {"tokens", running_.tokens.size()}}};
  }
  forced_ = result.forced;
  sample_ = std::move(running_);
  score_ = ropescope::score(sample_, result, model_.config.vocab_size);
  tally_.add(score_);
  return true;
}

}  // namespace ropescope
