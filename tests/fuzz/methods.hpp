// Methods, heads and texts made of a fuzz target's bytes: legal ones, and any.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "input.hpp"
#include "position/param.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope::fuzz {

struct Asked {
  std::vector<MethodSpec> methods;
  RopeConfig rope;
  PlanRequest request;
};

// How many numbers a list has that fits these heads: as many as its method asks for, whichever that is.
inline std::size_t list_size(const Param& param, const Asked& asked) {
  const auto some = [](int size) { return static_cast<std::size_t>(std::clamp(size, 0, 128)); };
  const std::size_t heads = some(asked.request.num_heads);
  const std::size_t rotary = some(asked.rope.rotary_dim);
  if (param.key == "relative_attention_bias") return heads * 32;
  if (param.key == "phase") return heads * rotary;
  if (param.key == "weight") return heads * some(asked.request.hidden_size);
  if (param.key == "w1" || param.key == "b1") return 4;
  if (param.key == "w2") return 4 * heads;
  return param.learned || param.key == "per_head" ? heads : rotary / 2;
}

inline ParamValue legal_value(Input& input, const Param& param, const Asked& asked) {
  switch (param.type) {
    case ParamType::boolean:
      return input.flip();
    case ParamType::choice: {
      const auto count = static_cast<std::size_t>(param.choices.end() - param.choices.begin());
      return std::string(*(param.choices.begin() + static_cast<std::ptrdiff_t>(input.below(count))));
    }
    case ParamType::integer:
      return std::round(input.within(param.min, std::min(param.max, 4096.0)));
    case ParamType::number:
      return input.within(param.min, param.max);
    case ParamType::list:
      break;
  }
  std::vector<double> numbers(list_size(param, asked));
  for (double& number : numbers) number = input.within(std::max(param.min, -50.0), std::min(param.max, 50.0));
  return numbers;
}

inline ParamValue any_value(Input& input, const Param& param, const Asked& asked) {
  switch (input.below(6)) {
    case 0:
      return std::monostate{};
    case 1:
      return input.flip();
    case 2:
      return std::string(input.flip() ? "linear" : "");
    case 3: {
      std::vector<double> numbers(input.below(70));
      for (double& number : numbers) number = input.any_number();
      return numbers;
    }
    case 4:
      return legal_value(input, param, asked);
    default:
      return input.any_number();
  }
}

inline MethodSpec take_method(Input& input, const Asked& asked, bool is_legal) {
  const MethodEntry& method = registry()[input.below(registry().size())];
  MethodSpec spec{std::string(method.info.id), {}};
  for (const Param& param : method.params) {
    const bool is_needed = is_legal && param.type == ParamType::list;  // a learned one, mostly
    if (!is_needed && input.flip()) continue;
    spec.params[std::string(param.key)] = is_legal ? legal_value(input, param, asked) : any_value(input, param, asked);
  }
  return spec;
}

// Two axes of positions more, and which pairs read which.
inline void take_axes(Input& input, Asked& asked) {
  for (int axis = 1; axis < 3; ++axis) {
    auto& positions = asked.request.positions.emplace_back(asked.request.positions.front());
    std::ranges::reverse(positions);
    positions.front() = input.within(0, 1 << 20);
  }
  const int pairs = asked.rope.rotary_dim / 2;
  auto& [first, second, third] = asked.rope.mrope_section;
  first = input.between(0, pairs);
  second = input.between(0, pairs - first);
  third = pairs - first - second;
}

// Heads that fit each other, texts of at most `longest` tokens.
inline Asked take_legal(Input& input, int longest) {
  Asked asked;
  asked.rope.head_dim = 2 * input.between(1, 16);
  asked.rope.rotary_dim = input.flip() ? asked.rope.head_dim : 2 * input.between(1, asked.rope.head_dim / 2);
  asked.rope.rope_theta = input.within(2, 1e8);
  asked.rope.original_max_position_embeddings = input.between(1, 2 * longest);
  asked.request.seq_len = input.between(1, longest);
  asked.request.window = input.below(4) == 0 ? input.between(1, longest) : 0;
  asked.request.num_layers = input.between(1, 6);
  asked.request.layer = input.between(0, asked.request.num_layers - 1);
  asked.request.num_heads = 1 << input.below(3);
  asked.request.hidden_size = asked.request.num_heads * asked.rope.head_dim;
  if (input.below(8) == 0) {
    auto& positions = asked.request.positions.emplace_back(static_cast<std::size_t>(asked.request.seq_len));
    for (double& position : positions) position = input.within(0, 1 << 20);
    if (input.flip()) take_axes(input, asked);
  }
  const std::array<std::size_t, 8> counts{1, 1, 1, 1, 2, 2, 3, 0};
  for (auto left = counts[input.below(counts.size())]; left > 0; --left)
    asked.methods.push_back(take_method(input, asked, true));
  return asked;
}

// Nothing fits anything, but plans stay small enough to make thousands a second.
inline Asked take_any(Input& input) {
  Asked asked = take_legal(input, 300);
  const auto size = [&](int& value, int most) {
    if (input.below(4) == 0) value = input.flip() ? input.take<int>() : input.between(-2, most);
  };
  size(asked.rope.head_dim, 4096);
  size(asked.rope.rotary_dim, 4096);
  size(asked.rope.original_max_position_embeddings, 1 << 24);
  size(asked.request.window, 1 << 24);
  size(asked.request.layer, 8);
  size(asked.request.num_layers, 8);
  size(asked.request.num_heads, 64);
  size(asked.request.hidden_size, 4096);
  for (int& pairs : asked.rope.mrope_section) size(pairs, 64);
  if (input.flip()) asked.rope.rope_theta = input.any_number();
  for (std::vector<double>& axis : asked.request.positions) {
    if (!axis.empty()) axis[input.below(axis.size())] = input.any_number();
    if (input.flip()) axis.resize(input.below(400));
  }
  while (asked.methods.size() < 4 && input.flip()) asked.methods.push_back(take_method(input, asked, false));
  if (input.below(16) == 0) asked.methods.push_back({std::string(input.text()), {}});
  return asked;
}

}  // namespace ropescope::fuzz
