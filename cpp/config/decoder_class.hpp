// The classes of decoders that run here, as data: which keys of config.json they read, what they take where a key is
// absent, how their decoder is built. A class is a row of decoder_class.cpp or decoder_families.cpp, with a function of
// decoder_keys.cpp where its config has keys of its own.
#pragma once

#include <span>
#include <string_view>

#include "config/decoder_form.hpp"
#include "core/activation.hpp"
#include "io/json_fields.hpp"

namespace ropescope {

struct ModelConfig;  // config/model_config.hpp

// Where a class has other keys than Llama.
struct ConfigKeys {
  std::string_view hidden_size = "hidden_size";
  std::string_view intermediate_size = "intermediate_size";
  std::string_view num_hidden_layers = "num_hidden_layers";
  std::string_view num_attention_heads = "num_attention_heads";
  std::string_view num_key_value_heads = "num_key_value_heads";  // empty: as many as heads
  std::string_view norm_eps = "rms_norm_eps";
  std::string_view hidden_act = "hidden_act";  // empty: the class has one
};

// A key that is true or false, and what it is where it is absent; without a key it always is that.
struct Switch {
  std::string_view key{};
  bool by_class = false;
};

// Which projections have biases: those of q, k and v, that of attention's output, those of the feed-forward part.
struct BiasSwitches {
  Switch qkv{"attention_bias"};
  Switch output{"attention_bias"};
  Switch mlp{"mlp_bias"};
};
inline constexpr Switch never{};
inline constexpr Switch always{"", true};
inline constexpr BiasSwitches no_biases{never, never, never};
inline constexpr BiasSwitches all_biases{always, always, always};

struct DecoderClass {
  std::string_view model_type;
  ConfigKeys keys{};
  DecoderForm form{};
  BiasSwitches biases{};
  double norm_eps = 1e-6;
  Activation activation = Activation::silu;
  int widths = 0;  // the intermediate size in hidden sizes, where absent; 0 = it must be given
  bool tied = false;
  void (*read_more)(JsonFields& fields, ModelConfig& config) = nullptr;
};

using DecoderClasses = std::span<const DecoderClass>;

// Those that are built as Llama, which training knows; and all others.
[[nodiscard]] DecoderClasses llama_classes();
[[nodiscard]] DecoderClasses other_classes();

}  // namespace ropescope
