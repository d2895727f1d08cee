#include "train/muon.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include "kernels/aligned.hpp"
#include "kernels/matmul.hpp"
#include "train/adamw.hpp"
#include "train/recipe.hpp"

namespace ropescope {
namespace {

constexpr int iterations = 5;
constexpr float a = 3.4445F;
constexpr float b = -4.7750F;
constexpr float c = 2.0315F;

std::size_t size_of(MatrixShape shape) {
  return static_cast<std::size_t>(shape.rows) * static_cast<std::size_t>(shape.columns);
}

Rows rows_of(const AlignedFloats& matrix, MatrixShape shape) {
  return {matrix.data(), static_cast<std::size_t>(shape.columns), shape.rows};
}

// target[c, r] = source[r, c]
void transpose(MatrixShape shape, std::span<const float> source, std::span<float> target) {
  const auto rows = static_cast<std::size_t>(shape.rows);
  const auto columns = static_cast<std::size_t>(shape.columns);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      target[column * rows + row] = source[row * columns + column];
    }
  }
}

// x: [rows, columns] with rows <= columns: the products with A are the smaller the fewer rows there are.
void iterate(MatrixShape shape, AlignedFloats& x) {
  const MatrixShape square{shape.rows, shape.rows};
  const auto rows = static_cast<std::size_t>(shape.rows);
  const auto columns = static_cast<std::size_t>(shape.columns);
  AlignedFloats gram(size_of(square));    // A
  AlignedFloats factor(size_of(square));  // b A + c A^2
  AlignedFloats next(x.size());
  PackedMatrix packed;
  for (int i = 0; i < iterations; ++i) {
    pack_columns(rows_of(x, shape), shape.columns, packed);
    multiply(rows_of(x, shape), packed, {gram.data(), rows});
    pack_rows(rows_of(gram, square), shape.rows, packed);
    multiply(rows_of(gram, square), packed, {factor.data(), rows});
    for (std::size_t k = 0; k < gram.size(); ++k) factor[k] = b * gram[k] + c * factor[k];
    for (std::size_t k = 0; k < x.size(); ++k) next[k] = a * x[k];
    pack_rows(rows_of(x, shape), shape.columns, packed);
    multiply(rows_of(factor, square), packed, {next.data(), columns, true});
    std::swap(x, next);
  }
}

// The spectral norm is at most this one, and the iteration converges only below 1.
double frobenius_norm(std::span<const float> matrix) {
  double sum = 0;
  for (const float value : matrix) sum += static_cast<double>(value) * value;
  return std::sqrt(sum);
}

}  // namespace

void orthogonalize(MatrixShape shape, std::span<float> matrix) {
  constexpr double smallest = 1e-7;  // the post's: a gradient of zeros stays zeros
  const auto scale = static_cast<float>(1 / (frobenius_norm(matrix) + smallest));
  const bool is_tall = shape.rows > shape.columns;
  const MatrixShape wide = is_tall ? MatrixShape{shape.columns, shape.rows} : shape;
  AlignedFloats x(matrix.begin(), matrix.end());
  if (is_tall) transpose(shape, matrix, x);
  for (float& value : x) value *= scale;
  iterate(wide, x);
  if (is_tall) {
    transpose(wide, x, matrix);
  } else {
    std::ranges::copy(x, matrix.begin());
  }
}

void update_muon(const MuonStep& step, MatrixShape shape, const OptimizedTensor& tensor) {
  const Muon& muon = step.settings;
  const auto momentum = static_cast<float>(muon.momentum);
  AlignedFloats update(tensor.values.size());
  for (std::size_t i = 0; i < update.size(); ++i) {
    tensor.first[i] = momentum * tensor.first[i] + tensor.gradient[i];
    update[i] = tensor.gradient[i] + momentum * tensor.first[i];  // Nesterov's
  }
  orthogonalize(shape, update);
  const double rate = step.rate * muon.learning_rate;
  const double tallness = std::max(1.0, static_cast<double>(shape.rows) / shape.columns);
  const auto scale = static_cast<float>(rate * std::sqrt(tallness));
  const auto kept = static_cast<float>(1 - rate * muon.weight_decay);
  for (std::size_t i = 0; i < update.size(); ++i) tensor.values[i] = kept * tensor.values[i] - scale * update[i];
}

}  // namespace ropescope
