// What a fuzz target takes its arguments from: bytes, read as choices from the front; zeros when there are none left.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace ropescope::fuzz {

class Input {
 public:
  explicit Input(std::span<const std::byte> bytes) : bytes_(bytes) {}

  [[nodiscard]] bool is_empty() const { return bytes_.empty(); }

  template <class Value>
  Value take() {
    Value value{};
    const std::size_t size = std::min(sizeof(value), bytes_.size());
    if (size > 0) std::memcpy(&value, bytes_.data(), size);
    bytes_ = bytes_.subspan(size);
    return value;
  }

  // 0 .. sides - 1; sides <= 65,536
  std::size_t below(std::size_t sides) { return sides < 2 ? 0 : take<std::uint16_t>() % sides; }
  int between(int min, int max) { return min + static_cast<int>(below(static_cast<std::size_t>(max - min) + 1)); }
  bool flip() { return below(2) == 1; }

  // In [min, max], its ends and the numbers close to them more often than others.
  double within(double min, double max) {
    const double share = static_cast<double>(take<std::uint16_t>()) / 65535.0;
    switch (below(4)) {
      case 0:
        return share < 0.5 ? min : max;
      case 1:
        return std::min(max, min + share);
      case 2:  // over orders of magnitude
        return min > 0 ? std::min(max, min * std::exp(share * std::log(max / min))) : share * max;
      default:
        return min + share * (max - min);
    }
  }

  // Any double, or one of those at which arithmetic changes.
  double any_number() {
    static constexpr std::array odd{0.0,
                                    -0.0,
                                    1.0,
                                    -1.0,
                                    0.5,
                                    1.5,
                                    2147483647.0,
                                    2147483648.0,
                                    4294967296.0,
                                    9007199254740993.0,
                                    1e-300,
                                    5e-324,
                                    1e300,
                                    std::numeric_limits<double>::infinity(),
                                    -std::numeric_limits<double>::infinity(),
                                    std::numeric_limits<double>::quiet_NaN()};
    return flip() ? odd[below(odd.size())] : take<double>();
  }

  std::span<const std::byte> rest() { return std::exchange(bytes_, {}); }
  std::string_view text() {
    const auto bytes = rest();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

 private:
  std::span<const std::byte> bytes_;
};

// What a target found. libFuzzer keeps the bytes that led here.
inline void require(bool holds, std::string_view what, std::string_view of = {}) {
  if (holds) return;
  std::fprintf(stderr, "not so: %.*s: %.*s\n", static_cast<int>(what.size()), what.data(), static_cast<int>(of.size()),
               of.data());
  std::abort();
}

}  // namespace ropescope::fuzz
