// Measures contenders in interleaved rounds, so that what else the machine does hits all of them alike: each round runs
// every contender once, ratios are taken inside a round, and the median over rounds is printed.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace ropescope::bench {

struct Contender {
  std::string name;
  double work = 0;  // of one run, in units of 1e9 of the group's unit per second: bytes, operations
  std::function<void()> run;
  std::function<void()> prepare{};  // before each round, not timed; may be empty
};

struct Group {
  std::string title;
  std::string unit;  // what 1e9 of work a second is called: "GB/s", "GFLOP/s"
  Contender limit;   // what the machine can do; the others are printed as fractions of it
  std::vector<Contender> contenders;
};

// Prints one table.
void measure(const Group& group);

// Keeps a value that was computed only to be timed.
void keep(float value);

// Limits, measured with the vector type that the kernels use.
Contender touch_in_place(std::vector<float>& values);   // every float read, multiplied, written back
Contender read_only(const std::vector<float>& values);  // every float read
Contender multiply_add_peak();                          // 12 independent chains in registers

void bench_rotation();
void bench_products();
void bench_attention();
void bench_model();

}  // namespace ropescope::bench
