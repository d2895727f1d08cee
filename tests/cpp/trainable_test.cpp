// Whether a method can be trained, as the registry says it and as the trainer finds.
#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "position/param.hpp"
#include "position/registry.hpp"
#include "tiny_model.hpp"
#include "train/parameters.hpp"
#include "train/step_weights.hpp"

namespace ropescope {
namespace {

constexpr int length = 9;  // tokens of a row

// The method with its defaults, and divisors of 1 where it needs one for each of the two pairs.
std::string config_of(const MethodEntry& method) {
  std::string params;
  for (const Param& param : method.params) {
    if (param.type != ParamType::list || param.learned) continue;
    params += (params.empty() ? "\"" : ",\"") + std::string(param.key) + "\":[1,1]";
  }
  const std::string spec = R"({"id":")" + std::string(method.info.id) + R"(","params":{)" + params + "}}";
  return test::config_json({.hidden = 8,
                            .inner = 12,
                            .layers = 2,
                            .heads = 2,
                            .kv_heads = 2,
                            .head_dim = 4,
                            .vocab = 11,
                            .more = ",\"position_method\":" + spec});
}

TEST(Trainable, is_said_of_the_methods_for_which_a_step_can_be_made) {
  std::size_t trainable = 0;
  for (const MethodEntry& method : registry()) {
    const auto model = make_train_model(config_of(method));
    const bool can_start = model && StepWeights::make(*model, initial_values(*model, 1), length);
    EXPECT_EQ(can_start, method.trainable) << method.info.id << ": " << (model ? "" : model.error().message);
    trainable += method.trainable ? 1U : 0U;
  }
  EXPECT_GT(trainable, 10U);
  EXPECT_LT(trainable, registry().size());
}

}  // namespace
}  // namespace ropescope
