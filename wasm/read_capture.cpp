#include "read_capture.hpp"

#include <numeric>
#include <string>
#include <vector>

#include "core/text.hpp"

namespace ropescope::js {
namespace {

constexpr double largest_capture = 1 << 30;  // bytes: half of the 2 GB that the module may grow to

Result<std::vector<int>> read_indices(const val& value, std::string_view what, int count) {
  if (value.isString() && value.as<std::string>() == "all") {
    std::vector<int> every(static_cast<std::size_t>(count));
    std::iota(every.begin(), every.end(), 0);
    return every;
  }
  if (value.isString() || value.isNumber()) return mistake(what, "a list of indices or \"all\"", value);
  return read_integers(value, what, {0, count - 1.0});
}

}  // namespace

Result<CaptureRequest> read_capture(const val& value, CaptureLimits limits) {
  PropertyReader reader(value, "capture");
  CaptureRequest request;
  request.layers = reader.accept(read_indices(reader.any("layers"), "capture.layers", limits.layers));
  const val heads = reader.any("heads");
  if (!heads.isUndefined()) request.heads = reader.accept(read_indices(heads, "capture.heads", limits.heads));
  const bool empty_heads = !heads.isUndefined() && request.heads.empty();
  if (empty_heads) request.layers.clear();  // to the engine an empty list of heads means all of them
  request.kind = reader.choice("kind", {"weights", "logits"}, 0) == 0 ? CaptureKind::weights : CaptureKind::logits;
  request.size = reader.integer("size", {0, max_int}, 0);
  if (auto status = reader.finish(); !status) return status.error();
  return request;
}

Status check_capture_size(const CaptureRequest& request, int heads, const CaptureExtent& extent) {
  const double bytes = capture_size(request, heads, extent) * sizeof(float);
  if (bytes <= largest_capture) return ok();
  return Error{ErrorCode::out_of_memory, "attention maps must fit into " + format_number(largest_capture) +
                                             " bytes, got a request for " + format_number(bytes) +
                                             ": set capture.size or choose fewer layers and heads"};
}

}  // namespace ropescope::js
