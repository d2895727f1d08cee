// Saved trainings that are damaged or made by hand.
#include "train/checkpoint.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/checksum.hpp"
#include "core/error_codes.hpp"
#include "io/safetensors.hpp"
#include "io/safetensors_writer.hpp"
#include "train/trainer.hpp"

namespace ropescope {
namespace {

constexpr const char* config = R"({
  "model_type": "llama", "vocab_size": 96, "hidden_size": 4, "intermediate_size": 4, "num_hidden_layers": 1,
  "num_attention_heads": 1, "head_dim": 4, "max_position_embeddings": 16, "rope_theta": 10000.0,
  "tie_word_embeddings": true
})";
constexpr const char* recipe = R"({
  "steps": 4, "adamw": {"learning_rate": 0.003},
  "phases": [{"length": 16, "rows": 2, "mix": {"distinct_repeat": 1}, "random_period": [4, 8]}]
})";

Trainer make_trainer() { return *Trainer::make({config, recipe, 7}, std::make_shared<Corpus>()); }

std::vector<std::byte> saved() {
  Trainer trainer = make_trainer();
  EXPECT_TRUE(trainer.step());
  return write_state(trainer.identity(), trainer.state());
}

TEST(SavedTraining, is_refused_with_any_single_bit_flipped) {
  const std::vector<std::byte> whole = saved();
  Trainer trainer = make_trainer();
  ASSERT_TRUE(trainer.resume(whole));
  for (std::size_t bit = 0; bit < 8 * whole.size(); bit += 101) {
    std::vector<std::byte> damaged = whole;
    damaged[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
    EXPECT_FALSE(trainer.resume(damaged)) << "bit " << bit;
    EXPECT_FALSE(read_identity(damaged)) << "bit " << bit;
  }
}

// The file with its tensors changed, and with a checksum of them where wanted.
template <class Change>
std::vector<std::byte> rewritten(const std::vector<std::byte>& file, Change change) {
  Tensors tensors = *read_safetensors(file);
  change(tensors);
  return write_safetensors(tensors);
}

TEST(SavedTraining, is_refused_without_a_checksum) {
  const auto whole = saved();
  const auto old = rewritten(whole, [](Tensors& tensors) { tensors.erase("checksum"); });
  const Status status = make_trainer().resume(old);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::invalid_weights);
  EXPECT_EQ(status.error().message,
            "a saved training must hold a checksum, this file has none: it was written by an older version, or is "
            "something else");
}

TEST(SavedTraining, is_refused_with_a_tensor_more_or_of_another_name) {
  const auto whole = saved();
  Trainer trainer = make_trainer();
  EXPECT_FALSE(trainer.resume(rewritten(whole, [](Tensors& t) { t.emplace("more", t.at("seed")); })));
  EXPECT_FALSE(trainer.resume(rewritten(whole, [](Tensors& t) { std::swap(t.at("first"), t.at("second")); })));
  EXPECT_TRUE(trainer.resume(rewritten(whole, [](Tensors&) {})));
}

TEST(SavedTraining, is_refused_with_a_validation_of_no_step) {
  const Trainer trainer = make_trainer();
  for (const double step : {1e300, -1.0, 0.5}) {
    // A whole file with a right checksum: validations are only written by us, so this one is written with a false step.
    TrainingState state = trainer.state();
    state.validations.push_back({.step = 3});
    const auto file = write_state(trainer.identity(), state);
    const std::vector<double> numbers{step, 0, 0, 0};
    const auto changed = rewritten(file, [&](Tensors& tensors) {
      tensors.at("validations").bytes = std::as_bytes(std::span(numbers));
      Checksum checksum;
      for (const auto& [name, tensor] : tensors) {
        if (name == "checksum") continue;
        const std::string text = name + " " + tensor.dtype + " " + describe_shape(tensor.shape) + " ";
        checksum.add(std::as_bytes(std::span(text)));
        checksum.add(tensor.bytes);
      }
      static std::uint64_t value = 0;
      value = checksum.value();
      tensors.at("checksum").bytes = std::as_bytes(std::span(&value, 1));
    });
    Trainer other = make_trainer();
    const Status status = other.resume(changed);
    ASSERT_FALSE(status) << step;
    EXPECT_NE(status.error().message.find("must name steps from 0 to 10000000"), std::string::npos)
        << status.error().message;
  }
}

}  // namespace
}  // namespace ropescope
