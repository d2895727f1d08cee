// Which keys a pack that is kept between calls still lacks.
#include "attention/kept_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attention/schedule.hpp"

namespace ropescope {
namespace {

TEST(KeptKeys, LackAllAtFirstAndThenOnlyTheNewOnes) {
  KeyPack pack;
  EXPECT_EQ(keys_to_append(pack, {0, 100}), (KeyRange{0, 100}));
  EXPECT_EQ(keys_to_append(pack, {0, 101}), (KeyRange{100, 101}));
  EXPECT_EQ(pack.keys, (KeyRange{0, 101}));
  EXPECT_TRUE(keys_to_append(pack, {0, 50}).empty());
  EXPECT_EQ(pack.keys, (KeyRange{0, 101}));
}

TEST(KeptKeys, ForgetThoseFromTheFirstQueryOn) {
  KeptKeys kept;
  kept.begin(0, 2);
  kept.of_head(1).resize(1);
  KeyPack& pack = kept.of_head(1)[0];
  keys_to_append(pack, {16, 100});
  kept.begin(90, 2);
  EXPECT_EQ(pack.keys, (KeyRange{16, 90}));
  EXPECT_EQ(pack.matrix.columns, 74);
  EXPECT_EQ(keys_to_append(pack, {16, 91}), (KeyRange{90, 91}));
  kept.begin(3, 2);
  EXPECT_TRUE(pack.keys.empty());
  EXPECT_EQ(keys_to_append(pack, {0, 4}), (KeyRange{0, 4}));
}

TEST(KeptKeys, FollowAWindowAndLetGoOfWhatItHasLeft) {
  KeyPack pack;
  keys_to_append(pack, {0, 400});
  int packed_anew = 0;
  for (int end = 401; end <= 4000; ++end) {
    const KeyRange needed{(end - 300) / 16 * 16, end};
    const KeyRange missing = keys_to_append(pack, needed);
    EXPECT_EQ(missing.end, end);
    packed_anew += missing.begin == needed.begin ? 1 : 0;
    EXPECT_LE(pack.keys.begin, needed.begin);
    EXPECT_LE(needed.begin - pack.keys.begin, 316);
    pack.matrix.columns = pack.keys.end - pack.keys.begin;
  }
  EXPECT_LE(packed_anew, 3600 / 256);
}

TEST(KeptKeys, BeginAnewWhereTheyDoNotReach) {
  KeyPack pack;
  keys_to_append(pack, {32, 64});
  EXPECT_EQ(keys_to_append(pack, {16, 65}), (KeyRange{16, 65}));
  EXPECT_EQ(keys_to_append(pack, {80, 96}), (KeyRange{80, 96}));
  EXPECT_TRUE(keys_to_append(pack, {}).empty());
}

}  // namespace
}  // namespace ropescope
