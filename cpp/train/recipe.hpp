// How a model is trained, as data: which rows it sees when, and how fast what changes. The recipes of the shipped
// models are web/models/recipes/*.json; the training lab of the page sends its own.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace ropescope {

// Of a training and of each phase: their sums stay within 32 bits, and the loss of every step is kept.
inline constexpr int most_steps = 10'000'000;

struct IntRange {
  int min = 0;  // both inclusive
  int max = 0;
};

// Share of each kind of row (train/rows.hpp): weights of a draw, their sum need not be 1.
struct RowMix {
  double text = 0;
  double repeated_text = 0;
  double distinct_repeat = 0;
  double letter_repeat = 0;
  double passkey = 0;
};

// A stretch of the training with rows of one kind.
struct Phase {
  int steps = 0;   // 0 = all that are left; only the last phase
  int length = 0;  // tokens whose successor is asked for; a row has one more
  int rows = 0;    // of a step
  RowMix mix;
  IntRange text_period;    // tokens of a repeated text
  IntRange random_period;  // of repeated symbols
  int pose_length = 0;     // tokens of the text that a row stands in by PoSE (train/pose.hpp); 0 = the row alone
  int symbols = 0;         // so many of the vocabulary's, the first of their list; 0 = all
};

// AdamW (Loshchilov, Hutter, arXiv 1711.05101) with decoupled weight decay on matrices; nothing else decays.
struct AdamW {
  double learning_rate = 0;
  double beta1 = 0.9;
  double beta2 = 0.98;
  double epsilon = 1e-8;
  double weight_decay = 0;  // of a matrix: times learning_rate per step
};

// Muon (Jordan and others 2024, kellerjordan.github.io/posts/muon), for matrices.
struct Muon {
  double learning_rate = 0;
  double momentum = 0.95;
  double weight_decay = 0;  // times learning_rate per step
};

struct Recipe {
  int steps = 0;
  std::vector<Phase> phases;
  AdamW adamw;               // of all numbers that are no matrices, and of matrices where there is no Muon
  std::optional<Muon> muon;  // of matrices
  double clip = 1;           // largest norm of the whole gradient
  int warm_up = 0;           // steps over which learning rates grow from 0
  double cool_down = 0;      // share of the steps, at the end, over which they fall in a line
  double final_rate = 1;     // to this share
};

// Errors: invalid_json; invalid_config names the key.
Result<Recipe> read_recipe(std::string_view recipe_json);

// The phase of a step counted from 0, and the share of the learning rates that holds in it.
[[nodiscard]] const Phase& phase_of(const Recipe& recipe, int step);
[[nodiscard]] double rate_of(const Recipe& recipe, int step);

}  // namespace ropescope
