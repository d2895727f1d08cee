// Every configuration class of transformers, as it saves itself and as a part of a config that leaves all to it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/rope_reader.hpp"
#include "golden.hpp"
#include "io/json.hpp"
#include "plans.hpp"
#include "readings.hpp"

namespace ropescope {
namespace {

const RopeReading* setting_called(const ConfigReading& reading, std::string_view label) {
  if (label == "all") return &reading.main;
  for (const auto& [name, setting] : reading.layer_types) {
    if (name == label) return &setting;
  }
  return nullptr;
}

// What the case says of each setting. float32, and the cancellation in its ramps: 1e-5.
void expect_settings(const Json& row, const ConfigReading& reading) {
  for (const auto& [label, buffer] : *row.find("inv_freq")->object()) {
    SCOPED_TRACE(label);
    const RopeReading* setting = setting_called(reading, label);
    ASSERT_NE(setting, nullptr);
    const auto plan = plan_of(setting->method, setting->rope, 1);
    ASSERT_TRUE(plan) << plan.error().message;
    ASSERT_EQ(static_cast<double>(plan->inv_freq.size()), golden::number(buffer, "count"));
    for (const auto& [index, value] : *buffer.find("at")->object()) {
      const double expected = *value.number();
      EXPECT_NEAR(plan->inv_freq[static_cast<std::size_t>(std::stoi(index))], expected, 1e-5 * expected) << index;
    }
    EXPECT_NEAR(plan->attention_factor, golden::number(*row.find("attention_factor"), label), 1e-12);
  }
}

// As letters; kinds of attention to chosen keys count as full where only the class names them.
std::string letters_of(const ConfigReading& reading, const Json& letters) {
  std::string types;
  for (const LayerReading& layer : reading.layers) {
    for (const auto& [letter, name] : *letters.object()) {
      if (*name.text() == layer.type) types += letter;
    }
  }
  return types;
}

std::string with_full(std::string types) {
  for (char& letter : types) {
    if (std::string_view("dkKAh").find(letter) != std::string_view::npos) letter = 'F';
    if (letter == 'm') letter = 'l';
  }
  return types;
}

// Three classes rotate only where a key says so, which their defaults do not; ERNIE-VL orders its pairs by axes; two
// rotate by the places of image patches; Moonshine has heads of an encoder and of a decoder. Bamba's module rotates
// whole heads in transformers 5.12.1, although its configuration and its weights say half
// (tests/reports/06-infinity-bamba.json).
bool is_compared(std::string_view model_type) {
  constexpr std::array<std::string_view, 8> not_compared{
      "granitemoehybrid",     "zamba2",         "esm",         "bamba",
      "ernie4_5_vl_moe_text", "efficientloftr", "eomt_dinov3", "moonshine"};
  return std::ranges::find(not_compared, model_type) == not_compared.end();
}

TEST(RopeReaderClasses, of_transformers_are_read_as_they_save_themselves) {
  const Json file = golden::load("hf_config_classes.json");
  std::size_t compared = 0;
  for (const Json& row : golden::cases("hf_config_classes.json")) {
    SCOPED_TRACE(golden::text(row, "class"));
    const Json& config = *row.find("config");
    const auto reading = read_rope(config);
    if (!is_compared(golden::text(config, "model_type"))) continue;
    if (!reading) {  // 96 or 28 heads, into which the default width does not divide: transformers rounds down
      EXPECT_EQ(reading.error().saying.reason.id(), "no_multiple_of_heads") << reading.error().message;
      continue;
    }
    expect_settings(row, *reading);
    if (const std::string types = golden::text(row, "layer_types"); !types.empty() && !reading->layers.empty()) {
      EXPECT_EQ(letters_of(*reading, *file.find("letters")), with_full(types));
    }
    ++compared;
  }
  EXPECT_GT(compared, 100U);
}

// transformers saves of a part only what differs from its class.
TEST(RopeReaderClasses, of_parts_that_state_nothing_are_read_as_their_defaults) {
  const Json file = golden::load("hf_config_classes.json");
  std::size_t compared = 0;
  for (const Json& row : golden::cases("hf_config_classes.json")) {
    SCOPED_TRACE(golden::text(row, "class"));
    const std::string model_type = golden::text(*row.find("config"), "model_type");
    if (!is_compared(model_type)) continue;
    const auto reading = read_rope_text(R"({"text_config": {"model_type": ")" + model_type + R"("}})");
    if (!reading) {  // scales by default, or latent attention: sizes that no table holds
      EXPECT_TRUE(mentions({reading.error().saying}, "text_config.")) << reading.error().message;
      continue;
    }
    expect_settings(row, *reading);
    ++compared;
  }
  EXPECT_GT(compared, 90U);
}

}  // namespace
}  // namespace ropescope
