// Objects that JavaScript refers to by number. Numbers are never given out twice, over all tables, so that a stale
// handle, or one of another kind, finds nothing.
#pragma once

#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "boundary/from_js.hpp"
#include "core/result.hpp"

namespace ropescope::js {

inline int next_handle() {
  static int last = 0;
  return ++last;
}

template <class T>
class HandleTable {
 public:
  explicit HandleTable(std::string_view kind) : kind_(kind) {}

  int insert(T object) {
    const int handle = next_handle();
    objects_.emplace(handle, std::move(object));
    return handle;
  }

  Result<T*> find(const val& handle) {
    auto number = read_integer(handle, std::string(kind_), {1, max_int});
    if (!number) return number.error();
    const auto found = objects_.find(*number);
    if (found != objects_.end()) return &found->second;
    return Error{ErrorCode::invalid_handle, "was_disposed_of", kind_, {{"given", *number}}};
  }

  Status erase(const val& handle) {
    const auto object = find(handle);
    if (!object) return object.error();
    objects_.erase(handle.as<int>());
    return ok();
  }

 private:
  std::string_view kind_;
  std::map<int, T> objects_;
};

}  // namespace ropescope::js
