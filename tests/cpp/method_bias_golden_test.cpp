// Biases against the authors' code, ggml, T5's formula and the double-precision tables.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "bias_plan.hpp"
#include "core/index.hpp"
#include "golden.hpp"
#include "io/json.hpp"
#include "position/bias/alibi.hpp"
#include "position/bias/t5.hpp"

namespace ropescope {
namespace {

using namespace methods;

using test::bias_of;

// Softmax of scores * scale + bias over the keys up to query_start + row, in double. [heads, queries, keys]
struct Scores {
  std::vector<double> values;  // [heads, queries, keys]
  int heads = 0;
  int queries = 0;
  int keys = 0;
  double scale = 1;
};

std::vector<double> probabilities(const Scores& scores, const std::vector<float>& bias) {
  std::vector<double> result(scores.values.size(), 0.0);
  const int query_start = scores.keys - scores.queries;
  for (int row = 0; row < scores.heads * scores.queries; ++row) {
    const int seen = query_start + row % scores.queries + 1;
    const std::size_t first = index(row) * index(scores.keys);
    const std::size_t head = index(row / scores.queries) * index(scores.keys);
    double sum = 0;
    for (int n = 0; n < seen; ++n) {
      const double score = scores.values[first + index(n)] * scores.scale + bias[head + index(seen - 1 - n)];
      result[first + index(n)] = std::exp(score);
      sum += result[first + index(n)];
    }
    for (int n = 0; n < seen; ++n) result[first + index(n)] /= sum;
  }
  return result;
}

double worst_absolute(const std::vector<double>& actual, const std::vector<double>& expected) {
  if (actual.size() != expected.size() || expected.empty()) return HUGE_VAL;
  double worst = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double difference = std::abs(actual[i] - expected[i]);
    if (!(difference <= worst)) worst = difference;
  }
  return worst;
}

TEST(Alibi, gives_ggmls_probabilities_for_its_head_counts) {
  double worst = 0;
  for (const Json& golden_case : golden::cases("ggml_alibi_softmax.json")) {
    const auto shape = golden::numbers(golden_case, "shape");
    ASSERT_EQ(shape.size(), 3U);
    const Scores scores{golden::numbers(golden_case, "scores"), static_cast<int>(shape[0]), static_cast<int>(shape[1]),
                        static_cast<int>(shape[2]), golden::number(golden_case, "scale")};
    ASSERT_EQ(golden::number(golden_case, "q_offset"), shape[2] - shape[1]);
    const auto slopes = Alibi{}.slopes_of(index(scores.heads));
    EXPECT_LE(golden::worst_relative(slopes, golden::numbers(golden_case, "slopes")), 1e-6);  // ggml's are float
    const auto bias = bias_of("alibi", {}, scores.keys, scores.heads);
    worst = std::max(worst, worst_absolute(probabilities(scores, bias), golden::numbers(golden_case, "probs")));
  }
  EXPECT_LE(worst, 1e-6);  // float softmax
  RecordProperty("worst", std::to_string(worst * 1e9) + "e-9");
}

TEST(Alibi, has_the_papers_slopes_for_every_head_count) {
  const Json file = golden::load("derived_f64.json");
  const Json* table = file.find("alibi_slopes");
  ASSERT_NE(table, nullptr);
  for (int heads = 1; heads <= 32; ++heads) {
    const auto expected = golden::numbers(*table, std::to_string(heads));
    EXPECT_LE(golden::worst_relative(Alibi{}.slopes_of(index(heads)), expected), 1e-12) << heads;
  }
}

TEST(Kerple, gives_the_authors_scores) {
  double worst = 0;
  std::size_t compared = 0;
  for (const Json& golden_case : golden::cases("kerple.json")) {
    const std::string kind = golden::text(golden_case, "kind");
    if (kind == "kerple_power_ap_ap") continue;  // multiplies scores as well: see kerple_power.hpp
    const Json& params = *golden_case.find("params");
    const auto heads = static_cast<int>(golden::number(golden_case, "heads"));
    const auto length = static_cast<int>(golden::number(golden_case, "length"));
    const auto bias_p = golden::numbers(params, "bias_p");
    const auto bias_a = golden::numbers(params, "bias_a");
    const bool log = kind == "kerple_log";
    const bool original = kind == "kerple_power_original";
    ASSERT_TRUE(log || original || kind == "kerple_power_ap_") << kind;
    const std::vector<double> ones(index(heads), 1.0);
    const auto bias = log ? bias_of("kerple_log", {{"r1", bias_p}, {"r2", bias_a}}, length, heads)
                          : bias_of("kerple_power", {{"r1", bias_a}, {"r2", original ? ones : bias_p}}, length, heads);
    auto scores = golden::numbers(golden_case, "scores_in");
    for (std::size_t cell = 0; cell < scores.size(); ++cell) {
      const std::size_t m = cell / index(length) % index(length);
      const std::size_t n = cell % index(length);
      const std::size_t head = cell / index(length * length);
      if (n <= m) scores[cell] += static_cast<double>(bias[head * index(length) + m - n]);
    }
    worst = std::max(worst, worst_absolute(scores, golden::numbers(golden_case, "scores_out")));
    ++compared;
  }
  EXPECT_EQ(compared, 3U);
  EXPECT_LE(worst, 1e-5);  // values to 36 in float
  RecordProperty("worst", std::to_string(worst * 1e6) + "e-6");
}

TEST(T5, sorts_distances_into_hugging_faces_buckets) {
  const Json file = golden::load("t5_buckets.json");
  const auto relative = golden::numbers(file, "relative_position_memory_minus_query");
  ASSERT_EQ(relative.size(), 601U);
  for (const Json& golden_case : golden::cases("t5_buckets.json")) {
    const auto buckets = golden::numbers(golden_case, "buckets");
    const bool both_ways = *golden_case.find("bidirectional")->boolean();
    const auto half = static_cast<int>(golden::number(golden_case, "num_buckets")) / (both_ways ? 2 : 1);
    T5 method;
    method.relative_attention_num_buckets = half;
    method.relative_attention_max_distance = static_cast<int>(golden::number(golden_case, "max_distance"));
    for (std::size_t i = 0; i < relative.size(); ++i) {
      const double distance = -relative[i];
      if (distance < 0 && !both_ways) continue;  // the future: masked
      const int ours = method.distance_buckets().of(std::abs(distance)) + (distance < 0 ? half : 0);
      EXPECT_EQ(ours, buckets[i]) << distance << " of " << half;
    }
  }
}

TEST(Sandwich, has_nemos_numbers) {
  const Json file = golden::load("derived_f64.json");
  const Json* tables = file.find("sandwich");
  ASSERT_NE(tables, nullptr);
  double worst = 0;
  for (const auto& [heads, dim] : {std::pair{4, 128}, std::pair{12, 128}, std::pair{8, 64}}) {
    const Json* table = tables->find("H" + std::to_string(heads) + "_d" + std::to_string(dim));
    ASSERT_NE(table, nullptr);
    const auto distances = golden::numbers(*table, "distances");
    ASSERT_FALSE(distances.empty());
    const int length = static_cast<int>(distances.back()) + 1;
    const auto bias = bias_of("sandwich", {{"dim", static_cast<double>(dim)}}, length, heads);
    const auto& rows = *table->find("bias")->array();
    ASSERT_EQ(rows.size(), index(heads));
    for (std::size_t h = 0; h < rows.size(); ++h) {
      const auto& row = *rows[h].array();
      for (std::size_t i = 0; i < row.size(); ++i) {
        const auto ours = static_cast<double>(bias[h * index(length) + static_cast<std::size_t>(distances[i])]);
        worst = std::max(worst, std::abs(ours - *row[i].number()) / (1 + std::abs(*row[i].number())));
      }
    }
  }
  EXPECT_LE(worst, 1e-7);  // ours is rounded to float
  RecordProperty("worst", std::to_string(worst * 1e9) + "e-9");
}

}  // namespace
}  // namespace ropescope
