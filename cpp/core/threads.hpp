// Threads that share work which comes in parts. Each part writes to a place of its own, and no sum crosses from one to
// another, so that results are the same bits however many threads there are and whoever does what.
#pragma once

#include <memory>

#include "core/result.hpp"

namespace ropescope {

extern const int max_threads;  // 1 in WebAssembly that shares no memory (wasm/one_thread.cpp)

// Multiplications that take as long as waking a thread, some microseconds of one.
inline constexpr double worth_sharing = 1 << 18;

// The thread that calls, and helpers that wait for work. Copies mean the same helpers, which end with the last of them.
// Any number of sessions may use the same threads, also at once: who finds the helpers at work for another works alone.
class Threads {
 public:
  Threads() = default;  // the calling thread alone

  // count: 1 .. max_threads, the calling thread among them. least_work: multiplications below which it works alone.
  // Error: invalid_argument. A system that gives no more threads ends the program, as one that gives no more memory.
  static Result<Threads> start(int count, double least_work = worth_sharing);

  [[nodiscard]] int count() const;

  // Calls run(part, worker) once for each part 0 .. parts - 1 and returns when all are done. work: multiplications of
  // all parts together. worker: 0 .. count() - 1, never the same on two threads at once, so that it tells whose scratch
  // a part may use. A share inside of a part runs on that part's thread, as worker 0: there it tells nothing.
  template <class Run>
  void share(int parts, double work, const Run& run) const {
    const auto call = [](const void* context, int part, int worker) {
      (*static_cast<const Run*>(context))(part, worker);
    };
    share(parts, work, call, &run);
  }

  // The size of blocks of rows, at most `most` in each, that leaves no thread with fewer blocks than another.
  [[nodiscard]] int even_rows(int rows, int most) const {
    if (rows <= most) return rows;
    const int blocks = (rows + most - 1) / most;
    const int even = (blocks + count() - 1) / count() * count();
    return (rows + even - 1) / even;
  }

 private:
  using Call = void (*)(const void* context, int part, int worker);
  class Helpers;
  void share(int parts, double work, Call call, const void* context) const;

  std::shared_ptr<Helpers> helpers_;
};

}  // namespace ropescope
