// Muon: Jordan and others 2024, kellerjordan.github.io/posts/muon. The momentum of a matrix is moved towards the
// nearest orthogonal matrix by Newton and Schulz's iteration, so that all its directions are learned at the same pace.
#pragma once

#include "train/adamw.hpp"
#include "train/recipe.hpp"

namespace ropescope {

struct MatrixShape {
  int rows = 0;     // outputs
  int columns = 0;  // inputs
};

// matrix: [rows, columns], replaced. X = G / |G|, then 5 times X <- a X + (b A + c A^2) X with A = X X^T: singular
// values s <- a s + b s^3 + c s^5, which for s in [0.02, 1] end in [0.6, 1.3]; (a, b, c) = (3.4445, -4.7750, 2.0315) of
// the post.
void orthogonalize(MatrixShape shape, std::span<float> matrix);

struct MuonStep {
  Muon settings;
  double rate = 1;  // of the learning rate, by the schedule
};

// first <- momentum first + g; values -= rate (sqrt(max(1, rows / columns)) orthogonalize(g + momentum first)
// + weight_decay values)
void update_muon(const MuonStep& step, MatrixShape shape, const OptimizedTensor& tensor);

}  // namespace ropescope
