#include "position/typed_plan.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "method_cases.hpp"
#include "position/methods.hpp"
#include "position/param.hpp"
#include "position/param_values.hpp"
#include "position/registry.hpp"

namespace ropescope {
namespace {

constexpr int tokens = 70;  // twice the trained length and more

std::string error_of(const Result<PositionPlan>& plan) { return plan ? "accepted" : plan.error().message; }

// Both forms of one spec: the method's struct with its values, and the values by their keys.
template <class M>
struct Forms {
  M typed;
  MethodSpec spec;

  void expect_alike() const {
    const PlanRequest request = test::case_request(tokens);
    const auto by_struct = make_plan(typed, test::case_rope, request);
    const auto by_keys = make_plan(std::span(&spec, 1), test::case_rope, request);
    EXPECT_EQ(error_of(by_struct), error_of(by_keys));
    if (by_struct && by_keys) {
      EXPECT_EQ(*by_struct, *by_keys);
    }
  }
};

// Values that no parameter accepts: a number beyond the largest, a word that is not among the choices.
ParamValue bad_value(const Param& param) {
  if (param.type == ParamType::list) return std::vector{param.max * 2 + 1};
  if (param.type == ParamType::choice) return std::string("nonsense");
  return param.max * 2 + 1;
}

template <class M>
M with_values(const Params& complete) {
  M method;
  set_values(M::params, complete, &method);
  return method;
}

template <class M>
std::size_t compare_forms() {
  std::size_t compared = 0;
  for (const test::MethodCase& method : test::method_cases()) {
    const MethodSpec& spec = method.methods[0];
    if (spec.id != M::info.id) continue;
    SCOPED_TRACE(method.name);
    const Result<Params> complete = resolve_params(spec);
    if (!complete) continue;
    Forms<M>{with_values<M>(*complete), spec}.expect_alike();
    for (const Param& param : M::params) {
      if (param.type == ParamType::boolean) continue;
      SCOPED_TRACE(param.key);
      Params bad = *complete;
      bad[std::string(param.key)] = bad_value(param);
      if (!param.instead_of.empty()) bad[std::string(param.instead_of)] = {};
      const Forms<M> forms{with_values<M>(bad), {spec.id, bad}};
      forms.expect_alike();
      EXPECT_FALSE(make_plan(forms.typed, test::case_rope, test::case_request(tokens)));
    }
    ++compared;
  }
  return compared;
}

template <class... M>
std::vector<std::size_t> compare_all(MethodList<M...> /*list*/) {
  return {compare_forms<M>()...};
}

TEST(TypedPlan, equals_the_plan_by_keys_and_refuses_alike_for_every_method) {
  const std::vector<std::size_t> compared = compare_all(methods::All{});
  EXPECT_EQ(compared.size(), registry().size());
  for (const std::size_t cases : compared) EXPECT_GE(cases, 1U);
}

TEST(TypedPlan, takes_several_methods_together) {
  const PlanRequest request = test::case_request(tokens);
  const auto plan = make_plan(together(methods::Yarn{.factor = 8}, methods::LogN{}), test::case_rope, request);
  const std::vector<MethodSpec> specs{{"yarn", {{"factor", 8.0}}}, {"log_n", {}}};
  ASSERT_TRUE(plan);
  EXPECT_EQ(*plan, *make_plan(specs, test::case_rope, request));
  EXPECT_EQ(error_of(make_plan(together(methods::Yarn{}, methods::Linear{}), test::case_rope, request)),
            "yarn and linear both set the frequencies; choose one of them");
}

TEST(TypedPlan, leaves_out_what_is_at_its_default) {
  EXPECT_TRUE(make_plan(methods::NtkAware{.base = 1e6}, test::case_rope, test::case_request(tokens)))
      << "base stands in for alpha, whose default is a number";
  EXPECT_EQ(error_of(make_plan(methods::Yarn{.factor = std::nan("")}, test::case_rope, test::case_request(tokens))),
            "yarn.factor must be a number from 1 to 1000000, got NaN");
}

}  // namespace
}  // namespace ropescope
