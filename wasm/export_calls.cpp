// What other runtimes are told about a method, as plain objects.
#include <span>
#include <string>

#include "calls.hpp"
#include "from_js.hpp"
#include "model/config.hpp"
#include "model/runtime_settings.hpp"
#include "to_js.hpp"

namespace ropescope::js {
namespace {

constexpr double longest_text = 1 << 24;  // tokens, of a plan

val settings_to_js(std::span<const Setting> settings) {
  val list = val::array();
  for (const Setting& setting : settings) {
    val entry = to_js(Params{{"value", setting.value}});
    entry.set("key", val::u8string(setting.key.c_str()));
    entry.set("why", val::u8string(setting.why.c_str()));
    list.call<void>("push", entry);
  }
  return list;
}

}  // namespace

val runtime_settings(const val& config_text, const val& options) {
  PropertyReader reader(options, "options");
  const auto text = reader.accept(read_text(config_text, "config"));
  const auto methods = reader.accept(read_methods(reader.any("method")));
  const int seq_len = reader.integer("seqLen", {1, longest_text}, 0);
  const auto to = static_cast<Runtime>(reader.choice("to", {"hf", "vllm", "llama.cpp"}, 0));  // in the enum's order
  if (auto status = reader.finish(); !status) return to_js(status.error());

  const auto config = read_model_config(text);
  if (!config) return to_js(config.error());
  const auto written = settings_for(to, *config, methods, seq_len);
  if (!written) return to_js(written.error());
  val notes = val::array();
  for (const std::string& note : written->notes) notes.call<void>("push", val::u8string(note.c_str()));
  val object = val::object();
  object.set("settings", settings_to_js(written->settings));
  object.set("max_position_embeddings", written->max_position_embeddings);
  object.set("notes", notes);
  return object;
}

}  // namespace ropescope::js
