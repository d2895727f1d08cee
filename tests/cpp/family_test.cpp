// Checkpoints of many classes against the logits that transformers gives for them (tests/golden/hf-models), at once and
// token by token.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/half.hpp"
#include "core/index.hpp"
#include "core/number_rows.hpp"
#include "core/result.hpp"
#include "golden.hpp"
#include "io/json.hpp"
#include "io/safetensors.hpp"
#include "io/safetensors_writer.hpp"
#include "kernels/matmul.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "model/weights.hpp"

namespace ropescope {
namespace {

const std::string root = std::string(ROPESCOPE_GOLDEN_DIR) + "/hf-models/";

// Folders with numbers, of which the weights stand in one file.
std::vector<std::string> families() {
  std::vector<std::string> names;
  for (const auto& folder : std::filesystem::directory_iterator(root)) {
    const auto has = [&](const char* file) { return std::filesystem::exists(folder.path() / file); };
    const std::string name = folder.path().filename().string();
    if (has("expected.json") && has("model.safetensors") && name != "llama-tied-lmhead") names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

struct Checkpoint {
  Result<Model> model;
  std::vector<int> tokens;
  std::vector<double> logits;  // [tokens, vocab]
};

Checkpoint read(const std::string& name) {
  const std::string config = golden::read_text_file(root + name + "/config.json");
  const std::string weights = golden::read_text_file(root + name + "/model.safetensors");
  const Json expected = golden::load("hf-models/" + name + "/expected.json");
  const auto tokens = golden::numbers(expected, "tokens");
  return {load_model(config, std::as_bytes(std::span(weights))),
          {tokens.begin(), tokens.end()},
          golden::rows(expected, "logits")};
}

void expect_near(std::span<const float> actual, std::span<const double> expected) {
  ASSERT_EQ(actual.size(), expected.size());
  double largest = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(actual[i]) - expected[i]));
  }
  EXPECT_LT(largest, 2e-4);  // both compute in single precision
}

class Family : public testing::TestWithParam<std::string> {};

TEST_P(Family, GivesTheLogitsOfTransformers) {
  const Checkpoint checkpoint = read(GetParam());
  ASSERT_TRUE(checkpoint.model) << checkpoint.model.error().message;
  EXPECT_TRUE(checkpoint.model->unused_tensors.empty() || GetParam() == "llama-bias-no-flag")
      << checkpoint.model->unused_tensors.front();
  auto session = Session::start(*checkpoint.model, {});
  ASSERT_TRUE(session) << session.error().message;
  const auto result = session->run(checkpoint.tokens, {});
  ASSERT_TRUE(result);
  expect_near(result->logits, checkpoint.logits);
}

TEST_P(Family, GivesThemTokenByTokenToo) {
  const Checkpoint checkpoint = read(GetParam());
  ASSERT_TRUE(checkpoint.model);
  auto session = Session::start(*checkpoint.model, {});
  const std::size_t vocab = index(checkpoint.model->config.vocab_size);
  for (std::size_t n = 0; n < checkpoint.tokens.size(); ++n) {
    const auto result = session->run(std::span(checkpoint.tokens).subspan(n, 1), {});
    ASSERT_TRUE(result);
    expect_near(result->logits, std::span(checkpoint.logits).subspan(n * vocab, vocab));
  }
}

template <class Number>
void append(std::vector<std::byte>& bytes, Number number) {
  const auto* begin = reinterpret_cast<const std::byte*>(&number);
  bytes.insert(bytes.end(), begin, begin + sizeof(number));
}

// The next one towards zero.
std::uint8_t to_float8(float value) {
  int magnitude = 0x7e;
  while (from_float8(static_cast<std::uint8_t>(magnitude)) > std::abs(value)) --magnitude;
  return static_cast<std::uint8_t>(magnitude | (std::signbit(value) ? 0x80 : 0));
}

// The nearest of 255 whole numbers or a float8, their scale, and an offset that is not 0 where the form has one.
std::vector<std::byte> in_runs(std::span<const float> values, const NumberForm& form) {
  std::vector<std::byte> bytes;
  for (std::size_t first = 0; first < values.size(); first += index(form.run)) {
    const auto run = values.subspan(first, index(form.run));
    const float offset = form.has_offset ? from_half(to_half(run.front())) : 0;
    float largest = 0;
    for (const float value : run) largest = std::max(largest, std::abs(value - offset));
    const float scale = from_half(to_half(std::max(largest, 0x1.0p-10F) / (form.has_floats ? 440 : 127)));
    append(bytes, scale);
    if (form.has_offset) append(bytes, offset);
    for (const float value : run) {
      const float steps = (value - offset) / scale;
      if (form.has_floats) {
        append(bytes, to_float8(steps));
      } else {
        append(bytes, static_cast<std::int8_t>(std::clamp(std::round(steps), -128.0F, 127.0F)));
      }
    }
  }
  return bytes;
}

// Its file with numbers of this type wherever whole rows can have it.
std::vector<std::byte> in_fewer_bits(std::span<const std::byte> file, const std::string& dtype) {
  auto tensors = *read_safetensors(file);
  const NumberForm form = *form_of(dtype);
  std::map<std::string, std::vector<std::byte>> kept;
  for (auto& [name, tensor] : tensors) {
    const auto values = *read_floats(tensors, name, tensor.shape);
    if (form.run > 0 && (tensor.shape.empty() || tensor.shape.back() % index(form.run) != 0)) continue;
    auto& bytes = kept[name];
    if (form.run > 0) {
      bytes = in_runs(values, form);
    } else if (dtype == "F16") {
      bytes = to_halves(values);
    } else {
      for (const float value : values) {
        const std::uint16_t bits = to_bfloat(value);
        bytes.push_back(static_cast<std::byte>(bits & 0xff));
        bytes.push_back(static_cast<std::byte>(bits >> 8));
      }
    }
    tensor.dtype = dtype;
    tensor.bytes = bytes;
  }
  return write_safetensors(tensors);
}

TEST_P(Family, GivesTheSameBitsWhereItsMatricesStayInTheFewBitsOfTheFile) {
  const std::string config = golden::read_text_file(root + GetParam() + "/config.json");
  const std::string weights = golden::read_text_file(root + GetParam() + "/model.safetensors");
  for (const std::string dtype : {"F16", "BF16", "I8/16", "I8/16+", "I8/32", "I8/32+", "F8/16", "F8/32"}) {
    const auto file = in_fewer_bits(std::as_bytes(std::span(weights)), dtype);
    const WeightFile shard{file};
    std::vector<std::vector<float>> logits;
    for (const double narrow_from : {0.0, 1e9}) {
      const auto model = load_model(config, std::span(&shard, 1), narrow_from);
      ASSERT_TRUE(model) << model.error().message;
      const PackedMatrix& matrix = model->weights->layers.front().up.weight;
      EXPECT_EQ(matrix.form, narrow_from > 0 || matrix.depth % 32 != 0 ? NumberForm{} : *form_of(dtype));
      auto session = Session::start(*model, {});
      ASSERT_TRUE(session);
      for (const auto& tokens : {std::vector{1, 2, 3, 4, 5}, std::vector{6}}) {
        logits.push_back(session->run(tokens, {})->logits);
      }
    }
    EXPECT_EQ(logits[0], logits[2]) << dtype;
    EXPECT_EQ(logits[1], logits[3]) << dtype << ", one token";
  }
}

// A config whose key says something else: an error, or a model that runs; never a read beyond what the file holds.
TEST_P(Family, IsRefusedOrRunsWhateverOneKeyOfItsConfigSays) {
  const std::string text = golden::read_text_file(root + GetParam() + "/config.json");
  const std::string weights = golden::read_text_file(root + GetParam() + "/model.safetensors");
  const auto config = nlohmann::json::parse(text, nullptr, false);
  int refused = 0;
  for (const auto& [key, value] : config.items()) {
    for (const char* other :
         {"null", "0", "1", "2", "3", "7", "16", "-1", "0.5", "1e9", "true", "false", "\"x\"", "[]", "{}", "[1]"}) {
      auto changed = config;
      changed[key] = nlohmann::json::parse(other, nullptr, false);
      const auto model = load_model(changed.dump(), std::as_bytes(std::span(weights)));
      if (!model) {
        ++refused;
        EXPECT_FALSE(model.error().message.empty()) << key << ": " << other;
        continue;
      }
      auto session = Session::start(*model, {});
      EXPECT_TRUE(!session || session->run(std::vector{1, 2, 3}, {})) << key << ": " << other;
    }
  }
  EXPECT_GT(refused, 20);
}

INSTANTIATE_TEST_SUITE_P(All, Family, testing::ValuesIn(families()), [](const auto& family) {
  std::string name = family.param;
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace ropescope
