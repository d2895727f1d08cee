// Which queries meet which keys, and under which branch of a plan. The same for every head, so it is made once a call.
// m = query, n = key. Keys that a row sees are at most two ranges (sinks, window), those of a branch are one; nothing
// here is ever as large as queries times keys.
#pragma once

#include <vector>

#include "attention/branch_rotations.hpp"
#include "position/plan.hpp"

namespace ropescope {

inline constexpr int block_rows = 16;  // queries that share a pass over the keys: enough to reuse each panel from L1

// Keys begin <= n < end.
struct KeyRange {
  int begin = 0;
  int end = 0;

  [[nodiscard]] bool empty() const { return begin >= end; }
  bool operator==(const KeyRange&) const = default;
};

// The keys that both hold.
[[nodiscard]] KeyRange common(KeyRange a, KeyRange b);
// From the first key of either to the last; an empty range counts for nothing.
[[nodiscard]] KeyRange hull(KeyRange a, KeyRange b);

// The first key of the panel that holds this one.
[[nodiscard]] int floor_to_panel(int key);

// What a query sees, ascending, without a key twice: `sinks` is empty where the window reaches them.
struct VisibleKeys {
  KeyRange sinks;
  KeyRange window;
};
// query: its position in the text.
[[nodiscard]] VisibleKeys visible_keys(const Visibility& visible, int query);

// The keys that a query meets under branch b, seen or not.
[[nodiscard]] KeyRange branch_keys(const PositionPlan& plan, int branch, int query);

// One product of a block's queries with keys. Aside: other branches meet some of the same panels in this block, or a
// centre ends inside one, so the scores go to a side buffer, from which each row takes those of `keys` that are its
// own.
struct Product {
  int branch = 0;
  KeyRange keys;  // under a decay they share a centre
  bool aside = false;
};

// Queries that pass over the keys together, at most block_rows of them.
struct RowBlock {
  int first = 0;  // query
  int rows = 0;
  std::vector<KeyRange> parts;  // 1 or 2: all keys that any of the rows sees, on different panels, ascending
  std::vector<Product> products;
};

// Everything that a call of attention multiplies, in order.
struct Schedule {
  std::vector<KeyRange> parts;  // those of all queries together
  std::vector<RowBlock> blocks;
};

// rotations: those of the plan, which reach the last query.
Schedule make_schedule(const PositionPlan& plan, KeyRange queries, const BranchRotations& rotations);

// The keys of one part that any of these queries meets under a branch.
[[nodiscard]] KeyRange keys_met(const PositionPlan& plan, int branch, KeyRange queries, KeyRange part);

}  // namespace ropescope
