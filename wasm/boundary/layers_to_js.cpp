#include "boundary/layers_to_js.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "boundary/object.hpp"
#include "config/rope_reader.hpp"
#include "position/param_values.hpp"

namespace ropescope::js {
namespace {

val or_null(int size) { return size > 0 ? val(size) : val::null(); }

val factor_of(const MethodSpec& method) {
  const double* factor = number_in(method.params, "factor");
  return factor == nullptr ? val::null() : val(*factor);
}

void set_rotation(Object& row, const RopeReading* setting, double attention_factor) {
  row.set("method", setting == nullptr ? val::null() : text(setting->method.id));
  row.set("factor", setting == nullptr ? val::null() : factor_of(setting->method));
  row.set("rope_theta", setting == nullptr ? val::null() : val(setting->rope.rope_theta));
  row.set("head_dim", setting == nullptr ? val::null() : val(setting->rope.head_dim));
  row.set("rotary_dim", setting == nullptr ? val::null() : val(setting->rope.rotary_dim));
  row.set("attention_factor", setting == nullptr ? val::null() : val(attention_factor));
  row.set("softmax_scale_factor", setting == nullptr ? val::null() : val(setting->softmax_scale_factor));
}

}  // namespace

val layers_to_js(const ConfigReading& reading, const std::vector<double>& attention_factors) {
  std::vector<std::pair<LayerReading, std::vector<double>>> kinds;
  for (std::size_t l = 0; l < reading.layers.size(); ++l) {
    auto kind = std::ranges::find(kinds, reading.layers[l], [](const auto& each) { return each.first; });
    if (kind == kinds.end()) kind = kinds.insert(kinds.end(), {reading.layers[l], {}});
    kind->second.push_back(static_cast<double>(l));
  }
  return array(kinds, [&](const auto& kind) -> val {
    const auto& [layer, numbers] = kind;
    Object row;
    row.set("layers", list_of(numbers));
    row.set("type", layer.type);
    row.set("attends", layer.attends);
    row.set("rotates", layer.setting.has_value());
    row.set("window", or_null(layer.window));
    row.set("chunk", or_null(layer.chunk));
    row.set("sinks", layer.sinks);
    set_rotation(row, reading.setting_of(layer), attention_factors[layer.setting.value_or(0)]);
    return row;
  });
}

}  // namespace ropescope::js
