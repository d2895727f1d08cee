// Weight files that say other than their config: what is run, what is reported, what is refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "io/safetensors.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "runtimes/gguf_tensors.hpp"
#include "tiny_model.hpp"

namespace ropescope {
namespace {

std::vector<float> logits_of(const Model& model, int vocab = 19) {
  auto session = Session::start(model, {});
  EXPECT_TRUE(session);
  const auto result = session->run(test::random_tokens(20, vocab), {});
  EXPECT_TRUE(result) << result.error().message;
  return result->logits;
}

Result<Model> load(const test::TinySpec& spec, const test::NamedTensors& tensors) {
  return load_model(test::config_json(spec), test::write_safetensors(tensors));
}

TEST(Weights, without_a_place_are_left_out_and_named) {
  const test::TinySpec spec;
  auto tensors = test::random_tensors(spec);
  const auto plain = load(spec, tensors);
  ASSERT_TRUE(plain);
  EXPECT_TRUE(plain->unused_tensors.empty());

  const std::string layer = "model.layers.0.self_attn.";
  const std::vector<std::string> more{layer + "q_norm.weight", layer + "q_proj.bias", layer + "q_proj.lora_A.weight",
                                      "model.layers.7.input_layernorm.weight"};
  for (const std::string& name : more) tensors[name] = {{32}, std::vector<float>(32, 0.5F)};
  const auto fuller = load(spec, tensors);
  ASSERT_TRUE(fuller) << fuller.error().message;
  EXPECT_EQ(fuller->unused_tensors, more);
  EXPECT_EQ(logits_of(*fuller), logits_of(*plain)) << "attention_bias is false: transformers leaves biases out";
}

class Elsewhere final : public FarBytes {
 public:
  explicit Elsewhere(std::span<const std::byte> file) : file_(file) {}
  bool read(std::size_t begin, std::span<std::byte> out) override {
    most_ = std::max(most_, out.size());
    if (--left_ < 0) return false;
    std::ranges::copy(file_.subspan(begin, out.size()), out.begin());
    return true;
  }
  void break_after(int reads) { left_ = reads; }
  [[nodiscard]] std::size_t most() const { return most_; }

 private:
  std::span<const std::byte> file_;
  int left_ = 1000;
  std::size_t most_ = 0;
};

TEST(Weights, come_tensor_by_tensor_from_a_file_that_is_not_in_memory) {
  const test::TinySpec spec;
  const auto file = test::write_safetensors(test::random_tensors(spec));
  Elsewhere elsewhere(file);
  const WeightFile far{std::span(file).first(file.size() / 3), file.size(), &elsewhere};
  const auto model = load_model(test::config_json(spec), std::span(&far, 1));
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(logits_of(*model), logits_of(*load(spec, test::random_tensors(spec))));
  EXPECT_EQ(elsewhere.most(), 4 * 40 * 24) << "the largest tensor";

  elsewhere.break_after(5);
  const auto broken = load_model(test::config_json(spec), std::span(&far, 1));
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, ErrorCode::invalid_weights);
}

TEST(Weights, of_a_tied_head_may_stand_in_the_file_where_they_are_those_of_the_embedding) {
  const test::TinySpec spec{.tied = true};
  auto tensors = test::random_tensors(spec);
  tensors["lm_head.weight"] = tensors.at("model.embed_tokens.weight");
  const auto model = load(spec, tensors);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_TRUE(model->unused_tensors.empty());
  EXPECT_EQ(model->parameters, load(spec, test::random_tensors(spec))->parameters);
}

TEST(Weights, of_a_tied_head_that_differ_are_refused) {
  const test::TinySpec spec{.tied = true};
  auto tensors = test::random_tensors(spec);
  tensors["lm_head.weight"] = tensors.at("model.embed_tokens.weight");
  tensors["lm_head.weight"].values[3] += 1;
  const auto model = load(spec, tensors);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::invalid_weights);
  EXPECT_EQ(model.error().message.substr(0, 69),
            "lm_head.weight must equal model.embed_tokens.weight where tie_word_em");

  const auto file = test::write_safetensors(tensors);
  const auto exported = llama_tensors(*read_model_config(test::config_json(spec)), *read_safetensors(file), true);
  ASSERT_FALSE(exported);
  EXPECT_EQ(exported.error().message, model.error().message);
}

TEST(Weights, of_mistral_with_layer_types_slide_by_their_types) {
  const std::string window = R"(,"sliding_window":5)";
  const test::TinySpec types{.model_type = "mistral",
                             .more = window + R"(,"layer_types":["full_attention","sliding_attention"])"};
  const test::TinySpec one_window{.model_type = "mistral", .more = window};
  const auto tensors = test::random_tensors(types);
  EXPECT_EQ(load(types, tensors)->config.sliding_window, (std::vector<int>{0, 5}));
  EXPECT_EQ(load(one_window, tensors)->config.sliding_window, (std::vector<int>{5, 5}));
  EXPECT_NE(logits_of(*load(types, tensors)), logits_of(*load(one_window, tensors)));
  const test::TinySpec no_window{
      .model_type = "mistral",
      .more = R"(,"sliding_window":null,"layer_types":["full_attention","sliding_attention"])"};
  EXPECT_EQ(load(no_window, tensors).error().message,
            "layer_types[1] is \"sliding_attention\", but the config gives no window");
}

TEST(Weights, that_overflow_are_counted_where_they_are_read) {
  const test::TinySpec spec;
  auto tensors = test::random_tensors(spec);
  for (float& value : tensors["model.layers.1.mlp.down_proj.weight"].values) value = 3e38F;
  const auto model = load(spec, tensors);
  ASSERT_TRUE(model);
  for (const LogitsWanted logits : {LogitsWanted::all, LogitsWanted::last, LogitsWanted::none}) {
    auto session = Session::start(*model, {});
    const auto result = session->run(test::random_tokens(20, spec.vocab), {.logits = logits});
    ASSERT_TRUE(result);
    EXPECT_EQ(result->non_finite, 20);
  }
  auto whole = Session::start(*load(spec, test::random_tensors(spec)), {});
  EXPECT_EQ(whole->run(test::random_tokens(20, spec.vocab), {})->non_finite, 0);
}

TEST(Weights, whose_logits_alone_overflow_are_counted_once_a_token) {
  const test::TinySpec spec;
  auto tensors = test::random_tensors(spec);
  for (float& value : tensors["lm_head.weight"].values) value = 3e38F;
  const auto model = load(spec, tensors);
  auto session = Session::start(*model, {});
  const auto result = session->run(test::random_tokens(20, spec.vocab), {.losses = true});
  ASSERT_TRUE(result);
  EXPECT_GT(result->non_finite, 10);  // the other rows' sums happen to stay finite
  EXPECT_LE(result->non_finite, 20);
}

TEST(Session, takes_many_steps_for_a_long_text_and_one_a_layer_for_a_short_one) {
  const auto model = load({}, test::random_tensors({}));
  const auto steps = [&](int tokens) {
    auto session = Session::start(*model, {});
    EXPECT_TRUE(session->begin(test::random_tokens(tokens, 19), {.captures = {{.layers = {0, 1}, .size = 4}}}));
    int count = 1;
    while (!session->step()) ++count;
    return std::pair{count, session->take_result()};
  };
  EXPECT_EQ(steps(20).first, 4) << "embedding, two layers, head";
  const auto [count, result] = steps(3000);
  EXPECT_GT(count, 6);
  auto whole = Session::start(*model, {});
  const auto tokens = test::random_tokens(3000, 19);
  // In halves, whose steps end elsewhere, the same bits come out.
  ASSERT_TRUE(whole->run(std::span(tokens).first(1700), {.logits = LogitsWanted::none}));
  const auto second = whole->run(std::span(tokens).subspan(1700), {});
  ASSERT_TRUE(second);
  const std::vector<float> expected(result.logits.end() - static_cast<std::ptrdiff_t>(second->logits.size()),
                                    result.logits.end());
  EXPECT_EQ(second->logits, expected);
}

}  // namespace
}  // namespace ropescope
