#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "bench.hpp"
#include "core/heads_shape.hpp"
#include "kernels/matmul.hpp"
#include "kernels/rotate.hpp"
#include "kernels/softmax.hpp"
#include "position/plan.hpp"
#include "reference.hpp"

namespace ropescope::bench {
namespace {

using reference::index;
using reference::random_floats;

std::vector<double> frequencies(int pairs) {
  std::vector<double> inv_freq;
  for (int i = 0; i < pairs; ++i) inv_freq.push_back(std::pow(10000.0, -static_cast<double>(i) / pairs));
  return inv_freq;
}

std::vector<double> positions(int count) {
  std::vector<double> values;
  for (int n = 0; n < count; ++n) values.push_back(n);
  return values;
}

void bench_one_rotation(const HeadsShape& shape) {
  auto x = random_floats(shape.size(), 1);
  const auto table = make_rotation_table(frequencies(shape.head_dim / 2), positions(shape.seq_len), 1.0);
  const auto bytes = static_cast<double>(x.size() * sizeof(float));
  const auto rotation = [&](PairLayout layout) { return [&, layout] { (void)rotate(x, shape, table, layout); }; };
  measure({"Rotation in place, " + std::to_string(shape.seq_len) + " x " + std::to_string(shape.heads) + " x " +
               std::to_string(shape.head_dim) + " (" + std::to_string(x.size() / 256) + " KB)",
           "GB/s",
           touch_in_place(x),
           {{"half split", bytes, rotation(PairLayout::half_split)},
            {"interleaved", bytes, rotation(PairLayout::interleaved)}}});
}

// Causal attention under a window, all of it or its entropies kept.
Contender attention_of(int tokens, int window, CaptureKind kept) {
  const AttentionShape shape{tokens, tokens, 0, 8, 8, 32};
  const auto q = std::make_shared<std::vector<float>>(random_floats(index(tokens) * 256, 1));
  const auto out = std::make_shared<std::vector<float>>(q->size());
  PositionPlan plan;
  plan.head_dim = 32;
  plan.inv_freq = frequencies(16);
  std::string name = std::to_string(tokens) + " tokens";
  if (window < tokens) {
    plan.visible.window = window;
    name += ", window " + std::to_string(window);
  }
  if (kept == CaptureKind::entropy) name += ", entropies";
  const auto attention = std::make_shared<Attention>(plan);
  const auto run = [=] {
    const CaptureRequest request{.layers = {0}, .kind = kept};
    CaptureSink sink({&request, 1}, 0, 8, {0, tokens});
    attention->run({*q, *q, *q}, shape, *out, kept == CaptureKind::entropy ? &sink : nullptr);
    keep(out->back());
  };
  double seen = 0;
  for (int m = 0; m < tokens; ++m) seen += std::min(m + 1, window);
  return {name, 4.0 * 32 * 8 * seen, run};
}

}  // namespace

void bench_rotation() {
  bench_one_rotation({128, 32, 128});
  bench_one_rotation({4096, 32, 128});

  const auto inv_freq = frequencies(64);
  const auto all = positions(4096);
  const auto entries = static_cast<double>(inv_freq.size() * all.size());
  std::vector<float> direct(2 * inv_freq.size() * all.size());
  const auto by_definition = [&] {
    std::size_t i = 0;
    for (const double position : all) {
      for (const double frequency : inv_freq) {
        direct[i++] = static_cast<float>(std::cos(position * frequency));
        direct[i++] = static_cast<float>(std::sin(position * frequency));
      }
    }
    keep(direct[7]);
  };
  measure({"Table of cos and sin, 4096 positions x 64 pairs",
           "Gpairs/s",
           {"reference: a sine and a cosine per entry", entries, by_definition},
           {{"angle addition", entries, [&] { keep(make_rotation_table(inv_freq, all, 1.0).cos[7]); }}}});
}

void bench_products() {
  struct Shape {
    int rows, depth, columns;
  };
  Group group{"Matrix product, rows x depth x columns", "GFLOP/s", multiply_add_peak(), {}};
  for (const Shape s : {Shape{1024, 64, 64},
                        {16, 256, 256},
                        {64, 256, 256},
                        {1024, 256, 256},
                        {64, 512, 512},
                        {1024, 512, 512},
                        {64, 256, 768},
                        {512, 128, 344},
                        {512, 344, 128},
                        {1, 256, 256},
                        {1, 512, 512}}) {
    const auto a = std::make_shared<std::vector<float>>(random_floats(index(s.rows) * index(s.depth), 1));
    const auto c = std::make_shared<std::vector<float>>(index(s.rows) * index(s.columns));
    const auto w = random_floats(index(s.columns) * index(s.depth), 2);
    const auto packed = std::make_shared<PackedMatrix>();
    pack_columns({w.data(), index(s.depth), s.columns}, s.depth, *packed);
    const auto run = [=] {
      multiply({a->data(), index(s.depth), s.rows}, *packed, {c->data(), index(s.columns)});
      keep(c->back());
    };
    group.contenders.push_back(
        {std::to_string(s.rows) + " x " + std::to_string(s.depth) + " x " + std::to_string(s.columns),
         2.0 * s.rows * s.depth * s.columns, run});
  }
  measure(group);
}

void bench_attention() {
  const std::size_t row = 512;
  const auto scores = random_floats(64 * row, 1);
  auto weights = scores;
  const auto exponentials = [&] {
    for (std::size_t i = 0; i < scores.size(); ++i) weights[i] = std::exp(scores[i]);
    keep(weights[3]);
  };
  const auto rows = [&] {
    weights = scores;
    for (std::size_t i = 0; i < weights.size(); i += row) softmax(std::span(weights).subspan(i, row));
    keep(weights[3]);
  };
  measure({"Softmax, 64 rows of 512",
           "Gelem/s",
           {"reference: std::exp alone", static_cast<double>(scores.size()), exponentials},
           {{"softmax", static_cast<double>(scores.size()), rows}}});

  Group group{
      "Causal attention, 8 heads of 32, operations of the keys that are seen", "GFLOP/s", multiply_add_peak(), {}};
  for (const int tokens : {128, 512, 2048})
    group.contenders.push_back(attention_of(tokens, tokens, CaptureKind::pairs));
  for (const int tokens : {512, 2048}) group.contenders.push_back(attention_of(tokens, 128, CaptureKind::pairs));
  for (const int tokens : {256, 512, 2048}) {
    group.contenders.push_back(attention_of(tokens, tokens, CaptureKind::entropy));
  }
  measure(group);
}

}  // namespace ropescope::bench
