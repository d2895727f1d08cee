// The numbers of tensors, whatever floating-point format they are stored in.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "core/error_codes.hpp"
#include "core/half.hpp"
#include "core/result.hpp"
#include "io/safetensors.hpp"

namespace ropescope {
namespace {

Error invalid(Reason reason, std::string_view tensor, std::initializer_list<Argument> arguments) {
  return {ErrorCode::invalid_weights, reason, tensor, arguments};
}

// Small types hold codes of numbers, whose scales stand in tensors of their own.
Error refuse_dtype(std::string_view name, std::string_view dtype) {
  constexpr std::array small{"F8", "F6", "F4", "I8", "U8"};
  const bool is_code = std::ranges::any_of(small, [&](std::string_view start) { return dtype.starts_with(start); });
  return invalid(is_code ? Reason("tensor_is_quantized") : Reason("tensor_has_dtype"), name, {{"given", dtype}});
}

template <class Number, class Convert>
std::vector<float> convert(std::span<const std::byte> bytes, Convert to_float) {
  std::vector<float> values(bytes.size() / sizeof(Number));
  for (std::size_t i = 0; i < values.size(); ++i) {
    Number number{};
    std::memcpy(&number, bytes.data() + i * sizeof(Number), sizeof(Number));  // the file aligns nothing
    values[i] = to_float(number);
  }
  return values;
}

}  // namespace

Result<std::vector<float>> read_floats(const Tensors& tensors, std::string_view name,
                                       std::span<const std::size_t> shape) {
  const auto found = tensors.find(name);
  if (found == tensors.end()) return invalid("tensor_is_missing", name, {{"shape", describe_shape(shape)}});
  const TensorView& tensor = found->second;
  if (!std::ranges::equal(tensor.shape, shape)) {
    return invalid("tensor_has_shape", name,
                   {{"given", describe_shape(tensor.shape)}, {"shape", describe_shape(shape)}});
  }
  std::vector<std::byte> fetched;
  auto bytes = tensor.bytes;
  if (tensor.far != nullptr) {
    fetched.resize(tensor.size);
    if (!tensor.far->read(tensor.begin, fetched)) return invalid("weights_file_too_short", "", {{"bytes", 0}});
    bytes = fetched;
  }
  std::vector<float> values;
  if (tensor.dtype == "F64") {
    values = convert<double>(bytes, [](double x) { return static_cast<float>(x); });
  } else if (tensor.dtype == "F32") {
    values = convert<float>(bytes, [](float x) { return x; });
  } else if (tensor.dtype == "F16") {
    values = convert<std::uint16_t>(bytes, from_half);
  } else if (tensor.dtype == "BF16") {
    values = convert<std::uint16_t>(bytes, from_bfloat);
  } else {
    return refuse_dtype(name, tensor.dtype);
  }
  const auto bad = std::ranges::find_if_not(values, [](float x) { return std::isfinite(x); });
  if (bad != values.end()) {
    return invalid("tensor_has_element", name, {{"index", bad - values.begin()}, {"given", *bad}});
  }
  return values;
}

}  // namespace ropescope
