#include "config/doctor_rules.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "config/geometry.hpp"
#include "config/rope_reader.hpp"
#include "config/rope_scaling.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"
#include "position/param_values.hpp"
#include "position/plan.hpp"
#include "position/plan_facts.hpp"
#include "position/registry.hpp"
#include "position/series.hpp"
#include "position/trained_as.hpp"

namespace ropescope {
namespace {

struct Patient {
  const ConfigContext& context;
  const JsonPlace& dictionary;
  const RopeReading& reading;
};
using Remark = std::optional<Saying>;

bool scales(const RopeReading& reading) { return reading.method.id != plain_method(); }

// Longer than this the model is asked to read.
double wanted_length(const RopeReading& reading) {
  return std::max(reading.max_position_embeddings, reading.rope.original_max_position_embeddings);
}

// MaxText #4616, LightLLM PR 1582, mlx-vlm #1478.
Remark scaling_under_axes(const Patient& patient) {
  const JsonPlace section = patient.dictionary.at("mrope_section");
  if (!section.is_given() || !scales(patient.reading)) return {};
  return Saying{"scaling_lost_under_axes", section.path, {{"method", patient.reading.method.id}}};
}

Remark scaled_twice(const Patient& patient) {
  const JsonPlace chunks = patient.context.config.at("dual_chunk_attention_config");
  if (!chunks.is_given() || !scales(patient.reading)) return {};
  return Saying{"scaled_twice", chunks.path, {{"method", patient.reading.method.id}}};
}

// pie PR 603, Apple coreai-models #66.
Remark exponents_over_part(const Patient& patient) {
  const RopeConfig& rope = patient.reading.rope;
  if (rope.rotary_dim == rope.head_dim || patient.context.geometry.rotates_a_part) return {};
  return Saying{"exponents_over_part",
                patient.context.geometry.partial_rotary_path,
                {{"channels", rope.rotary_dim}, {"head_dim", rope.head_dim}}};
}

// keras-hub PR 2981; mlx-lm's YarnRoPE has no such key.
Remark ramp_not_rounded(const Patient& patient) {
  const JsonPlace truncate = patient.dictionary.at("truncate");
  const bool* flag = truncate.boolean();
  if (flag == nullptr || *flag) return {};
  return Saying{"ramp_rounded_elsewhere", truncate.path};
}

// Betas count turns within the trained length: those of a long text leave nothing to keep in a short one.
Remark betas_keep_nothing(const Patient& patient) {
  const double* fast = number_in(patient.reading.method.params, "beta_fast");
  if (fast == nullptr) return {};
  const double trained = patient.reading.rope.original_max_position_embeddings;
  const std::vector<double> plain = frequency_series(patient.reading.rope);
  if (plain.empty() || turns(plain.front(), trained) > *fast) return {};
  return Saying{"betas_keep_nothing",
                patient.dictionary.at("beta_fast").path,
                {{"given", *fast}, {"length", trained}, {"turns", turns(plain.front(), trained)}}};
}

// As Qwen's model cards say of YaRN.
Remark static_scaling(const Patient& patient) {
  const double* factor = number_in(patient.reading.method.params, "factor");
  const bool is_static = !find_method(patient.reading.method.id)->depends_on_length;
  const double trained = patient.reading.rope.original_max_position_embeddings;
  if (factor == nullptr || *factor <= 1 || !is_static || wanted_length(patient.reading) <= trained) return {};
  return Saying{"scales_short_texts", patient.dictionary.at("factor").path, {{"given", *factor}, {"trained", trained}}};
}

// Men et al., Base of RoPE Bounds Context Length, 2405.14591: sum_i cos(m theta_i) stays above 0 for every distance m
// within the wanted length. Sampled at distances that grow by 1/256.
Remark base_too_small(const Patient& patient) {
  const RopeReading& reading = patient.reading;
  const auto plan = make_plan(std::span(&reading.method, 1), reading.rope, {.seq_len = 1});
  const double wanted = wanted_length(reading);
  if (!plan || plan->inv_freq.size() < 2) return {};
  for (double distance = 1; distance <= wanted; distance = std::max(distance + 1, std::floor(distance * 1.00390625))) {
    double sum = 0;
    for (const double rate : plan->inv_freq) sum += std::cos(distance * rate);
    if (sum >= 0) continue;
    return Saying{"base_bound_passed",
                  patient.context.config.at("rope_theta").path,
                  {{"theta", reading.rope.rope_theta}, {"distance", distance}, {"longest", wanted}}};
  }
  return {};
}

// Liu, 2602.10959: base < 1 / epsilon, here of float32; and L < 2 pi base, which a base below the bound above fails
// first.
Remark base_too_large(const Patient& patient) {
  constexpr double inverse_epsilon = 8388608;  // 2^23
  if (patient.reading.rope.rope_theta < inverse_epsilon) return {};
  return Saying{"base_above_precision",
                patient.context.config.at("rope_theta").path,
                {{"theta", patient.reading.rope.rope_theta}, {"max", inverse_epsilon}}};
}

struct Rule {
  Remark (*remark)(const Patient&);
  bool warns;  // else a note
};
constexpr std::array rules{Rule{scaling_under_axes, true},   Rule{scaled_twice, true},
                           Rule{ramp_not_rounded, false},    Rule{betas_keep_nothing, true},
                           Rule{exponents_over_part, false}, Rule{static_scaling, false},
                           Rule{base_too_small, false},      Rule{base_too_large, false}};

}  // namespace

void apply_doctor_rules(const ConfigContext& context, const JsonPlace& dictionary, RopeReading& reading) {
  for (const Rule& rule : rules) {
    if (const Remark remark = rule.remark({context, dictionary, reading})) {
      (rule.warns ? reading.warnings : reading.notes).push_back(*remark);
    }
  }
}

}  // namespace ropescope
