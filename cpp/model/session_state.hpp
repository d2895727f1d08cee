// What a session holds, and the pass under way; only session.cpp and session_pass.cpp include this.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "config/model_config.hpp"
#include "core/threads.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "model/session_plans.hpp"
#include "model/transformer.hpp"
#include "position/registry.hpp"

namespace ropescope {

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

}  // namespace ropescope
