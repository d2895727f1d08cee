// STRING: positions that training showed often take the place of those it showed rarely: far keys count as if S tokens
// nearer, but not nearer than W. An et al., arXiv 2410.18745; HKUNLP/STRING, string_for_llama.py. D =
// distance, S = shift, W = local: P = D < S ? D : D - S + W.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "position/branch_rules.hpp"
#include "position/method.hpp"
#include "position/series.hpp"

namespace ropescope::methods {

struct String {
  std::optional<int> shift{};
  std::optional<int> local{};
  double attention_factor = 1.0693147180559945;  // 0.1 ln 2 + 1: string_for_llama.py, at every length

  static constexpr MethodInfo info{
      .id = "string",
      .name = "STRING",
      .summary = "Brings far keys nearer, to distances that training showed often; it helps within the trained length.",
      .trained_as = "rope",
      .source = {"An, Zhang, Zhong, Li, Gong, Luo, Xu, Kong",
                 "Why Does the Effective Context Length of LLMs Fall Short?", "2410.18745",
                 "HKUNLP/STRING, string_for_llama.py"}};
  static constexpr std::array params{
      param<&String::shift>(
          {"shift", 1, 1 << 24, "tokens", "Distances below it stay; at most the trained length, null = 0.33 of it."}),
      param<&String::local>({"local", 0, 1 << 24, "tokens",
                             "The nearest that a shifted key comes, at most shift; null = 128, in short models 1/16 of "
                             "the trained length."}),
      param<&String::attention_factor>({"attention_factor", 1e-6, 1e6, "", "Multiplies the cosines and sines."})};
  static constexpr std::array elsewhere{
      Elsewhere{"HKUNLP/STRING", "Reading a prompt, it counts the key at D = S twice, at S and at W; decoding, once."}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    return Frequencies{.inv_freq = frequency_series(rope), .attention_factor = attention_factor};
  }

  [[nodiscard]] Result<std::vector<Branch>> branches(const RopeConfig& rope, const PlanRequest& request) const {
    const int trained = rope.original_max_position_embeddings;
    const int s = shift_for(rope);
    const int w = local_for(rope);
    if (s > trained) return beyond("string.shift", "original_max_position_embeddings", trained, s);
    if (w > s) return beyond("string.local", "string.shift", s, w);
    return near_and_far(request.seq_len, s, [&](int m) { return m - s + w; }, [](int n) { return n; });
  }

  [[nodiscard]] std::vector<Fact> facts(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    const double longest = 1.0 * rope.original_max_position_embeddings + shift_for(rope) - local_for(rope);
    return {{"reach", longest, "tokens", "L + S - W: the longest text in which every distance was trained."}};
  }

 private:
  [[nodiscard]] int shift_for(const RopeConfig& rope) const {
    return shift.value_or(std::max(1, static_cast<int>(0.33 * rope.original_max_position_embeddings)));
  }
  [[nodiscard]] int local_for(const RopeConfig& rope) const {
    return local.value_or(std::min(128, rope.original_max_position_embeddings / 16));
  }
  static Error beyond(std::string_view path, std::string_view other, int value, int given) {
    return {ErrorCode::invalid_argument,
            "must_be_at_most_other",
            path,
            {{"other", other}, {"value", value}, {"given", given}}};
  }
};

}  // namespace ropescope::methods
