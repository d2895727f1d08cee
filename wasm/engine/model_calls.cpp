// The calls around models. A session belongs to one forward pass or one generation; JavaScript steps it, so that it can
// report progress and stop between the steps.
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "attention/capture.hpp"
#include "boundary/bindings.hpp"
#include "boundary/captures.hpp"
#include "boundary/from_js.hpp"
#include "boundary/handles.hpp"
#include "boundary/object.hpp"
#include "boundary/plan_to_js.hpp"
#include "boundary/to_js.hpp"
#include "config/model_config.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "engine/models.hpp"
#include "engine/shared_threads.hpp"
#include "io/safetensors.hpp"
#include "io/tokenizer.hpp"
#include "model/model.hpp"
#include "model/sampler.hpp"
#include "model/session.hpp"
#include "model/session_plans.hpp"

namespace ropescope::js {
namespace {

constexpr double largest_logits = 1 << 30;  // bytes: half of the 2 GB that the module may grow to

enum class PassState { none, running, complete };

struct OpenSession {
  std::shared_ptr<const Model> model;  // stays loaded while a session runs on it
  Session session;
  SamplerOptions sampling;
  std::uint64_t random_state = 0;
  PassState pass = PassState::none;
};

HandleTable<OpenSession>& sessions() {
  static HandleTable<OpenSession> table("session");
  return table;
}

Result<PassOptions> read_pass(const val& options, const ModelConfig& config, const CaptureExtent& extent) {
  PropertyReader reader(options, "options");
  PassOptions pass;
  constexpr LogitsWanted wanted[] = {LogitsWanted::all, LogitsWanted::last, LogitsWanted::none};
  pass.logits = wanted[reader.choice("logits", {"all", "last", "none"}, 0)];
  pass.losses = reader.boolean("losses", false);
  const CaptureLimits limits{.layers = config.num_hidden_layers, .heads = config.num_attention_heads};
  pass.captures = reader.accept(read_captures(reader.any("capture"), limits));
  if (auto status = reader.finish(); !status) return status.error();
  if (auto status = check_capture_size(pass.captures, {config.num_attention_heads, config.head_dim}, extent); !status) {
    return status.error();
  }
  const double rows = pass.logits == LogitsWanted::all ? extent.keys - extent.first_query : 1;
  const double bytes = rows * config.vocab_size * sizeof(float);
  if (bytes <= largest_logits) return pass;
  return Error{ErrorCode::out_of_memory, "logits_too_large", "logits", {{"max", largest_logits}, {"given", bytes}}};
}

// The session of this handle when its pass is in the state that a call needs.
Result<OpenSession*> find_session(const val& handle, PassState needed) {
  auto open = sessions().find(handle);
  if (open && (*open)->pass != needed) {
    return Error{ErrorCode::internal, "session_out_of_order", "session"};
  }
  return open;
}

// The bytes of all files; read(file, begin, address, length) writes some of them to the heap and answers whether it
// did.
class BytesOfFiles final : public FarBytes {
 public:
  BytesOfFiles(val read, int file) : read_(std::move(read)), file_(file) {}
  bool read(std::size_t begin, std::span<std::byte> out) override {
    return read_(file_, begin, reinterpret_cast<std::uintptr_t>(out.data()), out.size()).as<bool>();
  }

 private:
  val read_;
  int file_;
};

// heads: { address, length } of the first bytes of each safetensors file, its header among them; sizes: those of the
// files in bytes; returns a handle
val load_model(const val& config_text, const val& heads, const val& sizes, const val& read) {
  const auto text = read_text(config_text, "config");
  if (!text) return to_js(text.error());
  auto files = read_files(heads, "weights");
  if (!files) return to_js(files.error());
  std::list<BytesOfFiles> bytes;
  for (std::size_t i = 0; i < files->size(); ++i) {
    (*files)[i].rest = &bytes.emplace_back(read, static_cast<int>(i));
    (*files)[i].size = sizes[i].as<std::size_t>();
  }
  auto model = ropescope::load_model(*text, *files);
  if (!model) return to_js(model.error());
  return val(models().insert(std::make_shared<const Model>(std::move(*model))));
}

// What loadModel makes of a config, without weights.
val model_config(const val& config_text) {
  const auto text = read_text(config_text, "config");
  if (!text) return to_js(text.error());
  const auto config = read_model_config(*text);
  return config ? to_js(*config) : to_js(config.error());
}

val model_info(const val& model) {
  const auto found = models().find(model);
  return found ? to_js(***found) : to_js(found.error());
}

// options: { seqLen, layer }; method [] = the model's own. The plan that a forward pass of this length has in this
// layer.
val model_plan(const val& model, const val& method, const val& options) {
  const auto found = models().find(model);
  if (!found) return to_js(found.error());
  const Model& shared = ***found;
  PropertyReader reader(options, "options");
  const bool own = val::global("Array").call<bool>("isArray", method) && list_length(method) == 0;
  const auto specs = own ? shared.config.methods : reader.accept(read_methods(method));
  const int seq_len = reader.integer("seqLen", {1, max_int});
  const int layer = reader.integer("layer", {0, shared.config.num_hidden_layers - 1.0}, 0);
  if (auto status = reader.finish(); !status) return to_js(status.error());

  const auto plan = plan_layer(shared, specs, layer, seq_len);
  if (!plan) return to_js(plan.error());
  val object = plan_to_js(*plan, shared.config.rope.rope, seq_len);
  object.set("trainedAs", trained_as_to_js(specs));
  return object;
}

val encode(const val& model, const val& text) {
  const auto found = models().find(model);
  if (!found) return to_js(found.error());
  const auto utf8 = read_text(text, "text");
  if (!utf8) return to_js(utf8.error());
  if (!has_tokenizer(***found)) return to_js(no_tokenizer(***found));
  const auto tokens = encode_chars(*utf8);
  return tokens ? typed_array<int>(*tokens) : to_js(tokens.error());
}

val decode(const val& model, const val& tokens) {
  const auto found = models().find(model);
  if (!found) return to_js(found.error());
  const auto ids = read_integers(tokens, "tokens", {0, max_int});
  if (!ids) return to_js(ids.error());
  if (!has_tokenizer(***found)) return to_js(no_tokenizer(***found));
  const auto text = decode_chars(*ids);
  return text ? val(*text) : to_js(text.error());
}

val dispose_model(const val& model) { return to_js(models().erase(model)); }

// options: { method, force, cache, temperature, topK, topP, seed }; returns a handle
val start_session(const val& model, const val& options) {
  const auto found = models().find(model);
  if (!found) return to_js(found.error());
  PropertyReader reader(options, "options");
  auto specs = reader.accept(read_methods(reader.any("method")));
  const bool force = reader.boolean("force", false);
  constexpr CacheKind caches[] = {CacheKind::exact, CacheKind::unrotated, CacheKind::rotated};
  const CacheKind cache = caches[reader.choice("cache", {"exact", "unrotated", "rotated"}, 0)];
  SamplerOptions sampling;
  sampling.temperature = reader.number("temperature", {0, 100}, sampling.temperature);
  sampling.top_k = reader.integer("topK", {0, max_int}, sampling.top_k);
  sampling.top_p = reader.number("topP", {0, 1}, sampling.top_p);
  const auto seed = read_seed(reader);
  if (auto status = reader.finish(); !status) return to_js(status.error());

  const auto& shared = **found;
  auto session =
      Session::start(*shared, std::move(specs), {.force = force, .cache = cache, .threads = shared_threads()});
  if (!session) return to_js(session.error());
  return val(sessions().insert({shared, std::move(*session), sampling, seed, PassState::none}));
}

// options: { logits, losses, capture }
val begin_pass(const val& session, const val& tokens, const val& options) {
  const auto open = find_session(session, PassState::none);
  if (!open) return to_js(open.error());
  OpenSession& state = **open;
  const auto seen = static_cast<int>(state.session.tokens().size());
  if (const double count = list_length(tokens); count > max_tokens - seen) {
    return to_js(Error{ErrorCode::invalid_argument,
                       "session_full",
                       "tokens",
                       {{"max", max_tokens}, {"given", count}, {"seen", seen}}});
  }
  const auto ids = read_integers(tokens, "tokens", {0, max_int});
  if (!ids) return to_js(ids.error());
  const auto pass = read_pass(options, state.model->config, {seen, seen + static_cast<int>(ids->size())});
  if (!pass) return to_js(pass.error());
  const auto status = state.session.begin(*ids, *pass);
  if (status) state.pass = PassState::running;
  return to_js(status);
}

// Returns { complete, progress }.
val step_pass(const val& session) {
  const auto open = find_session(session, PassState::running);
  if (!open) return to_js(open.error());
  const bool complete = (*open)->session.step();
  if (complete) (*open)->pass = PassState::complete;
  Object object;
  object.set("complete", complete);
  object.set("progress", complete ? 1.0 : (*open)->session.progress());
  return object;
}

// Of the layers that the running pass has done.
val take_maps(const val& session) {
  const auto open = find_session(session, PassState::running);
  return open ? to_js((*open)->session.take_maps()) : to_js(open.error());
}

// Of a complete pass.
val take_result(const val& session) {
  const auto open = find_session(session, PassState::complete);
  if (!open) return to_js(open.error());
  (*open)->pass = PassState::none;
  return to_js((*open)->session.take_result(), (*open)->model->config.vocab_size);
}

// Samples after a complete pass; returns { token, text, forced }.
val take_token(const val& session) {
  const auto open = find_session(session, PassState::complete);
  if (!open) return to_js(open.error());
  OpenSession& state = **open;
  state.pass = PassState::none;
  const PassResult result = state.session.take_result();
  const auto vocab_size = static_cast<std::size_t>(state.model->config.vocab_size);
  if (result.logits.size() < vocab_size) return to_js(Error{ErrorCode::internal, "sampled_without_logits", "session"});
  const std::span<const float> row = std::span(result.logits).last(vocab_size);
  if (result.non_finite > 0) {
    return to_js(Error{ErrorCode::invalid_weights, "next_logits_overflow", "weights"});
  }
  const int token = sample(row, state.sampling, state.random_state);

  Object object;
  object.set("token", token);
  auto text = has_tokenizer(*state.model) ? decode_chars(std::span(&token, 1)) : Result<std::string>(std::string());
  object.set("text", text ? *text : std::string());
  object.set("forced", result.forced);
  return object;
}

val dispose_session(const val& session) { return to_js(sessions().erase(session)); }

}  // namespace

EMSCRIPTEN_BINDINGS(ropescope_models) {
  function("loadModel", &load_model);
  function("modelConfig", &model_config);
  function("modelInfo", &model_info);
  function("modelPlan", &model_plan);
  function("encode", &encode);
  function("decode", &decode);
  function("disposeModel", &dispose_model);
  function("startSession", &start_session);
  function("beginPass", &begin_pass);
  function("stepPass", &step_pass);
  function("takeMaps", &take_maps);
  function("takeResult", &take_result);
  function("takeToken", &take_token);
  function("disposeSession", &dispose_session);
}

}  // namespace ropescope::js
