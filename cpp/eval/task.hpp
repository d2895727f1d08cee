// What a model is asked to do with a position method. A task makes samples: texts of a wanted length, of which some
// tokens are scored. No single task tells whether a method extrapolates: a window keeps the loss of text flat and reads
// none of the far context, which only copying from afar shows (Su, kexue.fm 9603; Mohtashami and Jaggi, arXiv
// 2305.16300, section 4.2 for the passkey).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "io/symbols.hpp"

namespace ropescope {

// What is measured over the scored tokens of a sample.
enum class Metric {
  loss,         // mean -log p, nats
  accuracy,     // share of tokens that were the most likely one
  exact_match,  // 1 when all of them were, else 0
  entropy       // of the attention of the queries right before them, mean over layers and heads, nats
};

inline constexpr int metric_count = 4;
[[nodiscard]] std::string_view name_of(Metric metric);

struct TaskParam {
  std::string_view key;
  double fallback = 0;
  double min = 0;  // inclusive
  double max = 0;
  std::string_view unit{};  // "tokens", "" = a pure number
  std::string_view doc{};
};

struct TaskInfo {
  std::string_view id;
  std::string_view name;
  std::string_view summary;
  std::vector<Metric> metrics;  // the one that a table shows first
  std::vector<TaskParam> params;
};

struct SampleRequest {
  int length = 0;      // tokens
  int period = 64;     // of repeat
  double depth = 0.5;  // of passkey
  std::uint64_t seed = 0;
  int index = 0;                     // of the sample: each index is another text, the same at every length
  Symbols symbols = char_symbols();  // of the corpus's vocabulary
};

struct Sample {
  std::vector<int> tokens;  // [length]
  std::vector<int> scored;  // positions of the tokens that count, ascending, never 0
};

[[nodiscard]] const std::vector<TaskInfo>& tasks();

// Null when there is none of this id.
[[nodiscard]] const TaskInfo* find_task(std::string_view id);

// corpus: held-out text, in tokens; a sample may take a quarter of it.
// Errors: invalid_argument (task, length, period, depth, corpus).
Result<Sample> make_sample(std::string_view task, const SampleRequest& request, std::span<const int> corpus);

}  // namespace ropescope
