// Threads that share work: each part runs once, on several threads, with scratch that no two use at once.
#include "core/threads.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "core/budget.hpp"
#include "core/error_codes.hpp"
#include "reference.hpp"
#include "threads.hpp"

namespace ropescope {
namespace {

using reference::index;

std::vector<int> times_run(const Threads& threads, int parts) {
  std::vector<int> times(index(parts));  // of each part, written by whoever runs it
  threads.share(parts, 1, [&](int part, int) { ++times[index(part)]; });
  return times;
}

TEST(Threads, RunEachPartOnceHoweverManyThereAre) {
  EXPECT_EQ(times_run({}, 5), std::vector<int>(5, 1));
  for (const int count : test::more_threads()) {
    const Threads threads = test::eager_threads(count);
    EXPECT_EQ(threads.count(), count);
    for (const int parts : {0, 1, 2, 6, 7, 8, 100})
      EXPECT_EQ(times_run(threads, parts), std::vector<int>(index(parts), 1));
  }
}

TEST(Threads, AreAtWorkAtTheSameTimeEachAsAnotherWorker) {
  for (const int count : test::more_threads()) {
    const Threads threads = test::eager_threads(count);
    std::atomic<int> inside = 0;
    std::vector<int> parts_of(index(count));
    threads.share(count, 1, [&](int, int worker) {
      ++parts_of[index(worker)];
      for (++inside; inside < count;) std::this_thread::yield();  // all have to be here at once
    });
    EXPECT_EQ(parts_of, std::vector<int>(index(count), 1));
  }
}

TEST(Threads, LeaveLittleWorkToTheCaller) {
  for (const int count : test::more_threads()) {
    const Threads threads = *Threads::start(count, 1000);
    threads.share(50, 999, [&](int, int worker) { EXPECT_EQ(worker, 0); });
  }
}

TEST(Threads, LeaveACallerAloneWhoseHelpersAreAtWork) {
  for (const int count : test::more_threads()) {
    const Threads threads = test::eager_threads(count);
    threads.share(count, 1, [&](int, int) {
      const auto caller = std::this_thread::get_id();
      threads.share(3, 1, [&](int, int worker) {
        EXPECT_EQ(worker, 0);
        EXPECT_EQ(std::this_thread::get_id(), caller);
      });
    });
  }
}

TEST(Threads, ServeSeveralCallersAtOnce) {
  for (const int count : test::more_threads()) {
    const Threads threads = test::eager_threads(count);
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 3; ++caller) {
      callers.emplace_back([threads] {
        for (int round = 0; round < 200; ++round) EXPECT_EQ(times_run(threads, 9), std::vector<int>(9, 1));
      });
    }
    for (std::thread& caller : callers) caller.join();
  }
}

TEST(Threads, CutRowsSoThatEachGetsAsManyBlocks) {
  EXPECT_EQ(Threads().even_rows(200, 64), 50);
  EXPECT_EQ(Threads().even_rows(64, 64), 64);
  for (const int count : test::more_threads()) {
    const Threads threads = test::eager_threads(count);
    for (const int rows : {65, 128, 200, 513}) {
      const int block = threads.even_rows(rows, 64);
      EXPECT_LE(block, 64);
      EXPECT_EQ((rows + block - 1) / block % count, 0) << rows << " rows, " << count << " threads";
    }
  }
}

TEST(Threads, GoOnUntilABudgetIsSpentWithAsManyPartsForEach) {
  std::vector<int> ran;
  const auto run = [&](int part, int) { ran.push_back(part); };
  Budget budget(25);
  EXPECT_EQ(share_within(budget, {}, 2, 9, 10, run), 5);
  EXPECT_EQ(ran, (std::vector{2, 3, 4}));
  EXPECT_TRUE(budget.is_spent());
  EXPECT_EQ(share_within(budget, {}, 5, 9, 10, run), 5);
  for (const int count : test::more_threads()) {
    Budget one(1);
    EXPECT_EQ(share_within(one, test::eager_threads(count), 0, 100, 10, [](int, int) {}), count);
    Budget ten(95);
    EXPECT_EQ(share_within(ten, test::eager_threads(count), 0, 100, 10, [](int, int) {}) % count, 0);
  }
}

TEST(Threads, AreRefusedInNumbersThatAreNone) {
  for (const int count : {0, -3, max_threads + 1}) {
    const auto refused = Threads::start(count);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(refused.error().message, "threads must be a whole number from 1 to " + std::to_string(max_threads) +
                                           ", got " + std::to_string(count));
  }
  EXPECT_TRUE(Threads::start(1));
}

}  // namespace
}  // namespace ropescope
