// Safetensors files made by hand, for tests.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "core/error_codes.hpp"
#include "files.hpp"
#include "io/safetensors.hpp"

namespace ropescope::test {

inline std::vector<std::byte> file_of(const std::string& header, const std::string& data) {
  std::string length(8, '\0');
  const std::uint64_t bytes = header.size();
  std::memcpy(length.data(), &bytes, 8);
  return as_bytes(length + header + data);
}

// `"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}`
inline std::string entry(const std::string& name, const std::string& dtype, const std::string& shape,
                         const std::string& offsets) {
  return "\"" + name + R"(":{"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
}

inline std::string refusal(const std::vector<std::byte>& file) {
  const auto tensors = read_safetensors(file);
  if (tensors) return "accepted";
  EXPECT_EQ(tensors.error().code, ErrorCode::invalid_weights);
  return tensors.error().message;
}

// Of a header whose only tensor is this one, over 8 bytes of data.
inline std::string refusal_of(const std::string& name, const std::string& dtype, const std::string& shape,
                              const std::string& offsets) {
  return refusal(file_of("{" + entry(name, dtype, shape, offsets) + "}", std::string(8, '\0')));
}

}  // namespace ropescope::test
