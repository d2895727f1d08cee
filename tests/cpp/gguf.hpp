// A reader of GGUF files, only as lenient as the writer is strict: docs/gguf.md of ggml-org/ggml, version 3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace ropescope::test {

using GgufRead = std::variant<double, bool, std::string, std::vector<double>, std::vector<std::string>>;

struct GgufTensorRead {
  std::vector<std::size_t> shape;  // as the file has it: fastest first
  std::uint32_t dtype = 0;
  std::size_t offset = 0;
};

struct GgufContents {
  std::map<std::string, GgufRead> metadata;
  std::map<std::string, GgufTensorRead> tensors;
  std::size_t data = 0;  // where offsets count from
};

class GgufReader {
 public:
  explicit GgufReader(std::span<const std::byte> file) : file_(file) {}

  template <class Number>
  Number number() {
    if (file_.size() - at_ < sizeof(Number)) throw std::out_of_range("the file ends within a number");
    Number value{};
    std::memcpy(&value, file_.data() + at_, sizeof(value));
    at_ += sizeof(value);
    return value;
  }
  std::string text(std::size_t length) {
    if (file_.size() - at_ < length) throw std::out_of_range("the file ends within a text");
    const std::string value(reinterpret_cast<const char*>(file_.data() + at_), length);
    at_ += length;
    return value;
  }
  std::size_t size() { return static_cast<std::size_t>(number<std::uint64_t>()); }
  std::string text() { return text(size()); }

  GgufRead value(std::uint32_t type) {
    if (type == 7) return number<std::uint8_t>() != 0;
    if (type == 8) return text();
    return type == 9 ? list() : GgufRead(plain(type));
  }

  GgufContents contents() {
    if (text(4) != "GGUF" || number<std::uint32_t>() != 3) throw std::runtime_error("not GGUF of version 3");
    const auto tensors = number<std::uint64_t>();
    const auto keys = number<std::uint64_t>();
    GgufContents read;
    for (std::uint64_t i = 0; i < keys; ++i) {
      const std::string key = text();
      read.metadata.emplace(key, value(number<std::uint32_t>()));
    }
    for (std::uint64_t i = 0; i < tensors; ++i) {
      const std::string name = text();
      GgufTensorRead& tensor = read.tensors[name];
      for (auto left = number<std::uint32_t>(); left > 0; --left) tensor.shape.push_back(size());
      tensor.dtype = number<std::uint32_t>();
      tensor.offset = size();
    }
    read.data = (at_ + 31) / 32 * 32;  // the default alignment
    return read;
  }

 private:
  double plain(std::uint32_t type) {
    if (type == 4) return number<std::uint32_t>();
    if (type == 5) return number<std::int32_t>();
    if (type == 6) return static_cast<double>(number<float>());
    throw std::runtime_error("a type that the writer does not write");
  }
  GgufRead list() {
    const auto type = number<std::uint32_t>();
    const auto size = number<std::uint64_t>();
    std::vector<std::string> texts;
    std::vector<double> numbers;
    for (std::uint64_t i = 0; i < size; ++i) {
      if (type == 8) {
        texts.push_back(text());
      } else {
        numbers.push_back(plain(type));
      }
    }
    return type == 8 ? GgufRead(texts) : GgufRead(numbers);
  }

  std::span<const std::byte> file_;
  std::size_t at_ = 0;
};

}  // namespace ropescope::test
