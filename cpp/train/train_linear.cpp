#include "train/train_linear.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

#include "kernels/matmul.hpp"
#include "train/parameters.hpp"

namespace ropescope {
namespace {

constexpr std::size_t block_rows = 128;  // tokens: a panel of so many inputs (32 KB with AVX-512) stays in L1

Rows rows_of(const float* values, std::size_t width, std::size_t rows) {
  return {values, width, static_cast<int>(rows)};
}

// Calls run(begin, end) for blocks of rows.
template <class Run>
void for_each_block(std::size_t rows, Run run) {
  for (std::size_t begin = 0; begin < rows; begin += block_rows) run(begin, std::min(rows, begin + block_rows));
}

}  // namespace

TrainLinear pack_linear(const TrainTensor& first, int outputs, std::span<const float> values) {
  TrainLinear linear;
  linear.offset = first.offset;
  const int inputs = first.shape[1];
  const Rows weight{values.data() + first.offset, static_cast<std::size_t>(inputs), outputs};
  pack_columns(weight, inputs, linear.forward);
  pack_rows(weight, inputs, linear.backward);
  return linear;
}

void apply(const TrainLinear& linear, std::span<const float> x, std::span<float> y, bool accumulate) {
  const std::size_t inputs = linear.inputs();
  const std::size_t outputs = linear.outputs();
  for_each_block(x.size() / inputs, [&](std::size_t begin, std::size_t end) {
    multiply(rows_of(&x[begin * inputs], inputs, end - begin), linear.forward,
             {&y[begin * outputs], outputs, accumulate});
  });
}

void input_gradient(const TrainLinear& linear, std::span<const float> dy, std::span<float> dx) {
  const std::size_t inputs = linear.inputs();
  const std::size_t outputs = linear.outputs();
  for_each_block(dy.size() / outputs, [&](std::size_t begin, std::size_t end) {
    multiply(rows_of(&dy[begin * outputs], outputs, end - begin), linear.backward, {&dx[begin * inputs], inputs});
  });
}

void add_weight_gradient(const TrainLinear& linear, std::span<const float> x, std::span<const float> dy,
                         std::span<float> gradient, PackedMatrix& packed) {
  const std::size_t inputs = linear.inputs();
  const std::size_t outputs = linear.outputs();
  for_each_block(x.size() / inputs, [&](std::size_t begin, std::size_t end) {
    pack_rows(rows_of(&x[begin * inputs], inputs, end - begin), static_cast<int>(inputs), packed);
    multiply_transposed({&dy[begin * outputs], outputs, static_cast<int>(outputs)}, packed,
                        {&gradient[linear.offset], inputs, true});
  });
}

}  // namespace ropescope
