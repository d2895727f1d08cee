// What is said to a person, as data: which sentence of core/sayings.hpp, about which value, with which arguments.
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/sayings.hpp"

namespace ropescope {

// A sentence of the table. An id that the table lacks does not compile.
class Reason {
 public:
  // Implicit on purpose: `Saying{"must_be_flag", path}` reads as what it is.
  consteval Reason(const char* id) : text_(saying_texts[index_of(id)]) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] std::string_view id() const { return text_->id; }
  [[nodiscard]] std::string_view english() const { return text_->english; }
  bool operator==(const Reason&) const = default;

 private:
  static consteval std::size_t index_of(std::string_view id) {
    std::size_t index = 0;
    while (sayings[index].id != id) ++index;  // past the end of the table: no constant expression
    return index;
  }

  const SayingText* text_;
};

// An argument on its way into a Saying, which copies it: the texts may be temporaries of the same expression.
struct Argument {
  std::string_view name;  // a literal
  std::variant<double, std::string_view, std::span<const std::string_view>, Reason> value;

  template <class Number>
    requires(std::is_arithmetic_v<Number> && !std::same_as<Number, bool>)
  Argument(std::string_view key, Number number) : name(key), value(static_cast<double>(number)) {}
  Argument(std::string_view key, std::string_view text) : name(key), value(text) {}
  Argument(std::string_view key, std::span<const std::string_view> words) : name(key), value(words) {}
  // Words of the table; their place is {@key}. A template, so that a literal is a text and no Reason.
  template <std::same_as<Reason> Phrase>
  Argument(std::string_view key, Phrase phrase) : name(key), value(phrase) {}
};

// A sentence with the place and the values that it is about.
struct Saying {
  using Value = std::variant<double, std::string, std::vector<std::string>, Reason>;

  Saying(Reason why, std::string_view about, std::initializer_list<Argument> arguments = {});

  Reason reason;
  std::string path;  // `yarn.beta_fast`, `rope_parameters.factor`, `tokens[3]`; empty: about no value of its own
  std::vector<std::pair<std::string_view, Value>> args;

  bool operator==(const Saying&) const = default;
};

// The English sentence.
[[nodiscard]] std::string to_english(const Saying& saying);

}  // namespace ropescope
