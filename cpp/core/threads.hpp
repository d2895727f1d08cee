// Threads that share work which comes in parts. Each part writes to a place of its own, and no sum crosses from one to
// another, so that results are the same bits however many threads there are and whoever does what.
#pragma once

#include "core/result.hpp"

#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
#define ROPESCOPE_ONE_THREAD 1  // WebAssembly built without -pthread: nothing to share work with, loops stay loops
#else
#define ROPESCOPE_ONE_THREAD 0
#include <memory>
#endif

namespace ropescope {

inline constexpr int max_threads = ROPESCOPE_ONE_THREAD ? 1 : 256;

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

#if ROPESCOPE_ONE_THREAD
  [[nodiscard]] int count() const { return 1; }

  template <class Run>
  void share(int parts, double /*work*/, const Run& run) const {
    for (int part = 0; part < parts; ++part) run(part, 0);
  }
#else
  [[nodiscard]] int count() const;

  // Calls run(part, worker) once for each part 0 .. parts - 1 and returns when all are done. work: multiplications of
  // all parts together. worker: 0 .. count() - 1, never the same on two threads at once, so that it tells whose scratch
  // a part may use. A share inside of a part runs on that part's thread, as worker 0: there it tells nothing.
  template <class Run>
  void share(int parts, double work, const Run& run) const {
    const auto call = [](const void* context, int part, int worker) {
      (*static_cast<const Run*>(context))(part, worker);
    };
    if (parts > 1 && helpers_ != nullptr && lend(parts, work, call, &run)) return;
    for (int part = 0; part < parts; ++part) run(part, 0);
  }
#endif

  // The size of blocks of rows, at most `most` in each, that leaves no thread with fewer blocks than another.
  [[nodiscard]] int even_rows(int rows, int most) const {
    if (rows <= most) return rows;
    const int blocks = (rows + most - 1) / most;
    const int even = (blocks + count() - 1) / count() * count();
    return (rows + even - 1) / even;
  }

 private:
#if !ROPESCOPE_ONE_THREAD
  using Call = void (*)(const void* context, int part, int worker);
  class Helpers;
  // False when the helpers have other work, or this is too little.
  [[nodiscard]] bool lend(int parts, double work, Call call, const void* context) const;

  std::shared_ptr<Helpers> helpers_;
#endif
};

}  // namespace ropescope
