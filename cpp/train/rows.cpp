#include "train/rows.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/random.hpp"
#include "io/symbols.hpp"
#include "train/pose.hpp"
#include "train/recipe.hpp"

namespace ropescope {
namespace {

// Both inclusive.
int draw(const IntRange& range, std::uint64_t& state) {
  const double span = range.max - range.min + 1.0;
  return range.min + std::min(static_cast<int>(random_uniform(state) * span), range.max - range.min);
}

Row draw_passage(const Text& text, int tokens, std::uint64_t& state) {
  assert(text.size() >= static_cast<std::size_t>(tokens));
  const int start = draw({0, static_cast<int>(text.size()) - tokens}, state);
  return {text.begin() + start, text.begin() + start + tokens};
}

// The first `count` of a shuffled list (Fisher and Yates).
Row draw_distinct(Row symbols, int count, std::uint64_t& state) {
  const int last = static_cast<int>(symbols.size()) - 1;
  for (int i = 0; i < count; ++i) {
    std::swap(symbols[static_cast<std::size_t>(i)], symbols[static_cast<std::size_t>(draw({i, last}, state))]);
  }
  symbols.resize(static_cast<std::size_t>(count));
  return symbols;
}

// `lead`, then `block` again and again until the row is full.
DrawnRow repeat(Row lead, const Row& block, int tokens) {
  DrawnRow row{.tokens = std::move(lead)};
  // The first token of the first copy could be anything; the block's second occurrence begins to be predictable after
  // it.
  row.answers_begin = std::min(tokens, static_cast<int>(row.tokens.size() + block.size()) + 1);
  row.answers_end = tokens;
  for (std::size_t i = 0; row.tokens.size() < static_cast<std::size_t>(tokens); ++i) {
    row.tokens.push_back(block[i % block.size()]);
  }
  row.tokens.resize(static_cast<std::size_t>(tokens));
  return row;
}

DrawnRow draw_repeated_text(const Phase& phase, const Text& text, std::uint64_t& state) {
  const int period = draw(phase.text_period, state);
  // At most half of what one period leaves: the other half is copy.
  const bool has_lead = random_uniform(state) < 0.5;
  const int lead = has_lead ? draw({0, (phase.length - period) / 2}, state) : 0;
  Row unrelated = draw_passage(text, lead, state);
  return repeat(std::move(unrelated), draw_passage(text, period, state), phase.length + 1);
}

DrawnRow draw_distinct_repeat(const Phase& phase, Row symbols, std::uint64_t& state) {
  const IntRange& period = phase.random_period;
  if (phase.symbols > 0) symbols.resize(std::min(symbols.size(), static_cast<std::size_t>(phase.symbols)));
  const int most = static_cast<int>(symbols.size());
  const int count = draw({std::min(period.min, most), std::min(period.max, most)}, state);
  return repeat({}, draw_distinct(std::move(symbols), count, state), phase.length + 1);
}

DrawnRow draw_letter_repeat(const Phase& phase, const Row& letters, std::uint64_t& state) {
  Row block(static_cast<std::size_t>(draw(phase.random_period, state)));
  std::ranges::generate(
      block, [&] { return letters[static_cast<std::size_t>(draw({0, static_cast<int>(letters.size()) - 1}, state))]; });
  return repeat({}, block, phase.length + 1);
}

DrawnRow draw_passkey(const Phase& phase, const RowSource& source, std::uint64_t& state) {
  const auto& [text, symbols] = source;
  Row key = symbols.key_begin;
  const Row digits = draw_distinct(symbols.digits, Symbols::key_digits, state);
  key.insert(key.end(), digits.begin(), digits.end());
  key.insert(key.end(), symbols.key_end.begin(), symbols.key_end.end());
  const int key_tokens = symbols.key_tokens();

  const int end = draw({phase.length / 2, phase.length}, state);
  const int first = draw({0, end - 2 * key_tokens}, state);
  DrawnRow row{.tokens = draw_passage(text, phase.length + 1 - 2 * key_tokens, state)};
  const auto insert_key = [&](int at) { row.tokens.insert(row.tokens.begin() + at, key.begin(), key.end()); };
  insert_key(first);
  insert_key(end - key_tokens);
  row.answers_end = end - static_cast<int>(symbols.key_end.size());
  row.answers_begin = row.answers_end - Symbols::key_digits;
  return row;
}

RowKind draw_kind(const RowMix& mix, std::uint64_t& state) {
  const std::array shares{std::pair{RowKind::text, mix.text}, std::pair{RowKind::repeated_text, mix.repeated_text},
                          std::pair{RowKind::distinct_repeat, mix.distinct_repeat},
                          std::pair{RowKind::letter_repeat, mix.letter_repeat},
                          std::pair{RowKind::passkey, mix.passkey}};
  double sum = 0;
  for (const auto& [kind, share] : shares) sum += share;
  double left = random_uniform(state) * sum;
  RowKind drawn = RowKind::text;
  for (const auto& [kind, share] : shares) {
    if (share <= 0) continue;
    drawn = kind;
    if (left < share) break;
    left -= share;
  }
  return drawn;
}

}  // namespace

DrawnRow draw_row(RowKind kind, const Phase& phase, const RowSource& source, std::uint64_t& random_state) {
  switch (kind) {
    case RowKind::text:
      return {.tokens = draw_passage(source.text, phase.length + 1, random_state)};
    case RowKind::repeated_text:
      return draw_repeated_text(phase, source.text, random_state);
    case RowKind::distinct_repeat:
      return draw_distinct_repeat(phase, source.symbols.distinct, random_state);
    case RowKind::letter_repeat:
      return draw_letter_repeat(phase, source.symbols.letters, random_state);
    case RowKind::passkey:
      return draw_passkey(phase, source, random_state);
  }
  return {};
}

std::vector<int> positions_of_row(const Recipe& recipe, std::uint64_t seed, int step, int row) {
  const Phase& phase = phase_of(recipe, step);
  // Not the state that rows are drawn with: they are the same with and without.
  std::uint64_t state = random_bits(seed) ^ (static_cast<std::uint64_t>(step) << 32U | static_cast<std::uint64_t>(row));
  state = random_bits(state);
  return pose_positions(phase.length, phase.pose_length, state);
}

std::vector<Row> rows_of_step(const Recipe& recipe, const RowSource& source, std::uint64_t seed, int step) {
  const Phase& phase = phase_of(recipe, step);
  // Hashing the seed first: with seed + step, neighbouring seeds would share all rows but one step's.
  std::uint64_t state = random_bits(seed) ^ static_cast<std::uint64_t>(step);
  state = random_bits(state);
  std::vector<Row> rows;
  for (int i = 0; i < phase.rows; ++i) {
    const RowKind kind = draw_kind(phase.mix, state);
    rows.push_back(draw_row(kind, phase, source, state).tokens);
  }
  return rows;
}

}  // namespace ropescope
