#include "attention/map_rank.hpp"

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <numeric>
#include <span>
#include <string_view>
#include <vector>

#include "core/error_codes.hpp"
#include "core/index.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"

namespace ropescope {
namespace {

Error invalid(Reason reason, std::string_view path, std::initializer_list<Argument> arguments) {
  return {ErrorCode::invalid_argument, reason, path, arguments};
}

Status check_map(std::span<const float> map, int rows, int cols) {
  for (const int side : {rows, cols}) {
    if (side >= 1 && side <= max_map_side) continue;
    return invalid("must_be_integer", "map.rows and map.cols", {{"min", 1}, {"max", max_map_side}, {"given", side}});
  }
  if (map.size() != index(rows) * index(cols)) {
    return invalid("must_hold_rows_times_cols", "map", {{"count", index(rows) * index(cols)}, {"given", map.size()}});
  }
  const auto bad = std::ranges::find_if(map, [](float value) { return !std::isfinite(value); });
  if (bad != map.end()) {
    return invalid("must_hold_finite_numbers", "map", {{"index", bad - map.begin()}});
  }
  return ok();
}

double effective_rank(const std::vector<double>& values) {
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  if (sum == 0) return 0;
  double entropy = 0;
  for (const double value : values) {
    const double share = value / sum;
    if (share > 0) entropy -= share * std::log(share);
  }
  return std::exp(entropy);
}

// Falling; of a matrix with at least as many rows as columns. Householder reflections make it bidiagonal; the singular
// values of that are the positive eigenvalues of the symmetric tridiagonal matrix with zeros on its diagonal and the
// numbers of both diagonals by turns beside it (Golub, Kahan 1965, section 3).
std::vector<double> singular_values(const Eigen::MatrixXd& matrix) {
  const Eigen::Index columns = matrix.cols();
  const Eigen::MatrixXd bidiagonal =
      Eigen::internal::UpperBidiagonalization<Eigen::MatrixXd>(matrix).bidiagonal().toDenseMatrix();
  Eigen::VectorXd beside(2 * columns - 1);
  for (Eigen::Index i = 0; i < columns; ++i) {
    beside[2 * i] = bidiagonal(i, i);
    if (i + 1 < columns) beside[2 * i + 1] = bidiagonal(i, i + 1);
  }
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(Eigen::VectorXd::Zero(2 * columns), beside, Eigen::EigenvaluesOnly);
  std::vector<double> values;
  for (Eigen::Index i = 0; i < columns; ++i) {
    values.push_back(std::max(0.0, solver.eigenvalues()[2 * columns - 1 - i]));
  }
  return values;
}

}  // namespace

Result<MapRank> map_rank(std::span<const float> map, int rows, int cols) {
  if (Status checked = check_map(map, rows, cols); !checked) return checked.error();
  using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Eigen::MatrixXd matrix = Eigen::Map<const Rows>(map.data(), rows, cols).cast<double>();
  if (rows < cols) matrix.transposeInPlace();

  MapRank rank;
  rank.singular_values = singular_values(matrix);
  const double rounding = static_cast<double>(std::numeric_limits<float>::epsilon()) * std::max(rows, cols);
  const double least = rank.singular_values.front() * rounding;
  rank.numerical_rank =
      static_cast<int>(std::ranges::count_if(rank.singular_values, [least](double value) { return value > least; }));
  rank.effective_rank = effective_rank(rank.singular_values);
  return rank;
}

}  // namespace ropescope
