// How runtimes read the rotation of a checkpoint's class: whether that was read here, what they know of it, and in
// which form they take what is asked of layers that differ.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "core/saying.hpp"
#include "io/json_fields.hpp"
#include "runtimes/request.hpp"

namespace ropescope {

// Why nothing can be told of this class; none = its code was read.
[[nodiscard]] std::optional<Reason> unread_there(Runtime runtime, const Checkpoint& checkpoint);

// None where layers differ and no form changes those of full attention alone.
[[nodiscard]] std::optional<DictionaryForm> form_there(Runtime runtime, const Checkpoint& checkpoint);

// The rope dictionary that a config.json states: of its full-attention layers, where each type has its own.
[[nodiscard]] JsonPlace dictionary_in(const Checkpoint& checkpoint);

// That of another type of layers, where each has its own.
[[nodiscard]] JsonPlace dictionary_in(const Checkpoint& checkpoint, std::string_view layer_type);

// Whether of rotation it reads no scaling.
[[nodiscard]] bool reads_base_alone(Runtime runtime, const Checkpoint& checkpoint);

// Whether it computes the rotation of this class by transformers' own functions.
[[nodiscard]] bool computes_as_transformers(Runtime runtime, const Checkpoint& checkpoint);

// Whether a server multiplies max_position_embeddings by no factor in this class.
[[nodiscard]] bool takes_length_as_said(Runtime runtime, const ExportRequest& request);

// Positions on several axes (MRoPE).
[[nodiscard]] bool has_axes(const Checkpoint& checkpoint);

// [3], pairs that turn by time, height and width, of a class that says it itself.
struct AxesOfClass {
  std::string_view model_type;
  std::array<double, 3> sections{};  // interleaved
};
[[nodiscard]] const AxesOfClass* axes_of_class(const Checkpoint& checkpoint);

// Whether llama.cpp turns the sliding layers of this class by the base of its flag, and by no attention factor.
[[nodiscard]] bool shares_base_in_llama_cpp(const Checkpoint& checkpoint);

// DeepSeek's attention and what was made of it: the classes whose engines scale all scores by mscale_all_dim.
[[nodiscard]] bool scales_by_mscale(const Checkpoint& checkpoint);

// What is to be known of this class there.
[[nodiscard]] std::vector<Saying> notes_on_class(Runtime runtime, const ExportRequest& request);

}  // namespace ropescope
