// Writes the GGUF format, version 3 (ggml-org/ggml, docs/gguf.md): a header, metadata, the list of tensors, data.
// Little-endian, aligned to 32 bytes, the format's default.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ropescope {

using GgufValue = std::variant<std::uint32_t, float, bool, std::string, std::vector<std::int32_t>, std::vector<float>,
                               std::vector<std::string>>;

enum class GgufDtype : std::uint32_t { f32 = 0, f16 = 1 };  // ggml_type of ggml.h

struct GgufTensor {
  std::string name;
  GgufDtype dtype = GgufDtype::f32;
  std::vector<std::size_t> shape;  // row-major as in safetensors; the file lists the fastest dimension first
  std::vector<std::byte> bytes;    // exactly shape x dtype
};

struct GgufFile {
  std::vector<std::pair<std::string, GgufValue>> metadata;  // in the order of the file
  std::vector<GgufTensor> tensors;
};

[[nodiscard]] std::vector<std::byte> write_gguf(const GgufFile& file);

}  // namespace ropescope
