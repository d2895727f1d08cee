// Running a model: a session holds the tokens seen and a cache of keys before rotation; a pass appends tokens to it,
// step by step, so that a caller can show progress, stay responsive and stop.
//
// Exactness: step by step equals all at once, bit for bit. Methods whose frequencies change with the length (dynamic
// NTK, LongRoPE) change the hidden states of earlier tokens too, so re-rotating cached keys is not enough past the
// first layer: when the plan of the new length differs from the plan the cache was computed with, the pass runs the
// whole text again. That is the cache `exact`; the others do what faster engines do, wrongly for such methods, so that
// the error can be seen.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "attention/capture.hpp"
#include "core/result.hpp"
#include "core/threads.hpp"
#include "model/model.hpp"
#include "position/registry.hpp"

namespace ropescope {

inline constexpr int max_tokens = 65536;  // of a session; attention takes time with its square

// Of which appended tokens a pass computes the logits of the next token.
enum class LogitsWanted { none, last, all };

// What is kept of earlier tokens when a plan changes with the length.
enum class CacheKind {
  exact,      // nothing: the text runs again
  unrotated,  // keys, which the new plan rotates anew, and hidden states as they were
  rotated     // keys as the plan of their time rotated them (Hugging Face), and hidden states as they were
};

// How a session runs its methods.
struct SessionOptions {
  bool force = false;  // run methods that the weights were not trained for; results say so
  CacheKind cache = CacheKind::exact;
  Threads threads{};  // that share the work of its passes; results are the same bits
};

// What a pass computes beside the hidden states. Where that is maps alone it ends with the last of them: later layers
// do not run, and a pass that follows runs its tokens again.
struct PassOptions {
  LogitsWanted logits = LogitsWanted::all;
  bool losses = false;  // also -log p of each next token within the text
  std::vector<CaptureRequest> captures{};
};

// What a pass answers.
struct PassResult {
  int first_row = 0;          // text position of logits row 0
  std::vector<float> logits;  // [rows, vocab_size]; rows: all appended tokens, the last one, or none
  int first_loss = 0;         // losses[i] is that of token first_loss + i + 1 given all before it
  std::vector<float> losses;  // [appended - 1 (+1 when the session was not empty)], nats; a first token has none
  std::vector<AttentionMap> attentions;  // by request, layer, head; rows: the appended tokens
  int non_finite = 0;  // appended tokens whose hidden state, or logits where made, are not all finite numbers: the
                       // weights overflow, and nothing that is said of these tokens means anything
  int recomputed_tokens = 0;  // earlier tokens that had to run again: the plan changed, or their pass was of maps alone
  bool forced = false;        // the weights were trained with another method
};

// A text on its way through a model.
class Session {
 public:
  // methods: empty = the model's own. Errors: those of make_plan, wrong_weights unless forced, invalid_argument for a
  // rotated cache where a method needs keys before rotation.
  static Result<Session> start(const Model& model, std::vector<MethodSpec> methods, SessionOptions options = {});

  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();

  // Begins a pass over these tokens after those already seen; a pass that was begun before must be complete or
  // cancelled. Errors: invalid_argument (token id outside the vocabulary, empty, too long, layer or head out of range,
  // a pass under way), out_of_memory, those of make_plan. After an error the session is as before.
  Status begin(std::span<const int> tokens, const PassOptions& options);
  // Does a part of the begun pass: a layer at most, and of a long text or a wide model some tens of milliseconds of
  // one. True when it is complete.
  bool step();
  [[nodiscard]] double progress() const;  // 0..1 of the begun pass; 1 when none is
  // The maps of the begun pass that are there by now, layer by layer; moves them out of its result.
  std::vector<AttentionMap> take_maps();
  // The complete pass's result; moves it out.
  PassResult take_result();
  // begin + step until complete + take_result.
  Result<PassResult> run(std::span<const int> tokens, const PassOptions& options);
  // Forgets a begun pass and what it appended; nothing when the pass is complete.
  void cancel();

  // Those of complete passes.
  [[nodiscard]] std::span<const int> tokens() const;

 private:
  struct State;
  explicit Session(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ropescope
