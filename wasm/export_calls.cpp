// What other runtimes are told about a method, as plain objects.
#include "calls.hpp"
#include "from_js.hpp"
#include "model/config.hpp"
#include "model/runtime_settings.hpp"
#include "to_js.hpp"

namespace ropescope::js {
namespace {

constexpr double longest_text = 1 << 24;  // tokens, of a plan

val setting_to_js(const Setting& setting) {
  val object = to_js(Params{{"value", setting.value}});
  object.set("key", text(setting.key));
  object.set("why", text(setting.why));
  return object;
}

}  // namespace

val runtime_settings(const val& config_text, const val& options) {
  PropertyReader reader(options, "options");
  const auto json = reader.accept(read_text(config_text, "config"));
  const auto methods = reader.accept(read_methods(reader.any("method")));
  const int seq_len = reader.integer("seqLen", {1, longest_text}, 0);
  const auto to = static_cast<Runtime>(reader.choice("to", {"hf", "vllm", "llama.cpp"}, 0));  // in the enum's order
  if (auto status = reader.finish(); !status) return to_js(status.error());

  const auto config = read_model_config(json);
  if (!config) return to_js(config.error());
  const auto written = settings_for(to, *config, methods, seq_len);
  if (!written) return to_js(written.error());
  val object = val::object();
  object.set("settings", array(written->settings, setting_to_js));
  object.set("max_position_embeddings", written->max_position_embeddings);
  object.set("notes", array(written->notes, text));
  return object;
}

}  // namespace ropescope::js
