// Kernels against double, each within the error that its header states.
#include "kernels/matmul.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "attention/map_rank.hpp"
#include "core/heads_shape.hpp"
#include "core/result.hpp"
#include "kernels/rms_norm.hpp"
#include "kernels/rotate.hpp"
#include "kernels/softmax.hpp"
#include "reference.hpp"
#include "targets.hpp"

namespace ropescope::fuzz {
namespace {

using reference::Doubles;
using reference::index;
using reference::widen;

constexpr double unit = 0x1p-24;  // half the distance of floats at 1

std::vector<float> floats(Input& input, std::size_t count) {
  const double size = input.within(1e-6, 1e6);
  auto values = reference::random_floats(count, input.take<std::uint16_t>());
  for (float& value : values) value = static_cast<float>(value * size);
  return values;
}

void check_rotation(Input& input) {
  const HeadsShape shape{
      .seq_len = input.between(1, 9), .heads = input.between(1, 3), .head_dim = 2 * input.between(1, 40)};
  const int pairs = input.between(1, shape.head_dim / 2);
  Doubles inv_freq(index(pairs));
  for (double& speed : inv_freq) speed = input.within(1e-9, 1);
  Doubles positions(index(shape.seq_len));
  for (double& position : positions) position = std::round(input.within(0, 1 << 24));
  const double factor = input.within(0.1, 10);
  const auto layout = input.flip() ? PairLayout::half_split : PairLayout::interleaved;
  auto x = floats(input, index(shape.seq_len) * index(shape.heads) * index(shape.head_dim));
  Doubles wanted = widen(x);
  const RotationTable table = make_rotation_table(inv_freq, positions, factor);
  require(ropescope::rotate(x, shape, table, layout).has_value(), "a table of these tokens rotates them");
  for (std::size_t at = 0; at < wanted.size(); at += index(shape.head_dim)) {
    const std::size_t token = at / (index(shape.heads) * index(shape.head_dim));
    double* head = &wanted[at];
    double length = 0;
    for (int c = 0; c < shape.head_dim; ++c) length = std::max(length, std::abs(head[c]));
    reference::rotate_head(head, inv_freq, positions[token], factor, layout);
    // 2^-22 of a pair's norm, which is at most sqrt(2) of the largest channel
    for (int c = 0; c < shape.head_dim; ++c) {
      const double gap = std::abs(static_cast<double>(x[at + index(c)]) - head[c]);
      require(gap <= 0x1p-22 * std::sqrt(2.0) * length * factor, "rotation");
    }
  }
}

void check_softmax(Input& input) {
  auto row = floats(input, 1 + input.below(300));
  const Doubles scores = widen(row);
  const double highest = *std::ranges::max_element(scores);
  double sum = 0;
  for (const double score : scores) sum += std::exp(score - highest);
  const double normaliser = log_sum_exp(row);
  require(std::abs(normaliser - (highest + std::log(sum))) <= 1e-6 + 4 * unit * std::abs(highest), "log_sum_exp");
  softmax(row);
  for (std::size_t i = 0; i < row.size(); ++i) {
    const double weight = std::exp(scores[i] - highest) / sum;
    const double gap = std::abs(static_cast<double>(row[i]) - weight);
    // weights below e^-87.3 are 0 (kernels/exp.hpp)
    require(gap <= (1e-6 + unit * (highest - scores[i])) * weight + 1.3e-38, "softmax");
  }
}

void check_product(Input& input) {
  const int rows = input.between(1, 20);
  const int depth = input.between(1, 70);
  const int columns = input.between(1, 70);
  const auto a = floats(input, index(rows) * index(depth));
  const auto b = floats(input, index(columns) * index(depth));
  PackedMatrix packed;
  pack_columns({.data = b.data(), .stride = index(depth), .count = columns}, depth, packed);
  std::vector<float> c(index(rows) * index(columns));
  multiply({.data = a.data(), .stride = index(depth), .count = rows}, packed,
           {.data = c.data(), .stride = index(columns)});
  for (int r = 0; r < rows; ++r) {
    for (int n = 0; n < columns; ++n) {
      double sum = 0;
      double size = 0;
      for (int d = 0; d < depth; ++d) {
        const double term = static_cast<double>(a[index(r * depth + d)]) * static_cast<double>(b[index(n * depth + d)]);
        sum += term;
        size += std::abs(term);
      }
      const double gap = std::abs(static_cast<double>(c[index(r * columns + n)]) - sum);
      require(gap <= depth * unit * size + 1e-38, "product");
    }
  }
}

void check_norm(Input& input) {
  const std::size_t width = 1 + input.below(90);
  const auto x = floats(input, width * (1 + input.below(4)));
  const auto weight = floats(input, width);
  const double eps = input.within(1e-12, 1e-3);
  std::vector<float> y(x.size());
  rms_norm(x, weight, eps, y);
  for (std::size_t row = 0; row < x.size(); row += width) {
    double squares = 0;
    for (std::size_t i = 0; i < width; ++i)
      squares += static_cast<double>(x[row + i]) * static_cast<double>(x[row + i]);
    const double scale = 1 / std::sqrt(squares / static_cast<double>(width) + eps);
    for (std::size_t i = 0; i < width; ++i) {
      const double wanted = static_cast<double>(x[row + i]) * scale * static_cast<double>(weight[i]);
      require(std::abs(static_cast<double>(y[row + i]) - wanted) <= 0x1p-22 * std::abs(wanted) + 1e-38, "norm");
    }
  }
}

void check_rank(Input& input) {
  const int rows = input.between(1, 20);
  const int cols = input.between(1, 20);
  const auto map = floats(input, index(rows) * index(cols));
  const auto rank = map_rank(map, rows, cols);
  require(rank.has_value(), "a map of finite numbers has a rank");
  double squares = 0;
  double wanted = 0;
  for (const double value : rank->singular_values) squares += value * value;
  for (const float value : map) wanted += static_cast<double>(value) * static_cast<double>(value);
  require(std::abs(squares - wanted) <= 1e-10 * wanted, "singular values have the map's norm");
  require(std::ranges::is_sorted(rank->singular_values, std::greater<>{}), "they fall");
}

}  // namespace

void kernels(Input input) {
  constexpr std::array checks{check_rotation, check_softmax, check_product, check_norm, check_rank};
  do {
    checks[input.below(checks.size())](input);
  } while (!input.is_empty());
}

}  // namespace ropescope::fuzz
