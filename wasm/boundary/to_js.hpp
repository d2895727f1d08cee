// Results as plain JavaScript objects. Typed arrays are copies that JavaScript owns: a view of the heap would be
// detached by the next growth of the memory.
#pragma once

#include <emscripten/val.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attention/capture.hpp"
#include "config/rope_reader.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "position/registry.hpp"

namespace ropescope::js {

using emscripten::val;

inline val text(std::string_view utf8) { return val::u8string(std::string(utf8).c_str()); }

// convert(item): what becomes of each.
template <class Items, class Convert>
val array(const Items& items, Convert convert) {
  val list = val::array();
  for (const auto& item : items) list.call<void>("push", convert(item));
  return list;
}

val to_js(const Saying& saying);  // { reason, path, args, message }
val to_js(const Error& error);    // the same with { code }
val to_js(const MethodEntry& method);
val to_js(const Params& params);
val to_js(const RopeConfig& rope);
val to_js(const std::vector<AttentionMap>& maps);
val to_js(const PassResult& result, int vocab_size);
val to_js(const Model& model);
val to_js(const ModelShape& shape);  // null where the config states no single number
val methods_to_js(std::span<const MethodSpec> methods);

inline val sayings_to_js(const std::vector<Saying>& sayings) {
  return array(sayings, [](const Saying& saying) { return to_js(saying); });
}

// A new Float32Array, Float64Array or Int32Array.
template <class Number>
val typed_array(std::span<const Number> numbers) {
  return val(emscripten::typed_memory_view(numbers.size(), numbers.data())).template call<val>("slice");
}

// A new Uint8Array.
inline val bytes_to_js(std::span<const std::byte> bytes) {
  const auto* const first = reinterpret_cast<const unsigned char*>(bytes.data());
  return typed_array<unsigned char>({first, bytes.size()});
}

// What weights must have been trained as to run these methods unforced: ids.
val trained_as_to_js(std::span<const MethodSpec> methods);

// A plan, every slot of the table, with what follows from it: { seq_len, slots, inv_freq, wavelength, turns, ... }.
val plan_to_js(const PositionPlan& plan, const RopeConfig& rope, int seq_len);

// One rope setting of a config and its numbers at a length.
val inspection_to_js(const RopeReading& reading, const PositionPlan& plan, int seq_len);

// A status, for calls that return nothing.
inline val to_js(const Status& status) { return status ? val::undefined() : to_js(status.error()); }

}  // namespace ropescope::js
