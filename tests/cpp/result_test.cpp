#include "core/result.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include "core/error_codes.hpp"

namespace ropescope {
namespace {

Result<int> half_of(int number) {
  if (number % 2 != 0) return Error{ErrorCode::invalid_argument, "must_be_even", "number", {{"given", number}}};
  return number / 2;
}

TEST(Result, carries_a_value) {
  const auto half = half_of(6);
  ASSERT_TRUE(half);
  EXPECT_TRUE(half.has_value());
  EXPECT_EQ(*half, 3);
  EXPECT_EQ(half.value(), 3);
}

TEST(Result, carries_an_error) {
  const auto half = half_of(7);
  ASSERT_FALSE(half);
  EXPECT_EQ(half.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(half.error().message, "number must be even, got 7");
}

TEST(Result, gives_up_a_value_that_can_only_be_moved) {
  Result<std::unique_ptr<int>> owned = std::make_unique<int>(5);
  const std::unique_ptr<int> taken = std::move(owned).value();
  EXPECT_EQ(*taken, 5);
}

TEST(Result, converts_to_bool_only_where_a_condition_is_asked_for) {
  EXPECT_FALSE((std::is_convertible_v<Result<int>, bool>));
  EXPECT_TRUE((std::is_constructible_v<bool, Result<int>>));
}

#if GTEST_HAS_DEATH_TEST
TEST(ResultDeathTest, ends_the_program_when_what_is_not_there_is_read) {
  Result<int> failed = half_of(7);
  const Result<std::string> text = Error{ErrorCode::aborted, "pass_under_way", ""};
  EXPECT_DEATH(*failed += 1, "");
  EXPECT_DEATH(static_cast<void>(text->size()), "");
  EXPECT_DEATH(static_cast<void>(half_of(6).error().message.size()), "");
}
#endif

TEST(Status, is_a_result_without_a_value) {
  EXPECT_TRUE(ok());
  const Status failed = Error{ErrorCode::aborted, "pass_under_way", ""};
  EXPECT_FALSE(failed);
}

TEST(ErrorCodes, every_code_has_one_name_of_its_own) {
  std::set<std::string_view> names(error_code_names.begin(), error_code_names.end());
  EXPECT_EQ(names.size(), error_code_names.size());
  EXPECT_EQ(name_of(ErrorCode::invalid_argument), "invalid_argument");
  EXPECT_EQ(name_of(ErrorCode::internal), "internal");
  EXPECT_EQ(static_cast<std::size_t>(ErrorCode::internal) + 1, error_code_names.size())
      << "the list and the enum differ";
}

}  // namespace
}  // namespace ropescope
