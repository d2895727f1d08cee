// How configuration files (Hugging Face's config.json) ask for a method: names, spellings of keys, and what else the
// format says of it. A method states it as data, each optional:
// `static constexpr std::array rope_types{RopeType{...}, ...}` and `static constexpr ConfigWords config_words{...}`.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace ropescope {

// What else a dictionary must hold for a name to mean this type: two types may share a name.
struct OnlyWith {
  std::array<std::string_view, 2> keys{};  // then empty: every dictionary of the name
  bool alike = false;                      // and both the same number
  std::string_view model_type{};           // and a model_type that starts so
};

// A name that `rope_type` gives to a type.
struct TypeName {
  std::string_view name;
  std::string_view note{};  // what a reader of the file is told
  OnlyWith only_with{};
};

// Keys that state a parameter in other words: all of them are given, and alike.
struct OtherKeys {
  std::array<std::string_view, 2> keys{};  // then empty
  std::string_view param{};
  bool multiplies = false;  // the automatic attention factor, where `param` replaces it
};

// A key of a config.json whose parameter has another name.
struct Spelling {
  std::string_view key;
  std::string_view param;
};

// Where a type takes the trained length L from.
enum class TrainedLength {
  either,  // original_max_position_embeddings, else max_position_embeddings
  needed,  // original_..., without which bands or lists are meaningless
  ratio,   // the same, and `factor` is max_position_embeddings over it, where it is absent
  longest  // max_position_embeddings alone
};

// Who means the same by a type, and so can be handed it.
enum class ReadBy {
  transformers,           // and nobody else known
  transformers_and_vllm,  // by the same keys
  all,                    // these two and llama.cpp, by --rope-scaling
  others                  // single model classes or repositories
};

// One `rope_type` of rope dictionaries, as Hugging Face calls the key.
struct RopeType {
  std::array<TypeName, 3> names{};             // as it is called today, its other names, then empty
  std::array<std::string_view, 9> keys{};      // of parameters that a config may set, then empty
  std::array<std::string_view, 3> required{};  // of these, those without a default, then empty
  std::array<Spelling, 2> spelled{};           // of these, those that the method calls otherwise, then empty
  OtherKeys other_keys{};
  TrainedLength length = TrainedLength::either;
  ReadBy read_by = ReadBy::transformers_and_vllm;
  std::string_view vllm_key{};  // of `keys`, one that transformers does not read
  bool leaves_others = false;   // other keys of the dictionary are known to mean nothing

  [[nodiscard]] constexpr std::string_view name() const { return names.front().name; }

  [[nodiscard]] constexpr bool takes(std::string_view key) const {
    return !key.empty() && std::ranges::find(keys, key) != keys.end();
  }

  // The parameter that one of `keys` sets.
  [[nodiscard]] constexpr std::string_view parameter(std::string_view key) const {
    const auto* const other = std::ranges::find(spelled, key, &Spelling::key);
    return other == spelled.end() ? key : other->param;
  }

  [[nodiscard]] constexpr bool needs_original() const {
    return length == TrainedLength::needed || length == TrainedLength::ratio;
  }
};

// A model type that has a method by its code alone.
struct ModelWith {
  std::string_view model_type;
  std::string_view unless_true{};   // path of a switch that makes it rotate
  std::string_view unless_given{};  // path of a key that only those models of the type have that rotate
  std::string_view size{};          // of the models of that type, where others rotate: "13B"
};

// How a config.json says outside any rope dictionary that a model has a method.
struct ConfigWords {
  std::array<std::string_view, 4> position_embedding_types{};  // then empty
  std::string_view instead{};               // of rotary positions: what the model has; empty = it rotates
  std::array<std::string_view, 3> flags{};  // paths of switches that ask for it, then empty
  std::array<ModelWith, 3> models{};        // then empty
};

// A method that dictionaries of such types ask for.
template <class M>
concept IsRopeType = requires { M::rope_types.size(); };
// A method that is asked for outside such dictionaries.
template <class M>
concept HasConfigWords = requires { M::config_words.instead; };

}  // namespace ropescope
