#include "runtimes/request.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "config/model_config.hpp"
#include "config/rope_reader.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "position/config_form.hpp"
#include "position/method.hpp"
#include "position/param.hpp"
#include "position/plan.hpp"
#include "position/plan_slots.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "position/trained_as.hpp"
#include "runtimes/class_readers.hpp"

namespace ropescope {
namespace {

std::vector<std::string_view> ids_of(std::span<const MethodSpec> methods) {
  std::vector<std::string_view> ids;
  for (const MethodSpec& method : methods) ids.emplace_back(method.id);
  return ids;
}

// How many times the trained length a method is set to reach; 1 where nothing says it.
double extension_ratio(const MethodSpec& method) {
  const std::span<const Param> params = find_method(method.id)->params;
  const auto ratio = std::ranges::find_if(params, [](const Param& param) { return param.role != Role::none; });
  if (ratio == params.end()) return 1;
  const double* number = std::get_if<double>(&method.params.find(ratio->key)->second);
  return number == nullptr ? 1 : *number;
}

// The first with a type that needs nothing but a ratio of lengths: what to fall back on.
std::string_view nearest() {
  const auto needs_ratio_only = [](const RopeType& type) {
    return type.length == TrainedLength::ratio && type.required.front().empty();
  };
  const auto method = std::ranges::find_if(
      registry(), [&](const MethodEntry& entry) { return std::ranges::any_of(entry.rope_types, needs_ratio_only); });
  return method->info.id;
}

bool same_methods(std::span<const MethodSpec> a, std::span<const MethodSpec> b) {
  return std::ranges::equal(a, b, [](const MethodSpec& x, const MethodSpec& y) {
    const auto x_params = resolve_params(x);
    const auto y_params = resolve_params(y);
    return x.id == y.id && x_params && y_params && *x_params == *y_params;
  });
}

// The longest text: asked for, or what the model's own configuration says as long as its method stays, or what the
// method's extension ratio makes of the trained length; without one, the trained length.
void set_length(int seq_len, ExportRequest& request) {
  const int trained = request.rope.original_max_position_embeddings;
  const int stated = request.checkpoint.reading.main.max_position_embeddings;
  request.declared = stated > 0 ? stated : trained;
  if (seq_len > 0) {
    request.seq_len = seq_len;
  } else if (stated > 0 && keeps_methods(request)) {
    request.seq_len = stated;
  } else {
    const double ratio = request.methods.size() == 1 ? extension_ratio(request.methods.front()) : 1;
    constexpr double largest = 1 << 24;  // of a plan
    request.seq_len = static_cast<int>(std::min(largest, std::round(trained * ratio)));
    request.length_is_said = ratio > 1;
  }
}

// Beside turning: classes with a window or without rotation in transformers, ALiBi in a file for llama.cpp.
std::span<const SlotId> expressed_by(Runtime runtime) {
  static constexpr std::array in_classes{SlotId::frequencies, SlotId::attention_factor, SlotId::window};
  static constexpr std::array in_files{SlotId::frequencies, SlotId::attention_factor, SlotId::bias};
  if (runtime == Runtime::transformers) return in_classes;
  return runtime == Runtime::llama_cpp ? std::span<const SlotId>(in_files) : turning_slots;
}

bool is_layered(const MethodSpec& spec) { return find_method(spec.id)->layered; }

// A method whose numbers were trained into a checkpoint, where a plan of it alone would lack them.
bool learns_numbers(const MethodSpec& spec) {
  return std::ranges::any_of(find_method(spec.id)->params, &Param::learned);
}

bool same_turning(const PositionPlan& a, const PositionPlan& b) {
  constexpr double rounding = 1e-12;  // of a base computed back from a frequency
  const auto close = [](double x, double y) { return std::abs(x - y) <= rounding * std::abs(y); };
  return close(a.attention_factor, b.attention_factor) && std::ranges::equal(a.inv_freq, b.inv_freq, close);
}

// Lengths at which any method that looks at the length would show it.
std::array<int, 4> telling_lengths(const ExportRequest& request) {
  const int trained = request.rope.original_max_position_embeddings;
  return {1, trained, trained + 1, request.seq_len};
}

}  // namespace

std::string_view name_of(Runtime runtime) {
  static constexpr std::array<std::string_view, 6> names{"transformers", "vLLM",   "SGLang",
                                                         "llama.cpp",    "mlx-lm", "TensorRT-LLM"};  // the enum's order
  return names[static_cast<std::size_t>(runtime)];
}

bool reads_config(Runtime runtime) { return runtime != Runtime::llama_cpp; }

bool reads_by_keys(Runtime runtime) { return runtime == Runtime::mlx_lm || runtime == Runtime::tensorrt_llm; }

bool reads_folder(Runtime runtime) {
  return runtime == Runtime::transformers || runtime == Runtime::mlx_lm || runtime == Runtime::tensorrt_llm;
}

Error no_form(Runtime runtime, const ExportRequest& request, Reason why, std::string_view key) {
  const double ratio = 1.0 * request.seq_len / request.rope.original_max_position_embeddings;
  const std::vector<MethodSpec> instead{{std::string(nearest()), {}}};
  const bool helps = ratio > 1 && check_weights(request.checkpoint.reading.methods, instead);
  const Reason of_slot = helps ? Reason("has_no_form_of_slot") : Reason("has_no_form_of_slot_at_all");
  const Reason of_all = helps ? Reason("has_no_form") : Reason("has_no_form_at_all");
  return {ErrorCode::unsupported_model,
          key.empty() ? of_all : of_slot,
          "method",
          {{"runtime", name_of(runtime)},
           {"methods", ids_of(request.methods)},
           {"why", why},
           {"key", key},
           {"nearest", nearest()},
           {"factor", ratio}}};
}

Error no_form_for_weights(Runtime runtime, const ExportRequest& request, Reason why, std::string_view key) {
  return {ErrorCode::unsupported_model,
          "has_no_form_at_all",
          "method",
          {{"runtime", name_of(runtime)}, {"methods", ids_of(request.methods)}, {"why", why}, {"key", key}}};
}

bool keeps_methods(const ExportRequest& request) {
  return same_methods(request.methods, request.checkpoint.reading.methods);
}

bool turns_as_requested(std::span<const MethodSpec> methods, const RopeConfig& rope, const ExportRequest& request) {
  return std::ranges::all_of(telling_lengths(request), [&](int seq_len) {
    const auto ours = make_plan(request.methods, request.rope, {.seq_len = seq_len});
    const auto theirs = make_plan(methods, rope, {.seq_len = seq_len});
    return ours && theirs && same_turning(*theirs, *ours);
  });
}

bool is_constant(const ExportRequest& request) {
  return std::ranges::all_of(telling_lengths(request), [&](int seq_len) {
    const auto plan = make_plan(request.methods, request.rope, {.seq_len = seq_len});
    return plan && same_turning(*plan, request.plan);
  });
}

bool keeps_file(const ExportRequest& request) { return keeps_methods(request) && request.seq_len <= request.declared; }

Result<Checkpoint> read_checkpoint(std::string_view config_json) {
  auto config = parse_python_json(config_json);
  if (!config) return config.error();
  auto model = read_llama_config(config_json);
  const bool is_other_class = !model && model.error().saying.path == "model_type";
  if (!model && !is_other_class) return model.error();
  auto reading = read_rope(*config);
  if (!reading) return reading.error();
  return Checkpoint{std::make_shared<const Json>(*std::move(config)), *std::move(reading), std::move(model)};
}

Result<ExportRequest> read_export_request(Runtime runtime, const Checkpoint& checkpoint,
                                          std::span<const MethodSpec> methods, int seq_len) {
  const ConfigReading& reading = checkpoint.reading;
  ExportRequest request{checkpoint};
  for (const MethodSpec& spec : methods.empty() ? std::span<const MethodSpec>(reading.methods) : methods) {
    Result<Params> params = resolve_params(spec);
    if (!params) return params.error();
    request.methods.push_back({spec.id, *std::move(params)});
  }
  request.rope = reading.main.rope;
  set_length(seq_len, request);
  if (const auto why = unread_there(runtime, checkpoint)) return no_form_for_weights(runtime, request, *why);
  const std::optional<DictionaryForm> form = form_there(runtime, checkpoint);
  request.leaves_file = !form && keeps_file(request) && reads_config(runtime);
  if (!form && !request.leaves_file) return no_form_for_weights(runtime, request, "turns_by_layer");
  request.form = form.value_or(DictionaryForm{});
  if (std::ranges::any_of(request.methods, learns_numbers)) return no_form(runtime, request, "learns_numbers");
  if (std::ranges::any_of(request.methods, is_layered)) return no_form(runtime, request, "differs_by_layer");
  const int heads = std::max(reading.shape.heads, 1);  // where no bias needs them
  auto plan = make_plan(request.methods, request.rope, {.seq_len = request.seq_len, .num_heads = heads});
  if (!plan) return plan.error();
  if (const Status fits = check_weights(reading.methods, request.methods); !fits) return fits.error();
  request.plan = *std::move(plan);
  if (const auto slot = slot_beyond(request.plan, expressed_by(runtime))) {
    return no_form(runtime, request, slot->does, slot->name);
  }
  const bool still = request.plan.inv_freq.empty() && request.plan.bias.empty();
  if (still && runtime != Runtime::transformers) return no_form(runtime, request, "rotates_nothing");
  return request;
}

}  // namespace ropescope
