// Reads which attention maps a call wants: { layers, heads, kind, size, query }, or a list of such.
#pragma once

#include <span>
#include <vector>

#include "attention/capture.hpp"
#include "boundary/from_js.hpp"
#include "core/result.hpp"

namespace ropescope::js {

// What there is to choose from.
struct CaptureLimits {
  int layers = 0;
  int heads = 0;
};

// Absent: none.
Result<std::vector<CaptureRequest>> read_captures(const val& value, CaptureLimits limits);

// The requests must fit the text, and their maps into memory together.
Status check_capture_size(std::span<const CaptureRequest> requests, int heads, const CaptureExtent& extent);

}  // namespace ropescope::js
