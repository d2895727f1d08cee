// A checkpoint and the methods that another runtime is to run it under, as every export needs them.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/model_config.hpp"
#include "config/rope_reader.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope {

enum class Runtime { transformers, vllm, sglang, llama_cpp, mlx_lm, tensorrt_llm };

[[nodiscard]] std::string_view name_of(Runtime runtime);

// Whether it reads the checkpoint's config.json at all, and not a file that was made of it.
[[nodiscard]] bool reads_config(Runtime runtime);

// Whether it passes over keys that it does not know, some of which transformers reads.
[[nodiscard]] bool reads_by_keys(Runtime runtime);

// Whether it takes its settings from the folder's config.json alone; others are told by arguments.
[[nodiscard]] bool reads_folder(Runtime runtime);

// What an export goes by of a checkpoint's config.json, of any class whose rotation is read.
struct Checkpoint {
  std::shared_ptr<const Json> config;  // all of it
  ConfigReading reading;
  Result<ModelConfig> model;  // of a class that runs here; else why it does not
};

// Errors: those of read_llama_config for the classes that run here, else those of read_rope.
Result<Checkpoint> read_checkpoint(std::string_view config_json);

// In what form a runtime takes the rope dictionary of a class whose layers may differ.
struct DictionaryForm {
  bool by_type = false;  // one for each type of layer, of which that of full attention is changed
  bool flat = true;      // one, for all layers, or kept for those of full attention by the class's code
};

struct ExportRequest {
  Checkpoint checkpoint;
  std::vector<MethodSpec> methods{};  // with all their parameters
  RopeConfig rope{};                  // the checkpoint's, where no form of the method has another base
  int declared = 0;                   // the longest text that the checkpoint's own config.json admits, tokens
  int seq_len = 0;                    // the longest text to serve, tokens
  bool length_is_said = true;         // by the caller, the config or the method's ratio; else it is the trained one
  PositionPlan plan{};                // at seq_len; nothing in it but what some form of this runtime expresses
  DictionaryForm form{};
  bool leaves_file = false;  // layers differ in a form that is not known there, and nothing new is asked for
};

// methods: none = the checkpoint's own. seq_len: 0 = the trained length times the method's factor, where it has one.
// Errors: those of make_plan; wrong_weights; unsupported_model where a method does more than turn pairs.
Result<ExportRequest> read_export_request(Runtime runtime, const Checkpoint& checkpoint,
                                          std::span<const MethodSpec> methods, int seq_len);

// unsupported_model: that this runtime has no form of these methods, why (of `key`), and what comes nearest, where
// these weights can run it and it does anything.
[[nodiscard]] Error no_form(Runtime runtime, const ExportRequest& request, Reason why, std::string_view key = {});

// The same of a checkpoint that takes nothing else there either.
[[nodiscard]] Error no_form_for_weights(Runtime runtime, const ExportRequest& request, Reason why,
                                        std::string_view key = {});

// Whether `methods` turn pairs as requested, in short texts and in long ones.
[[nodiscard]] bool turns_as_requested(std::span<const MethodSpec> methods, const RopeConfig& rope,
                                      const ExportRequest& request);

// Whether the checkpoint's own methods are asked for.
[[nodiscard]] bool keeps_methods(const ExportRequest& request);

// Whether nothing is asked for that the checkpoint's config.json does not say.
[[nodiscard]] bool keeps_file(const ExportRequest& request);

// Whether pairs turn the same in short texts and in long ones.
[[nodiscard]] bool is_constant(const ExportRequest& request);

}  // namespace ropescope
