// Reads which attention maps a call wants: { layers, heads, kind, size }.
#pragma once

#include "attention/capture.hpp"
#include "core/result.hpp"
#include "from_js.hpp"

namespace ropescope::js {

// What there is to choose from.
struct CaptureLimits {
  int layers = 0;
  int heads = 0;
};

Result<CaptureRequest> read_capture(const val& value, CaptureLimits limits);

// The request's maps must fit into memory.
Status check_capture_size(const CaptureRequest& request, int heads, const CaptureExtent& extent);

}  // namespace ropescope::js
