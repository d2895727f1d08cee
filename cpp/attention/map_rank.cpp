#include "attention/map_rank.hpp"

#include <Eigen/Core>
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "core/error_codes.hpp"
#include "core/index.hpp"
#include "core/result.hpp"

namespace ropescope {
namespace {

Error invalid(const std::string& message) { return {ErrorCode::invalid_argument, message}; }

Status check_map(std::span<const float> map, int rows, int cols) {
  for (const int side : {rows, cols}) {
    if (side >= 1 && side <= max_map_side) continue;
    return invalid("rows and cols of a map must be whole numbers from 1 to " + std::to_string(max_map_side) + ", got " +
                   std::to_string(side));
  }
  if (map.size() != index(rows) * index(cols)) {
    return invalid("a map must have rows x cols = " + std::to_string(index(rows) * index(cols)) + " numbers, got " +
                   std::to_string(map.size()));
  }
  const auto bad = std::ranges::find_if(map, [](float value) { return !std::isfinite(value); });
  if (bad != map.end()) {
    return invalid("a map's numbers must be finite, got another one at " + std::to_string(bad - map.begin()));
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

}  // namespace

Result<MapRank> map_rank(std::span<const float> map, int rows, int cols) {
  if (Status checked = check_map(map, rows, cols); !checked) return checked.error();
  using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::MatrixXd matrix = Eigen::Map<const Rows>(map.data(), rows, cols).cast<double>();
  const Eigen::VectorXd values = Eigen::BDCSVD<Eigen::MatrixXd>(matrix).singularValues();

  MapRank rank;
  rank.singular_values.assign(values.begin(), values.end());
  const double rounding = static_cast<double>(std::numeric_limits<float>::epsilon()) * std::max(rows, cols);
  const double least = rank.singular_values.front() * rounding;
  rank.numerical_rank =
      static_cast<int>(std::ranges::count_if(rank.singular_values, [least](double value) { return value > least; }));
  rank.effective_rank = effective_rank(rank.singular_values);
  return rank;
}

}  // namespace ropescope
