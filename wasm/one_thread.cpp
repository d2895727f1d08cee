// What cpp/core/threads.cpp is where memory is not shared: the calling thread alone, and nothing of what would start
// more.
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/threads.hpp"

namespace ropescope {

const int max_threads = 1;

Result<Threads> Threads::start(int count, double /*least_work*/) {
  if (count == 1) return Threads();
  return Error{
      ErrorCode::invalid_argument, "must_be_integer", "threads", {{"min", 1}, {"max", max_threads}, {"given", count}}};
}

int Threads::count() const { return 1; }

void Threads::share(int parts, double /*work*/, Call call, const void* context) const {
  for (int part = 0; part < parts; ++part) call(context, part, 0);
}

}  // namespace ropescope
