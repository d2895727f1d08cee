// ropescope_bench [rotation | products | attention | model]...: prints how near the kernels come to what the machine
// can do in the same run. Ratios mean something, absolute numbers on a shared machine do not.
#include <array>
#include <string_view>
#include <utility>

#include "bench.hpp"

int main(int count, char** arguments) {
  using namespace ropescope::bench;
  const std::array<std::pair<std::string_view, void (*)()>, 4> parts{{{"rotation", bench_rotation},
                                                                      {"products", bench_products},
                                                                      {"attention", bench_attention},
                                                                      {"model", bench_model}}};
  for (const auto& [name, run] : parts) {
    bool wanted = count == 1;
    for (int i = 1; i < count; ++i) wanted = wanted || arguments[i] == name;
    if (wanted) run();
  }
}
