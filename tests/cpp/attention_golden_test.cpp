// Attention probabilities of the authors' own code and of the formulas in double, through registry and attention.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string>
#include <string_view>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "attention_cases.hpp"
#include "golden.hpp"
#include "io/json.hpp"
#include "position/method.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

using test::index;

const Json& at(const Json& object, std::string_view key) {
  static const Json none;
  const Json* found = object.find(key);
  if (found == nullptr) ADD_FAILURE() << "no " << key;
  return found == nullptr ? none : *found;
}

int whole(const Json& object, std::string_view key) { return static_cast<int>(golden::number(object, key)); }

// Vectors [head][position][channel] of the files.
struct Vectors {
  int heads = 0;
  int tokens = 0;
  int head_dim = 0;
  std::vector<float> q;  // [position][head][channel], as attention takes them
  std::vector<float> k;

  Vectors(const Json& file, const std::string& k_name)
      : heads(whole(file, "H")), tokens(whole(file, "N")), head_dim(whole(file, "head_dim")) {
    q = by_position(golden::numbers(file, "q"));
    k = by_position(golden::numbers(file, k_name));
  }

  [[nodiscard]] std::vector<float> by_position(const std::vector<double>& by_head) const {
    std::vector<float> result(by_head.size());
    if (by_head.size() != index(heads * tokens * head_dim)) ADD_FAILURE() << "q or k has another size";
    for (std::size_t i = 0; i < by_head.size(); ++i) {
      const auto dim = index(head_dim);
      const std::size_t n = i / dim % index(tokens);
      const std::size_t h = i / dim / index(tokens);
      result[(n * index(heads) + h) * dim + i % dim] = static_cast<float>(by_head[i]);
    }
    return result;
  }

  [[nodiscard]] AttentionShape shape() const { return {tokens, tokens, 0, heads, heads, head_dim}; }
};

// The largest difference between a plan's attention weights and [head, query, key] of a file; also whether decoding
// gives the same.
double worst(const Vectors& vectors, const std::vector<MethodSpec>& methods, int trained, const Json& expected) {
  const RopeConfig rope{vectors.head_dim, vectors.head_dim, 10000, trained};
  const auto plan = make_plan(methods, rope, {.seq_len = vectors.tokens, .num_heads = vectors.heads});
  if (!plan) ADD_FAILURE() << plan.error().message;
  if (!plan) return HUGE_VAL;
  const test::Tensors tensors{vectors.q, vectors.k, vectors.k};
  const auto weights = test::captured(tensors, vectors.shape(), *plan, CaptureKind::weights);
  EXPECT_EQ(test::attended_one_by_one(tensors, vectors.shape(), *plan),
            test::attended(tensors, vectors.shape(), *plan));
  if (expected.array() == nullptr || expected.array()->size() != weights.size()) return HUGE_VAL;
  double largest = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(weights[i]) - *(*expected.array())[i].number()));
  }
  return largest;
}

double n(int value) { return value; }

TEST(AttentionGolden, gives_the_probabilities_of_rerope_leaky_rerope_and_self_extend) {
  const Json file = golden::load("authors_attention.json");
  const Json& cases = at(file, "cases");
  const Vectors vectors(at(cases, "_inputs"), "k_repeated");
  double largest = 0;
  int compared = 0;
  for (const auto& [id, golden_case] : *cases.object()) {
    if (id == "_inputs") continue;
    SCOPED_TRACE(id);
    const Json& params = at(golden_case, "params");
    const int window = whole(params, "window");
    const auto check = [&](const std::vector<MethodSpec>& methods, int trained, const char* key, double tolerance) {
      const double difference = worst(vectors, methods, trained, at(golden_case, key));
      EXPECT_LE(difference, tolerance) << key;
      largest = std::max(largest, difference);
      ++compared;
    };
    if (id.starts_with("self_extend")) {
      const Params floor{{"window", n(window)}, {"group", n(whole(params, "group_size"))}};
      Params exact = floor;
      exact["shift"] = std::string("exact");
      check({{"self_extend", exact}}, 4096, "attention_probs", 5e-6);  // float against float
      check({{"self_extend", floor}}, 4096, "probs_paper_floor_variant_f64", 2e-6);
      continue;
    }
    const int trained = whole(params, "training_length");
    MethodSpec map{"rerope", {{"window", n(window)}}};
    if (id.starts_with("leaky")) {
      map.id = "leaky_rerope";
      map.params["slope"] = golden::number(params, "scaling_factor");
    }
    check({map, {"log_n", {}}}, trained, "attention_probs", 5e-6);
  }
  EXPECT_GE(compared, 7);
  RecordProperty("worst", std::to_string(largest * 1e6) + "e-6");
}

TEST(AttentionGolden, gives_the_positions_and_probabilities_of_dual_chunk_attention) {
  const Json file = golden::load("dca_maps.json");
  const Vectors vectors(at(at(golden::load("authors_attention.json"), "cases"), "_inputs"), "k_repeated");
  double largest = 0;
  for (const auto& [id, golden_case] : *at(file, "cases").object()) {
    SCOPED_TRACE(id);
    const std::size_t split = id.find("_local");
    const MethodSpec spec{"dual_chunk",
                          {{"chunk", std::stod(id.substr(5, split - 5))}, {"local", std::stod(id.substr(split + 6))}}};
    const auto plan = make_plan(std::vector{spec}, {16, 16, 10000, 4096}, {.seq_len = vectors.tokens});
    ASSERT_TRUE(plan) << plan.error().message;
    const auto facts = reference::facts_of(*plan, vectors.heads);
    const auto& rows = *at(golden_case, "relative_position").array();
    ASSERT_EQ(rows.size(), index(vectors.tokens));
    for (int m = 0; m < vectors.tokens; ++m) {
      for (int key = 0; key <= m; ++key) {
        ASSERT_EQ(facts.distance(m, key), *(*rows[index(m)].array())[index(key)].number()) << m << ", " << key;
      }
    }
    largest = std::max(largest, worst(vectors, {spec}, 4096, at(golden_case, "probs_f64")));
  }
  EXPECT_LE(largest, 2e-6);  // the header's bound for weights
  RecordProperty("worst", std::to_string(largest * 1e6) + "e-6");
}

struct Derived {
  std::string key;
  std::vector<MethodSpec> methods;
  int trained = 4096;
};

std::vector<Derived> derived_cases() {
  const auto norm = [](const char* which) { return MethodSpec{"key_norm", {{"norm", std::string(which)}}}; };
  const auto sinks = [](const char* positions) {
    return MethodSpec{"sinks", {{"sinks", 2.0}, {"window", 5.0}, {"positions", std::string(positions)}}};
  };
  const MethodSpec unscaled_cosine{"key_norm", {{"norm", std::string("cosa")}, {"scale", 4.0}}};
  const MethodSpec log_of_position{"log_n", {{"base", std::numbers::e}, {"clipped", false}}};
  return {{"rope", {}},
          {"nope", {{"nope", {}}}},
          {"keynorm_KNA", {norm("kna")}},
          {"querynorm_QNA", {norm("qna")}},
          {"cosA_lambda_4ln_half_train_L512", {norm("cosa")}, 512},
          {"cosA_lambda_4ln_pos_plus_1", {unscaled_cosine, log_of_position}},
          {"logn_pretrained_log512n", {{"log_n", {{"clipped", false}}}}, 512},
          {"logn_clipped_L8", {{"log_n", {}}}, 8},
          {"llama4_temperature_floor8_scale0.1",
           {{"nope", {}}, {"temperature", {}}},
           8},  // Llama 4 has it in its layers without positions
          {"ministral_scale_beta0.1_L8", {{"temperature", {{"form", std::string("ministral")}}}}, 8},
          {"sliding_window_w5", {{"window", {{"window", 5.0}}}}},
          {"lambda_mask_sink2_w5_absolute_pos", {sinks("text")}},
          {"streaming_llm_sink2_recent5", {sinks("cache")}}};
}

TEST(AttentionGolden, gives_the_probabilities_of_norms_scales_and_patterns) {
  const Json file = golden::load("derived_f64.json");
  const Vectors vectors(file, "k");
  double largest = 0;
  for (const Derived& c : derived_cases()) {
    SCOPED_TRACE(c.key);
    const double difference = worst(vectors, c.methods, c.trained, at(at(file, "causal_probs"), c.key));
    EXPECT_LE(difference, 2e-6);
    largest = std::max(largest, difference);
  }
  RecordProperty("worst", std::to_string(largest * 1e6) + "e-6");
}

TEST(AttentionGolden, gives_the_windows_of_hwfa) {
  const Json file = golden::load("derived_f64.json");
  int compared = 0;
  for (const Json& row : *at(file, "hwfa_windows").array()) {
    const int layers = whole(row, "layers");
    const auto plan = make_plan(std::vector{MethodSpec{"hwfa", {{"alpha", golden::number(row, "alpha")}}}},
                                {16, 16, 10000, whole(row, "train_length")}, {.seq_len = 9, .num_layers = layers});
    ASSERT_TRUE(plan) << plan.error().message;
    EXPECT_EQ(plan->visible.window, whole(row, "w"));
    EXPECT_EQ((plan->visible.window - 1) * (layers - 1) + 1, whole(row, "receptive_field"));
    ++compared;
  }
  EXPECT_EQ(compared, 4);
}

}  // namespace
}  // namespace ropescope
