// The slow, obvious version of every frequency method: one pair at a time, straight from the formulas (METHODS 3), with
// std::pow and std::log, in double. It shares no code with the library.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include "position/rope_config.hpp"

namespace ropescope::reference {

struct PairOf {
  RopeConfig rope;
  int seq_len;
  int i;  // pair index

  [[nodiscard]] double d() const { return rope.rotary_dim; }
  [[nodiscard]] double trained() const { return rope.original_max_position_embeddings; }
  [[nodiscard]] double wavelengths_base(double base) const { return std::pow(base, 2.0 * i / d()); }
  [[nodiscard]] double theta() const { return 1 / wavelengths_base(rope.rope_theta); }
  [[nodiscard]] double turns() const { return trained() * theta() / (2 * std::numbers::pi); }
  // The pair index (a real number) at which a pair turns n times within L.
  [[nodiscard]] double index_of_turns(double n) const {
    return d() * std::log(trained() / (n * 2 * std::numbers::pi)) / (2 * std::log(rope.rope_theta));
  }
  // 0 where the frequency is kept, 1 where it is interpolated.
  [[nodiscard]] double index_ramp(double fast, double slow) const {
    const double low = std::max(std::floor(index_of_turns(fast)), 0.0);
    double high = std::min(std::ceil(index_of_turns(slow)), d() - 1);
    if (low == high) high += 0.001;
    return std::min(std::max((i - low) / (high - low), 0.0), 1.0);
  }
};

inline double ntk(const PairOf& p, double alpha) {
  return 1 / p.wavelengths_base(p.rope.rope_theta * std::pow(alpha, p.d() / (p.d() - 2)));
}

inline double yarn(const PairOf& p, double s) {
  const double ramp = p.index_ramp(32, 1);
  return p.theta() / s * ramp + p.theta() * (1 - ramp);
}

inline double by_parts(const PairOf& p, double s, double alpha, double beta) {
  const double r = p.turns();
  const double gamma = r < alpha ? 0 : r > beta ? 1 : (r - alpha) / (beta - alpha);
  return (1 - gamma) * p.theta() / s + gamma * p.theta();
}

inline double part_ntk(const PairOf& p, double s) {
  const double to_linear = p.index_ramp(1.25, 0.75);
  const double mixed = p.theta() / s * to_linear + ntk(p, s) * (1 - to_linear);
  const double from_plain = p.index_ramp(16, 2);
  return mixed * from_plain + p.theta() * (1 - from_plain);
}

// Registry id -> its formula at the method's default parameters.
inline std::map<std::string, std::function<double(const PairOf&)>> defaults() {
  return {
      {"rope", [](const PairOf& p) { return p.theta(); }},
      {"linear", [](const PairOf& p) { return p.theta() / 4; }},
      {"ntk_aware", [](const PairOf& p) { return ntk(p, 4); }},
      {"dynamic_ntk", [](const PairOf& p) { return ntk(p, std::max(1.0, p.seq_len / p.trained())); }},
      {"ntk_by_parts", [](const PairOf& p) { return by_parts(p, 4, 1, 32); }},
      {"part_ntk", [](const PairOf& p) { return part_ntk(p, 4); }},
      {"yarn", [](const PairOf& p) { return yarn(p, 4); }},
      {"dynamic_yarn",
       [](const PairOf& p) { return p.seq_len <= p.trained() ? p.theta() : yarn(p, p.seq_len / p.trained()); }},
      {"llama3", [](const PairOf& p) { return by_parts(p, 8, 1, 4); }},
      {"proportional", [](const PairOf& p) { return p.i < std::floor(0.75 * p.d() / 2) ? p.theta() : 0.0; }},
  };
}

}  // namespace ropescope::reference
