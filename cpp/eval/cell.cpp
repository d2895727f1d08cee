#include "eval/cell.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "eval/score.hpp"
#include "eval/task.hpp"
#include "model/model.hpp"
#include "model/session.hpp"

namespace ropescope {
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
  auto session = Session::start(model_, request_.methods, {.force = request_.force});
  if (!session) return session.error();
  if (const Status status = session->begin(sample->tokens, {}); !status) return status.error();
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
  forced_ = result.forced;
  sample_ = std::move(running_);
  score_ = ropescope::score(sample_, result, model_.config.vocab_size);
  tally_.add(score_);
  return true;
}

}  // namespace ropescope
