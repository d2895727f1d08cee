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

// Calls store(i, exp(row[i] - highest)) for each vector; returns the sum.
template <class Store>
double sum_of_exp(std::span<const float> row, float highest, Store store) {
  double total = 0;
  const Batch shift(highest);
  for (std::size_t begin = 0; begin < row.size(); begin += block) {
    const std::size_t end = std::min(row.size(), begin + block);
    Batch sum(0.0F);
    std::size_t i = begin;
    for (; i + lanes <= end; i += lanes) {
      const Batch e = fast_exp(Batch::load_unaligned(&row[i]) - shift);
      store(i, e);
      sum += e;
    }
    if (i < end) {
      const Batch e = fast_exp(load_tail(row.subspan(i)) - shift);
      store(i, e);
      sum += e;
    }
    total += static_cast<double>(xsimd::reduce_add(sum));
  }
  return total;
}

}  // namespace

double softmax(std::span<float> row, float sink) {
  assert(!row.empty());
  const float highest = std::max(maximum(row), sink);
  const std::size_t whole = row.size() / lanes * lanes;
  alignas(64) float tail[lanes];
  const double sink_part = std::exp(static_cast<double>(sink) - static_cast<double>(highest));
  const double sum = sink_part + sum_of_exp(row, highest, [&](std::size_t i, Batch e) {
                       i < whole ? e.store_unaligned(&row[i]) : e.store_aligned(tail);
                     });
  const auto inverse = static_cast<float>(1.0 / sum);
  for (std::size_t i = 0; i < whole; i += lanes) (Batch::load_unaligned(&row[i]) * inverse).store_unaligned(&row[i]);
  for (std::size_t i = whole; i < row.size(); ++i) row[i] = tail[i - whole] * inverse;
  return sink_part / sum;
}

double log_sum_exp(std::span<const float> row) {
  assert(!row.empty());
  const float highest = maximum(row);
  return static_cast<double>(highest) + std::log(sum_of_exp(row, highest, [](std::size_t, Batch) {}));
}

}  // namespace ropescope
