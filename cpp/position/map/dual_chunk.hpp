// Dual Chunk Attention: positions start anew in every chunk, and a query looks back from the next chunk's places or
// from the far end. An et al., arXiv 2402.17463, section 3; HKUNLP/ChunkLlama, chunkllama_attn_replace.py. c = chunk -
// local; P = D in the same stretch of c tokens, min(m % c + c, chunk) - n % c in the one before, min(2c - 1, chunk) -
// n % c in older ones.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "position/branch_rules.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct DualChunk {
  std::optional<int> chunk{};
  std::optional<int> local{};

  static constexpr MethodInfo info{
      .id = "dual_chunk",
      .name = "Dual Chunk",
      .summary = "Restarts positions in every chunk and keeps the neighbourhood across a chunk's edge exact.",
      .trained_as = "rope",
      .source = {"An, Huang, Zhang, Gong, Qiu, Zhou, Kong",
                 "Training-Free Long-Context Scaling of Large Language Models", "2402.17463", "section 3"}};
  static constexpr std::array params{
      param<&DualChunk::chunk>(
          {"chunk", 1, 1 << 24, "tokens", "The largest distance; null = 3/4 of the trained length."}),
      param<&DualChunk::local>({"local", 0, 1 << 24, "tokens",
                                "Exact distances across an edge, less than chunk; null = 1/8 of the trained length."})};
  static constexpr std::array elsewhere{
      Elsewhere{"vLLM", "The same maps, in dual_chunk_rope, for the Qwen2.5-1M models."},
      Elsewhere{"ChunkLlama", "Also scales scores, by 0.05 ln s + 1."}};

  [[nodiscard]] Result<std::vector<Branch>> branches(const RopeConfig& rope, const PlanRequest& request) const {
    const std::int64_t trained = rope.original_max_position_embeddings;  // three times it can exceed 32 bits
    const std::int64_t largest = chunk.value_or(static_cast<int>(std::max<std::int64_t>(1, trained * 3 / 4)));
    const std::int64_t across = local.value_or(static_cast<int>(trained / 8));
    if (across >= largest) {
      return Error{ErrorCode::invalid_argument,
                   "must_be_below_other",
                   "dual_chunk.local",
                   {{"other", "dual_chunk.chunk"}, {"value", largest}, {"given", across}}};
    }
    const std::int64_t c = largest - across;
    auto branches = branches_for(3, request.seq_len);
    if (!branches) return branches;
    Branch& same = (*branches)[0];  // stretch of c tokens
    Branch& previous = (*branches)[1];
    Branch& older = (*branches)[2];
    for (int m = 0; m < request.seq_len; ++m) {
      const auto inside = static_cast<int>(m % c);
      const int start = m - inside;
      const auto before = static_cast<int>(std::max<std::int64_t>(0, start - c));
      append(same, inside, inside, start, m + 1);
      append(previous, static_cast<double>(std::min(inside + c, largest)), inside, before, start);
      append(older, static_cast<double>(std::min(2 * c - 1, largest)), inside, 0, before);
    }
    return branches;
  }
};

}  // namespace ropescope::methods
