// The character vocabulary of the tiny models: id 0 = newline, id 1..95 = ASCII 32..126.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace ropescope {

// Number of ids.
inline constexpr int char_vocab_size = 96;

// Error: unsupported_text names the character and its offset. Nothing is replaced silently.
Result<std::vector<int>> encode_chars(std::string_view utf8);
// Error: invalid_argument names the id that is none.
Result<std::string> decode_chars(std::span<const int> tokens);

}  // namespace ropescope
