#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ropescope {
namespace {

// Levenshtein: insertions, deletions and replacements of one letter.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);  // [b.size() + 1], edits between a prefix of a and each prefix of b
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

// The fewest digits that read back as the same number, through the C library: std::to_chars would bring 100 KB of
// tables into the WebAssembly module.
std::string format_number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  constexpr int most_digits = 16;  // after the first; 17 in all tell every double apart
  std::array<char, 64> buffer{};
  int digits = 0;
  do {
    std::snprintf(buffer.data(), buffer.size(), "%.*e", digits, value);
  } while (std::strtod(buffer.data(), nullptr) != value && digits++ < most_digits);
  const double size = std::abs(value);
  if (size == 0 || (size >= 1e-6 && size < 1e15)) {
    const int exponent = std::atoi(std::strchr(buffer.data(), 'e') + 1);
    std::snprintf(buffer.data(), buffer.size(), "%.*f", std::max(0, digits - exponent), value);
  }
  return buffer.data();
}

std::string_view utf8_prefix(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  while (bytes > 0 && continues(text[bytes])) --bytes;
  return text.substr(0, bytes);
}

std::string join(std::span<const std::string_view> words, std::string_view separator) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += separator;
    text += word;
  }
  return text;
}

std::string_view nearest_word(std::string_view word, std::span<const std::string_view> candidates) {
  constexpr std::size_t longest_word = 64;  // an edit distance costs the product of the lengths
  if (candidates.empty() || word.size() > longest_word) return "";
  const auto distance = [word](std::string_view candidate) { return edit_distance(word, candidate); };
  const std::string_view nearest = *std::ranges::min_element(candidates, {}, distance);
  const bool is_far = distance(nearest) > std::max<std::size_t>(2, nearest.size() / 3);
  return is_far || distance(nearest) >= word.size() ? "" : nearest;
}

}  // namespace ropescope
