#include "model/session_checks.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "attention/capture.hpp"
#include "config/model_config.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "kernels/matmul.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "model/session_plans.hpp"
#include "model/weights.hpp"
#include "position/plan_compare.hpp"

namespace ropescope {
namespace {

Error invalid(Reason reason, std::string_view path, std::initializer_list<Argument> arguments = {}) {
  return {ErrorCode::invalid_argument, reason, path, arguments};
}

// Each of `values` is an index below `count` and comes once.
Status check_indices(std::string_view path, std::span<const int> values, int count) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] < 0 || values[i] >= count) {
      return invalid("must_be_integers", path, {{"min", 0}, {"max", count - 1}, {"given", values[i]}});
    }
    if (std::ranges::find(values.first(i), values[i]) != values.first(i).end()) {
      return invalid("names_twice", path, {{"given", values[i]}});
    }
  }
  return ok();
}

double bytes_of(const Weights& weights) {
  std::size_t bytes = bytes_of(weights.embedding) + bytes_of(weights.head.weight);
  for (const LayerWeights& layer : weights.layers) {
    for (const Projection* part : {&layer.q, &layer.k, &layer.v, &layer.o, &layer.gate, &layer.up, &layer.down}) {
      bytes += bytes_of(part->weight);
    }
  }
  return static_cast<double>(bytes);
}

}  // namespace

Status check_tokens(std::span<const int> tokens, int seen, const ModelConfig& config) {
  if (tokens.empty()) return invalid("must_not_be_empty", "tokens");
  if (tokens.size() > static_cast<std::size_t>(max_tokens - seen)) {
    return invalid("session_full", "tokens", {{"max", max_tokens}, {"given", tokens.size()}, {"seen", seen}});
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i] < 0 || tokens[i] >= config.vocab_size) {
      return invalid("must_be_integer", "tokens[" + std::to_string(i) + "]",
                     {{"min", 0}, {"max", config.vocab_size - 1}, {"given", tokens[i]}});
    }
  }
  return ok();
}

Status check_captures(std::span<const CaptureRequest> requests, const ModelConfig& config,
                      const CaptureExtent& extent) {
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const std::string name = request_name(requests, i);
    const CaptureRequest& request = requests[i];
    Status status = check_indices(name + ".layers", request.layers, config.num_hidden_layers);
    if (status) status = check_indices(name + ".heads", request.heads, config.num_attention_heads);
    if (!status) return status;
  }
  return check_requests(requests, extent);
}

Status check_cache(CacheKind cache, const LayerPlans& plans) {
  if (cache != CacheKind::rotated || std::ranges::all_of(plans.plans, rotated_keys_suffice)) return ok();
  return invalid("needs_unrotated_cache", "cache");
}

double pass_bytes(const ModelConfig& config, const PassSize& size, const PassOptions& options) {
  const double total = size.seen + size.appended;
  const double rows = total - size.run_start;
  const double kv_width = static_cast<double>(config.num_key_value_heads) * config.head_dim;
  const double q_width = static_cast<double>(config.num_attention_heads) * config.head_dim;
  const double cache = 2.0 * 2.0 * config.num_hidden_layers * kv_width * total;  // old and new while a vector grows
  const double activations = rows * (config.hidden_size + 3.0 * q_width);        // hidden; q, rotated q, mixed
  const double scratch = total * (kv_width + size.threads * (2.0 * config.head_dim + 16.0));  // keys, packed, scores
  const double logits_rows = options.logits == LogitsWanted::all ? size.appended : 1;
  const double outputs = (logits_rows + 32.0 + 32.0 * size.threads) * config.vocab_size + size.appended;
  double maps = 0;
  for (const CaptureRequest& request : options.captures) {
    maps +=
        capture_size(request, {config.num_attention_heads, config.head_dim}, {size.seen, size.seen + size.appended});
  }
  return sizeof(float) * (cache + activations + scratch + outputs + maps) + size.plan_bytes;
}

Status check_memory(const Model& model, const PassSize& size, const PassOptions& options) {
  const double bytes = pass_bytes(model.config, size, options) + bytes_of(*model.weights);
  if (bytes <= max_memory_bytes) return ok();
  return Error{ErrorCode::out_of_memory,
               "pass_too_large",
               "tokens",
               {{"tokens", size.appended}, {"gigabytes", std::floor(bytes / 1e7) / 100}}};
}

}  // namespace ropescope
