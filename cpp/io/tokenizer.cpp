#include "io/tokenizer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/error_codes.hpp"
#include "core/result.hpp"

namespace ropescope {
namespace {

constexpr char first_printable = ' ';  // id 1
constexpr char last_printable = '~';   // id 95

// Bytes of the UTF-8 character that starts here; 1 where none does.
std::size_t character_bytes(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80; };
  return bytes <= text.size() && std::ranges::all_of(text.substr(1, bytes - 1), continues) ? bytes : 1;
}

// Of at least so many digits.
std::string hexadecimal(std::uint32_t code, std::size_t digits) {
  std::string text;
  for (; code > 0 || text.size() < digits; code >>= 4U) text.insert(text.begin(), "0123456789ABCDEF"[code & 0xfU]);
  return text;
}

// `U+00E9 "é"`, or the byte where the text is not UTF-8 or cannot be shown.
std::string describe_character(std::string_view text) {
  const std::size_t bytes = character_bytes(text);
  const auto lead = static_cast<unsigned char>(text[0]);
  std::uint32_t code = bytes == 1 ? lead : lead & (0xffU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3fU);
  const bool broken = bytes == 1 && lead >= 0x80;
  const std::string name = broken ? "byte 0x" + hexadecimal(code, 2) : "U+" + hexadecimal(code, 4);
  return bytes == 1 ? name : name + " \"" + std::string(text.substr(0, bytes)) + "\"";
}

}  // namespace

Result<std::vector<int>> encode_chars(std::string_view utf8) {
  std::vector<int> tokens;
  tokens.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const char c = utf8[i];
    if (c == '\n') {
      tokens.push_back(0);
    } else if (c >= first_printable && c <= last_printable) {
      tokens.push_back(c - first_printable + 1);
    } else {
      // offset i counts characters: everything before it is ASCII
      return Error{ErrorCode::unsupported_text,
                   "character_outside_vocabulary",
                   "text",
                   {{"given", describe_character(utf8.substr(i))}, {"offset", i}}};
    }
  }
  return tokens;
}

Result<std::string> decode_chars(std::span<const int> tokens) {
  std::string text;
  text.reserve(tokens.size());
  for (const int token : tokens) {
    if (token < 0 || token >= char_vocab_size) {
      return Error{ErrorCode::invalid_argument,
                   "must_be_integers",
                   "tokens",
                   {{"min", 0}, {"max", char_vocab_size - 1}, {"given", token}}};
    }
    text.push_back(token == 0 ? '\n' : static_cast<char>(first_printable + token - 1));
  }
  return text;
}

}  // namespace ropescope
