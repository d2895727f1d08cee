// The one list of error codes: C++, WASM, the worker and RopescopeError share these strings.
#pragma once

#include <array>
#include <string_view>

namespace ropescope {

enum class ErrorCode {
  invalid_argument,   // a value of the wrong type or out of range; the message names it
  invalid_json,       // text that is not JSON, or JSON that is ambiguous (duplicate keys)
  invalid_config,     // a config.json whose position encoding has no single meaning
  unknown_method,     // no method of this id in the registry
  unknown_param,      // the method has no such parameter
  slot_conflict,      // two methods fill the same slot of a plan
  wrong_weights,      // a method on weights that were trained with another; `force` runs it all the same
  invalid_weights,    // a safetensors file that breaks its format, or lacks a tensor the model needs
  unsupported_model,  // an architecture this engine does not run
  unsupported_text,   // a character outside the model's vocabulary
  invalid_handle,     // a model, session or pass that was disposed of, or never made
  out_of_memory,      // the request would not fit; nothing was allocated
  aborted,            // the caller's AbortSignal fired
  load_failed,        // a file or the WebAssembly module could not be fetched or compiled
  internal,           // a broken invariant: a bug of ours
};

// In the order of ErrorCode.
inline constexpr std::array<std::string_view, 15> error_code_names{
    "invalid_argument", "invalid_json",  "invalid_config",  "unknown_method",    "unknown_param",
    "slot_conflict",    "wrong_weights", "invalid_weights", "unsupported_model", "unsupported_text",
    "invalid_handle",   "out_of_memory", "aborted",         "load_failed",       "internal"};

// The string of a code: "invalid_argument".
[[nodiscard]] constexpr std::string_view name_of(ErrorCode code) {
  return error_code_names[static_cast<std::size_t>(code)];
}

}  // namespace ropescope
