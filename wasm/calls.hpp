// What JavaScript can call: one declaration for each exported function. Each returns its value or { code, message }.
// Arguments are JavaScript values because Embind would coerce any other type.
#pragma once

#include <emscripten/val.h>

namespace ropescope::js {

using emscripten::val;

// position_calls.cpp: calls without a model
val methods();
val inspect(const val& config_text, const val& options);  // options: { seqLen, assumeOriginalLength }
val plan(const val& method, const val& options);          // options: { rope, seqLen, heads }
val explain(const val& method, const val& options);       // options: { rope, seqLen, heads, layer, layers }
val rotate(const val& region, const val& options);      // in place; options: { shape, positions, method, rope, layout }
val attention(const val& regions, const val& options);  // regions: { q, k, v, out }; returns the attention maps

// export_calls.cpp: what another runtime is told or given; options: { to, method, seqLen }
val runtime_settings(const val& config_text, const val& options);
val gguf_file(const val& config_text, const val& weights, const val& options);  // weights: a region of bytes

// model_calls.cpp: models and sessions live here, JavaScript holds their handles
val load_model(const val& config_text, const val& region);  // region: { address, length }, bytes; returns a handle
val model_info(const val& model);
val encode(const val& model, const val& text);
val decode(const val& model, const val& tokens);
val dispose_model(const val& model);
val start_session(const val& model, const val& options);  // options: { method, force, cache, sampling }
val begin_pass(const val& session, const val& tokens, const val& options);  // options: { logits, losses, capture }
val step_pass(const val& session);                                          // returns { complete, progress }
val take_maps(const val& session);    // of the layers that the running pass has done
val take_result(const val& session);  // of a complete pass
val take_token(const val& session);   // samples after a complete pass; returns { token, text, forced }
val dispose_session(const val& session);

// eval_calls.cpp: a cell is one model, method, task and length; its samples run one after the other
val tasks();
// text: held out; options: { task, method, force, length, seed, first } and the task's own; returns a handle
val start_cell(const val& model, const val& text, const val& options);
val step_cell(const val& cell);    // true when it completed a sample
val cell_result(const val& cell);  // of the samples so far: { samples, metrics, last, losses, accuracies, entropy }
val dispose_cell(const val& cell);

// train_calls.cpp: a training advances shard by shard; files are regions of bytes: { address, length }
val start_training(const val& config, const val& recipe, const val& text, const val& options);  // options: { seed }
val start_training_from(const val& training, const val& weights);  // a model.safetensors, before the first step
val resume_training(const val& training, const val& state);        // what save_training gave
val training_identity(const val& state);                           // { config, recipe, seed }
val step_training(const val& training);                            // true when it completed a step
// { step, steps, tokens, gradientNorm, losses }; losses: of the steps from `since` on
val training_report(const val& training, const val& since);
val save_training(const val& training);
val export_training(const val& training, const val& options);  // a model.safetensors; options: { dtype }
val dispose_training(const val& training);

}  // namespace ropescope::js
