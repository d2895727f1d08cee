#include "core/text.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>

namespace ropescope {
namespace {

TEST(FormatNumber, writes_what_a_person_would) {
  EXPECT_EQ(format_number(1000000), "1000000");
  EXPECT_EQ(format_number(0.001), "0.001");
  EXPECT_EQ(format_number(1e-6), "0.000001");
  EXPECT_EQ(format_number(-2), "-2");
  EXPECT_EQ(format_number(0), "0");
  EXPECT_EQ(format_number(1e30), "1e+30");
}

TEST(FormatNumber, names_what_is_no_number) {
  EXPECT_EQ(format_number(std::nan("")), "NaN");
  EXPECT_EQ(format_number(HUGE_VAL), "Infinity");
  EXPECT_EQ(format_number(-HUGE_VAL), "-Infinity");
}

TEST(FormatNumber, writes_as_many_digits_as_read_back_the_same_number) {
  for (const double value : {0.1, 1.0 / 3, 1.8738542070926265, std::numeric_limits<double>::max(), 5e-324}) {
    EXPECT_EQ(std::strtod(format_number(value).c_str(), nullptr), value);
  }
}

TEST(DidYouMean, offers_the_nearest_word_for_a_slip_of_the_keyboard) {
  constexpr std::array<std::string_view, 3> words{"yarn", "linear", "beta_fast"};
  EXPECT_EQ(nearest_word("yran", words), "yarn");
  EXPECT_EQ(nearest_word("beta_fats", words), "beta_fast");
}

TEST(DidYouMean, is_silent_when_nothing_is_near) {
  constexpr std::array<std::string_view, 2> words{"yarn", "linear"};
  EXPECT_EQ(nearest_word("alibi", words), "");
  EXPECT_EQ(nearest_word("", words), "");
  EXPECT_EQ(nearest_word("x", words), "");
  EXPECT_EQ(nearest_word(std::string(100000, 'y'), words), "");
}

}  // namespace
}  // namespace ropescope
