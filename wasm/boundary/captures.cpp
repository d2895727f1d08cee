#include "boundary/captures.hpp"

#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attention/capture.hpp"
#include "boundary/from_js.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
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
  if (value.isString() || value.isNumber()) return mistake("must_be_indices", what, value);
  return read_integers(value, what, {0, count - 1.0});
}

Result<CaptureRequest> read_capture(const val& value, const std::string& name, CaptureLimits limits) {
  PropertyReader reader(value, name);
  CaptureRequest request;
  request.layers = reader.accept(read_indices(reader.any("layers"), name + ".layers", limits.layers));
  const val heads = reader.any("heads");
  if (!heads.isUndefined()) request.heads = reader.accept(read_indices(heads, name + ".heads", limits.heads));
  const bool empty_heads = !heads.isUndefined() && request.heads.empty();
  if (empty_heads) request.layers.clear();  // to the engine an empty list of heads means all of them
  request.kind = static_cast<CaptureKind>(reader.choice("kind", {"weights", "logits", "entropy", "pairs"}, 0));
  if (request.kind == CaptureKind::pairs) request.query = reader.integer("query", {0, max_int});
  request.size = reader.integer("size", {0, max_int}, 0);
  if (auto status = reader.finish(); !status) return status.error();
  return request;
}

}  // namespace

Result<std::vector<CaptureRequest>> read_captures(const val& value, CaptureLimits limits) {
  std::vector<CaptureRequest> requests;
  if (value.isUndefined()) return requests;
  if (!val::global("Array").call<bool>("isArray", value)) {  // also one of another realm, as of a frame
    auto request = read_capture(value, "capture", limits);
    if (!request) return request.error();
    requests.push_back(*std::move(request));
    return requests;
  }
  const auto count = value["length"].as<std::size_t>();
  for (std::size_t i = 0; i < count; ++i) {
    auto request = read_capture(value[i], "capture[" + std::to_string(i) + "]", limits);
    if (!request) return request.error();
    requests.push_back(*std::move(request));
  }
  return requests;
}

Status check_capture_size(std::span<const CaptureRequest> requests, int heads, const CaptureExtent& extent) {
  if (auto status = check_requests(requests, extent); !status) return status;
  double bytes = 0;
  for (const CaptureRequest& request : requests) bytes += capture_size(request, heads, extent) * sizeof(float);
  if (bytes <= largest_capture) return ok();
  return Error{ErrorCode::out_of_memory, "maps_too_large", "capture", {{"max", largest_capture}, {"given", bytes}}};
}

}  // namespace ropescope::js
