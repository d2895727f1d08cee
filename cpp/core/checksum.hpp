// FNV-1a with 64 bits (Fowler, Noll, Vo). Each byte maps the state one to one, so that no single changed byte goes
// unnoticed. Against accidents, not against forgers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace ropescope {

class Checksum {
 public:
  void add(std::span<const std::byte> bytes) {
    for (const std::byte byte : bytes) state_ = (state_ ^ static_cast<std::uint64_t>(byte)) * 0x100000001b3U;
  }
  [[nodiscard]] std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325U;
};

}  // namespace ropescope
