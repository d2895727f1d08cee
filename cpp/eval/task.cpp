#include "eval/task.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "core/index.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/text.hpp"
#include "io/symbols.hpp"

namespace ropescope {
namespace {

constexpr int scored_text = 64;  // tokens at the end of a text: the same ones at every length
constexpr int corpus_share = 4;  // a text ends in the last three quarters of the corpus, so this share may precede it
constexpr int key_digits = Symbols::key_digits;

using Tokens = std::vector<int>;
using Corpus = std::span<const int>;

int random_below(int end, std::uint64_t& state) { return static_cast<int>(random_uniform(state) * end); }

// `count` tokens of the corpus that end at a place which depends on the state alone.
Corpus take_text(int count, Corpus corpus, std::uint64_t& state) {
  const int first_end = static_cast<int>(corpus.size()) / corpus_share;
  const int end = first_end + 1 + random_below(static_cast<int>(corpus.size()) - first_end, state);
  return corpus.subspan(index(end - count), index(count));
}

Tokens positions(int first, int end) {
  Tokens result;
  for (int i = first; i < end; ++i) result.push_back(i);
  return result;
}

Result<Sample> make_text(const SampleRequest& request, Corpus corpus, std::uint64_t state) {
  const Corpus text = take_text(request.length, corpus, state);
  const int first = std::max(1, request.length - scored_text);
  return Sample{{text.begin(), text.end()}, positions(first, request.length)};
}

// A block over and over. Scored is the second half of the sample: what is there was read at least once before, and the
// far copies of the block outnumber the near ones.
Result<Sample> make_repeat(const SampleRequest& request, Corpus corpus, std::uint64_t state) {
  if (request.period < 1 || request.period >= request.length) {
    return Error{ErrorCode::invalid_argument,
                 "must_be_integer",
                 "repeat.period",
                 {{"min", 1}, {"max", request.length - 1}, {"given", request.period}}};
  }
  const Corpus block = take_text(request.period, corpus, state);
  Sample sample;
  for (int i = 0; i < request.length; ++i) sample.tokens.push_back(block[index(i % request.period)]);
  sample.scored = positions(std::max(request.period, request.length / 2), request.length);
  return sample;
}

void append(const Tokens& part, Tokens& tokens) { tokens.insert(tokens.end(), part.begin(), part.end()); }

// Distinct digits, so that no copied digit is right by repeating the one before it.
Tokens random_key(Tokens digits, std::uint64_t& state) {
  for (int i = 0; i < key_digits; ++i) std::swap(digits[index(i)], digits[index(i + random_below(10 - i, state))]);
  digits.resize(key_digits);
  return digits;
}

// filler " The key is <58213>" filler " The key is <58213": the last digits are scored.
Result<Sample> make_passkey(const SampleRequest& request, Corpus corpus, std::uint64_t state) {
  const Symbols& symbols = request.symbols;
  const int statement = symbols.key_tokens();
  const int question = statement - static_cast<int>(symbols.key_end.size());
  const int filler = request.length - statement - question;
  if (filler < 0) {
    return Error{ErrorCode::invalid_argument,
                 "too_short_for_passkey",
                 "length",
                 {{"min", statement + question}, {"given", request.length}}};
  }
  if (!(request.depth >= 0 && request.depth <= 1)) {
    return Error{ErrorCode::invalid_argument,
                 "must_be_number",
                 "passkey.depth",
                 {{"min", 0}, {"max", 1}, {"given", request.depth}}};
  }
  // A key and a text for each depth: with the same ones, one hard key would fail at all depths, and their mean would
  // have the spread of one depth.
  state ^= std::bit_cast<std::uint64_t>(request.depth);
  const Tokens key = random_key(symbols.digits, state);
  const Corpus text = take_text(filler, corpus, state);
  const auto before = static_cast<std::size_t>(std::lround(request.depth * filler));

  Sample sample{{text.begin(), text.begin() + static_cast<std::ptrdiff_t>(before)}, {}};
  Tokens& tokens = sample.tokens;
  append(symbols.key_begin, tokens);
  append(key, tokens);
  append(symbols.key_end, tokens);
  tokens.insert(tokens.end(), text.begin() + static_cast<std::ptrdiff_t>(before), text.end());
  append(symbols.key_begin, tokens);
  append(key, tokens);
  sample.scored = positions(request.length - key_digits, request.length);
  return sample;
}

struct Task {
  TaskInfo info;
  Result<Sample> (*make)(const SampleRequest& request, Corpus corpus, std::uint64_t state);
};

const std::vector<Task>& task_table() {
  static const std::vector<Task> table{
      {{"text",
        "Held-out text",
        "The last 64 tokens of a text that was never trained on, after contexts of all lengths.",
        {Metric::loss, Metric::accuracy},
        {}},
       make_text},
      {{"repeat",
        "Repeated text",
        "A block of text over and over; only copies of it are scored.",
        {Metric::accuracy, Metric::loss},
        {{"period", 64, 1, 1 << 14, "tokens", "Length of the block."}}},
       make_repeat},
      {{"passkey",
        "Passkey",
        "Five digits, told once in a text and asked for at its end; all must be right.",
        {Metric::exact_match, Metric::accuracy, Metric::loss},
        {{"depth", 0.5, 0, 1, "", "Where they are told: 0 = at the start, 1 = right before the question."}}},
       make_passkey},
      {{"entropy",
        "Attention entropy",
        "How spread out attention is over held-out text, mean over layers and heads.",
        {Metric::entropy, Metric::loss},
        {}},
       make_text}};
  return table;
}

Error no_task(std::string_view id) {
  std::vector<std::string_view> ids;
  for (const TaskInfo& info : tasks()) ids.push_back(info.id);
  const std::string given = '"' + std::string(id) + '"';
  return {ErrorCode::invalid_argument, "must_be_one_of", "task", {{"choices", ids}, {"given", given}}};
}

}  // namespace

std::string_view name_of(Metric metric) {
  constexpr std::array<std::string_view, metric_count> names{"loss", "accuracy", "exact_match", "entropy"};
  return names[static_cast<std::size_t>(metric)];
}

const std::vector<TaskInfo>& tasks() {
  static const std::vector<TaskInfo> infos = [] {
    std::vector<TaskInfo> result;
    for (const Task& task : task_table()) result.push_back(task.info);
    return result;
  }();
  return infos;
}

const TaskInfo* find_task(std::string_view id) {
  const auto found = std::ranges::find(tasks(), id, &TaskInfo::id);
  return found == tasks().end() ? nullptr : &*found;
}

Result<Sample> make_sample(std::string_view task, const SampleRequest& request, std::span<const int> corpus) {
  const auto found = std::ranges::find(task_table(), task, [](const Task& each) { return each.info.id; });
  if (found == task_table().end()) return no_task(task);
  const int longest = static_cast<int>(corpus.size()) / corpus_share;
  if (request.length < 2 || request.length > longest) {
    return Error{ErrorCode::invalid_argument,
                 "must_fit_corpus",
                 "length",
                 {{"min", 2}, {"max", longest}, {"tokens", corpus.size()}, {"given", request.length}}};
  }
  std::uint64_t state = request.seed;
  state = random_bits(state) ^ static_cast<std::uint64_t>(request.index);
  return found->make(request, corpus, state);
}

}  // namespace ropescope
