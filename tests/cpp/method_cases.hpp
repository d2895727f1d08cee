// Every method of the registry in forms that run on small heads: defaults, each choice and switch the other way, and
// for each list as many numbers as the method asks for.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "position/registry.hpp"

namespace ropescope::test {

inline constexpr int case_heads = 2;
inline constexpr int case_layers = 4;
inline constexpr RopeConfig case_rope{16, 12, 500, 32};  // partly rotary, trained at 32 tokens

struct MethodCase {
  std::string name;
  std::vector<MethodSpec> methods;
};

inline std::vector<double> numbers_for(const Param& param) {
  const int per_head = param.key == "relative_attention_bias" ? 32
                       : param.key == "w2"                    ? case_heads
                       : param.key == "phase"                 ? case_rope.rotary_dim
                                                              : 1;
  const bool by_head = param.learned || param.key == "per_head";
  const int count = by_head ? case_heads * per_head : case_rope.rotary_dim / 2;
  const double sign = param.key == "b1" || param.key == "phase" ? -1 : 1;  // so that FIRE's units bend; PoPE's range
  const double step = 0.1 + 0.01 * static_cast<double>(param.key.size());
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) values.push_back(param.learned ? sign * (0.5 + 0.1 * (i % 7)) : 1 + step * i);
  return values;
}

inline Params runnable_params(const MethodEntry& method) {
  Params params;
  for (const Param& param : method.params) {
    if (param.type == ParamType::list) params[std::string(param.key)] = numbers_for(param);
  }
  return params;
}

inline std::vector<MethodCase> method_cases() {
  std::vector<MethodCase> cases;
  for (const MethodEntry& method : registry()) {
    const std::string id(method.info.id);
    cases.push_back({id, {{id, runnable_params(method)}}});
    for (const Param& param : method.params) {
      const ParamValue by_default = method.defaults().find(param.key)->second;
      std::vector<std::pair<std::string, ParamValue>> others;
      for (const auto choice : param.choices) {
        if (ParamValue(std::string(choice)) != by_default) others.emplace_back(choice, std::string(choice));
      }
      if (const bool* flag = std::get_if<bool>(&by_default)) others.emplace_back(*flag ? "off" : "on", !*flag);
      for (const auto& [name, value] : others) {
        Params params = runnable_params(method);
        params[std::string(param.key)] = value;
        std::string full_name = id;
        for (const std::string_view part : {"_", param.key.data(), "_", name.c_str()}) full_name += part;
        cases.push_back({full_name, {{id, params}}});
      }
    }
  }
  return cases;
}

// Methods that are used together.
inline std::vector<MethodCase> composed_cases() {
  const MethodSpec log_n{"log_n", {}};
  return {{"yarn_log_n", {{"yarn", {}}, log_n}},
          {"rerope_log_n", {{"rerope", {{"window", 8.0}}}, log_n}},
          {"ntk_aware_window", {{"ntk_aware", {}}, {"window", {{"window", 20.0}}}}},
          {"rerope_window", {{"rerope", {{"window", 8.0}}}, {"window", {{"window", 20.0}}}}},
          {"yarn_self_extend", {{"yarn", {}}, {"self_extend", {{"window", 9.0}, {"group", 4.0}}}}},
          {"key_norm_leaky_rerope_log_n", {{"key_norm", {}}, {"leaky_rerope", {{"window", 8.0}}}, log_n}},
          {"xpos_rerope", {{"xpos", {{"scale_base", 8.0}}}, {"rerope", {{"window", 8.0}}}}},
          {"alibi_window_temperature", {{"alibi", {}}, {"window", {{"window", 20.0}}}, {"temperature", {}}}},
          {"llama3_sinks", {{"llama3", {}}, {"sinks", {{"sinks", 3.0}, {"window", 11.0}}}}},
          {"xpos_dual_chunk_key_norm",
           {{"xpos", {}}, {"dual_chunk", {{"chunk", 13.0}, {"local", 3.0}}}, {"key_norm", {}}}}};
}

inline std::vector<MethodCase> all_cases() {
  std::vector<MethodCase> all = method_cases();
  for (MethodCase& composed : composed_cases()) all.push_back(std::move(composed));
  return all;
}

inline PlanRequest case_request(int seq_len, int layer = 0) {
  return {.seq_len = seq_len, .layer = layer, .num_layers = case_layers, .num_heads = case_heads};
}

}  // namespace ropescope::test
