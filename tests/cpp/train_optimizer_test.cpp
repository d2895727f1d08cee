// The optimizers against plain double loops, and Muon's orthogonalisation against Eigen's singular values.
#include <gtest/gtest.h>
#include "train/for_each.hpp"
#include "train/parameters.hpp"
#include "train/recipe.hpp"

// gcc 12 takes the undefined registers of its own AVX-512 header for variables that nobody set.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "reference.hpp"
#include "train/adamw.hpp"
#include "train/muon.hpp"
#include "train/optimizer.hpp"

namespace ropescope {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

std::vector<float> random_values(std::size_t count, std::uint64_t seed) {
  return reference::random_floats(count, seed);
}

Matrix as_matrix(MatrixShape shape, std::span<const float> values) {
  Matrix matrix(shape.rows, shape.columns);
  for (Eigen::Index i = 0; i < matrix.size(); ++i) matrix.data()[i] = values[static_cast<std::size_t>(i)];
  return matrix;
}

double polynomial(double s) { return 3.4445 * s - 4.7750 * std::pow(s, 3) + 2.0315 * std::pow(s, 5); }

// The numbers of one optimizer, in double and as the library keeps them.
struct Numbers {
  std::vector<float> values;
  std::vector<float> first = std::vector<float>(values.size());
  std::vector<float> second = std::vector<float>(values.size());
};

double largest_error(std::span<const float> got, std::span<const double> expected) {
  double error = 0;
  for (std::size_t i = 0; i < got.size(); ++i) error = std::max(error, std::abs(got[i] - expected[i]));
  return error;
}

TEST(AdamW, AgreesWithAPlainLoopInDouble) {
  const AdamW adamw{.learning_rate = 0.003, .beta1 = 0.9, .beta2 = 0.98, .epsilon = 1e-8, .weight_decay = 0.1};
  Numbers numbers{random_values(100, 1)};
  std::vector<double> w(numbers.values.begin(), numbers.values.end());
  std::vector<double> m(w.size());
  std::vector<double> v(w.size());
  for (int t = 1; t <= 50; ++t) {
    const double rate = t < 10 ? 0.1 * t : 1.0;
    const auto gradient = random_values(w.size(), 100 + static_cast<std::uint64_t>(t));
    update_adamw({adamw, rate, t}, {numbers.values, gradient, numbers.first, numbers.second});
    for (std::size_t i = 0; i < w.size(); ++i) {
      m[i] = 0.9 * m[i] + 0.1 * gradient[i];
      v[i] = 0.98 * v[i] + 0.02 * gradient[i] * gradient[i];
      const double direction = m[i] / (1 - std::pow(0.9, t)) / (std::sqrt(v[i] / (1 - std::pow(0.98, t))) + 1e-8);
      w[i] -= rate * 0.003 * (direction + 0.1 * w[i]);
    }
  }
  // 50 updates of numbers below 1.2, each rounded a few times by at most 6e-8.
  EXPECT_LT(largest_error(numbers.values, w), 3e-6);
}

class MuonShapes : public testing::TestWithParam<MatrixShape> {};

TEST_P(MuonShapes, PutsSingularValuesWhereFiveStepsOfThePolynomialPutThem) {
  const MatrixShape shape = GetParam();
  auto values = random_values(static_cast<std::size_t>(shape.rows) * static_cast<std::size_t>(shape.columns), 7);
  const Matrix before = as_matrix(shape, values);
  orthogonalize(shape, values);
  Eigen::JacobiSVD<Matrix> svd(before / before.norm(), Eigen::ComputeThinU | Eigen::ComputeThinV);
  Eigen::VectorXd moved = svd.singularValues();
  for (double& s : moved) {
    for (int i = 0; i < 5; ++i) s = polynomial(s);
  }
  const Matrix expected = svd.matrixU() * moved.asDiagonal() * svd.matrixV().transpose();
  // Five products of up to 344 terms in float, of matrices with numbers below 1; the polynomial's slope at 0 is 3.4,
  // so that the first step's rounding grows by up to 3.4^4 = 140.
  EXPECT_LT((as_matrix(shape, values) - expected).cwiseAbs().maxCoeff(), 2e-4);
}

INSTANTIATE_TEST_SUITE_P(SquareWideTallAndNarrow, MuonShapes,
                         testing::Values(MatrixShape{16, 16}, MatrixShape{24, 40}, MatrixShape{43, 17},
                                         MatrixShape{1, 9}, MatrixShape{5, 1}));

TEST(Muon, LeavesADirectionThatTheGradientDoesNotHaveAlone) {
  std::vector<float> values(6 * 4, 0.0F);
  orthogonalize({6, 4}, values);
  EXPECT_TRUE(std::ranges::all_of(values, [](float value) { return value == 0; }));
}

TEST(Muon, AgreesWithAPlainLoopInDoubleOverSeveralSteps) {
  const MatrixShape shape{20, 8};
  const Muon muon{.learning_rate = 0.02, .momentum = 0.95, .weight_decay = 0.05};
  Numbers numbers{random_values(160, 3)};
  Matrix w = as_matrix(shape, numbers.values);
  Matrix momentum = Matrix::Zero(shape.rows, shape.columns);
  for (std::uint64_t t = 0; t < 5; ++t) {
    const auto gradient = random_values(160, 50 + t);
    update_muon({muon, 0.5}, shape, {numbers.values, gradient, numbers.first, numbers.second});
    momentum = 0.95 * momentum + as_matrix(shape, gradient);
    Matrix x = as_matrix(shape, gradient) + 0.95 * momentum;
    x /= x.norm();
    for (int i = 0; i < 5; ++i) {
      const Matrix gram = x.transpose() * x;  // the same polynomial from the other side
      x = 3.4445 * x + x * (-4.7750 * gram + 2.0315 * gram * gram);
    }
    w = (1 - 0.01 * 0.05) * w - 0.01 * std::sqrt(20.0 / 8.0) * x;
  }
  std::vector<double> expected(w.data(), w.data() + w.size());
  EXPECT_LT(largest_error(numbers.values, expected), 1e-5);  // five steps of 0.016 times the error above
}

TEST(ClipGradient, ShortensWhatIsTooLongAndReturnsTheLengthItHad) {
  std::vector<float> gradient{3, 4};
  EXPECT_DOUBLE_EQ(clip_gradient(1, gradient), 5);
  EXPECT_FLOAT_EQ(gradient[0], 0.6F);
  EXPECT_FLOAT_EQ(gradient[1], 0.8F);
  EXPECT_NEAR(clip_gradient(1.5, gradient), 1, 1e-7);
  EXPECT_FLOAT_EQ(gradient[0], 0.6F);
}

TEST(UpdateNumbers, GivesEachTensorTheOptimizerOfItsRoleAndKeepsItInItsBounds) {
  TrainModel model;
  model.tensors = {{.name = "e", .shape = {3, 4}, .role = TensorRole::embedding, .offset = 0, .size = 12},
                   {.name = "m", .shape = {4, 5}, .role = TensorRole::matrix, .offset = 12, .size = 20},
                   {.name = "p", .shape = {2}, .role = TensorRole::position, .offset = 32, .size = 2}};
  model.size = 34;
  model.tensors[2].min = 0.5F;
  Recipe recipe;
  recipe.steps = 10;
  recipe.adamw.learning_rate = 0.003;
  recipe.muon = Muon{.learning_rate = 0.02};
  const auto gradient = random_values(34, 5);
  TrainedNumbers numbers{random_values(34, 6), std::vector<float>(34), std::vector<float>(34)};
  numbers.values[32] = -1;
  TrainedNumbers expected = numbers;
  const auto part = [&](std::size_t begin, std::size_t size) {
    return OptimizedTensor{std::span(expected.values).subspan(begin, size), std::span(gradient).subspan(begin, size),
                           std::span(expected.first).subspan(begin, size),
                           std::span(expected.second).subspan(begin, size)};
  };
  update_adamw({recipe.adamw, 1, 1}, part(0, 12));
  update_muon({*recipe.muon, 1}, {4, 5}, part(12, 20));
  update_adamw({recipe.adamw, 1, 1}, part(32, 2));
  expected.values[32] = 0.5F;
  update_numbers({model, recipe, 0}, gradient, numbers, one_after_another);
  EXPECT_EQ(numbers.values, expected.values);
  EXPECT_EQ(numbers.first, expected.first);
  EXPECT_EQ(numbers.second, expected.second);
}

}  // namespace
}  // namespace ropescope
