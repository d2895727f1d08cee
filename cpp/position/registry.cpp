// The table of what the list in methods.hpp holds: all of it is derived from the structs.
#include "position/registry.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "core/text.hpp"
#include "position/axes.hpp"
#include "position/composition.hpp"
#include "position/config_form.hpp"
#include "position/limits.hpp"
#include "position/method.hpp"
#include "position/methods.hpp"
#include "position/param.hpp"
#include "position/param_values.hpp"
#include "position/plan.hpp"
#include "position/rope_config.hpp"
#include "position/slots.hpp"

namespace ropescope {
namespace {

constexpr double max_theta = 1e15;  // far above any model, far below where base changes overflow
constexpr int max_head_dim = 1 << 16;
constexpr int max_heads = 1 << 16;

template <class M>
AnyMethod make() {
  return {new M, [](void* method) { delete static_cast<M*>(method); }};
}

template <class M>
constexpr MethodEntry describe_method() {
  MethodEntry entry;
  entry.info = M::info;
  entry.params = M::params;
  entry.make = make<M>;
  entry.slots = slots_of<M>;
  if constexpr (NamesOthers<M>) entry.elsewhere = M::elsewhere;
  if constexpr (HasPresets<M>) entry.presets = M::presets;
  if constexpr (IsRopeType<M>) entry.rope_types = M::rope_types;
  if constexpr (HasConfigWords<M>) entry.config_words = M::config_words;
  entry.depends_on_length = DependsOnLength<M>;
  entry.layered = Layered<M>;
  entry.trainable = trainable<M>;
  return entry;
}

// What only a method's own type can do; each takes a struct of that type. Null: it has no such function.
struct Functions {
  Status (*fill)(const void* method, const RopeConfig&, const PlanRequest&, PositionPlan&);  // its slots of a plan
  std::vector<Fact> (*facts)(const void* method, const RopeConfig&, const PlanRequest&) = nullptr;
  std::string_view (*trained_as)(const void* method) = nullptr;
};

template <class M>
constexpr Functions functions_of() {
  Functions functions{[](const void* method, const RopeConfig& rope, const PlanRequest& request, PositionPlan& plan) {
    return fill_slots(*static_cast<const M*>(method), rope, request, plan);
  }};
  if constexpr (GivesFacts<M>) {
    functions.facts = [](const void* method, const RopeConfig& rope, const PlanRequest& request) {
      return static_cast<const M*>(method)->facts(rope, request);
    };
  }
  if constexpr (NamesWeights<M>) {
    functions.trained_as = [](const void* method) { return static_cast<const M*>(method)->trained_as(); };
  }
  return functions;
}

template <class... M>
constexpr std::array<MethodEntry, sizeof...(M)> describe_all(MethodList<M...> /*list*/) {
  return {describe_method<M>()...};
}

template <class... M>
constexpr std::array<Functions, sizeof...(M)> functions_of_all(MethodList<M...> /*list*/) {
  return {functions_of<M>()...};
}

constexpr auto entries = describe_all(methods::All{});
constexpr auto functions = functions_of_all(methods::All{});

std::vector<std::string_view> ids() {
  std::vector<std::string_view> result;
  for (const MethodEntry& entry : registry()) result.push_back(entry.info.id);
  return result;
}

Result<std::size_t> index_of(std::string_view id) {
  if (const MethodEntry* entry = find_method(id)) return static_cast<std::size_t>(entry - registry().data());
  const std::string_view near = nearest_word(id, ids());
  return Error{ErrorCode::unknown_method,
               near.empty() ? Reason("no_such_method") : Reason("no_such_method_but"),
               "method",
               {{"given", id}, {"suggestion", near}, {"choices", ids()}}};
}

Error outside(Reason reason, std::string_view path, double given, double min, double max) {
  return {ErrorCode::invalid_argument, reason, path, {{"min", min}, {"max", max}, {"given", given}}};
}

Status check_geometry(const RopeConfig& rope, const PlanRequest& request) {
  if (rope.head_dim < 1 || rope.head_dim > max_head_dim) {
    return outside("must_be_integer", "head_dim", rope.head_dim, 1, max_head_dim);
  }
  if (rope.rotary_dim < 2 || rope.rotary_dim % 2 != 0 || rope.rotary_dim > rope.head_dim) {
    return outside("must_be_even_within_head", "rotary_dim", rope.rotary_dim, 2, rope.head_dim);
  }
  if (!(rope.rope_theta > 1 && rope.rope_theta <= max_theta)) {
    return outside("must_be_number_above", "rope_theta", rope.rope_theta, 1, max_theta);
  }
  if (rope.original_max_position_embeddings < 1) {
    return outside("must_be_integer", "original_max_position_embeddings", rope.original_max_position_embeddings, 1,
                   std::numeric_limits<int>::max());
  }
  if (request.seq_len < 1 || request.seq_len > max_plan_length) {
    return outside("must_be_integer", "seq_len", request.seq_len, 1, max_plan_length);
  }
  if (request.num_heads < 1 || request.num_heads > max_heads) {
    return outside("must_be_integer", "num_heads", request.num_heads, 1, max_heads);
  }
  if (request.window < 0) return outside("must_be_window", "request.window", request.window, 0, max_plan_length);
  return ok();
}

Result<Params> completed(const MethodEntry& method, const Params& given) {
  return complete_params(method.info.id, method.params, method.defaults(), given);
}

Result<ConfiguredMethod> configure(std::size_t index, const Params& given) {
  const MethodEntry& entry = entries[index];
  const Result<Params> params = completed(entry, given);
  if (!params) return params.error();
  ConfiguredMethod configured{index, entry.make()};
  set_values(entry.params, *params, configured.method.get());
  return configured;
}

}  // namespace

std::span<const MethodEntry> registry() { return entries; }

const MethodEntry* find_method(std::string_view id) {
  const auto entry = std::ranges::find(registry(), id, [](const MethodEntry& method) { return method.info.id; });
  return entry == registry().end() ? nullptr : &*entry;
}

Params MethodEntry::defaults() const { return values_in(params, make().get()); }

Result<Params> resolve_params(const MethodSpec& spec) {
  const Result<std::size_t> index = index_of(spec.id);
  if (!index) return index.error();
  return completed(entries[*index], spec.params);
}

Result<ConfiguredMethod> configure(const MethodSpec& spec) {
  const Result<std::size_t> index = index_of(spec.id);
  if (!index) return index.error();
  return configure(*index, spec.params);
}

Result<std::vector<Fact>> method_facts(const MethodSpec& spec, const RopeConfig& rope, const PlanRequest& request) {
  const Result<ConfiguredMethod> configured = configure(spec);
  if (!configured) return configured.error();
  const auto facts = functions[configured->index].facts;
  if (facts == nullptr) return std::vector<Fact>();
  return facts(configured->method.get(), rope, request);
}

Result<std::string_view> method_trained_as(const MethodSpec& spec) {
  const Result<ConfiguredMethod> configured = configure(spec);
  if (!configured) return configured.error();
  const auto trained_as = functions[configured->index].trained_as;
  return trained_as == nullptr ? entries[configured->index].info.trained_as : trained_as(configured->method.get());
}

Result<PositionPlan> make_plan(std::span<const MethodSpec> specs, const RopeConfig& rope, const PlanRequest& request) {
  if (const Status checked = check_geometry(rope, request); !checked) return checked.error();
  std::vector<std::size_t> chosen;
  for (const MethodSpec& spec : specs) {
    const Result<std::size_t> index = index_of(spec.id);
    if (!index) return index.error();
    chosen.push_back(*index);
  }
  if (const Status checked = check_slots(chosen); !checked) return checked.error();
  if (const Status checked = check_positions(request, chosen); !checked) return checked.error();

  PositionPlan plan;
  plan.head_dim = rope.head_dim;
  const methods::Rope unscaled;  // NOLINT(misc-include-cleaner): from the list, as all of them
  if (const Status done = fill_slots(unscaled, rope, request, plan); !done) return done.error();
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const Result<ConfiguredMethod> configured = configure(chosen[i], specs[i].params);
    if (!configured) return configured.error();
    const Status done = functions[chosen[i]].fill(configured->method.get(), rope, request, plan);
    if (!done) return done.error();
  }
  if (const Status checked = check_decay(plan, chosen); !checked) return checked.error();
  auto axes = make_axes(rope, request, plan.inv_freq.size());
  if (!axes) return axes.error();
  plan.axes = *std::move(axes);
  // A window of the model's own holds whatever a method adds.
  int& window = plan.visible.window;
  if (request.window != 0 && (window == 0 || window > request.window)) window = request.window;
  return plan;
}

}  // namespace ropescope
