// Keys of one layer as attention multiplies them, rotated and packed, kept from call to call, so that a token more
// costs a column and not the whole text. They hold under one plan: whoever changes it forgets them.
#pragma once

#include <vector>

#include "attention/schedule.hpp"
#include "kernels/matmul.hpp"

namespace ropescope {

struct KeyPack {
  KeyRange keys;  // begins with a panel
  PackedMatrix matrix;
};
using KeyPacks = std::vector<KeyPack>;  // of one kv head: [parts, tables of rotations]

class KeptKeys {
 public:
  // A call begins whose first query stands there: keys from it on are new.
  void begin(int query_start, int kv_heads);
  [[nodiscard]] KeyPacks& of_head(int kv_head);

 private:
  std::vector<KeyPacks> heads_;  // [kv_heads]
};

// The keys that are missing in a pack of which `needed` is needed, empty or beginning with a panel; the pack then
// counts them as its own. Keys that nobody needs any more go when they are more than those that are needed.
KeyRange keys_to_append(KeyPack& pack, KeyRange needed);

}  // namespace ropescope
