#include "io/gguf_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ropescope {
namespace {

constexpr std::size_t alignment = 32;

std::size_t aligned(std::size_t size) { return (size + alignment - 1) / alignment * alignment; }

// The numbers by which a file names the types of its values.
std::uint32_t type_of(std::uint32_t) { return 4; }
std::uint32_t type_of(std::int32_t) { return 5; }
std::uint32_t type_of(float) { return 6; }
std::uint32_t type_of(bool) { return 7; }
std::uint32_t type_of(const std::string&) { return 8; }
constexpr std::uint32_t array_type = 9;

class ByteWriter {
 public:
  template <class Number>
  void number(Number value) {
    const std::size_t at = bytes_.size();
    bytes_.resize(at + sizeof(value));
    std::memcpy(bytes_.data() + at, &value, sizeof(value));
  }
  void text(std::string_view value) {
    number(static_cast<std::uint64_t>(value.size()));
    for (const char letter : value) bytes_.push_back(static_cast<std::byte>(letter));
  }
  void append(const std::vector<std::byte>& bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
  void align() { bytes_.resize(aligned(bytes_.size())); }

  void element(const std::string& value) { text(value); }
  void element(bool value) { number(static_cast<std::uint8_t>(value)); }
  template <class Number>
  void element(Number value) {
    number(value);
  }
  template <class T>
  void value(const T& scalar) {
    number(type_of(scalar));
    element(scalar);
  }
  template <class T>
  void value(const std::vector<T>& list) {
    number(array_type);
    number(type_of(T{}));
    number(static_cast<std::uint64_t>(list.size()));
    for (const T& item : list) element(item);
  }

  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  std::vector<std::byte> bytes_;
};

}  // namespace

std::vector<std::byte> write_gguf(const GgufFile& file) {
  ByteWriter writer;
  for (const char letter : std::string_view("GGUF")) writer.number(letter);
  writer.number(std::uint32_t{3});
  writer.number(static_cast<std::uint64_t>(file.tensors.size()));
  writer.number(static_cast<std::uint64_t>(file.metadata.size()));
  for (const auto& [key, value] : file.metadata) {
    writer.text(key);
    std::visit([&](const auto& held) { writer.value(held); }, value);
  }
  std::size_t offset = 0;  // from the beginning of the data
  for (const GgufTensor& tensor : file.tensors) {
    writer.text(tensor.name);
    writer.number(static_cast<std::uint32_t>(tensor.shape.size()));
    for (const std::size_t size : std::views::reverse(tensor.shape)) writer.number(static_cast<std::uint64_t>(size));
    writer.number(tensor.dtype);
    writer.number(static_cast<std::uint64_t>(offset));
    offset += aligned(tensor.bytes.size());
  }
  for (const GgufTensor& tensor : file.tensors) {
    writer.align();
    writer.append(tensor.bytes);
  }
  writer.align();
  return writer.take();
}

}  // namespace ropescope
