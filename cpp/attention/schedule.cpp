#include "attention/schedule.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "attention/branch_rotations.hpp"
#include "core/index.hpp"
#include "kernels/matmul.hpp"
#include "position/plan.hpp"
#include "position/visible.hpp"

namespace ropescope {
namespace {

int floor_to(int n, int multiple) { return n / multiple * multiple; }
int ceil_to(int n, int multiple) { return (n + multiple - 1) / multiple * multiple; }

int branch_count(const PositionPlan& plan) { return std::max(1, static_cast<int>(plan.branches.size())); }

// Two parts that share a panel are one: its product is then made once.
std::vector<KeyRange> parts_seen(const Visibility& visible, KeyRange queries) {
  KeyRange sinks;
  KeyRange window;
  for (int m = queries.begin; m < queries.end; ++m) {
    const VisibleKeys seen = visible_keys(visible, m);
    sinks = hull(sinks, seen.sinks);
    window = hull(window, seen.window);
  }
  if (sinks.empty()) return {window};
  const int panel = panel_columns();
  if (ceil_to(sinks.end, panel) > floor_to(window.begin, panel)) return {hull(sinks, window)};
  return {sinks, window};
}

struct Met {
  int branch = 0;
  KeyRange keys;
  KeyRange panels;  // keys, extended to whole panels
};

// Keys [begin, end) under one branch, cut where the centre of decay changes. A piece that begins inside a panel goes
// aside: the panel's first scores are there already.
void add_product(const Product& product, const BranchRotations& rotations, std::vector<Product>& products) {
  if (!rotations.has_decay()) {
    products.push_back(product);
    return;
  }
  int end = product.keys.begin;
  while (end < product.keys.end) {
    Product piece = product;
    piece.keys.begin = end;
    const int centre = rotations.centre_of_key(product.branch, end);
    while (end < product.keys.end && rotations.centre_of_key(product.branch, end) == centre) ++end;
    piece.keys.end = end;
    piece.aside = product.aside || floor_to_panel(piece.keys.begin) != piece.keys.begin;
    products.push_back(piece);
  }
}

// Between two neighbouring edges the same branches meet the panels: one branch writes its scores in place, several
// write aside.
void add_products_of_part(const std::vector<Met>& met, const BranchRotations& rotations,
                          std::vector<Product>& products) {
  std::vector<int> edges;
  for (const Met& m : met) {
    for (const int edge : {m.panels.begin, m.panels.end}) {
      edges.insert(std::ranges::upper_bound(edges, edge), edge);  // few: a sort is two kilobytes of download
    }
  }
  for (std::size_t e = 0; e + 1 < edges.size(); ++e) {
    const KeyRange between{edges[e], edges[e + 1]};
    const auto meets = [&](const Met& m) { return !common(m.panels, between).empty(); };
    const bool aside = std::ranges::count_if(met, meets) > 1;
    for (const Met& m : met) {
      const KeyRange keys = common({m.panels.begin, m.keys.end}, between);
      if (!keys.empty()) add_product({m.branch, keys, aside}, rotations, products);
    }
  }
}

}  // namespace

KeyRange common(KeyRange a, KeyRange b) { return {std::max(a.begin, b.begin), std::min(a.end, b.end)}; }

KeyRange hull(KeyRange a, KeyRange b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

int floor_to_panel(int key) { return floor_to(key, panel_columns()); }

VisibleKeys visible_keys(const Visibility& visible, int query) {
  return {{0, sinks_end(visible, query)}, {window_start(visible, query), query + 1}};
}

KeyRange branch_keys(const PositionPlan& plan, int branch, int query) {
  if (plan.branches.empty()) return {0, query + 1};
  const Branch& b = plan.branches[index(branch)];
  return {b.first[index(query)], b.end[index(query)]};
}

KeyRange keys_met(const PositionPlan& plan, int branch, KeyRange queries, KeyRange part) {
  KeyRange met;
  for (int m = queries.begin; m < queries.end; ++m) {
    const VisibleKeys seen = visible_keys(plan.visible, m);
    const KeyRange keys = common(branch_keys(plan, branch, m), part);
    met = hull(met, common(keys, seen.sinks));
    met = hull(met, common(keys, seen.window));
  }
  return met;
}

Schedule make_schedule(const PositionPlan& plan, KeyRange queries, const BranchRotations& rotations) {
  Schedule schedule;
  schedule.parts = parts_seen(plan.visible, queries);
  const int panel = panel_columns();
  for (int first = queries.begin; first < queries.end; first += block_rows) {
    RowBlock block{.first = first, .rows = std::min(block_rows, queries.end - first), .parts = {}, .products = {}};
    const KeyRange rows{first, first + block.rows};
    block.parts = parts_seen(plan.visible, rows);
    for (const KeyRange& part : block.parts) {
      std::vector<Met> met;
      for (int b = 0; b < branch_count(plan); ++b) {
        const KeyRange keys = keys_met(plan, b, rows, part);
        if (!keys.empty()) met.push_back({b, keys, {floor_to(keys.begin, panel), ceil_to(keys.end, panel)}});
      }
      add_products_of_part(met, rotations, block.products);
    }
    schedule.blocks.push_back(std::move(block));
  }
  return schedule;
}

}  // namespace ropescope
