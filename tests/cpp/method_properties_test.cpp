// What holds for every method, in all its forms, alone and composed, in the first and in the last layer.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "attention/attention.hpp"
#include "attention_cases.hpp"
#include "method_cases.hpp"
#include "position/plan.hpp"
#include "position/plan_compare.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

using test::index;
using test::MethodCase;

constexpr int tokens = 90;  // three times the trained length
constexpr AttentionShape shape{tokens, tokens, 0, test::case_heads, 1, 16};

class EveryMethod : public testing::TestWithParam<std::tuple<MethodCase, int>> {
 protected:
  [[nodiscard]] const std::vector<MethodSpec>& methods_used() const { return std::get<0>(GetParam()).methods; }

  // A failed test and an empty plan where it is refused.
  [[nodiscard]] PositionPlan plan(int seq_len) const {
    auto made = make_plan(methods_used(), test::case_rope, test::case_request(seq_len, std::get<1>(GetParam())));
    if (made) return *std::move(made);
    ADD_FAILURE() << made.error().message;
    return {};
  }

  [[nodiscard]] bool depends_on_length() const {
    return std::ranges::any_of(methods_used(),
                               [](const MethodSpec& m) { return find_method(m.id)->depends_on_length; });
  }
};

TEST_P(EveryMethod, gives_the_attention_that_double_gives) {
  const auto tensors = test::random_tensors(shape);
  const PositionPlan used = plan(tokens);
  const auto expected = reference::attention(tensors.input(), shape, used);
  const auto out = test::attended(tensors, shape, used);
  // 1e-5: the header's bound at |q| up to 2; key norms without a divisor make scores 4 times larger
  for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], expected.out[i], 1e-5) << "element " << i;
}

TEST_P(EveryMethod, gives_every_step_of_decoding_the_bits_of_a_full_pass) {
  const auto tensors = test::random_tensors(shape);
  const PositionPlan used = plan(tokens);
  EXPECT_EQ(test::attended_one_by_one(tensors, shape, used), test::attended(tensors, shape, used));
}

TEST_P(EveryMethod, lets_no_later_token_change_an_earlier_result) {
  auto tensors = test::random_tensors(shape);
  const PositionPlan used = plan(tokens);
  const auto before = test::attended(tensors, shape, used);
  for (const std::size_t token : {31U, 32U, 60U, 89U}) {
    const auto changed_from = static_cast<std::ptrdiff_t>(token * 16);
    for (auto* keys : {&tensors.k, &tensors.v}) std::fill_n(keys->begin() + changed_from, 16, 3.0F);
    const auto after = test::attended(tensors, shape, used);
    const std::size_t width = 32;
    EXPECT_TRUE(std::equal(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(token * width), after.begin()));
    EXPECT_FALSE(std::equal(before.begin() + static_cast<std::ptrdiff_t>(token * width), before.end(),
                            after.begin() + static_cast<std::ptrdiff_t>(token * width)));
    tensors = test::random_tensors(shape);
  }
}

TEST_P(EveryMethod, plans_a_longer_text_as_it_planned_its_beginning_unless_it_depends_on_the_length) {
  const PositionPlan longest = plan(2 * tokens);
  bool agree = true;
  for (const int length : {1, 7, 32, 33, tokens}) {
    agree = agree && agree_at_first(plan(length), longest, index(length), test::case_heads);
  }
  EXPECT_TRUE(agree || depends_on_length());
}

TEST(DependsOnLength, is_said_only_by_methods_of_which_some_form_does) {
  std::set<std::string_view> said;
  std::set<std::string_view> seen;
  for (const MethodCase& method : test::method_cases()) {
    const MethodEntry& entry = *find_method(method.methods[0].id);
    if (!entry.depends_on_length) continue;
    said.insert(entry.info.id);
    const auto brief = make_plan(method.methods, test::case_rope, test::case_request(1));
    const auto extended = make_plan(method.methods, test::case_rope, test::case_request(tokens));
    ASSERT_TRUE(brief && extended);
    if (!agree_at_first(*brief, *extended, 1, test::case_heads)) seen.insert(entry.info.id);
  }
  EXPECT_EQ(said, seen);
}

TEST(Layered, is_said_by_the_methods_whose_layers_differ) {
  std::set<std::string_view> said;
  std::set<std::string_view> seen;
  for (const MethodCase& method : test::method_cases()) {
    const MethodEntry& entry = *find_method(method.methods[0].id);
    if (entry.layered) said.insert(entry.info.id);
    const auto first = make_plan(method.methods, test::case_rope, test::case_request(tokens, 0));
    const auto last = make_plan(method.methods, test::case_rope, test::case_request(tokens, test::case_layers - 1));
    ASSERT_TRUE(first && last);
    if (*first != *last) seen.insert(entry.info.id);
  }
  EXPECT_FALSE(said.empty());
  EXPECT_EQ(said, seen);
}

// Methods whose scores depend on more than the distance, in words of their papers: groups, chunks and a cache count
// from the text's beginning; scales by position and FIRE's share enter the query's place.
const std::set<std::string_view> see_more_than_distance{"self_extend", "dual_chunk", "sinks", "log_n",
                                                        "temperature", "hwfa",       "fire",  "ssmax"};

TEST_P(EveryMethod, scores_by_distance_alone_unless_its_paper_says_otherwise) {
  const PositionPlan used = plan(tokens);
  const auto facts = reference::facts_of(used, test::case_heads);
  bool by_distance = used.bias_curves.knots.empty();
  for (int m = 1; m < tokens; ++m) {
    by_distance = by_distance && facts.logit_scale(m) == facts.logit_scale(m - 1);
    for (int n = 1; n <= m; ++n) {
      // 1e-9: fractional positions differ in their last bits
      if (facts.sees(m, n) != facts.sees(m - 1, n - 1)) by_distance = false;
      if (std::abs(facts.distance(m, n) - facts.distance(m - 1, n - 1)) > 1e-9) by_distance = false;
    }
  }
  bool may_not = false;
  for (const MethodSpec& method : methods_used()) may_not = may_not || see_more_than_distance.contains(method.id);
  const bool first_layer_of_hwfa = methods_used()[0].id == "hwfa" && std::get<1>(GetParam()) == 0;
  EXPECT_EQ(by_distance, !may_not || first_layer_of_hwfa);
}

std::string name_of_case(const testing::TestParamInfo<std::tuple<MethodCase, int>>& method) {
  return std::get<0>(method.param).name + "_layer_" + std::to_string(std::get<1>(method.param));
}

INSTANTIATE_TEST_SUITE_P(Registry, EveryMethod,
                         testing::Combine(testing::ValuesIn(test::all_cases()),
                                          testing::Values(0, test::case_layers - 1)),
                         name_of_case);

// FNV-1a over the bits of everything a plan holds.
class Checksum {
 public:
  template <class T>
  void add(const std::vector<T>& values) {
    add_bits(values.size());
    for (const T value : values) add(value);
  }
  void add(double value) { add_bits(std::bit_cast<std::uint64_t>(value)); }
  void add(float value) { add_bits(std::bit_cast<std::uint32_t>(value)); }
  void add(int value) { add_bits(static_cast<std::uint32_t>(value)); }
  void add(const PositionPlan& plan) {
    add(plan.inv_freq);
    add(plan.attention_factor);
    add(plan.log_decay);
    for (const Branch& branch : plan.branches) {
      add(branch.q_position);
      add(branch.k_position);
      add(branch.first);
      add(branch.end);
    }
    add(plan.bias);
    for (const auto* curve : {&plan.bias_curves.warp, &plan.bias_curves.reach, &plan.bias_curves.knots}) add(*curve);
    add(plan.bias_curves.values);
    add(plan.logit_scale);
    add(plan.head_scale);
    for (const auto* numbers : {&plan.forget_gate.weight, &plan.forget_gate.bias}) add(*numbers);
    for (const int number : {plan.visible.window, plan.visible.sinks}) add(number);
    for (const bool flag : {plan.norms.queries, plan.norms.keys}) add(static_cast<int>(flag));
    add(plan.norms.score_scale);
  }
  [[nodiscard]] std::uint64_t value() const { return hash_; }

 private:
  void add_bits(std::uint64_t bits) {
    for (int byte = 0; byte < 8; ++byte, bits >>= 8) hash_ = (hash_ ^ (bits & 0xff)) * 0x100000001b3U;
  }
  std::uint64_t hash_ = 0xcbf29ce484222325U;
};

// Printed by the native program and by the WebAssembly one; tests/run.sh compares the lines.
TEST(PlanBits, are_printed_for_comparison) {
  for (const MethodCase& method : test::all_cases()) {
    Checksum checksum;
    for (const RopeConfig& rope : {test::case_rope, RopeConfig{12, 12, 10000, 4096}, RopeConfig{16, 12, 5e5, 8192}}) {
      for (const int length : {1, 100, 4096, 9000}) {
        const auto plan = make_plan(method.methods, rope, test::case_request(length));
        ASSERT_TRUE(plan) << plan.error().message;
        checksum.add(*plan);
      }
    }
    std::printf("plan %s %016llx\n", method.name.c_str(), static_cast<unsigned long long>(checksum.value()));
  }
}

}  // namespace
}  // namespace ropescope
