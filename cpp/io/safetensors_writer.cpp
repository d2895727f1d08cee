#include "io/safetensors_writer.hpp"

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>
#include "io/safetensors.hpp"

namespace ropescope {
namespace {

std::uint16_t to_half(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = bits >> 16 & 0x8000U;
  const std::uint32_t magnitude = bits & 0x7fffffffU;
  if (magnitude > 0x7f800000U) return static_cast<std::uint16_t>(sign | 0x7e00U);   // NaN
  if (magnitude >= 0x477ff000U) return static_cast<std::uint16_t>(sign | 0x7c00U);  // 65520 and more round to infinity
  if (magnitude < 0x38800000U) {  // below 2^-14: a multiple of 2^-24; nearbyint rounds ties to even
    const float steps = std::nearbyint(std::bit_cast<float>(magnitude) * 0x1.0p24F);
    return static_cast<std::uint16_t>(sign | static_cast<std::uint32_t>(steps));
  }
  const std::uint32_t lowest_kept = magnitude >> 13 & 1U;
  const std::uint32_t rounded = magnitude + 0x0fffU + lowest_kept;  // a carry into the exponent is right as it is
  return static_cast<std::uint16_t>(sign | ((rounded >> 13) - (112U << 10)));  // the bias changes from 127 to 15
}

}  // namespace

std::vector<std::byte> to_halves(std::span<const float> values) {
  std::vector<std::byte> bytes(values.size() * sizeof(std::uint16_t));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::uint16_t half = to_half(values[i]);
    std::memcpy(bytes.data() + i * sizeof(half), &half, sizeof(half));
  }
  return bytes;
}

std::vector<std::byte> write_safetensors(const Tensors& tensors) {
  std::string header = R"({"__metadata__":{"format":"pt"})";
  std::size_t end = 0;
  for (const auto& [name, tensor] : tensors) {
    std::string shape;
    for (const std::size_t size : tensor.shape) shape += (shape.empty() ? "" : ",") + std::to_string(size);
    const std::size_t begin = end;
    end += tensor.bytes.size();
    header += ",\"";
    header += name;
    header += R"(":{"dtype":")" + tensor.dtype + R"(","shape":[)" + shape + R"(],"data_offsets":[)";
    header += std::to_string(begin) + "," + std::to_string(end) + "]}";
  }
  header += "}";
  header.append((8 - header.size() % 8) % 8, ' ');  // data aligned as the reference writer aligns it

  const std::uint64_t length = header.size();
  std::vector<std::byte> file(sizeof(length) + header.size());
  std::memcpy(file.data(), &length, sizeof(length));
  std::memcpy(file.data() + sizeof(length), header.data(), header.size());
  for (const auto& [name, tensor] : tensors) file.insert(file.end(), tensor.bytes.begin(), tensor.bytes.end());
  return file;
}

}  // namespace ropescope
