// What a config says of lengths, and what it leaves to its class.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "config/rope_reader.hpp"
#include "readings.hpp"
#include "runtimes/request.hpp"

namespace ropescope {
namespace {

TEST(RopeReaderLengths, are_the_defaults_of_the_class_where_the_config_has_none) {
  const RopeReading gemma =
      read(R"({"model_type": "gemma3_text", "rope_scaling": {"rope_type": "linear", "factor": 8}})");
  EXPECT_EQ(gemma.rope.original_max_position_embeddings, 131072);
  EXPECT_TRUE(mentions(gemma.warnings, "missing; 131072 is the default of model_type \"gemma3_text\" in transformers"));
  // Gemma 3 4B to 27B keep their text model inside.
  const RopeReading nested = read(R"({"model_type": "gemma3", "text_config": {"model_type": "gemma3_text"}})");
  EXPECT_EQ(nested.rope.original_max_position_embeddings, 131072);
  const RopeReading other = read(R"({"model_type": "internlm2", "hidden_size": 64, "num_attention_heads": 4})");
  EXPECT_EQ(other.rope.original_max_position_embeddings, 2048);
  EXPECT_TRUE(mentions(other.warnings, "the trained length is taken to be 2048"));
}

TEST(RopeReaderLengths, are_noted_where_frequencies_depend_on_them) {
  const std::string list = "[1, 1, 1, 1]";
  const std::string longrope = R"({"model_type": "phi3", "hidden_size": 32, "num_attention_heads": 4,
    "max_position_embeddings": 131072, "original_max_position_embeddings": 4096,
    "rope_scaling": {"type": "longrope", "short_factor": )" +
                               list + R"(, "long_factor": )" + list + "}}";
  EXPECT_TRUE(mentions(read(longrope).notes,
                       "rope_scaling: the frequencies depend on the length of a text: up to 4096 tokens others hold "
                       "than beyond; the model takes up to 131072"));
  const RopeReading yarn = read(config(R"(, "rope_scaling": {"rope_type": "yarn", "factor": 4,
    "original_max_position_embeddings": 1024})"));
  EXPECT_FALSE(mentions(yarn.notes, "depend on the length"));
}

TEST(ExportRequest, keeps_the_declared_length_of_an_unchanged_model) {
  const auto llama = read_checkpoint(R"({"model_type": "llama", "vocab_size": 96, "hidden_size": 64,
    "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 1, "max_position_embeddings": 131072,
    "rope_theta": 500000.0, "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0,
    "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}})");
  ASSERT_TRUE(llama) << llama.error().message;
  const auto length = [&](const std::vector<MethodSpec>& methods, int seq_len) {
    return read_export_request(Runtime::transformers, *llama, methods, seq_len)->seq_len;
  };
  EXPECT_EQ(length({}, 0), 131072) << "and not 8 * 8192";
  EXPECT_EQ(length(llama->reading.methods, 0), 131072);
  EXPECT_EQ(length({{"llama3", {{"factor", 4.0}}}}, 0), 32768);
  EXPECT_EQ(length({}, 1000), 1000);
}

}  // namespace
}  // namespace ropescope
