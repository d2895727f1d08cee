// Rows of numbers as files and packed matrices hold them: each number by itself, or numbers of 8 bits in runs. A run is
// its scale, its offset where the form has one, both floats, and a byte for each number, which is scale * byte +
// offset, rounded after the product and after the sum. A byte is a whole number with a sign, or a float8.
#pragma once

#include <cstddef>
#include <span>

namespace ropescope {

// How numbers lie in memory.
enum class Stored { f32, bf16, f16, runs };

struct NumberForm {
  Stored stored = Stored::f32;
  int run = 0;              // numbers of a run: a row is whole runs
  bool has_offset = false;  // of a run
  bool has_floats = false;  // whose bytes are float8

  bool operator==(const NumberForm&) const = default;
};

// A byte of a run.
[[nodiscard]] float value_of(const NumberForm& form, std::byte byte);

// Of so many numbers, little-endian.
[[nodiscard]] std::size_t bytes_of(const NumberForm& form, std::size_t count);

// bytes: of out.size() numbers, at any alignment
void read_numbers(const NumberForm& form, std::span<const std::byte> bytes, std::span<float> out);

}  // namespace ropescope
