// How fast YaRN turns the pairs of a head that was trained at 4,096 tokens, for a text of 32,768; and a query so
// turned.
#include <cstddef>
#include <cstdio>
#include <ropescope/ropescope.hpp>
#include <vector>

int main() {
  using namespace ropescope;
  const RopeConfig rope{
      .head_dim = 128, .rotary_dim = 128, .rope_theta = 10000, .original_max_position_embeddings = 4096};
  const auto plan = make_plan(methods::Yarn{.factor = 8}, rope, {.seq_len = 32768});
  if (!plan) {
    std::fprintf(stderr, "%s\n", plan.error().message.c_str());
    return 1;
  }
  std::printf("attention factor %.6g\n", plan->attention_factor);
  for (const std::size_t i : {0U, 31U, 63U}) {
    std::printf("pair %zu: %.6g rad per token, once around in %.6g tokens\n", i, plan->inv_freq[i],
                wavelength(plan->inv_freq[i]));
  }

  std::vector<float> query(128, 1.0F);  // one token, one head
  const std::vector<double> positions{32767};
  const RotationTable table = make_rotation_table(plan->inv_freq, positions, plan->attention_factor);
  const Status done = rotate(query, {.seq_len = 1, .heads = 1, .head_dim = 128}, table, PairLayout::half_split);
  if (!done) {
    std::fprintf(stderr, "%s\n", done.error().message.c_str());
    return 1;
  }
  std::printf("the slowest pair of the last query: %.6g, %.6g\n", static_cast<double>(query[63]),
              static_cast<double>(query[127]));
  // What is out of range is refused, never clamped.
  std::printf("%s\n", make_plan(methods::Yarn{.factor = 0}, rope, {.seq_len = 1}).error().message.c_str());
}
