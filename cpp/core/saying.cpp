#include "core/saying.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/text.hpp"

namespace ropescope {
namespace {

Saying::Value owned(const Argument& argument) {
  if (const double* number = std::get_if<double>(&argument.value)) return *number;
  if (const auto* text = std::get_if<std::string_view>(&argument.value)) return std::string(*text);
  if (const auto* phrase = std::get_if<Reason>(&argument.value)) return *phrase;
  const auto words = std::get<std::span<const std::string_view>>(argument.value);
  return std::vector<std::string>(words.begin(), words.end());
}

std::string fill(std::string_view words, const Saying& saying);

std::string to_text(const Saying::Value& value, const Saying& saying) {
  if (const double* number = std::get_if<double>(&value)) return format_number(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* phrase = std::get_if<Reason>(&value)) return fill(phrase->english(), saying);
  const auto& words = std::get<std::vector<std::string>>(value);
  return join(std::vector<std::string_view>(words.begin(), words.end()));
}

std::string argument_of(const Saying& saying, std::string_view name) {
  if (name == "path") return saying.path;
  const auto argument = std::ranges::find(saying.args, name, [](const auto& each) { return each.first; });
  assert(argument != saying.args.end());  // the sentence has a place for it
  return to_text(argument->second, saying);
}

// {@name} is a place for words of the table, {name} for all else.
std::string fill(std::string_view words, const Saying& saying) {
  std::string sentence;
  for (std::size_t open = words.find('{'); open != std::string_view::npos; open = words.find('{')) {
    const std::size_t close = words.find('}', open);
    std::string_view name = words.substr(open + 1, close - open - 1);
    if (name.starts_with('@')) name.remove_prefix(1);
    sentence.append(words.substr(0, open)).append(argument_of(saying, name));
    words.remove_prefix(close + 1);
  }
  return sentence.append(words);
}

}  // namespace

Saying::Saying(Reason why, std::string_view about, std::initializer_list<Argument> arguments)
    : reason(why), path(about) {
  for (const Argument& argument : arguments) args.emplace_back(argument.name, owned(argument));
}

std::string to_english(const Saying& saying) {
  constexpr std::string_view leading_path = "{path}: ";
  std::string_view words = saying.reason.english();
  if (saying.path.empty() && words.starts_with(leading_path)) words.remove_prefix(leading_path.size());
  return fill(words, saying);
}

}  // namespace ropescope
