// One target as a libFuzzer program: ROPESCOPE_FUZZ_TARGET names it.
#include <cstddef>
#include <cstdint>
#include <span>

#include "targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ropescope::fuzz::ROPESCOPE_FUZZ_TARGET(ropescope::fuzz::Input(std::as_bytes(std::span(data, size))));
  return 0;
}
