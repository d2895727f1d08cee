// One cell of an evaluation: a model with its position methods, at one length, on one task. It runs sample after sample
// in small steps, so that a caller can show what is there already, stay responsive, and stop with what is done.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "core/threads.hpp"
#include "eval/score.hpp"
#include "eval/task.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "position/registry.hpp"

namespace ropescope {

struct CellRequest {
  std::string task{};
  std::vector<MethodSpec> methods{};  // empty = the model's own
  bool force = false;                 // run methods that the weights were not trained for
  SampleRequest sample{};             // index: of the first sample
  Threads threads{};                  // that share the work of its passes; results are the same bits
};

class Cell {
 public:
  // corpus: held-out text as tokens, shared by the cells of an evaluation.
  // Errors: those of make_sample and of Session::start.
  static Result<Cell> start(const Model& model, std::shared_ptr<const std::vector<int>> corpus, CellRequest request);

  // Does one part of the current sample's pass (about one layer); true when it completed the sample.
  // Errors: those of Session::begin; the cell keeps what it has.
  Result<bool> step();

  [[nodiscard]] const Tally& tally() const { return tally_; }
  // The last completed sample.
  [[nodiscard]] const Sample& sample() const { return sample_; }
  [[nodiscard]] const Score& score() const { return score_; }
  [[nodiscard]] bool forced() const { return forced_; }  // the weights were trained with another method
  [[nodiscard]] const CellRequest& request() const { return request_; }

 private:
  Cell(Model model, std::shared_ptr<const std::vector<int>> corpus, CellRequest request)
      : model_(std::move(model)), corpus_(std::move(corpus)), request_(std::move(request)) {}

  Status begin_sample();

  Model model_;
  std::shared_ptr<const std::vector<int>> corpus_;
  CellRequest request_;
  Tally tally_;
  std::unique_ptr<Session> session_;  // of the sample under way
  Sample running_;
  Sample sample_;
  Score score_;
  bool forced_ = false;
};

}  // namespace ropescope
