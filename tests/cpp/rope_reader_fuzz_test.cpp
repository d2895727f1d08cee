// Thousands of damaged configurations, the same ones in every run: no crash, no plan with a bad number, and no error
// without a message that says where.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "config/rope_reader.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "golden.hpp"
#include "io/json.hpp"
#include "plans.hpp"

namespace ropescope {
namespace {

// The same sequence on every machine (Lehmer).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed % 2147483646 + 1) {}
  std::size_t operator()(std::size_t sides) {
    state_ = state_ * 48271 % 2147483647;
    return static_cast<std::size_t>(state_ % sides);
  }

 private:
  std::uint64_t state_;
};

// Published configurations, and one that names its layer types.
std::vector<Json> seeds() {
  std::vector<Json> all;
  for (const Json& row : golden::cases("hf_rope_real_models.json")) all.push_back(*row.find("raw_config"));
  for (
      const char* text :
      {R"({"model_type": "gemma4_text", "head_dim": 256, "global_head_dim": 512, "max_position_embeddings": 131072,
            "rope_parameters": {"full_attention": {"rope_type": "proportional", "partial_rotary_factor": 0.25,
            "rope_theta": 1e6}, "sliding_attention": {"rope_type": "default", "rope_theta": 1e4}}})",
       R"({"model_type": "llama4", "text_config": {"model_type": "llama4_text", "head_dim": 128,
            "max_position_embeddings": 131072, "rope_theta": 5e5, "rope_scaling": {"factor": 16, "low_freq_factor": 1,
            "high_freq_factor": 1, "original_max_position_embeddings": 8192, "rope_type": "llama3"}}})",
       R"({"model_type": "hunyuan_v1_dense", "head_dim": 128, "max_position_embeddings": 32768, "rope_scaling": {"alpha": 1000,
            "factor": 1, "type": "dynamic"}, "rotary_dim": 64, "partial_rotary_factor": 0.5})"}) {
    all.push_back(*parse_json(text));
  }
  return all;
}

Json odd_value(Dice& dice) {
  static const std::vector<Json> odd{Json{},
                                     Json{true},
                                     Json{false},
                                     Json{0.0},
                                     Json{-1.0},
                                     Json{0.5},
                                     Json{1.0},
                                     Json{2.0},
                                     Json{3.0},
                                     Json{1e-300},
                                     Json{1e300},
                                     Json{std::nan("")},
                                     Json{HUGE_VAL},
                                     Json{4294967297.0},
                                     Json{std::string()},
                                     Json{std::string("yarn")},
                                     Json{std::string("dynamic")},
                                     Json{std::string("longrope")},
                                     Json{std::string("default")},
                                     Json{Json::Array{}},
                                     Json{Json::Array{Json{1.0}, Json{2.0}}},
                                     Json{Json::Array{Json{std::string("x")}}},
                                     Json{Json::Object{}},
                                     Json{Json::Object{{"factor", Json{4.0}}}}};
  return odd[dice(odd.size())];
}

std::string odd_key(Dice& dice) {
  static const std::vector<std::string> odd{"type",
                                            "rope_type",
                                            "factor",
                                            "rope_theta",
                                            "rope_scaling",
                                            "rope_parameters",
                                            "head_dim",
                                            "alpha",
                                            "text_config",
                                            "mscale",
                                            "__proto__",
                                            "",
                                            "full_attention",
                                            "original_max_position_embeddings",
                                            "qk_rope_head_dim"};
  return odd[dice(odd.size())];
}

// Replaces, removes, renames, adds or doubles one entry somewhere in the tree.
void damage(Json& json, Dice& dice) {
  auto* object = std::get_if<Json::Object>(&json.value);
  if (object == nullptr || object->empty() || dice(12) == 0) {
    json = odd_value(dice);
    return;
  }
  auto& entry = (*object)[dice(object->size())];
  switch (dice(8)) {
    case 0:
      object->erase(object->begin() + static_cast<std::ptrdiff_t>(dice(object->size())));
      break;
    case 1:
      entry.key = odd_key(dice);
      break;
    case 2:
      object->push_back({odd_key(dice), odd_value(dice)});
      break;
    case 3:
      entry.value = odd_value(dice);
      break;
    default:
      damage(entry.value, dice);
  }
}

// `rope_scaling.factor must be ...`: the message begins with a path.
bool begins_with_a_path(std::string_view message) {
  const std::string_view first = message.substr(0, message.find_first_of(" :"));
  const auto allowed = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_.[]").find(c) != std::string_view::npos;
  };
  return !first.empty() && std::ranges::all_of(first, allowed);
}

struct Tally {
  std::size_t read = 0;
  std::size_t refused = 0;
};

void expect_sound(const RopeReading& reading) {
  for (const int seq_len : {1, 4096, 100000}) {
    const auto plan = plan_of(reading.method, reading.rope, seq_len);
    ASSERT_TRUE(plan) << plan.error().message;
    EXPECT_FALSE(plan->inv_freq.empty());
    for (const double value : plan->inv_freq) EXPECT_TRUE(std::isfinite(value) && value >= 0) << reading.method.id;
    EXPECT_TRUE(std::isfinite(plan->attention_factor) && plan->attention_factor > 0);
  }
}

void expect_sound(const Result<ConfigReading>& reading, Tally& tally) {
  if (!reading) {
    const std::string& message = reading.error().message;
    const bool is_json = reading.error().code == ErrorCode::invalid_json;
    EXPECT_TRUE(is_json ? message.find("at line ") != std::string::npos : begins_with_a_path(message)) << message;
    ++tally.refused;
    return;
  }
  expect_sound(reading->main);
  for (const auto& [layer_type, layer] : reading->layer_types) expect_sound(layer);
  ++tally.read;
}

TEST(RopeReaderFuzz, survives_trees_with_one_to_three_damaged_places) {
  const std::vector<Json> originals = seeds();
  Tally tally;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    Dice dice(seed * 7919);
    Json config = originals[dice(originals.size())];
    for (std::size_t hits = 1 + dice(3); hits > 0; --hits) damage(config, dice);
    SCOPED_TRACE(seed);
    expect_sound(read_rope(config, {.assume_original_length = dice(2) == 0}), tally);
  }
  EXPECT_EQ(tally.read + tally.refused, 3000U);
  EXPECT_GT(tally.read, 500U) << "damage that leaves nothing readable tests nothing";
  EXPECT_GT(tally.refused, 500U);
}

TEST(RopeReaderFuzz, survives_damaged_text) {
  const std::string original =
      R"({"model_type": "deepseek_v3", "qk_rope_head_dim": 64, "max_position_embeddings": 163840,
      "rope_theta": 10000, "rope_scaling": {"beta_fast": 32, "beta_slow": 1, "factor": 40, "mscale": 1.0, "mscale_all_dim": 1.0,
      "original_max_position_embeddings": 4096, "type": "yarn"}})";
  constexpr std::string_view bytes = "0123456789-+.eE\"{}[]:,ntfNI\\u \n\t\x80\xff";
  Tally tally;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    Dice dice(seed * 104729 + 1);
    std::string text = original;
    for (std::size_t hits = 1 + dice(3); hits > 0; --hits) {
      const std::size_t at = dice(text.size());
      switch (dice(4)) {
        case 0:
          text.erase(at, 1 + dice(8));
          break;
        case 1:
          text.insert(at, 1, bytes[dice(bytes.size())]);
          break;
        case 2:
          text.insert(at, text.substr(dice(text.size()), dice(20)));
          break;
        default:
          text[at] = dice(20) == 0 ? '\0' : bytes[dice(bytes.size())];
      }
    }
    SCOPED_TRACE(text);
    expect_sound(read_rope_text(text), tally);
  }
  EXPECT_EQ(tally.read + tally.refused, 3000U);
  EXPECT_GT(tally.read, 150U);
}

}  // namespace
}  // namespace ropescope
