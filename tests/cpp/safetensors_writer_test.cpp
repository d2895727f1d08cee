// Files that the writer makes, read back; half precision against its definition.
#include "io/safetensors_writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "files.hpp"
#include "io/safetensors.hpp"

namespace ropescope {
namespace {

std::vector<float> through_halves(const std::vector<float>& values) {
  const auto bytes = to_halves(values);
  const Tensors tensors{{"x", {"F16", {values.size()}, bytes}}};
  const auto file = write_safetensors(tensors);
  return *read_floats(*read_safetensors(file), "x", std::array{values.size()});
}

TEST(SafetensorsWriter, WritesWhatTheReaderReads) {
  const std::vector<float> floats{1.5F, -2, 0.1F, 4, 5, 6};
  const auto odd = test::as_bytes("odd");
  const Tensors tensors{{"a.weight", {"F32", {2, 3}, std::as_bytes(std::span(floats))}}, {"b", {"U8", {3}, odd}}};
  const auto file = write_safetensors(tensors);
  const auto read = read_safetensors(file);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->size(), 2U);
  EXPECT_EQ(*read_floats(*read, "a.weight", std::array<std::size_t, 2>{2, 3}), floats);
  const auto bytes = read->at("b").bytes;
  EXPECT_EQ(std::vector(bytes.begin(), bytes.end()), odd);
}

TEST(SafetensorsWriter, AlignsDataAndNamesTheFormatThatTransformersAsksFor) {
  const std::vector<float> floats{1};
  const auto file = write_safetensors({{"x", {"F32", {1}, std::as_bytes(std::span(floats))}}});
  EXPECT_EQ((file.size() - sizeof(float)) % 8, 0U);
  const std::string text(reinterpret_cast<const char*>(file.data()), file.size());
  EXPECT_NE(text.find(R"("__metadata__":{"format":"pt"})"), std::string::npos);
}

TEST(ToHalves, KeepsWhatHasElevenBits) {
  const std::vector<float> exact{
      0, 1, -1, 0.5F, 2047, -65504, 0x1.0p-14F, 0x1.0p-24F, 1023 * 0x1.0p-24F, 1.0009765625F};
  EXPECT_EQ(through_halves(exact), exact);
}

TEST(ToHalves, RoundsToTheNearestAndTiesToEven) {
  // Between 2048 and 4096 halves are 2 apart; below 2^-14 they are 2^-24 apart.
  EXPECT_EQ(through_halves({2049, 2051, 2049.5F, -2049, 4095.9F}), (std::vector<float>{2048, 2052, 2050, -2048, 4096}));
  EXPECT_EQ(through_halves({0x1.8p-24F, 0x1.0p-25F, 0x1.1p-25F, 0x1.fffp-15F}),
            (std::vector<float>{0x1.0p-23F, 0, 0x1.0p-24F, 0x1.0p-14F}));
}

TEST(ToHalves, IsWithinHalfAUnitEverywhere) {
  for (float value = 1e-8F; value < 65000; value *= 1.0137F) {
    const float unit = std::max(0x1.0p-24F, std::ldexp(1.0F, std::ilogb(value) - 10));
    EXPECT_LE(std::abs(through_halves({value}).front() - value), unit / 2) << value;
  }
}

TEST(ToHalves, KeepsInfinitiesAndWhatIsNoNumber) {
  const auto halves = to_halves(std::vector<float>{65519, 65520, -1e30F, std::numeric_limits<float>::quiet_NaN()});
  const auto high_byte = [&](std::size_t i) { return std::to_integer<int>(halves[2 * i + 1]); };
  EXPECT_EQ(high_byte(0), 0x7b);  // 65504
  EXPECT_EQ(high_byte(1), 0x7c);
  EXPECT_EQ(high_byte(2), 0xfc);
  EXPECT_EQ(high_byte(3), 0x7e);
}

}  // namespace
}  // namespace ropescope
