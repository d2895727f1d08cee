#include "attention/kept_keys.hpp"

#include <algorithm>

#include "attention/schedule.hpp"
#include "core/index.hpp"

namespace ropescope {

void KeptKeys::begin(int query_start, int kv_heads) {
  heads_.resize(index(kv_heads));
  for (KeyPacks& packs : heads_) {
    for (KeyPack& pack : packs) {
      pack.keys.end = std::clamp(pack.keys.end, pack.keys.begin, std::max(pack.keys.begin, query_start));
      pack.matrix.columns = pack.keys.end - pack.keys.begin;
    }
  }
}

KeyPacks& KeptKeys::of_head(int kv_head) { return heads_[index(kv_head)]; }

KeyRange keys_to_append(KeyPack& pack, KeyRange needed) {
  if (needed.empty()) return {};
  const bool goes_on = pack.keys.begin <= needed.begin && needed.begin <= pack.keys.end;
  constexpr int few = 256;  // keys
  const int unneeded = needed.begin - pack.keys.begin;
  if (!goes_on || unneeded > std::max(few, needed.end - needed.begin)) {
    pack.keys = {needed.begin, needed.begin};
    pack.matrix.columns = 0;
  }
  const KeyRange missing{pack.keys.end, needed.end};
  pack.keys.end = std::max(pack.keys.end, needed.end);
  return missing;
}

}  // namespace ropescope
