// Reads the tensors of a model one after the other and keeps the first error, so that a layer is a list of tensors.
#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/decoder_form.hpp"
#include "core/result.hpp"
#include "io/safetensors.hpp"
#include "model/learned_numbers.hpp"
#include "model/weights.hpp"

namespace ropescope {

// A projection as a file holds it, row by row.
struct ProjectionRows {
  TensorNumbers weight;     // [outputs, inputs]; none where an error was met
  std::vector<float> bias;  // [outputs] or empty
  int inputs = 0;
  int outputs = 0;
};

// The rows of these numbers, in this order.
[[nodiscard]] ProjectionRows rows_of(const ProjectionRows& all, std::span<const int> rows);
[[nodiscard]] Projection pack(const ProjectionRows& linear, double scale = 1);

class WeightReader {
 public:
  // narrow: matrices of 16 bits and fewer stay so.
  WeightReader(const Tensors& tensors, const DecoderForm& form, bool narrow);

  // Where tensors other than the head's stand: `base`, unless this is a file of the base class alone.
  [[nodiscard]] const std::string& base() const { return base_; }
  [[nodiscard]] bool has(const std::string& name) const { return tensors_.contains(name); }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] std::size_t parameters() const { return parameters_; }

  std::vector<float> vector(const std::string& name, int size) {
    return floats(name, {static_cast<std::size_t>(size)});
  }
  std::vector<float> matrix(const std::string& name, int rows, int columns) {
    return floats(name, {static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)});
  }

  // name.weight [outputs, inputs], and name.bias where the configuration has one.
  ProjectionRows linear(const std::string& name, int inputs, int outputs, bool has_bias);

  // name: of a tensor under `prefix`, [group], or [groups, group] where each group has weights of its own; empty: there
  // is none.
  Norm norm(const std::string& prefix, std::string_view name, int group, int groups = 0);

  // Of position methods: the tensors whose names begin with `prefix`.
  LearnedNumbers learned(const std::string& prefix);

  // Names of the tensors that no part of the model has read.
  [[nodiscard]] std::vector<std::string> unused() const;

  // Older files of tied models hold the head all the same; one that differs would be another model.
  void expect_tied(const std::string& head, const ProjectionRows& embedding);

 private:
  TensorNumbers numbers(const std::string& name, std::initializer_list<std::size_t> shape, bool narrow);
  std::vector<float> floats(const std::string& name, std::initializer_list<std::size_t> shape);

  const Tensors& tensors_;
  NormForm norms_;
  bool narrow_;
  std::string base_;
  std::optional<Error> error_;
  std::size_t parameters_ = 0;
  std::set<std::string, std::less<>> read_;
};

}  // namespace ropescope
