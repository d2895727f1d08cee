// Plans of any methods with any parameters.
#include "plans.hpp"

#include <algorithm>
#include <string>

#include "core/result.hpp"
#include "input.hpp"
#include "methods.hpp"
#include "position/explain.hpp"
#include "position/limits.hpp"
#include "position/registry.hpp"
#include "targets.hpp"

namespace ropescope::fuzz {

void plan(Input input) {
  const Asked asked = take_any(input);
  const std::string id = names(asked);
  const auto made = make_plan(asked.methods, asked.rope, asked.request);
  const auto told = explain(asked.methods, asked.rope, asked.request);
  // an explanation plans the trained length and the next one, too, where a table may be larger than any may be
  const auto plans_all = [&] {
    const int trained = asked.rope.original_max_position_embeddings;
    PlanRequest longer = asked.request;
    longer.positions.clear();
    longer.seq_len = std::min(trained, max_plan_length - 1) + 1;
    return trained <= max_plan_length && make_plan(asked.methods, asked.rope, longer).has_value();
  };
  require(made.has_value() == told.has_value() || (made && !plans_all()), "what can be planned can be explained", id);
  if (!made) {
    require(!made.error().message.empty() && made.error().message.size() < 4000, "an error has words", id);
    return;
  }
  check(*made, asked, id);
  const auto again = make_plan(asked.methods, asked.rope, asked.request);
  require(again && *again == *made, "the same question has the same answer", id);
  for (const MethodSpec& spec : asked.methods) {
    const auto resolved = resolve_params(spec);
    require(resolved.has_value(), "a planned method has its parameters", id);
    const auto full = resolve_params({spec.id, *resolved});
    require(full && *full == *resolved, "resolved parameters stay as they are", id);
    require(method_trained_as(spec).has_value(), "a planned method has weights", id);
  }
}

}  // namespace ropescope::fuzz
