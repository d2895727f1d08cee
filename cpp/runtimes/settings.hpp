// What other runtimes must be told to run a checkpoint under a method: the forms that method headers state for reading
// config.json (position/config_form.hpp), written. Whatever is answered has been read back and gives the same plan.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/saying.hpp"
#include "position/method.hpp"
#include "runtimes/request.hpp"

namespace ropescope {

struct Setting {
  std::string key;  // of rope_parameters in config.json, after the type of its layers where each has a dictionary of
                    // its own: `full_attention.factor`; llama.cpp: a flag
  ParamValue value;
  Saying why;
};

struct RuntimeSettings {
  std::vector<Setting> settings;
  int max_position_embeddings = 0;  // what config.json must say so that the runtime takes texts of seq_len, tokens
  int seq_len = 0;                  // the longest text, tokens
  std::vector<Saying> notes;      // what that runtime does otherwise under the same name, and which versions were read
  std::vector<Setting> beside{};  // keys of config.json beside rope_parameters
  bool flat = true;  // rope_scaling and rope_theta say it as well, that of full attention where types have their own
};

// Error: unsupported_model where that runtime has no form of the methods.
Result<RuntimeSettings> settings_for(Runtime runtime, const ExportRequest& request);

// What every answer adds: the versions it holds for, and that a length is only the trained one.
[[nodiscard]] std::vector<Saying> common_notes(Runtime runtime, const ExportRequest& request);

// The flag by which llama.cpp's command changes a key of the file.
inline constexpr std::string_view key_override = "--override-kv";

// llama.cpp's flags for a file of this architecture that holds no divisors; empty = the file's keys cannot be named.
Result<RuntimeSettings> flags_of_llama_cpp(const ExportRequest& wanted, std::string_view architecture);

// The key of a GGUF file that makes llama.cpp's attention factor the requested one beside these flags.
[[nodiscard]] Setting attention_key(const ExportRequest& request, std::string_view architecture,
                                    std::span<const Setting> flags);

}  // namespace ropescope
