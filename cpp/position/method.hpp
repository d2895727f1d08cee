// What a method is: a struct whose members are its parameters, described by `info` and `params`, that fills some
// slots of a plan. See frequency/rope.hpp for the smallest one and registry.cpp for the list.
#pragma once

#include <array>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "position/plan.hpp"
#include "position/rope_config.hpp"

namespace ropescope {

struct Source {
  std::string_view authors;
  std::string_view title;
  std::string_view id;     // arXiv id, or the name of the post
  std::string_view where;  // section, equation or file
};

struct MethodInfo {
  std::string_view id;          // the key in C++, JS, links, golden files and results
  std::string_view name;        // as a figure's legend writes it
  std::string_view summary;     // one sentence
  std::string_view trained_as;  // id of the method whose weights it runs on: "rope" for every post-hoc method
  Source source;
};

// A parameter's value outside its struct: null (automatic), switch, number, choice, list.
using ParamValue = std::variant<std::monostate, bool, double, std::string, std::vector<double>>;
using Params = std::map<std::string, ParamValue, std::less<>>;

// A parameter of method M. The default is the member's own initialiser. Keys are Hugging Face's where one exists.
template <class M>
struct Param {
  using Member = std::variant<double M::*, int M::*, bool M::*, std::optional<double> M::*, std::string M::*,
                              std::vector<double> M::*>;
  std::string_view key;
  Member member;
  double min = 0;  // inclusive; each element of a list
  double max = 0;
  std::string_view unit{};                    // "tokens", "" = a pure number
  std::string_view doc{};                     // one sentence
  std::array<std::string_view, 4> choices{};  // for a text member: the accepted values, then empty
  std::string_view instead_of{};              // key of the parameter that this one replaces: giving both is an error
};

// Slots: which facts of a plan a method fills. Two methods compose when their slots do not overlap.
template <class M>
concept ScalesFrequencies = requires(const M& m, const RopeConfig& rope, int seq_len) {
  { m.frequencies(rope, seq_len) } -> std::same_as<Result<Frequencies>>;
};

// A method whose plan for a short text is not a part of its plan for a longer one says so:
// `static constexpr bool depends_on_length = true;`
template <class M>
concept DependsOnLength = requires {
  requires M::depends_on_length;
};

}  // namespace ropescope
