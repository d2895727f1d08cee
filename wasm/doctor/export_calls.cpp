// What other runtimes are told about a method, as plain objects, and what it is given as files.
#include <utility>

#include "boundary/bindings.hpp"
#include "boundary/from_js.hpp"
#include "boundary/to_js.hpp"
#include "config/model_config.hpp"
#include "core/result.hpp"
#include "runtimes/gguf_export.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"

namespace ropescope::js {
namespace {

constexpr double longest_text = 1 << 24;  // tokens, of a plan

val setting_to_js(const Setting& setting) {
  val object = to_js(Params{{"value", setting.value}});
  object.set("key", setting.key);
  object.set("why", to_js(setting.why));
  return object;
}

val settings_to_js(const RuntimeSettings& written) {
  Object object;
  object.set("settings", array(written.settings, setting_to_js));
  object.set("max_position_embeddings", written.max_position_embeddings);
  object.set("notes", sayings_to_js(written.notes));
  return object;
}

struct Asked {
  Runtime to = Runtime::transformers;
  ModelConfig config;
  ExportRequest request;
};

Result<Asked> read_asked(const val& config_text, const val& options) {
  PropertyReader reader(options, "options");
  const auto json = reader.accept(read_text(config_text, "config"));
  const auto methods = reader.accept(read_methods(reader.any("method")));
  const int seq_len = reader.integer("seqLen", {1, longest_text}, 0);
  const auto to = static_cast<Runtime>(reader.choice("to", {"hf", "vllm", "llama.cpp"}, 0));  // in the enum's order
  if (auto status = reader.finish(); !status) return status.error();

  auto config = read_model_config(json);
  if (!config) return config.error();
  auto request = read_export_request(to, *config, methods, seq_len);
  if (!request) return request.error();
  return Asked{to, *std::move(config), *std::move(request)};
}

// What another runtime is told; options: { to, method, seqLen }.
val runtime_settings(const val& config_text, const val& options) {
  const auto asked = read_asked(config_text, options);
  if (!asked) return to_js(asked.error());
  const auto written = settings_for(asked->to, asked->request);
  return written ? settings_to_js(*written) : to_js(written.error());
}

// What another runtime is given; weights: a region of bytes.
val gguf_file(const val& config_text, const val& weights, const val& options) {
  const auto asked = read_asked(config_text, options);
  if (!asked) return to_js(asked.error());
  const auto bytes = read_bytes(weights, "weights");
  if (!bytes) return to_js(bytes.error());
  const auto written = export_gguf(asked->config, *bytes, asked->request);
  if (!written) return to_js(written.error());
  val object = settings_to_js(written->settings);
  object.set("file", bytes_to_js(written->file));
  return object;
}

}  // namespace

EMSCRIPTEN_BINDINGS(ropescope_exports) {
  function("runtimeSettings", &runtime_settings);
  function("ggufFile", &gguf_file);
}

}  // namespace ropescope::js
