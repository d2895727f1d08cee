// Files of weights as people have them: in shards, with tensors that nothing needs, or something else altogether.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "core/error_codes.hpp"
#include "files.hpp"
#include "io/safetensors.hpp"
#include "safetensors_cases.hpp"

namespace ropescope {
namespace {

using test::entry;
using test::file_of;
using test::refusal;
using test::refusal_of;
using testing::HasSubstr;

TEST(SafetensorsFiles, ReadsTensorsWithoutElementsAnywhereInTheFile) {
  const std::string full = entry("full", "F32", "[1]", "[0,4]");
  for (const char* offsets : {"[0,0]", "[4,4]"}) {
    const std::string empty = entry("empty", "F32", "[2,0]", offsets);
    for (const std::string& both : {empty + "," + full, full + "," + empty}) {
      const auto file = file_of("{" + both + "}", std::string(4, '\0'));
      const auto tensors = read_safetensors(file);
      ASSERT_TRUE(tensors) << tensors.error().message;
      EXPECT_THAT(read_floats(*tensors, "empty", std::vector<std::size_t>{2}).error().message,
                  HasSubstr("has shape [2, 0], expected [2]"));
    }
  }
  EXPECT_THAT(refusal_of("a", "F32", "[0]", "[0,8]"), HasSubstr("of shape [0] does not fill its 8 bytes"));
}

TEST(SafetensorsFiles, ReadsTensorsOfTypesThatNoModelUses) {
  const auto file =
      file_of("{" + entry("four", "F4", "[2,3]", "[0,3]") + "," + entry("six", "F6_E2M3", "[4]", "[3,6]") + "," +
                  entry("pair", "C64", "[1]", "[6,14]") + "}",
              std::string(14, '\0'));
  EXPECT_TRUE(read_safetensors(file));
  EXPECT_THAT(refusal_of("a", "F4", "[15]", "[0,8]"), HasSubstr("does not fill its 8 bytes"));
}

TEST(SafetensorsFiles, ReadsTheTensorsOfSeveralFilesAndRefusesOneThatLiesInTwo) {
  const auto first = file_of("{" + entry("a", "F32", "[1]", "[0,4]") + "}", std::string(4, '\0'));
  const auto second = file_of("{" + entry("b", "F32", "[1]", "[0,4]") + "}", std::string(4, '\0'));
  const std::vector<WeightFile> two{WeightFile{first}, WeightFile{second}};
  const auto tensors = read_shards(two);
  ASSERT_TRUE(tensors);
  EXPECT_EQ(tensors->size(), 2);
  const std::vector<WeightFile> twice{WeightFile{first}, WeightFile{second}, WeightFile{first}};
  EXPECT_THAT(read_shards(twice).error().message, HasSubstr("tensor \"a\": lies in two of the files"));
}

TEST(SafetensorsFiles, SaysWhatAFileIsInstead) {
  const auto message = [](const std::string& text) { return refusal(test::as_bytes(text)); };
  EXPECT_THAT(message("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1611944\n"),
              HasSubstr("a Git LFS pointer, not a safetensors file: the file itself (1611944 bytes)"));
  EXPECT_THAT(message("version https://git-lfs.github.com/spec/v1"), HasSubstr("(? bytes)"));
  EXPECT_THAT(message(" \n<!DOCTYPE html>"), HasSubstr("an HTML page"));
  EXPECT_THAT(message("GGUF\x03" + std::string(20, '\x01')), HasSubstr("a GGUF file"));
  // 0x280 bytes of header: its length begins like a pickle
  const std::string header = "{}" + std::string(0x280 - 2, ' ');
  EXPECT_EQ(refusal(file_of(header, "")), "accepted");
}

}  // namespace
}  // namespace ropescope
