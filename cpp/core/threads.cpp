#include "core/threads.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"

namespace ropescope {

const int max_threads = 256;

namespace {

// The next work of a pass comes sooner than a thread that slept is back on its core, which others want, too.
constexpr std::chrono::microseconds awake{200};

template <class Condition>
void stay_awake_until(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + awake;
  while (!condition() && std::chrono::steady_clock::now() < end) {
    for (int look = 0; look < 32 && !condition(); ++look) {
    }
  }
}

}  // namespace

class Threads::Helpers {
 public:
  Helpers(int count, double least_work) : least_work_(least_work) {
    for (int worker = 1; worker < count; ++worker) threads_.emplace_back([this, worker] { help(worker); });
  }
  Helpers(const Helpers&) = delete;
  Helpers& operator=(const Helpers&) = delete;
  ~Helpers() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  [[nodiscard]] int count() const { return static_cast<int>(threads_.size()); }

  // False when they have other work, or this is too little.
  [[nodiscard]] bool share(int parts, double work, Call call, const void* context) {
    if (work < least_work_ || busy_.test_and_set(std::memory_order_acquire)) return false;
    const Job job{parts, call, context};
    {
      const std::lock_guard lock(mutex_);
      next_ = 0;
      job_ = &job;
    }
    wake_.notify_all();
    take_parts(job, 0);
    stay_awake_until([this] { return at_work_ == 0; });
    {
      std::unique_lock lock(mutex_);
      job_ = nullptr;
      // Where a helper can fail alone, in WebAssembly, who begins to wait is told of it.
      while (!done_.wait_for(lock, std::chrono::seconds(1), [this] { return at_work_ == 0; })) {
      }
    }
    busy_.clear(std::memory_order_release);
    return true;
  }

 private:
  struct Job {
    int parts;
    Call call;
    const void* context;
  };

  void take_parts(const Job& job, int worker) {
    for (int part = next_++; part < job.parts; part = next_++) job.call(job.context, part, worker);
  }

  void help(int worker) {
    std::unique_lock lock(mutex_);
    for (;;) {
      lock.unlock();
      stay_awake_until([this] { return ending_ || job_ != nullptr; });
      lock.lock();
      wake_.wait(lock, [this] { return ending_ || job_ != nullptr; });
      if (ending_) return;
      const Job& job = *job_;
      ++at_work_;
      lock.unlock();
      take_parts(job, worker);
      lock.lock();
      job_ = nullptr;  // nothing is left of it to take
      if (--at_work_ == 0) done_.notify_one();
    }
  }

  double least_work_;
  std::atomic_flag busy_;
  std::mutex mutex_;  // of changes of what follows
  std::condition_variable wake_;
  std::condition_variable done_;
  std::atomic<const Job*> job_ = nullptr;  // with parts to take
  std::atomic<int> next_ = 0;              // part of it
  std::atomic<int> at_work_ = 0;           // helpers
  std::atomic<bool> ending_ = false;
  std::vector<std::thread> threads_;
};

Result<Threads> Threads::start(int count, double least_work) {
  if (count < 1 || count > max_threads) {
    return Error{ErrorCode::invalid_argument,
                 "must_be_integer",
                 "threads",
                 {{"min", 1}, {"max", max_threads}, {"given", count}}};
  }
  Threads threads;
  if (count > 1) threads.helpers_ = std::make_shared<Helpers>(count, least_work);
  return threads;
}

int Threads::count() const { return helpers_ == nullptr ? 1 : helpers_->count() + 1; }

void Threads::share(int parts, double work, Call call, const void* context) const {
  if (parts > 1 && helpers_ != nullptr && helpers_->share(parts, work, call, context)) return;
  for (int part = 0; part < parts; ++part) call(context, part, 0);
}

}  // namespace ropescope
