#include <cstddef>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bench.hpp"
#include "files.hpp"
#include "io/tokenizer.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "reference.hpp"

namespace ropescope::bench {
namespace {

using reference::index;

// Multiplications and additions of a forward pass: each weight once per token, and attention's causal half.
double operations(const Model& model, int tokens) {
  const double width = static_cast<double>(model.config.num_attention_heads) * model.config.head_dim;
  return 2.0 * static_cast<double>(model.parameters) * tokens +
         4.0 * width * model.config.num_hidden_layers * tokens * (tokens + 1.0) / 2;
}

// A session whose text is `tokens`, and one more token again and again; the first is the one that packs the keys.
class Decoder {
 public:
  Decoder(const Model& model, std::vector<int> tokens) : model_(model), tokens_(std::move(tokens)) {}
  void start() {
    session_ = std::make_unique<Session>(*Session::start(model_, {}));
    (void)session_->run(tokens_, {.logits = LogitsWanted::none});
    add_token();
  }
  void add_token() { keep(session_->run(std::span(tokens_).first(1), {.logits = LogitsWanted::last})->logits[0]); }

 private:
  const Model& model_;
  std::vector<int> tokens_;
  std::unique_ptr<Session> session_;
};

}  // namespace

void bench_model() {
  const std::string folder = ROPESCOPE_MODELS_DIR "/rope-l128";
  const auto model =
      load_model(test::read_text(folder + "/config.json"), test::read_bytes(folder + "/model.safetensors"));
  if (!model) {
    std::printf("\n%s\n", model.error().message.c_str());
    return;
  }
  const std::string text = test::read_text(ROPESCOPE_MODELS_DIR "/heldout.txt");
  Group forward{"Whole forward of rope-l128, all logits", "GFLOP/s", multiply_add_peak(), {}};
  for (const int tokens : {64, 256, 512, 2048}) {
    const auto ids = std::make_shared<std::vector<int>>(*encode_chars(text.substr(0, index(tokens))));
    const auto run = [&model, ids] { keep(Session::start(*model, {})->run(*ids, {})->logits[0]); };
    forward.contenders.push_back({std::to_string(tokens) + " characters", operations(*model, tokens), run});
  }
  measure(forward);

  constexpr int context = 512;
  const double cache =
      2.0 * model->config.num_key_value_heads * model->config.head_dim * model->config.num_hidden_layers;
  const double numbers = static_cast<double>(model->parameters) + cache * context;
  const std::vector<float> as_large(static_cast<std::size_t>(numbers));
  const auto decoder = std::make_shared<Decoder>(*model, *encode_chars(text.substr(0, context)));
  measure(
      {"One more character after 512 (weights and cache read once)",
       "GB/s",
       read_only(as_large),
       {{"decode", numbers * sizeof(float), [decoder] { decoder->add_token(); }, [decoder] { decoder->start(); }}}});
}

}  // namespace ropescope::bench
