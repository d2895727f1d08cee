// Numbers that start on a cache line, so that no SIMD load straddles two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

namespace ropescope {

template <class T>
struct CacheLineAllocator {
  using value_type = T;
  static constexpr std::align_val_t alignment{64};  // a cache line, and the widest vector (AVX-512)

  CacheLineAllocator() = default;
  template <class U>
  CacheLineAllocator(const CacheLineAllocator<U>&) {}  // NOLINT(google-explicit-constructor)

  T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), alignment)); }
  void deallocate(T* pointer, std::size_t) { ::operator delete(pointer, alignment); }
  bool operator==(const CacheLineAllocator&) const { return true; }
};

// Storage of packed matrices and scores.
using AlignedFloats = std::vector<float, CacheLineAllocator<float>>;
// Of numbers of 16 bits.
using AlignedHalves = std::vector<std::uint16_t, CacheLineAllocator<std::uint16_t>>;
// Of whole numbers of 8 bits.
using AlignedBytes = std::vector<std::byte, CacheLineAllocator<std::byte>>;

}  // namespace ropescope
