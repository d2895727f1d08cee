// Small pieces of error messages.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ropescope {

// The shortest text that reads back as the same number: `1000000`, `0.5`, `1e+30`, `NaN`, `-Infinity`.
[[nodiscard]] std::string format_number(double value);

// The beginning of a UTF-8 text, at most `bytes` long, that ends with a whole character.
[[nodiscard]] std::string_view utf8_prefix(std::string_view text, std::size_t bytes);

// `a, b, c`
[[nodiscard]] std::string join(std::span<const std::string_view> words, std::string_view separator = ", ");

// The candidate that is a slip of the keyboard away from `word`, else nothing.
[[nodiscard]] std::string_view nearest_word(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace ropescope
