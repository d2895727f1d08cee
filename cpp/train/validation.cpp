#include "train/validation.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/result.hpp"
#include "io/safetensors.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "train/checkpoint.hpp"
#include "train/rows.hpp"

namespace ropescope {
namespace {

constexpr int rows_of_a_kind = 32;
constexpr std::uint64_t seed = 20240128;  // any: of the validation's own rows, the same for every training

// A row as the model sees it.
struct RowScore {
  double loss = 0;  // sum over the row, nats
  int right = 0;    // of the answers
};

Result<RowScore> score(const Model& model, const DrawnRow& row) {
  auto session = Session::start(model, {});
  if (!session) return session.error();
  const auto result = session->run(row.tokens, {.losses = true});
  if (!result) return result.error();
  RowScore scored;
  for (const float loss : result->losses) scored.loss += loss;
  const auto vocab = static_cast<std::size_t>(model.config.vocab_size);
  for (int n = row.answers_begin; n < row.answers_end; ++n) {
    const auto logits = std::span(result->logits).subspan(static_cast<std::size_t>(n - 1) * vocab, vocab);
    if (std::ranges::max_element(logits) - logits.begin() == row.tokens[static_cast<std::size_t>(n)]) ++scored.right;
  }
  return scored;
}

struct KindScore {
  double loss = 0;   // nats per token
  double right = 0;  // share of the answers
  double exact = 0;  // share of the rows whose answers are all right
};

// A phase that draws no random rows says nothing of their periods: a quarter to half of a row, so that each is copied.
Phase with_periods(Phase phase) {
  if (phase.random_period.max == 0)
    phase.random_period = {std::max(1, phase.length / 4), std::max(1, phase.length / 2)};
  return phase;
}

Result<KindScore> score_kind(const Model& model, RowKind kind, const ValidationTask& task) {
  const Phase phase = with_periods(task.phase);
  std::uint64_t state = seed + static_cast<std::uint64_t>(kind);
  KindScore total;
  int answers = 0;
  for (int i = 0; i < rows_of_a_kind; ++i) {
    const DrawnRow row = draw_row(kind, phase, task.source, state);
    const auto scored = score(model, row);
    if (!scored) return scored.error();
    total.loss += scored->loss / phase.length / rows_of_a_kind;
    total.right += scored->right;
    if (scored->right == row.answers_end - row.answers_begin) total.exact += 1.0 / rows_of_a_kind;
    answers += row.answers_end - row.answers_begin;
  }
  total.right /= std::max(1, answers);
  return total;
}

}  // namespace

Result<Validation> validate(const ValidationTask& task, std::span<const float> values, int step) {
  const auto file = write_weights(task.model, values, false);
  const WeightFile weights{file};
  const auto model = load_model(task.model.config, std::span(&weights, 1));
  if (!model) return model.error();
  Validation validation{.step = step};
  const auto text = score_kind(*model, RowKind::text, task);
  if (!text) return text.error();
  validation.loss = text->loss;
  // Both alphabets, as the recipes mix them.
  for (const RowKind kind : {RowKind::distinct_repeat, RowKind::letter_repeat}) {
    const auto copies = score_kind(*model, kind, task);
    if (!copies) return copies.error();
    validation.repeat += copies->right / 2;
  }
  if (task.phase.length < shortest_passkey_row) return validation;
  const auto passkey = score_kind(*model, RowKind::passkey, task);
  if (!passkey) return passkey.error();
  validation.passkey = passkey->exact;
  return validation;
}

}  // namespace ropescope
