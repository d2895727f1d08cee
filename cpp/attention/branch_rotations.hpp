// How a plan turns queries and keys: one rotation table for each distinct list of positions in its branches.
// A decay (XPOS) is the real part of the same rate: pair i's part of a score is times exp(log_decay[i] * P), P the
// pretended distance. Split between q and k that power overflows, so positions are taken relative to centres, one for
// each group of neighbouring tokens whose positions are near each other: exp(d (q - k)) = exp(d (q - c_q))
// exp(d (c_q - c_k)) exp(d (c_k - k)). The first and the last are part of the tables; the middle one is
// `decay_between`, which may vanish and then should.
#pragma once

#include <span>
#include <vector>

#include "kernels/rotate.hpp"
#include "position/plan.hpp"

namespace ropescope {

// Valid: log_decay[i] from -40 to 0 nats per token, distances >= 0 between a query and the keys it meets.
class BranchRotations {
 public:
  explicit BranchRotations(const PositionPlan& plan);

  // Makes every table reach at least this many tokens. The plan is the one of the constructor.
  void extend(const PositionPlan& plan, int tokens);

  [[nodiscard]] const std::vector<RotationTable>& tables() const { return tables_; }
  [[nodiscard]] int branches() const { return static_cast<int>(of_queries_.size()); }  // at least 1
  // Indices into tables().
  [[nodiscard]] std::size_t of_queries(int branch) const { return of_queries_[static_cast<std::size_t>(branch)]; }
  [[nodiscard]] std::size_t of_keys(int branch) const { return of_keys_[static_cast<std::size_t>(branch)]; }

  [[nodiscard]] std::vector<std::size_t> query_tables() const;  // each once

  [[nodiscard]] bool has_decay() const { return most_together_ != 0; }
  // The token at whose position a query or a key of this branch has its centre: the first of its group.
  [[nodiscard]] int centre_of_query(int branch, int query) const;
  [[nodiscard]] int centre_of_key(int branch, int key) const;
  // What a query of this branch has to be multiplied by before it meets the keys of this one's group. The same for all
  // queries of its own. factors: [head_dim]
  void decay_between(const PositionPlan& plan, int branch, int query, int key, std::span<float> factors) const;

 private:
  // Whose positions a table follows.
  struct Owner {
    int branch = 0;
    bool keys = false;
  };
  std::size_t table_for(const PositionPlan& plan, const Owner& owner);
  [[nodiscard]] std::span<const double> positions(const PositionPlan& plan, const Owner& owner) const;
  void extend_by_axes(const PositionPlan& plan, int tokens);
  void extend_centres(const PositionPlan& plan, std::size_t table, int tokens);
  void apply_decay(const PositionPlan& plan, std::size_t table, std::size_t first_row);

  int most_together_ = 0;      // tokens of a group, a power of two; 0 = no decay
  double most_apart_ = 0;      // tokens, from a centre to a position of its group
  std::vector<Owner> owners_;  // [tables]
  std::vector<RotationTable> tables_;
  std::vector<std::vector<int>> centres_;  // [tables][tokens], each the first token of its group; empty without decay
  std::vector<std::size_t> of_queries_;    // [branches]
  std::vector<std::size_t> of_keys_;       // [branches]
  std::vector<double> identity_;           // 0, 1, 2, ...: positions of a plan without branches
};

}  // namespace ropescope
