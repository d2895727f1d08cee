// Files that the writer makes, read back by the format's description.
#include "io/gguf_writer.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "files.hpp"
#include "gguf.hpp"

namespace ropescope {
namespace {

using test::GgufRead;

TEST(GgufWriter, WritesEachTypeOfMetadata) {
  GgufFile file;
  file.metadata = {{"whole", std::uint32_t{7}},
                   {"real", 0.5F},
                   {"flag", true},
                   {"text", std::string("\xe2\x96\x81")},
                   {"wholes", std::vector<std::int32_t>{-1, 2}},
                   {"reals", std::vector<float>{0.25F}},
                   {"texts", std::vector<std::string>{"\n", ""}}};
  const auto bytes = write_gguf(file);
  const auto read = test::GgufReader(bytes).contents();
  EXPECT_EQ(read.metadata.size(), file.metadata.size());
  EXPECT_EQ(read.metadata.at("whole"), GgufRead(7.0));
  EXPECT_EQ(read.metadata.at("real"), GgufRead(0.5));
  EXPECT_EQ(read.metadata.at("flag"), GgufRead(true));
  EXPECT_EQ(read.metadata.at("text"), GgufRead(std::string("\xe2\x96\x81")));
  EXPECT_EQ(read.metadata.at("wholes"), GgufRead(std::vector<double>{-1, 2}));
  EXPECT_EQ(read.metadata.at("reals"), GgufRead(std::vector<double>{0.25}));
  EXPECT_EQ(read.metadata.at("texts"), GgufRead(std::vector<std::string>{"\n", ""}));
}

TEST(GgufWriter, AlignsEachTensorAndListsTheFastestDimensionFirst) {
  GgufFile file;
  file.tensors = {{"a", GgufDtype::f16, {3, 2}, test::as_bytes("six numbers.")},
                  {"b", GgufDtype::f32, {2}, test::as_bytes("8 bytes.")}};
  const auto bytes = write_gguf(file);
  const auto read = test::GgufReader(bytes).contents();
  EXPECT_EQ(read.tensors.at("a").shape, (std::vector<std::size_t>{2, 3}));
  EXPECT_EQ(read.tensors.at("a").dtype, 1U);
  EXPECT_EQ(read.tensors.at("b").dtype, 0U);
  EXPECT_EQ(bytes.size() % 32, 0U);
  for (const GgufTensor& tensor : file.tensors) {
    const std::size_t offset = read.tensors.at(tensor.name).offset;
    EXPECT_EQ(offset % 32, 0U);
    const auto* const first = bytes.data() + read.data + offset;
    EXPECT_EQ(std::vector(first, first + tensor.bytes.size()), tensor.bytes) << tensor.name;
  }
}

}  // namespace
}  // namespace ropescope
