// The keys of one rope dictionary as a runtime reads them, each with its reason.
#pragma once

#include <string_view>
#include <vector>

#include "config/rope_reader.hpp"
#include "position/config_form.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"

namespace ropescope {

// A method under the type by which a dictionary asks for it.
struct TypedMethod {
  const RopeType& type;
  const MethodEntry& method;
  const MethodSpec& spec;  // with all its parameters
  const RopeConfig& rope;
  double attention_factor = 1;
};

[[nodiscard]] std::vector<Setting> dictionary_keys(Runtime runtime, const TypedMethod& typed,
                                                   const ExportRequest& request);

// Those of layers that stay as they are: the file's, else of what was read.
[[nodiscard]] std::vector<Setting> unchanged_keys(const Checkpoint& checkpoint, std::string_view layer_type,
                                                  const RopeReading& reading);

// Whether a type interpolates some pairs and keeps others: YaRN.
[[nodiscard]] bool blends(const RopeType& type);

// A number that the method was given, or 1.
[[nodiscard]] double number_of(const MethodSpec& spec, std::string_view key);

// Whether a key is the file's own, which no method sets.
[[nodiscard]] bool is_kept_key(std::string_view key);

}  // namespace ropescope
