#include "model/weight_reader.hpp"

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/decoder_form.hpp"
#include "core/error_codes.hpp"
#include "core/index.hpp"
#include "core/number_rows.hpp"
#include "core/result.hpp"
#include "io/safetensors.hpp"
#include "kernels/matmul.hpp"
#include "model/learned_numbers.hpp"
#include "model/weights.hpp"

namespace ropescope {

ProjectionRows rows_of(const ProjectionRows& all, std::span<const int> rows) {
  ProjectionRows some{.weight = {all.weight.form, {}}, .bias = {}, .inputs = all.inputs, .outputs = 0};
  if (all.outputs == 0) return some;
  const std::size_t row_bytes = bytes_of(all.weight.form, index(all.inputs));
  some.outputs = static_cast<int>(rows.size());
  some.weight.bytes.reserve(rows.size() * row_bytes);
  for (const int row : rows) {
    const auto bytes = std::span(all.weight.bytes).subspan(index(row) * row_bytes, row_bytes);
    some.weight.bytes.insert(some.weight.bytes.end(), bytes.begin(), bytes.end());
    if (!all.bias.empty()) some.bias.push_back(all.bias[index(row)]);
  }
  return some;
}

Projection pack(const ProjectionRows& linear, double scale) {
  Projection result{.weight = {}, .bias = linear.bias, .scale = static_cast<float>(scale)};
  if (linear.outputs == 0) return result;
  pack_columns({linear.weight.form, linear.weight.bytes.data(), linear.outputs}, linear.inputs, result.weight);
  return result;
}

WeightReader::WeightReader(const Tensors& tensors, const DecoderForm& form, bool narrow)
    : tensors_(tensors), norms_(form.norms), narrow_(narrow) {
  const std::string embedding = std::string(form.names.embedding) + ".weight";
  if (!has(embedding)) base_ = form.names.base;
}

ProjectionRows WeightReader::linear(const std::string& name, int inputs, int outputs, bool has_bias) {
  ProjectionRows result{.weight = numbers(name + ".weight", {index(outputs), index(inputs)}, narrow_),
                        .bias = {},
                        .inputs = inputs,
                        .outputs = error_ ? 0 : outputs};
  if (has_bias) result.bias = vector(name + ".bias", outputs);
  return result;
}

Norm WeightReader::norm(const std::string& prefix, std::string_view name, int group, int groups) {
  Norm norm{.weight = {}, .bias = {}, .group = index(group)};
  if (name.empty()) return norm;
  const std::string path = prefix + std::string(name);
  if (!norms_.weights) {
    norm.weight.assign(norm.group, 1.0F);
    return norm;
  }
  norm.weight = groups == 0 ? vector(path + ".weight", group) : matrix(path + ".weight", groups, group);
  for (float& weight : norm.weight) weight += static_cast<float>(norms_.offset);
  if (norms_.bias) norm.bias = vector(path + ".bias", group);
  return norm;
}

LearnedNumbers WeightReader::learned(const std::string& prefix) {
  if (error_) return {};
  auto numbers = read_learned_numbers(tensors_, prefix);
  if (!numbers) {
    error_ = numbers.error();
    return {};
  }
  for (const auto& [name, values] : *numbers) {
    parameters_ += values.size();
    read_.insert(prefix + name);
  }
  return *std::move(numbers);
}

std::vector<std::string> WeightReader::unused() const {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : tensors_) {
    if (!read_.contains(name)) names.push_back(name);
  }
  return names;
}

void WeightReader::expect_tied(const std::string& head, const ProjectionRows& embedding) {
  if (error_ || !has(head)) return;
  const std::size_t before = parameters_;
  const TensorNumbers other = numbers(head, {index(embedding.outputs), index(embedding.inputs)}, narrow_);
  parameters_ = before;
  if (error_) return;
  std::vector<float> one(index(embedding.inputs));
  std::vector<float> two(one.size());
  const auto row = [&](const TensorNumbers& matrix, int r, std::vector<float>& out) {
    const std::size_t row_bytes = bytes_of(matrix.form, out.size());
    read_numbers(matrix.form, std::span(matrix.bytes).subspan(index(r) * row_bytes, row_bytes), out);
  };
  for (int r = 0; r < embedding.outputs; ++r) {
    row(embedding.weight, r, one);
    row(other, r, two);
    if (one != two) {
      error_ = Error{ErrorCode::invalid_weights, "tied_head_differs", head};
      return;
    }
  }
}

TensorNumbers WeightReader::numbers(const std::string& name, std::initializer_list<std::size_t> shape, bool narrow) {
  if (error_) return {};
  const bool is_new = read_.insert(name).second;
  auto numbers = read_stored(tensors_, name, shape, narrow);
  if (!numbers) {
    error_ = numbers.error();
    return {};
  }
  if (is_new) parameters_ += count_of(shape);
  return *std::move(numbers);
}

std::vector<float> WeightReader::floats(const std::string& name, std::initializer_list<std::size_t> shape) {
  const TensorNumbers wide = numbers(name, shape, false);
  std::vector<float> values(wide.bytes.size() / sizeof(float));
  read_numbers(wide.form, wide.bytes, values);
  return values;
}

}  // namespace ropescope
