// Rotation against what transformers, ggml and ONNX Runtime return (golden/README.md, section 2).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string>
#include <string_view>
#include <vector>

#include "core/heads_shape.hpp"
#include "golden.hpp"
#include "io/json.hpp"
#include "kernels/rotate.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

using golden::number;
using golden::numbers;
using reference::index;

std::vector<float> floats(const Json& object, std::string_view key) {
  const auto wide = numbers(object, key);
  return {wide.begin(), wide.end()};
}

// [heads, tokens, dim] to [tokens, heads, dim], or back with the two counts exchanged.
std::vector<float> swap_heads(const std::vector<float>& x, std::size_t heads, std::size_t tokens, std::size_t dim) {
  std::vector<float> y(x.size());
  for (std::size_t h = 0; h < heads; ++h) {
    for (std::size_t n = 0; n < tokens; ++n) {
      std::copy_n(x.data() + (h * tokens + n) * dim, dim, y.data() + (n * heads + h) * dim);
    }
  }
  return y;
}

double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
  if (a.size() != b.size() || a.empty()) return HUGE_VAL;
  double worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
    if (!(difference <= worst)) worst = difference;  // keeps a NaN
  }
  return worst;
}

// x: [heads, tokens, head_dim] as the file has it.
std::vector<float> rotated(const std::vector<float>& x, const HeadsShape& shape, const RotationTable& table,
                           PairLayout layout) {
  const std::size_t heads = index(shape.heads);
  const std::size_t tokens = index(shape.seq_len);
  std::vector<float> by_token = swap_heads(x, heads, tokens, index(shape.head_dim));
  EXPECT_TRUE(rotate(by_token, shape, table, layout));
  return swap_heads(by_token, tokens, heads, index(shape.head_dim));
}

TEST(RotateGolden, TurnsQAndKAsTransformersDoesWithItsOwnCosAndSin) {
  for (const Json& c : golden::cases("rope_apply.json")) {
    const int dim = static_cast<int>(number(c, "head_dim"));
    const int tokens = static_cast<int>(numbers(c, "positions").size());
    const RotationTable table{dim / 2, floats(c, "cos"), floats(c, "sin")};
    for (const std::string which : {"q", "k"}) {
      const auto x = floats(c, which);
      const HeadsShape shape{tokens, static_cast<int>(x.size()) / tokens / dim, dim};
      // |x| up to 4, three roundings of 2^-24 each
      EXPECT_LE(largest_difference(rotated(x, shape, table, PairLayout::half_split), floats(c, which + "_half_split")),
                1e-6)
          << golden::text(c, "id");
      EXPECT_LE(
          largest_difference(rotated(x, shape, table, PairLayout::interleaved), floats(c, which + "_interleaved")),
          1e-6)
          << golden::text(c, "id");
    }
  }
}

TEST(RotateGolden, TurnsAsDeepSeekDoesUpToTheOrderOfChannels) {
  for (const Json& c : golden::cases("rope_apply.json")) {
    const std::size_t dim = index(static_cast<int>(number(c, "head_dim")));
    const auto q = floats(c, "q");
    const int tokens = static_cast<int>(numbers(c, "positions").size());
    const HeadsShape shape{tokens, static_cast<int>(q.size() / dim) / tokens, static_cast<int>(dim)};
    const RotationTable table{static_cast<int>(dim / 2), floats(c, "cos"), floats(c, "sin")};
    const auto interleaved = rotated(q, shape, table, PairLayout::interleaved);
    std::vector<float> split(q.size());
    for (std::size_t i = 0; i < q.size(); ++i) {
      const std::size_t channel = i % dim;
      split[i - channel + channel / 2 + (channel % 2) * (dim / 2)] = interleaved[i];
    }
    EXPECT_LE(largest_difference(split, floats(c, "q_deepseek_interleaved_in_split_out")), 1e-6)
        << golden::text(c, "id");
  }
}

TEST(RotateGolden, FormsCosAndSinAsDoubleDoes) {
  double furthest = 0;
  for (const Json& c : golden::cases("rope_apply.json")) {
    const auto positions = numbers(c, "positions");
    const double factor = number(c, "attention_factor");
    const RotationTable table = make_rotation_table(numbers(c, "inv_freq"), positions, factor);
    const auto cos = numbers(c, "cos_f64_from_f32_inv_freq");
    const auto sin = numbers(c, "sin_f64_from_f32_inv_freq");
    ASSERT_EQ(table.cos.size(), cos.size());
    for (std::size_t i = 0; i < cos.size(); ++i) {
      // half a unit of the float's last place (values up to 1.14), plus the rounding of the angle
      ASSERT_NEAR(table.cos[i], cos[i], 0x1.0p-24 + 4e-10) << golden::text(c, "id");
      ASSERT_NEAR(table.sin[i], sin[i], 0x1.0p-24 + 4e-10) << golden::text(c, "id");
    }
    furthest = std::max(furthest, *std::ranges::max_element(positions));
  }
  EXPECT_GE(furthest, 4096);
}

TEST(RotateGolden, IsThousandsOfTimesMorePreciseThanAnglesInFloat) {
  const Json file = golden::load("rope_precision.json");
  int far = 0;
  for (const Json& row : *file.find("rows")->array()) {
    const double position = number(row, "position");
    std::vector<double> inv_freq;
    for (int i = 0; i < 64; ++i) inv_freq.push_back(std::pow(number(row, "theta"), -i / 64.0));
    const RotationTable table = make_rotation_table(inv_freq, std::vector{position}, 1.0);
    double worst = 0;
    for (std::size_t i = 0; i < inv_freq.size(); ++i) {
      worst = std::max(worst, std::abs(static_cast<double>(table.cos[i]) - std::cos(position * inv_freq[i])));
    }
    EXPECT_LE(worst, 0x1.0p-25 + 4e-9) << "position " << position;  // 16.7 million at most: 2^-53 * 1.7e7 = 2e-9
    if (position < 60000) continue;
    EXPECT_LE(1000 * worst, number(row, "max_err_vs_f64_inv_freq"));
    ++far;
  }
  EXPECT_GT(far, 5);
}

// ggml_rope_ext's parameters as frequencies, in double: ggml/src/ggml-cpu/ops.cpp, rope_yarn and
// ggml_rope_yarn_corr_dims.
struct GgmlRope {
  std::vector<double> inv_freq;
  double attention_factor = 1;
};

GgmlRope ggml_frequencies(const Json& params, const std::vector<double>& freq_factors) {
  const double dims = number(params, "n_dims");
  const double base = number(params, "base");
  const double freq_scale = number(params, "fscale");
  const double ext_factor = number(params, "ext");
  const auto dim_of_turns = [&](const char* beta) {
    const double wavelength = number(params, "n_ctx_orig") / number(params, beta);
    return dims * std::log(wavelength / (2 * std::numbers::pi)) / (2 * std::log(base));
  };
  const double low = std::max(0.0, std::floor(dim_of_turns("bf")));
  const double high = std::min(dims - 1, std::ceil(dim_of_turns("bs")));
  GgmlRope rope{{}, number(params, "attn")};
  if (ext_factor != 0) rope.attention_factor *= 1 + 0.1 * std::log(1 / freq_scale);
  for (int i = 0; 2 * i < dims; ++i) {
    const double kept = std::pow(base, -2 * i / dims) / (freq_factors.empty() ? 1.0 : freq_factors[index(i)]);
    const double ramp = 1 - std::clamp((i - low) / std::max(0.001, high - low), 0.0, 1.0);
    rope.inv_freq.push_back(kept * (freq_scale * (1 - ramp * ext_factor) + ramp * ext_factor));
  }
  return rope;
}

TEST(RotateGolden, TurnsAsGgmlDoesInBothLayouts) {
  const Json file = golden::load("ggml_rope.json");
  int halves = 0;
  for (const Json& c : *file.find("cases")->array()) {
    const Json& params = *c.find("params");
    const auto shape = numbers(c, "shape");
    const auto positions = numbers(c, "positions");
    const GgmlRope rope = ggml_frequencies(params, numbers(c, "freq_factors"));
    const bool half = number(params, "mode") == 2;
    auto x = floats(*file.find("inputs_by_dim"), std::to_string(static_cast<int>(shape[2])));
    const RotationTable table = make_rotation_table(rope.inv_freq, positions, rope.attention_factor);
    ASSERT_TRUE(rotate(x, {static_cast<int>(shape[0]), static_cast<int>(shape[1]), static_cast<int>(shape[2])}, table,
                       half ? PairLayout::half_split : PairLayout::interleaved));
    // ggml multiplies its angle up in float: 5e-7 at position 4, 7.7e-4 at 8191 (golden/README.md)
    const double tolerance = *std::ranges::max_element(positions) <= 4 ? 2e-6 : 1.5e-3;
    EXPECT_LE(largest_difference(x, floats(c, "out")), tolerance) << golden::text(c, "id");
    halves += half ? 1 : 0;
  }
  EXPECT_EQ(halves, 21);
}

// As the file's author made the caches that the operator was given: angles rounded to float.
RotationTable table_of_float_angles(const Json& c) {
  const auto inv_freq = floats(c, "inv_freq");
  RotationTable table{static_cast<int>(inv_freq.size()), {}, {}};
  for (const float position : floats(c, "positions")) {
    for (const float frequency : inv_freq) {
      const auto angle = static_cast<double>(position * frequency);
      table.cos.push_back(static_cast<float>(number(c, "cos_scale") * std::cos(angle)));
      table.sin.push_back(static_cast<float>(number(c, "cos_scale") * std::sin(angle)));
    }
  }
  return table;
}

TEST(RotateGolden, TurnsAsOnnxRuntimeDoesInBothLayoutsAndPartially) {
  for (const Json& c : golden::cases("ort_rotary_embedding.json")) {
    const auto shape = numbers(c, "shape");  // [1, heads, tokens, head_dim]
    const bool interleaved = number(*c.find("attrs"), "interleaved") == 1;
    const HeadsShape heads{static_cast<int>(shape[2]), static_cast<int>(shape[1]), static_cast<int>(shape[3])};
    const PairLayout layout = interleaved ? PairLayout::interleaved : PairLayout::half_split;
    const auto y = rotated(floats(c, "x"), heads, table_of_float_angles(c), layout);
    EXPECT_LE(largest_difference(y, floats(c, "y")), 1e-6) << golden::text(c, "id");
  }
}

}  // namespace
}  // namespace ropescope
