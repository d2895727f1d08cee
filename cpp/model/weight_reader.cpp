#include "model/weight_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/decoder_form.hpp"
#include "core/error_codes.hpp"
#include "core/half.hpp"
#include "core/index.hpp"
#include "core/result.hpp"
#include "io/safetensors.hpp"
#include "kernels/matmul.hpp"
#include "model/learned_numbers.hpp"
#include "model/weights.hpp"

namespace ropescope {

ProjectionRows rows_of(const ProjectionRows& all, std::span<const int> rows) {
  ProjectionRows some{.weight = {}, .bias = {}, .inputs = all.inputs, .stored = all.stored};
  if (all.weight.empty()) return some;  // an error was met
  for (const int row : rows) {
    const auto weights = std::span(all.weight).subspan(index(row) * index(all.inputs), index(all.inputs));
    some.weight.insert(some.weight.end(), weights.begin(), weights.end());
    if (!all.bias.empty()) some.bias.push_back(all.bias[index(row)]);
  }
  return some;
}

Projection pack(const ProjectionRows& linear, double scale) {
  Projection result{.weight = {}, .bias = linear.bias, .scale = static_cast<float>(scale)};
  if (linear.weight.empty()) return result;
  const auto outputs = static_cast<int>(linear.weight.size() / index(linear.inputs));
  pack_columns({linear.weight.data(), index(linear.inputs), outputs}, linear.inputs, linear.stored, result.weight);
  return result;
}

WeightReader::WeightReader(const Tensors& tensors, const DecoderForm& form, bool narrow)
    : tensors_(tensors), norms_(form.norms), narrow_(narrow) {
  const std::string embedding = std::string(form.names.embedding) + ".weight";
  if (!has(embedding)) base_ = form.names.base;
}

std::vector<float> WeightReader::matrix(const std::string& name, int rows, int columns) {
  return floats(name, {index(rows), index(columns)});
}

ProjectionRows WeightReader::linear(const std::string& name, int inputs, int outputs, bool has_bias) {
  const std::string weight = name + ".weight";
  ProjectionRows result{
      .weight = matrix(weight, outputs, inputs), .bias = {}, .inputs = inputs, .stored = stored(weight)};
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

void WeightReader::expect_tied(const std::string& head, const std::vector<float>& embedding, int rows, int columns) {
  if (error_ || !has(head)) return;
  const std::size_t before = parameters_;
  if (const auto values = matrix(head, rows, columns); !error_ && values != embedding) {
    error_ = Error{ErrorCode::invalid_weights, "tied_head_differs", head};
  }
  parameters_ = before;
}

Stored WeightReader::stored(const std::string& name) const {
  const auto found = tensors_.find(name);
  if (!narrow_ || found == tensors_.end()) return Stored::f32;
  if (found->second.dtype == "BF16") return Stored::bf16;
  return found->second.dtype == "F16" ? Stored::f16 : Stored::f32;
}

std::vector<float> WeightReader::floats(const std::string& name, std::initializer_list<std::size_t> shape) {
  if (error_) return {};
  const bool is_new = read_.insert(name).second;
  auto values = read_floats(tensors_, name, shape);
  if (!values) {
    error_ = values.error();
    return {};
  }
  if (is_new) parameters_ += values->size();
  return *std::move(values);
}

}  // namespace ropescope
