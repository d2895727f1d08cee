// The safetensors reader on good files, on the malformed ones known from other readers, and on mutated ones.
#include "io/safetensors.hpp"
#include "safetensors_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "core/error_codes.hpp"
#include "core/random.hpp"
#include "files.hpp"
#include "model/model.hpp"
#include "tiny_model.hpp"

namespace ropescope {
namespace {

using test::entry;
using test::file_of;
using test::refusal;
using test::refusal_of;
using testing::HasSubstr;

TEST(Safetensors, ReadsNumbersInTheThreeFloatFormatsAtAnyAlignment) {
  const std::string data(
      "\x00"
      "\x00\x3c\x00\xc0\x01\x00\xff\x7b"
      "\x80\x3f\x00\xc0"
      "\x00\x00\xc0\x3f",
      17);
  const auto file =
      file_of("{" + entry("skip", "U8", "[1]", "[0,1]") + "," + entry("half", "F16", "[2,2]", "[1,9]") + "," +
                  entry("bfloat", "BF16", "[2]", "[9,13]") + "," + entry("float", "F32", "[]", "[13,17]") + "}  ",
              data);
  const auto tensors = read_safetensors(file);
  ASSERT_TRUE(tensors) << tensors.error().message;
  EXPECT_THAT(*read_floats(*tensors, "half", std::vector<std::size_t>{2, 2}),
              testing::ElementsAre(1.0F, -2.0F, 0x1p-24F, 65504.0F));
  EXPECT_THAT(*read_floats(*tensors, "bfloat", std::vector<std::size_t>{2}), testing::ElementsAre(1.0F, -2.0F));
  EXPECT_THAT(*read_floats(*tensors, "float", std::vector<std::size_t>{}), testing::ElementsAre(1.5F));
}

TEST(Safetensors, ReadsEveryFiniteHalf) {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    if ((bits & 0x7c00) == 0x7c00) continue;
    const auto half = static_cast<std::uint16_t>(bits);
    std::string data(2, '\0');
    std::memcpy(data.data(), &half, 2);
    const auto file = file_of("{" + entry("x", "F16", "[1]", "[0,2]") + "}", data);
    const int exponent = static_cast<int>(bits >> 10) & 31;
    const double fraction = bits & 0x3ff;
    const double size = exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * std::ldexp(1.0, exponent - 25);
    ASSERT_EQ((*read_floats(*read_safetensors(file), "x", std::vector<std::size_t>{1}))[0],
              bits & 0x8000 ? -size : size)
        << bits;
  }
}

TEST(Safetensors, NamesTheTensorItsShapeAndTheExpectedShape) {
  const auto file = file_of("{" + entry("a", "F32", "[1,2]", "[0,8]") + "," + entry("b", "I64", "[1]", "[8,16]") + "}",
                            std::string(16, '\0'));
  const auto tensors = read_safetensors(file);
  const auto message = [&](const char* name, std::vector<std::size_t> shape) {
    return read_floats(*tensors, name, shape).error().message;
  };
  EXPECT_THAT(message("a", {2, 1}), HasSubstr("tensor \"a\": has shape [1, 2], expected [2, 1]"));
  EXPECT_THAT(message("c", {4}), HasSubstr("tensor \"c\": missing; expected with shape [4]"));
  EXPECT_THAT(message("b", {1}), HasSubstr("tensor \"b\": has dtype I64, expected F64, F32, F16 or BF16"));
}

TEST(Safetensors, RefusesWeightsThatAreNotFinite) {
  for (const float bad :
       {std::nanf(""), std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()}) {
    std::string data(8, '\0');
    std::memcpy(data.data() + 4, &bad, 4);
    const auto file = file_of("{" + entry("a", "F32", "[2]", "[0,8]") + "}", data);
    EXPECT_THAT(read_floats(*read_safetensors(file), "a", std::vector<std::size_t>{2}).error().message,
                HasSubstr("tensor \"a\": element 1 is"));
  }
  const auto half = file_of("{" + entry("a", "F16", "[1]", "[0,2]") + "}", std::string("\x01\x7c", 2));
  EXPECT_THAT(read_floats(*read_safetensors(half), "a", std::vector<std::size_t>{1}).error().message,
              HasSubstr("element 0 is NaN"));
}

TEST(Safetensors, RefusesFilesWhoseHeaderCannotBe) {
  EXPECT_THAT(refusal({}), HasSubstr("the file has 0 bytes"));
  EXPECT_THAT(refusal(std::vector<std::byte>(7)), HasSubstr("the file has 7 bytes"));
  EXPECT_THAT(refusal(std::vector<std::byte>(8)), HasSubstr("must begin with an opening brace"));
  EXPECT_THAT(refusal(std::vector<std::byte>(30, std::byte{0xff})),
              HasSubstr("a header of 18446744073709551615 bytes; at most 22"));
  auto longer = file_of("{}", "");
  longer[0] = std::byte{3};
  EXPECT_THAT(refusal(longer), HasSubstr("a header of 3 bytes; at most 2"));
  EXPECT_THAT(refusal(file_of("{" + std::string(1 << 20, ' ') + "}", "")), HasSubstr("at most 1048576"));
  EXPECT_THAT(refusal(file_of("[]", "")), HasSubstr("must begin with an opening brace"));
  EXPECT_THAT(refusal(file_of(" {}", "")), HasSubstr("must begin with an opening brace"));
  EXPECT_THAT(refusal(file_of("\xef\xbb\xbf{}", "")), HasSubstr("must begin with an opening brace"));
  EXPECT_THAT(refusal(file_of("{\"a\":", "")), HasSubstr("header"));
  EXPECT_THAT(refusal(file_of("{\"a\xff\":1}", "")), HasSubstr("header"));
  EXPECT_THAT(refusal(file_of(R"({"a":"\ud800"})", "")), HasSubstr("header"));
  EXPECT_THAT(refusal(file_of("{\"a\":" + std::string(100000, '['), "")), HasSubstr("header"));
  const std::string twice = entry("a", "F32", "[1]", "[0,4]") + "," + entry("a", "F32", "[1]", "[4,8]");
  EXPECT_THAT(refusal(file_of("{" + twice + "}", std::string(8, '\0'))), HasSubstr("header"));
}

TEST(Safetensors, RefusesEntriesThatAreNotTensors) {
  const std::string zeros(8, '\0');
  EXPECT_THAT(refusal(file_of(R"({"a":5})", zeros)), HasSubstr("exactly dtype, shape and data_offsets"));
  EXPECT_THAT(refusal(file_of(R"({"a":{"dtype":"F32","shape":[2]}})", zeros)), HasSubstr("exactly dtype, shape"));
  EXPECT_THAT(refusal(file_of(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}})", zeros)),
              HasSubstr("exactly"));
  EXPECT_THAT(refusal(file_of(R"({"__metadata__":{"a":1}})", "")),
              HasSubstr("__metadata__ must be an object of texts"));
  EXPECT_THAT(refusal(file_of(R"({"__metadata__":[]})", "")), HasSubstr("__metadata__ must be an object of texts"));
  EXPECT_EQ(refusal(file_of(R"({"__metadata__":{"format":"pt"}})", "")), "accepted");
  EXPECT_THAT(refusal_of("a", "F3", "[2]", "[0,8]"), HasSubstr("unknown dtype \"F3\""));
  EXPECT_THAT(refusal_of("a", "f32", "[2]", "[0,8]"), HasSubstr("unknown dtype"));
  EXPECT_THAT(refusal_of("a\\u0000b", "F32", "[2]", "[0,8]"), HasSubstr("no control characters"));
  EXPECT_THAT(refusal_of("", "F32", "[2]", "[0,8]"), HasSubstr("name must have 1 to 256 bytes"));
  EXPECT_THAT(refusal_of(std::string(257, 'a'), "F32", "[2]", "[0,8]"), HasSubstr("name must have 1 to 256 bytes"));
  EXPECT_EQ(refusal_of("__proto__", "F32", "[2]", "[0,8]"), "accepted");  // a map of texts has no prototype
}

TEST(Safetensors, RefusesShapesThatDoNotMatchTheirBytes) {
  EXPECT_EQ(refusal_of("a", "F32", "[2]", "[0,8]"), "accepted");
  EXPECT_THAT(refusal_of("a", "F32", "[3]", "[0,8]"), HasSubstr("F32 of shape [3] does not fill its 8 bytes"));
  EXPECT_THAT(refusal_of("a", "F32", "[4294967296,4294967296]", "[0,8]"),
              testing::AnyOf(HasSubstr("does not fill"), HasSubstr("whole number")));
  EXPECT_THAT(refusal_of("a", "F64", "[2305843009213693952]", "[0,8]"), HasSubstr("whole number"));
  EXPECT_EQ(refusal_of("a", "F4", "[16]", "[0,8]"), "accepted");
  EXPECT_THAT(refusal_of("a", "F4", "[17]", "[0,8]"), HasSubstr("does not fill"));  // half a byte too many
  for (const char* dimension : {"-1", "1.5", "1e400", "9007199254740992", "\"2\"", "null", "true"}) {
    EXPECT_NE(refusal_of("a", "F32", std::string("[") + dimension + "]", "[0,8]"), "accepted") << dimension;
    EXPECT_NE(refusal_of("a", "F32", "[2]", std::string("[0,") + dimension + "]"), "accepted") << dimension;
  }
  EXPECT_THAT(refusal_of("a", "F32", "[1,1,1,1,1,1,1,1,2]", "[0,8]"), HasSubstr("at most 8 dimensions"));
  EXPECT_THAT(refusal_of("a", "F32", "2", "[0,8]"), HasSubstr("shape must be a list"));
  EXPECT_THAT(refusal_of("a", "F32", "[2]", "[8,0]"), HasSubstr("do not lie in the file's 8 bytes"));
  EXPECT_THAT(refusal_of("a", "F32", "[2]", "[4,12]"), HasSubstr("do not lie in the file's 8 bytes"));
  EXPECT_THAT(refusal_of("a", "U8", "[9]", "[0,9]"), HasSubstr("do not lie in the file's 8 bytes"));
  EXPECT_THAT(refusal_of("a", "F32", "[2]", "[0,8,9]"), HasSubstr("must be [begin, end]"));
}

TEST(Safetensors, RefusesOverlapsHolesAndBytesThatBelongToNoTensor) {
  const auto two = [](const std::string& first, const std::string& second, std::size_t bytes) {
    return refusal(file_of("{" + entry("a", "F32", "[2]", first) + "," + entry("b", "F32", "[2]", second) + "}",
                           std::string(bytes, '\0')));
  };
  EXPECT_EQ(two("[0,8]", "[8,16]", 16), "accepted");
  EXPECT_EQ(two("[8,16]", "[0,8]", 16), "accepted");
  EXPECT_THAT(two("[0,8]", "[4,12]", 12), HasSubstr("tensor \"b\": overlaps"));
  EXPECT_THAT(two("[0,8]", "[0,8]", 8), HasSubstr("overlaps"));
  EXPECT_THAT(two("[0,8]", "[12,20]", 20), HasSubstr("tensor \"b\": bytes before it belong to no tensor"));
  EXPECT_THAT(two("[0,8]", "[8,16]", 17), HasSubstr("bytes after the last tensor belong to no tensor"));
}

TEST(Safetensors, RefusesMoreTensorsThanAnyModelHas) {
  std::string header = "{";
  for (int i = 0; i <= 4096; ++i) {
    header += (i > 0 ? "," : "") +
              entry("t" + std::to_string(i), "U8", "[1]", "[" + std::to_string(i) + "," + std::to_string(i + 1) + "]");
  }
  EXPECT_THAT(refusal(file_of(header + "}", std::string(4097, '\0'))), HasSubstr("more than 4096 tensors"));
}

// One small change: a byte replaced, removed, inserted or repeated, or the file cut; mostly within the header.
std::vector<std::byte> mutated(std::vector<std::byte> file, std::size_t header_end, std::uint64_t& seed) {
  const auto pick = [&](std::size_t below) {
    return static_cast<std::size_t>(random_uniform(seed) * static_cast<double>(below));
  };
  static constexpr std::string_view tokens = "0123456789-+.eE[]{}:,\"\\ \nF32BF16null";
  for (std::size_t changes = 1 + pick(3); changes > 0 && !file.empty(); --changes) {
    const std::size_t at = std::min(file.size() - 1, pick(4) == 0 ? pick(file.size()) : pick(header_end));
    const auto place = file.begin() + static_cast<std::ptrdiff_t>(at);
    switch (pick(5)) {
      case 0:
        *place = static_cast<std::byte>(pick(256));
        break;
      case 1:
        *place = static_cast<std::byte>(tokens[pick(tokens.size())]);
        break;
      case 2:
        file.erase(place);
        break;
      case 3:
        file.insert(place, static_cast<std::byte>(tokens[pick(tokens.size())]));
        break;
      default:
        if (pick(8) == 0)
          file.resize(at);
        else
          *place = static_cast<std::byte>(static_cast<unsigned>(*place) ^ (1U << pick(8)));
    }
  }
  return file;
}

TEST(Safetensors, SurvivesTwentyThousandMutatedFiles) {
  // Run under AddressSanitizer as well: `tests/check.sh` does.
  const auto good = file_of("{" + entry("a", "F32", "[2,3]", "[0,24]") + "," + entry("b", "F16", "[4]", "[24,32]") +
                                "," + R"("__metadata__":{"format":"pt"},)" + entry("c", "BF16", "[]", "[32,34]") + "}",
                            std::string(34, '\x11'));
  std::uint64_t seed = 2024;
  int accepted = 0;
  for (int i = 0; i < 20000; ++i) {
    const auto file = mutated(good, good.size() - 34, seed);
    const auto tensors = read_safetensors(file);
    if (!tensors) {
      ASSERT_EQ(tensors.error().code, ErrorCode::invalid_weights);
      continue;
    }
    ++accepted;
    for (const auto& [name, tensor] : *tensors) {
      ASSERT_GE(tensor.bytes.data(), file.data());
      ASSERT_LE(tensor.bytes.data() + tensor.bytes.size(), file.data() + file.size());
      const auto floats = read_floats(*tensors, name, tensor.shape);
      ASSERT_TRUE(floats || floats.error().code == ErrorCode::invalid_weights);
    }
  }
  EXPECT_GT(accepted, 100);  // else the mutations would only test the JSON parser
  EXPECT_LT(accepted, 19000);
}

TEST(LoadModel, SurvivesMutatedWeightsAndConfigurations) {
  const test::TinySpec spec{.hidden = 4, .inner = 4, .layers = 1, .heads = 2, .kv_heads = 1, .head_dim = 2, .vocab = 3};
  const auto weights = test::write_safetensors(test::random_tensors(spec));
  const std::string config = test::config_json(spec);
  std::uint64_t header = 0;
  std::memcpy(&header, weights.data(), 8);
  std::uint64_t seed = 7;
  int loaded = 0;
  for (int i = 0; i < 3000; ++i) {
    const auto file = mutated(weights, static_cast<std::size_t>(header) + 8, seed);
    const auto text = mutated(test::as_bytes(config), config.size(), seed);
    const std::string other(reinterpret_cast<const char*>(text.data()), text.size());
    loaded += load_model(config, file) ? 1 : 0;
    loaded += load_model(other, weights) ? 1 : 0;
  }
  EXPECT_GT(loaded, 100);
}

}  // namespace
}  // namespace ropescope
