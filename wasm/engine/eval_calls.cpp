// The calls that evaluate: a cell lives here from its first sample to its last; JavaScript steps it, so that it can
// show what is there and stop between the steps.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "boundary/bindings.hpp"
#include "boundary/from_js.hpp"
#include "boundary/handles.hpp"
#include "boundary/object.hpp"
#include "boundary/to_js.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "engine/models.hpp"
#include "engine/shared_threads.hpp"
#include "eval/cell.hpp"
#include "eval/score.hpp"
#include "eval/task.hpp"
#include "io/symbols.hpp"
#include "io/tokenizer.hpp"
#include "model/model.hpp"

namespace ropescope::js {
namespace {

struct OpenCell {
  Cell cell;
  bool in_tokens = false;  // the corpus came as tokens, and so do answers go out
};

HandleTable<OpenCell>& cells() {
  static HandleTable<OpenCell> table("cell");
  return table;
}

val param_to_js(const TaskParam& param) {
  Object object;
  object.set("key", param.key);
  object.set("default", param.fallback);
  object.set("min", param.min);
  object.set("max", param.max);
  object.set("unit", param.unit);
  object.set("doc", param.doc);
  return object;
}

val task_to_js(const TaskInfo& task) {
  Object object;
  object.set("id", task.id);
  object.set("name", task.name);
  object.set("summary", task.summary);
  object.set("metrics", array(task.metrics, [](Metric metric) { return text(name_of(metric)); }));
  object.set("params", array(task.params, param_to_js));
  return object;
}

val said(std::span<const int> tokens, bool in_tokens) {
  if (in_tokens) return typed_array(tokens);
  const auto decoded = decode_chars(tokens);
  return text(decoded ? *decoded : std::string());
}

// What was asked and what the model said.
val sample_to_js(const OpenCell& open) {
  const auto& [cell, in_tokens] = open;
  const auto tokens = std::span(cell.sample().tokens);
  const auto first = static_cast<std::size_t>(cell.sample().scored.front());
  Object object;
  object.set("prompt", said(tokens.first(first), in_tokens));
  object.set("expected", said(tokens.subspan(first), in_tokens));
  object.set("answer", said(cell.score().answer, in_tokens));
  return object;
}

val cell_to_js(const OpenCell& open) {
  const Cell& cell = open.cell;
  const Tally& tally = cell.tally();
  Object metrics;
  for (const Metric metric : find_task(cell.request().task)->metrics) {
    const Tally::Summary summary = tally.summary(metric);
    Object object;
    object.set("mean", summary.mean);
    object.set("spread", summary.spread);
    metrics.set(name_of(metric), object);
  }
  Object object;
  object.set("samples", tally.samples());
  object.set("metrics", metrics);
  object.set("last", sample_to_js(open));
  object.set("losses", typed_array<double>(tally.losses()));
  object.set("accuracies", typed_array<double>(tally.accuracies()));
  object.set("entropy", typed_array<double>(tally.entropy()));
  if (cell.forced()) object.set("forced", true);
  return object;
}

// Ranges and defaults of what only one task reads are those of the task.
SampleRequest read_sample(PropertyReader& reader, const TaskInfo* task) {
  SampleRequest request;
  request.length = reader.integer("length", {1, max_int});
  request.seed = read_seed(reader);
  request.index = reader.integer("first", {0, max_int}, 0);
  if (!task) return request;
  for (const TaskParam& param : task->params) {
    const Range range{param.min, param.max};
    if (param.key == "period") request.period = reader.integer(param.key, range, static_cast<int>(param.fallback));
    if (param.key == "depth") request.depth = reader.number(param.key, range, param.fallback);
  }
  return request;
}

val tasks() {
  val list = val::array();
  for (const TaskInfo& task : ropescope::tasks()) push(list, task_to_js(task));
  return list;
}

// A held-out text as tokens: text in the characters' vocabulary, or the tokens themselves.
Result<std::vector<int>> read_corpus(const val& corpus, const Model& model) {
  if (!corpus.isString()) return read_integers(corpus, "text", {0, model.config.vocab_size - 1.0});
  if (!has_tokenizer(model)) return no_tokenizer(model);
  const auto utf8 = read_text(corpus, "text");
  if (!utf8) return utf8.error();
  return encode_chars(*utf8);
}

// symbols: JSON, what passkeys are made of in the vocabulary of a corpus in tokens.
Result<Symbols> read_symbols_of(const val& symbols) {
  if (symbols.isUndefined()) return char_symbols();
  const auto json = read_text(symbols, "symbols");
  if (!json) return json.error();
  return read_symbols(*json);
}

// corpus: a held-out text, or its tokens; options: { task, method, force, length, seed, first, symbols } and the task's
// own; returns a handle
val start_cell(const val& model, const val& corpus, const val& options) {
  const auto found = models().find(model);
  if (!found) return to_js(found.error());
  auto tokens = read_corpus(corpus, ***found);
  if (!tokens) return to_js(tokens.error());

  PropertyReader reader(options, "cell");
  CellRequest request;
  request.task = reader.accept(read_text(reader.any("task"), "task"));
  request.methods = reader.accept(read_methods(reader.any("method")));
  request.force = reader.boolean("force", false);
  request.sample = read_sample(reader, find_task(request.task));
  request.threads = shared_threads();
  request.sample.symbols = reader.accept(read_symbols_of(reader.any("symbols")));
  if (auto status = reader.finish(); !status) return to_js(status.error());

  auto cell = Cell::start(***found, std::make_shared<const std::vector<int>>(*std::move(tokens)), std::move(request));
  if (!cell) return to_js(cell.error());
  return val(cells().insert({*std::move(cell), !corpus.isString()}));
}

// True when it completed a sample.
val step_cell(const val& cell) {
  const auto found = cells().find(cell);
  if (!found) return to_js(found.error());
  const auto complete = (*found)->cell.step();
  return complete ? val(*complete) : to_js(complete.error());
}

// Of the samples so far: { samples, metrics, last, losses, accuracies, entropy }.
val cell_result(const val& cell) {
  const auto found = cells().find(cell);
  if (!found) return to_js(found.error());
  if ((*found)->cell.tally().samples() > 0) return cell_to_js(**found);
  return to_js(Error{ErrorCode::internal, "cell_without_sample", "cell"});
}

val dispose_cell(const val& cell) { return to_js(cells().erase(cell)); }

}  // namespace

EMSCRIPTEN_BINDINGS(ropescope_evaluation) {
  function("tasks", &tasks);
  function("startCell", &start_cell);
  function("stepCell", &step_cell);
  function("cellResult", &cell_result);
  function("disposeCell", &dispose_cell);
}

}  // namespace ropescope::js
