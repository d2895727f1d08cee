// The rows of tokens that a model is trained on: text, and the synthetic rows that make a small model copy. A row of
// length L has L + 1 tokens: L inputs, and the successor of each.
#pragma once

#include <cstdint>
#include <vector>

#include "io/symbols.hpp"
#include "train/recipe.hpp"

namespace ropescope {

using Row = std::vector<int>;  // [length + 1] tokens

enum class RowKind {
  text,             // a passage
  repeated_text,    // a passage over and over, in half of the rows after an unrelated one
  distinct_repeat,  // different symbols of the whole vocabulary over and over
  letter_repeat,    // letters a to z and spaces over and over: symbols occur more than once in a period
  passkey           // a passage in which ` The key is <58213>` stands twice
};

// A drawn row and where its answers are.
struct DrawnRow {
  Row tokens;
  int answers_begin =
      0;                // [begin, end) of the tokens that follow from earlier ones: copies, or the key's second digits
  int answers_end = 0;  // equal to begin for text
};

// The second statement of the key ends in [length / 2, length], and both have to fit before that.
inline constexpr int shortest_passkey_row = 4 * Symbols::longest_key;

using Text = std::vector<int>;

// What rows are drawn from; both have to outlive the call.
struct RowSource {
  const Text& text;  // in which to find passages: at least one row long
  const Symbols& symbols;
};

// Advances random_state. The phase gives length and periods.
DrawnRow draw_row(RowKind kind, const Phase& phase, const RowSource& source, std::uint64_t& random_state);

// Where the tokens of a step's row stand, where its phase spreads rows by PoSE; from the same as the row.
std::vector<int> positions_of_row(const Recipe& recipe, std::uint64_t seed, int step, int row);

// The rows of a step, from nothing but the seed and the step's number: a resumed training needs no generator's state.
std::vector<Row> rows_of_step(const Recipe& recipe, const RowSource& source, std::uint64_t seed, int step);

}  // namespace ropescope
