// The numbers of tensors, whatever form they are stored in.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "core/number_rows.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/safetensors.hpp"

namespace ropescope {
namespace {

constexpr std::array<std::pair<std::string_view, NumberForm>, 9> forms{{{"F32", {Stored::f32}},
                                                                        {"F16", {Stored::f16}},
                                                                        {"BF16", {Stored::bf16}},
                                                                        {"I8/16", {Stored::runs, 16, false}},
                                                                        {"I8/16+", {Stored::runs, 16, true}},
                                                                        {"I8/32", {Stored::runs, 32, false}},
                                                                        {"I8/32+", {Stored::runs, 32, true}},
                                                                        {"F8/16", {Stored::runs, 16, false, true}},
                                                                        {"F8/32", {Stored::runs, 32, false, true}}}};

Error invalid(Reason reason, std::string_view tensor, std::initializer_list<Argument> arguments) {
  return {ErrorCode::invalid_weights, reason, tensor, arguments};
}

// Small types hold codes of numbers, whose scales stand in tensors of their own.
Error refuse_dtype(std::string_view name, std::string_view dtype) {
  constexpr std::array small{"F8", "F6", "F4", "I8", "U8"};
  const bool is_code = std::ranges::any_of(small, [&](std::string_view start) { return dtype.starts_with(start); });
  return invalid(is_code ? Reason("tensor_is_quantized") : Reason("tensor_has_dtype"), name, {{"given", dtype}});
}

std::vector<std::byte> rounded(std::span<const std::byte> doubles) {
  std::vector<std::byte> floats(doubles.size() / 2);
  for (std::size_t i = 0; i < doubles.size() / sizeof(double); ++i) {
    double value = 0;
    std::memcpy(&value, doubles.data() + i * sizeof(double), sizeof(double));  // the file aligns nothing
    const auto single = static_cast<float>(value);
    std::memcpy(floats.data() + i * sizeof(float), &single, sizeof(float));
  }
  return floats;
}

Result<std::vector<std::byte>> bytes_of(const TensorView& tensor) {
  if (tensor.far == nullptr) return std::vector<std::byte>(tensor.bytes.begin(), tensor.bytes.end());
  std::vector<std::byte> bytes(tensor.size);
  if (!tensor.far->read(tensor.begin, bytes)) return invalid("weights_file_too_short", "", {{"bytes", 0}});
  return bytes;
}

}  // namespace

std::optional<NumberForm> form_of(std::string_view dtype) {
  const auto* found = std::ranges::find(forms, dtype, &decltype(forms)::value_type::first);
  if (found == forms.end()) return {};
  return found->second;
}

Result<TensorNumbers> read_stored(const Tensors& tensors, std::string_view name, std::span<const std::size_t> shape,
                                  bool narrow) {
  const auto found = tensors.find(name);
  if (found == tensors.end()) return invalid("tensor_is_missing", name, {{"shape", describe_shape(shape)}});
  const TensorView& tensor = found->second;
  if (!std::ranges::equal(tensor.shape, shape)) {
    return invalid("tensor_has_shape", name,
                   {{"given", describe_shape(tensor.shape)}, {"shape", describe_shape(shape)}});
  }
  const bool is_double = tensor.dtype == "F64";
  const auto form = is_double ? NumberForm{} : form_of(tensor.dtype);
  if (!form) return refuse_dtype(name, tensor.dtype);
  if (form->run > 0 && (shape.empty() || shape.back() % static_cast<std::size_t>(form->run) != 0)) {
    return invalid("tensor_does_not_fill_bytes", name,
                   {{"dtype", tensor.dtype}, {"shape", describe_shape(shape)}, {"bytes", tensor.size}});
  }
  auto bytes = bytes_of(tensor);
  if (!bytes) return bytes.error();
  if (is_double) *bytes = rounded(*bytes);
  const bool stays = narrow || *form == NumberForm{};
  std::vector<std::byte> floats;
  std::array<float, 1024> numbers;  // whole runs
  const std::size_t whole = bytes_of(*form, numbers.size());
  if (!stays) floats.reserve(count_of(shape) * sizeof(float));
  for (std::size_t begin = 0; begin < bytes->size(); begin += whole) {
    const auto part = std::span(*bytes).subspan(begin, std::min(whole, bytes->size() - begin));
    const auto some = std::span(numbers).first(numbers.size() * part.size() / whole);
    read_numbers(*form, part, some);
    const auto* bad =
        std::find_if_not(some.data(), some.data() + some.size(), [](float x) { return std::isfinite(x); });
    if (bad != some.data() + some.size()) {
      const std::size_t place = begin / whole * numbers.size() + static_cast<std::size_t>(bad - some.data());
      return invalid("tensor_has_element", name, {{"index", place}, {"given", *bad}});
    }
    if (stays) continue;
    const auto more = std::as_bytes(some);
    floats.insert(floats.end(), more.begin(), more.end());
  }
  if (stays) return TensorNumbers{*form, *std::move(bytes)};
  return TensorNumbers{{}, std::move(floats)};
}

std::size_t count_of(std::span<const std::size_t> shape) {
  std::size_t count = 1;
  for (const std::size_t size : shape) count *= size;
  return count;
}

Result<std::vector<float>> read_floats(const Tensors& tensors, std::string_view name,
                                       std::span<const std::size_t> shape) {
  const auto stored = read_stored(tensors, name, shape, false);
  if (!stored) return stored.error();
  std::vector<float> values(count_of(shape));
  read_numbers(stored->form, stored->bytes, values);
  return values;
}

}  // namespace ropescope
