#include "attention/branch_rotations.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "core/index.hpp"
#include "kernels/rotate.hpp"
#include "position/plan.hpp"

namespace ropescope {
namespace {

constexpr double most_nats = 40;  // between a centre and its tokens: e^40 = 2e17 leaves q and k far from overflow
// Between two centres whose tokens are at least 0 apart: e^80 = 6e34, still a float. More only where nobody looks.
constexpr double cut_off_nats = 2 * most_nats;
constexpr int most_tokens = 256;  // more would save nothing: a row's factors are then 1/256 of its scores

float decayed(double log_decay, double distance) {
  return static_cast<float>(std::exp(std::min(log_decay * distance, cut_off_nats)));
}

}  // namespace

BranchRotations::BranchRotations(const PositionPlan& plan) {
  if (!plan.log_decay.empty()) {
    most_apart_ = most_nats / std::abs(*std::ranges::min_element(plan.log_decay));  // infinite where none fades
    most_together_ = most_tokens;
    while (most_together_ > 1 && most_together_ > most_apart_) most_together_ /= 2;
  }
  const int branches = std::max(1, static_cast<int>(plan.branches.size()));
  for (int b = 0; b < branches; ++b) {
    of_queries_.push_back(table_for(plan, {b, false}));
    of_keys_.push_back(table_for(plan, {b, true}));
  }
}

// Queries and keys share a table unless a decay pulls them apart.
std::size_t BranchRotations::table_for(const PositionPlan& plan, const Owner& owner) {
  const auto wanted = positions(plan, owner);
  for (std::size_t t = 0; t < owners_.size(); ++t) {
    const bool same_side = owners_[t].keys == owner.keys || !has_decay();
    if (same_side && std::ranges::equal(positions(plan, owners_[t]), wanted)) return t;
  }
  owners_.push_back(owner);
  tables_.emplace_back();
  return owners_.size() - 1;
}

std::vector<std::size_t> BranchRotations::query_tables() const {
  std::vector<std::size_t> used;
  for (std::size_t table = 0; table < tables_.size(); ++table) {
    if (std::ranges::find(of_queries_, table) != of_queries_.end()) used.push_back(table);
  }
  return used;
}

std::span<const double> BranchRotations::positions(const PositionPlan& plan, const Owner& owner) const {
  if (plan.branches.empty()) return identity_;
  const Branch& branch = plan.branches[index(owner.branch)];
  return owner.keys ? branch.k_position : branch.q_position;
}

// Each pair's column from a table of the axis that it reads.
void BranchRotations::extend_by_axes(const PositionPlan& plan, int tokens) {
  RotationTable& table = tables_.front();
  const std::size_t pairs = plan.inv_freq.size();
  for (std::size_t axis = 0; axis < plan.axes.positions.size(); ++axis) {
    const auto positions = std::span(plan.axes.positions[axis]).first(index(tokens));
    const RotationTable own = make_rotation_table(plan.inv_freq, positions, plan.attention_factor);
    if (axis == 0) table = own;
    for (std::size_t i = 0; i < pairs; ++i) {
      if (index(plan.axes.axis_of_pair[i]) != axis) continue;
      for (std::size_t at = i; at < own.cos.size(); at += pairs) {
        table.cos[at] = own.cos[at];
        table.sin[at] = own.sin[at];
      }
    }
  }
}

void BranchRotations::extend(const PositionPlan& plan, int tokens) {
  if (!plan.axes.positions.empty()) {
    extend_by_axes(plan, tokens);
    return;
  }
  if (plan.branches.empty()) {
    while (identity_.size() < index(tokens)) identity_.push_back(static_cast<double>(identity_.size()));
  }
  for (std::size_t t = 0; t < tables_.size(); ++t) {
    const std::size_t pairs = plan.inv_freq.size();
    const std::size_t rows = pairs == 0 ? 0 : tables_[t].cos.size() / pairs;
    extend_rotation_table(plan.inv_freq, positions(plan, owners_[t]).first(index(tokens)), plan.attention_factor,
                          tables_[t]);
    if (!has_decay()) continue;
    extend_centres(plan, t, tokens);
    apply_decay(plan, t, rows);
  }
}

// A group ends after so many tokens, or where positions leap, as they do from chunk to chunk. What stands before a
// token alone decides, so that a longer text has the same centres.
void BranchRotations::extend_centres(const PositionPlan& plan, std::size_t table, int tokens) {
  const auto at = positions(plan, owners_[table]);
  centres_.resize(tables_.size());
  std::vector<int>& centres = centres_[table];
  for (int n = static_cast<int>(centres.size()); n < tokens; ++n) {
    const bool goes_on = n % most_together_ != 0 && std::abs(at[index(n)] - at[index(centres.back())]) <= most_apart_;
    centres.push_back(goes_on ? centres.back() : n);
  }
}

void BranchRotations::apply_decay(const PositionPlan& plan, std::size_t table, std::size_t first_row) {
  const auto at = positions(plan, owners_[table]);
  const double sign = owners_[table].keys ? -1 : 1;
  const std::size_t pairs = plan.inv_freq.size();
  RotationTable& turned = tables_[table];
  for (std::size_t n = first_row; n * pairs < turned.cos.size(); ++n) {
    const double from_centre = at[n] - at[index(centres_[table][n])];
    for (std::size_t i = 0; i < pairs; ++i) {
      const float factor = decayed(plan.log_decay[i], sign * from_centre);
      turned.cos[n * pairs + i] *= factor;
      turned.sin[n * pairs + i] *= factor;
    }
  }
}

int BranchRotations::centre_of_query(int branch, int query) const { return centres_[of_queries(branch)][index(query)]; }

int BranchRotations::centre_of_key(int branch, int key) const { return centres_[of_keys(branch)][index(key)]; }

void BranchRotations::decay_between(const PositionPlan& plan, int branch, int query, int key,
                                    std::span<float> factors) const {
  const double of_query = positions(plan, {branch, false})[index(centre_of_query(branch, query))];
  const double of_keys = positions(plan, {branch, true})[index(centre_of_key(branch, key))];
  const std::size_t pairs = plan.log_decay.size();
  std::ranges::fill(factors, 1.0F);
  for (std::size_t i = 0; i < pairs; ++i) {
    factors[i] = factors[i + pairs] = decayed(plan.log_decay[i], of_query - of_keys);
  }
}

}  // namespace ropescope
