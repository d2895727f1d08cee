#include "core/number_rows.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "core/half.hpp"
#include "core/index.hpp"

namespace ropescope {
namespace {

template <class Number>
Number number_at(const std::byte* bytes) {
  Number number{};
  std::memcpy(&number, bytes, sizeof(Number));
  return number;
}

template <class Number, class Convert>
void read_each(const std::byte* bytes, std::span<float> out, Convert to_float) {
  for (float& value : out) {
    value = to_float(number_at<Number>(bytes));
    bytes += sizeof(Number);
  }
}

void read_runs(const NumberForm& form, const std::byte* bytes, std::span<float> out) {
  for (std::size_t first = 0; first < out.size(); first += index(form.run)) {
    const auto scale = number_at<float>(bytes);
    bytes += sizeof(float);
    float offset = 0;
    if (form.has_offset) {
      offset = number_at<float>(bytes);
      bytes += sizeof(float);
    }
    for (float& value : out.subspan(first, index(form.run))) {
      const float product = scale * value_of(form, *bytes++);
      value = product + offset;
    }
  }
}

}  // namespace

float value_of(const NumberForm& form, std::byte byte) {
  if (form.has_floats) return from_float8(std::to_integer<std::uint8_t>(byte));
  return static_cast<float>(std::to_integer<std::int8_t>(byte));
}

std::size_t bytes_of(const NumberForm& form, std::size_t count) {
  switch (form.stored) {
    case Stored::f32:
      return count * sizeof(float);
    case Stored::bf16:
    case Stored::f16:
      return count * sizeof(std::uint16_t);
    case Stored::runs:
      break;
  }
  return count + count / index(form.run) * sizeof(float) * (form.has_offset ? 2 : 1);
}

void read_numbers(const NumberForm& form, std::span<const std::byte> bytes, std::span<float> out) {
  switch (form.stored) {
    case Stored::f32:
      return read_each<float>(bytes.data(), out, [](float x) { return x; });
    case Stored::bf16:
      return read_each<std::uint16_t>(bytes.data(), out, from_bfloat);
    case Stored::f16:
      return read_each<std::uint16_t>(bytes.data(), out, from_half);
    case Stored::runs:
      return read_runs(form, bytes.data(), out);
  }
}

}  // namespace ropescope
