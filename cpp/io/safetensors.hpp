// The safetensors format (huggingface/safetensors, README "Format"): 8 bytes of header length, a JSON header, data.
// Stricter than the reference reader where that is lenient: NUL in names and oversized headers are refused. Every
// length is checked before it is used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/number_rows.hpp"
#include "core/result.hpp"

namespace ropescope {

// Bytes that lie elsewhere and come when they are asked for: a large file need not be in memory as a whole.
class FarBytes {
 public:
  virtual ~FarBytes() = default;
  // Fills `out` from this byte of the file on; false where it cannot.
  virtual bool read(std::size_t begin, std::span<std::byte> out) = 0;
};

struct WeightFile {
  std::span<const std::byte> head;  // at least until the end of the header
  std::size_t size = head.size();   // bytes
  FarBytes* rest = nullptr;         // null: head is the whole file
};

// A tensor of a file, which must outlive it.
struct TensorView {
  std::string dtype;                 // as the file spells it: "F32", "BF16", "I64", ...
  std::vector<std::size_t> shape;    // empty = a scalar
  std::span<const std::byte> bytes;  // exactly shape x dtype, little-endian, at any alignment; empty where they are far
  FarBytes* far = nullptr;           // where they are
  std::size_t begin = 0;             // there, from the file's first byte
  std::size_t size = bytes.size();
};

using Tensors = std::map<std::string, TensorView, std::less<>>;

// Errors: invalid_weights.
Result<Tensors> read_safetensors(const WeightFile& file);
Result<Tensors> read_safetensors(std::span<const std::byte> file);

// The form of a type's numbers; none for types that are not read, and for F64, which no memory holds.
[[nodiscard]] std::optional<NumberForm> form_of(std::string_view dtype);

// Of a checkpoint in several files: a tensor lies in one of them. Errors: invalid_weights.
Result<Tensors> read_shards(std::span<const WeightFile> files);

// Rows of a tensor.
struct TensorNumbers {
  NumberForm form;
  std::vector<std::byte> bytes;
};

// The numbers of a tensor of exactly this shape: F64 (rounded to floats), F32, F16, BF16, or runs of a row, which the
// readers of GGUF files and of quantized weights write: `I8/16`, `I8/32`, with offsets `I8/16+`, `I8/32+`, of float8
// `F8/16`, `F8/32`. narrow: of fewer bits than
// floats as they lie, else as floats. Errors: invalid_weights names the tensor; a NaN or an infinity is refused.
Result<TensorNumbers> read_stored(const Tensors& tensors, std::string_view name, std::span<const std::size_t> shape,
                                  bool narrow);
Result<std::vector<float>> read_floats(const Tensors& tensors, std::string_view name,
                                       std::span<const std::size_t> shape);

// Numbers of a tensor of this shape.
[[nodiscard]] std::size_t count_of(std::span<const std::size_t> shape);

// `[64, 32]`
[[nodiscard]] std::string describe_shape(std::span<const std::size_t> shape);

}  // namespace ropescope
