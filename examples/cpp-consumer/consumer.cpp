// How fast YaRN turns the pairs of a head that was trained at 4,096 tokens, for a text of 65,536; and a query so
// turned.
#include <cstddef>
#include <cstdio>
#include <ropescope/ropescope.hpp>
#include <vector>

int main() {
  using namespace ropescope;
  const RopeConfig rope{
      .head_dim = 128, .rotary_dim = 128, .rope_theta = 10000, .original_max_position_embeddings = 4096};
  const auto plan = make_plan(methods::Yarn{.factor = 16}, rope, {.seq_len = 65536});
  if (!plan) {
    std::fprintf(stderr, "%s\n", plan.error().message.c_str());
    return 1;
  }
  std::printf("attention factor %.9g\n", plan->attention_factor);
  for (std::size_t i = 0; i < plan->inv_freq.size(); ++i) {
    std::printf("pair %zu: %.9g rad per token, once around in %.6g tokens\n", i, plan->inv_freq[i],
                wavelength(plan->inv_freq[i]));
  }

  std::vector<float> query(128, 1.0F);  // one token, one head
  const std::vector<double> positions{3};
  const RotationTable table = make_rotation_table(plan->inv_freq, positions, plan->attention_factor);
  const Status done = rotate(query, {.seq_len = 1, .heads = 1, .head_dim = 128}, table, PairLayout::half_split);
  if (!done) {
    std::fprintf(stderr, "%s\n", done.error().message.c_str());
    return 1;
  }
  for (std::size_t i = 0; i < query.size(); ++i) {
    std::printf("channel %zu at position 3: %.9g\n", i, static_cast<double>(query[i]));
  }
  // What is out of range is refused, never clamped.
  std::printf("%s\n", make_plan(methods::Yarn{.factor = 0}, rope, {.seq_len = 1}).error().message.c_str());
}
