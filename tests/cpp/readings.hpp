// Small configurations and what the rope reader makes of them, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "config/rope_reader.hpp"
#include "core/saying.hpp"

namespace ropescope {

// A head of 64 channels, trained at 4096; `more` continues the object.
inline std::string config(std::string_view more) {
  return R"({"hidden_size": 256, "num_attention_heads": 4, "max_position_embeddings": 4096)" + std::string(more) + "}";
}

inline std::string scaled(std::string_view dictionary) {
  return config(R"(, "rope_scaling": {)" + std::string(dictionary) + "}");
}

inline std::string error_of(const std::string& text) {
  const auto reading = read_rope_text(text);
  if (reading) return "read as " + reading->main.method.id;
  EXPECT_TRUE(reading.error().code == ErrorCode::invalid_config || reading.error().code == ErrorCode::invalid_json);
  return reading.error().message;
}

inline RopeReading read(const std::string& text, ReadOptions options = {}) {
  const auto reading = read_rope_text(text, options);
  EXPECT_TRUE(reading) << text << "\n" << reading.error().message;
  return reading ? reading->main : RopeReading{};
}

inline testing::AssertionResult mentions(const std::vector<Saying>& said, std::string_view part) {
  std::vector<std::string> lines;
  for (const Saying& saying : said) {
    lines.push_back(to_english(saying));
    if (lines.back().find(part) != std::string::npos) return testing::AssertionSuccess();
  }
  return testing::AssertionFailure() << "no line has \"" << part << "\": " << testing::PrintToString(lines);
}

inline void expect_refused(const std::string& text, std::string_view message_start) {
  const std::string message = error_of(text);
  EXPECT_TRUE(message.starts_with(message_start)) << message << "\nfor " << text;
}

}  // namespace ropescope
