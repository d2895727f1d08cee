#include "kernels/softmax.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <span>

#include "kernels/exp.hpp"
#include "kernels/simd.hpp"

namespace ropescope {
namespace {

constexpr std::size_t block = 64 * lanes;  // sums of blocks are added in double: the error does not grow with the row

float maximum(std::span<const float> row) {
  std::size_t i = 0;
  float result = row[0];
  if (row.size() >= lanes) {
    Batch best = Batch::load_unaligned(row.data());
    for (i = lanes; i + lanes <= row.size(); i += lanes) best = xsimd::max(best, Batch::load_unaligned(&row[i]));
    result = xsimd::reduce_max(best);
  }
  for (; i < row.size(); ++i) result = std::max(result, row[i]);
  return result;
}

// The last vector of a row: elements past its end are -infinity, whose exp is 0.
Batch load_tail(std::span<const float> tail) {
  alignas(64) float whole[lanes];
  std::fill(std::ranges::copy(tail, whole).out, whole + lanes, -INFINITY);
  return Batch::load_aligned(whole);
}

struct NoMoment {
  void add(Batch, Batch) {}
  void end_block() {}
};

// The sum of exp(x) x.
struct Moment {
  Batch part{0.0F};
  double total = 0;

  void add(Batch e, Batch x) { part = multiply_add(e, xsimd::max(x, Batch(-128.0F)), part); }  // not 0 times infinity
  void end_block() {
    total += static_cast<double>(xsimd::reduce_add(part));
    part = Batch(0.0F);
  }
};

// For each vector x = row[i] - highest calls store(i, exp(x)) and tells the moment; returns the sum of exp(x).
template <class Store, class Sum>
double sum_of_exp(std::span<const float> row, float highest, Store store, Sum& moment) {
  double total = 0;
  const Batch shift(highest);
  for (std::size_t begin = 0; begin < row.size(); begin += block) {
    const std::size_t end = std::min(row.size(), begin + block);
    Batch sum(0.0F);
    const auto take = [&](std::size_t i, Batch x) {
      const Batch e = fast_exp_below(x);
      store(i, e);
      moment.add(e, x);
      sum += e;
    };
    std::size_t i = begin;
    for (; i + lanes <= end; i += lanes) take(i, Batch::load_unaligned(&row[i]) - shift);
    if (i < end) take(i, load_tail(row.subspan(i)) - shift);
    total += static_cast<double>(xsimd::reduce_add(sum));
    moment.end_block();
  }
  return total;
}

struct Sums {
  double sink = 0;
  double all = 0;  // with the sink's
};

template <class Sum>
Sums weigh(std::span<float> row, float sink, Sum& moment) {
  assert(!row.empty());
  const float highest = std::max(maximum(row), sink);
  const std::size_t whole = row.size() / lanes * lanes;
  alignas(64) float tail[lanes];
  const auto store = [&](std::size_t i, Batch e) { i < whole ? e.store_unaligned(&row[i]) : e.store_aligned(tail); };
  Sums sums;
  if (sink != -INFINITY) sums.sink = std::exp(static_cast<double>(sink) - static_cast<double>(highest));
  sums.all = sums.sink + sum_of_exp(row, highest, store, moment);
  const auto inverse = static_cast<float>(1.0 / sums.all);
  for (std::size_t i = 0; i < whole; i += lanes) (Batch::load_unaligned(&row[i]) * inverse).store_unaligned(&row[i]);
  for (std::size_t i = whole; i < row.size(); ++i) row[i] = tail[i - whole] * inverse;
  return sums;
}

}  // namespace

double softmax(std::span<float> row, float sink) {
  NoMoment none;
  const Sums sums = weigh(row, sink, none);
  return sums.sink / sums.all;
}

double softmax_entropy(std::span<float> row, float sink) {
  Moment moment;
  const Sums sums = weigh(row, sink, moment);
  // -ln p = ln(all) - x
  return ((sums.all - sums.sink) * std::log(sums.all) - moment.total) / sums.all;
}

double log_sum_exp(std::span<const float> row) {
  assert(!row.empty());
  const float highest = maximum(row);
  NoMoment none;
  return static_cast<double>(highest) + std::log(sum_of_exp(row, highest, [](std::size_t, Batch) {}, none));
}

}  // namespace ropescope
