// What other runtimes are told about a method, as plain objects, and what it is given as files.
#include <algorithm>
#include <iterator>
#include <utility>

#include "boundary/bindings.hpp"
#include "boundary/from_js.hpp"
#include "boundary/to_js.hpp"
#include "config/model_config.hpp"
#include "core/result.hpp"
#include "io/safetensors.hpp"
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

val settings_to_js(RuntimeSettings written, Runtime to, const ExportRequest& request) {
  std::ranges::move(common_notes(to, request), std::back_inserter(written.notes));
  Object object;
  object.set("settings", array(written.settings, setting_to_js));
  object.set("beside", array(written.beside, setting_to_js));
  object.set("flat", written.flat);
  object.set("part", request.checkpoint.reading.part);
  object.set("max_position_embeddings", written.max_position_embeddings);
  object.set("seqLen", written.seq_len);
  object.set("notes", sayings_to_js(written.notes));
  return object;
}

struct Asked {
  Runtime to = Runtime::transformers;
  ExportRequest request;
};

Result<Asked> read_asked(const val& config_text, const val& options) {
  PropertyReader reader(options, "options");
  const auto json = reader.accept(read_text(config_text, "config"));
  const auto methods = reader.accept(read_methods(reader.any("method")));
  const int seq_len = reader.integer("seqLen", {1, longest_text}, 0);
  const auto to = static_cast<Runtime>(
      reader.choice("to", {"hf", "vllm", "sglang", "llama.cpp", "mlx", "tensorrt-llm"}, 0));  // in the enum's order
  if (auto status = reader.finish(); !status) return status.error();

  const auto checkpoint = read_checkpoint(json);
  if (!checkpoint) return checkpoint.error();
  auto request = read_export_request(to, *checkpoint, methods, seq_len);
  if (!request) return request.error();
  return Asked{to, *std::move(request)};
}

// What another runtime is told; options: { to, method, seqLen }.
val runtime_settings(const val& config_text, const val& options) {
  const auto asked = read_asked(config_text, options);
  if (!asked) return to_js(asked.error());
  auto written = settings_for(asked->to, asked->request);
  return written ? settings_to_js(*std::move(written), asked->to, asked->request) : to_js(written.error());
}

// What another runtime is given; weights: a region of bytes for each safetensors file.
val gguf_file(const val& config_text, const val& weights, const val& options) {
  const auto asked = read_asked(config_text, options);
  if (!asked) return to_js(asked.error());
  const auto shards = read_files(weights, "weights");
  if (!shards) return to_js(shards.error());
  const auto tensors = read_shards(*shards);
  if (!tensors) return to_js(tensors.error());
  const auto& config = asked->request.checkpoint.model;
  if (!config) return to_js(config.error());
  auto written = export_gguf(*config, *tensors, asked->request);
  if (!written) return to_js(written.error());
  val object = settings_to_js(std::move(written->settings), asked->to, asked->request);
  object.set("file", bytes_to_js(written->file));
  return object;
}

}  // namespace

EMSCRIPTEN_BINDINGS(ropescope_exports) {
  function("runtimeSettings", &runtime_settings);
  function("ggufFile", &gguf_file);
}

}  // namespace ropescope::js
