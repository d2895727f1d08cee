// Eigen and nlohmann_json beside a library that was built with others: their exceptions and their vectors are this
// program's.
#include <Eigen/Dense>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <ropescope/ropescope.hpp>
#include <vector>

int main() {
  const auto reading = ropescope::read_model_config("{");
  bool thrown = false;
  try {
    std::puts(nlohmann::json::parse("{").type_name());
  } catch (const nlohmann::json::exception&) {
    thrown = true;
  }
  const std::vector<float> map(64, 1.0F);
  const auto rank = ropescope::map_rank(map, 8, 8);  // the library's Eigen
  const Eigen::MatrixXd square = Eigen::MatrixXd::Random(9, 9);
  const double back = (square * square.inverse() - Eigen::MatrixXd::Identity(9, 9)).norm();
  const bool right = !reading && thrown && rank && rank->numerical_rank == 1 && back < 1e-6;
  std::puts(right ? "both are right" : "one of both is wrong");
  return right ? 0 : 1;
}
