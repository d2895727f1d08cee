#include "bench.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <vector>

#include "kernels/simd.hpp"

namespace ropescope::bench {
namespace {

constexpr int rounds = 9;
constexpr double round_seconds = 0.03;  // of one contender: enough for a clock of 0.1 ms
constexpr double warm_seconds = 0.08;   // V8 compiles twice; the first 40 ms may be its quick compiler's code

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// Seconds of one run, from as many runs as fill `at_least` seconds.
double seconds_per_run(const Contender& contender, double at_least) {
  int runs = 0;
  if (contender.prepare) contender.prepare();
  const double start = now();
  double elapsed = 0;
  while (elapsed < at_least || runs == 0) {
    contender.run();
    ++runs;
    elapsed = now() - start;
  }
  return elapsed / runs;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

volatile float kept;

}  // namespace

void keep(float value) { kept = value; }

void measure(const Group& group) {
  std::vector<Contender> all{group.limit};
  all.insert(all.end(), group.contenders.begin(), group.contenders.end());
  std::vector<std::vector<double>> speeds(all.size());
  for (const Contender& contender : all) seconds_per_run(contender, warm_seconds);
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      speeds[i].push_back(all[i].work / seconds_per_run(all[i], round_seconds) / 1e9);
    }
  }
  std::printf("\n%s\n", group.title.c_str());
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < speeds[i].size(); ++round)
      ratios.push_back(speeds[i][round] / speeds[0][round]);
    const auto [low, high] = std::ranges::minmax(ratios);
    const double speed = median(speeds[i]);
    std::printf("  %-44s %9.2f %-8s %10.4f ms", all[i].name.c_str(), speed, group.unit.c_str(),
                all[i].work / speed / 1e6);
    if (i > 0) std::printf("   %5.2f of the limit [%.2f-%.2f]", median(ratios), low, high);
    std::printf("\n");
  }
  std::fflush(stdout);
}

Contender touch_in_place(std::vector<float>& values) {
  const auto run = [&values] {
    static volatile float one = 1.0F;  // unknown to the compiler, which would drop a product with 1
    const Batch factor(one);
    for (std::size_t i = 0; i + 4 * lanes <= values.size(); i += 4 * lanes) {
      unrolled<4>([&](auto j) {
        float* place = &values[i + j * lanes];
        (Batch::load_unaligned(place) * factor).store_unaligned(place);
      });
    }
    keep(values[0]);
  };
  return {"limit: read, multiply, write in place", static_cast<double>(values.size() * sizeof(float)), run};
}

Contender read_only(const std::vector<float>& values) {
  const auto run = [&values] {
    std::array<Batch, 4> sums;
    sums.fill(Batch(0.0F));
    for (std::size_t i = 0; i + 4 * lanes <= values.size(); i += 4 * lanes) {
      unrolled<4>([&](auto j) { sums[j] += Batch::load_unaligned(&values[i + j * lanes]); });
    }
    keep(xsimd::reduce_add(sums[0] + sums[1] + sums[2] + sums[3]));
  };
  return {"limit: read", static_cast<double>(values.size() * sizeof(float)), run};
}

Contender multiply_add_peak() {
  constexpr int chains = 12;
  constexpr int steps = 20000;
  const auto run = [] {
    static volatile float source = 0.5F;  // unknown to the compiler
    const Batch factor(source);
    const Batch term(source);
    std::array<Batch, chains> sums;
    sums.fill(Batch(source));
    for (int step = 0; step < steps; ++step) {
      unrolled<chains>([&](auto i) { sums[i] = xsimd::fma(sums[i], factor, term); });
    }
    Batch total(0.0F);
    for (const Batch& sum : sums) total += sum;
    keep(xsimd::reduce_add(total));
  };
  return {"limit: multiply and add, 12 chains", 2.0 * chains * steps * lanes, run};
}

}  // namespace ropescope::bench
