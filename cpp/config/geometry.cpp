#include "config/geometry.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "config/model_facts.hpp"
#include "config/place.hpp"
#include "core/result.hpp"
#include "core/text.hpp"
#include "io/json.hpp"

namespace ropescope {
namespace {

constexpr double max_theta = 1e15;  // as in make_plan
constexpr double chatglm_base = 10000;

// One meaning, several spellings: the first is Hugging Face's usual one.
constexpr std::array<std::string_view, 4> hidden_size_keys{"hidden_size", "n_embd", "d_model", "dim"};
constexpr std::array<std::string_view, 4> num_heads_keys{"num_attention_heads", "n_head", "n_heads", "num_heads"};
constexpr std::array<std::string_view, 3> head_dim_keys{"head_dim", "attention_head_dim", "kv_channels"};
constexpr std::array<std::string_view, 7> max_length_keys{
    "max_position_embeddings", "n_positions", "max_sequence_length", "max_seq_len", "seq_length", "n_ctx",
    "model_max_length"};
constexpr std::array<std::string_view, 5> theta_keys{"rope_theta", "rotary_emb_base", "rotary_base", "rope_base",
                                                     "global_rope_theta"};
constexpr std::array<std::string_view, 2> local_theta_keys{"rope_local_base_freq", "local_rope_theta"};
constexpr std::array<std::string_view, 4> share_keys{"partial_rotary_factor", "rotary_pct", "rope_pct",
                                                     "rotary_percent"};

void note_spelling(Geometry& geometry, const Place& place, std::string_view usual) {
  if (!place.is_given() || place.path.ends_with(usual)) return;
  geometry.notes.push_back(place.path + ": read as " + std::string(usual));
}

// head_dim where stated, else by the class's default, else hidden_size / num_attention_heads.
Result<int> read_head_dim(const Place& config, const ModelFacts& facts, Geometry& geometry) {
  const Place latent = config.at("qk_rope_head_dim");
  const Result<std::optional<int>> rotated_part = read_count(latent);
  if (!rotated_part) return rotated_part.error();
  if (latent.is_given()) {
    geometry.rotates_a_part = true;
    geometry.notes.push_back(latent.path + ": the rotated channels of a head are kept apart from the others; " +
                             "head_dim and rotary_dim mean this part");
    return rotated_part->value_or(0);
  }
  const Place stated = config.first(head_dim_keys);
  const Result<std::optional<int>> head_dim = read_count(stated);
  if (!head_dim) return head_dim.error();
  note_spelling(geometry, stated, "head_dim");
  if (stated.is_given()) return head_dim->value_or(0);

  if (facts.head_dim > 0) {
    geometry.notes.push_back(stated.path + ": absent, " + std::to_string(facts.head_dim) +
                             " is the default of model_type " + std::string(facts.model_type));
    return facts.head_dim;
  }
  const Place width_place = config.first(hidden_size_keys);
  const Place heads_place = config.first(num_heads_keys);
  const Result<std::optional<int>> width = read_count(width_place);
  if (!width) return width.error();
  const Result<std::optional<int>> heads = read_count(heads_place);
  if (!heads) return heads.error();
  if (!width_place.is_given()) return refuse(width_place, "given when head_dim is not");
  if (!heads_place.is_given()) return refuse(heads_place, "given when head_dim is not");
  const int hidden_size = width->value_or(0);
  const int num_heads = heads->value_or(1);
  if (hidden_size % num_heads != 0) {
    return config_error(width_place.path + " " + std::to_string(hidden_size) + " is not a multiple of " +
                        heads_place.path + " " + std::to_string(num_heads) + ", and head_dim is not given");
  }
  return hidden_size / num_heads;
}

// Dbrx and MPT keep the base in attn_config, InternLM-1 in rotary, ChatGLM as a multiple of 10000.
Result<std::optional<double>> read_base(const Place& config, Geometry& geometry) {
  for (const Place& place :
       {config.first(theta_keys), config.at("attn_config").at("rope_theta"), config.at("rotary").at("base")}) {
    Result<std::optional<double>> theta = read_theta(place);
    if (!theta || *theta) {
      note_spelling(geometry, place, "rope_theta");
      return theta;
    }
  }
  const Place ratio_place = config.at("rope_ratio");
  Result<std::optional<double>> ratio = read_number(ratio_place, 1e-3, 1e9);
  if (!ratio || !ratio_place.is_given()) return ratio;
  geometry.notes.push_back(ratio_place.path + ": read as rope_theta = 10000 * rope_ratio");
  return std::optional(chatglm_base * ratio->value_or(1));
}

// As a share of the channels or as a number of them.
Status read_rotated_share(const Place& config, const ModelFacts& facts, Geometry& geometry) {
  const Place share_place = config.first(share_keys);
  const Result<std::optional<double>> share = read_share(share_place);
  if (!share) return share.error();
  note_spelling(geometry, share_place, "partial_rotary_factor");
  const Result<std::optional<int>> channels = read_count(config.at("rotary_dim"));
  if (!channels) return channels.error();
  geometry.partial_rotary_factor = *share;
  geometry.partial_rotary_path = share_place.path;
  geometry.rotary_dim = *channels;
  if (!*share && !*channels && facts.partial_rotary_factor != 1 && !geometry.rotates_a_part) {
    geometry.partial_rotary_factor = facts.partial_rotary_factor;
    geometry.notes.push_back(share_place.path + ": absent, " + format_number(facts.partial_rotary_factor) +
                             " is the default of model_type " + std::string(facts.model_type));
  }
  return ok();
}

Status read_lengths(const Place& config, Geometry& geometry) {
  const Place max_place = config.first(max_length_keys);
  const Result<std::optional<int>> longest = read_count(max_place);
  if (!longest) return longest.error();
  note_spelling(geometry, max_place, "max_position_embeddings");
  const Result<std::optional<int>> original = read_count(config.at("original_max_position_embeddings"));
  if (!original) return original.error();
  geometry.max_position_embeddings = *longest;
  geometry.original_max_position_embeddings = *original;
  return ok();
}

Status read_local_theta(const Place& config, const ModelFacts& facts, Geometry& geometry) {
  const Place place = config.first(local_theta_keys);
  const Result<std::optional<double>> local = place.is_given() ? read_theta(place) : std::optional<double>{};
  if (!local) return local.error();
  geometry.local_rope_theta = *local;
  if (!*local && facts.local_rope_theta > 0) geometry.local_rope_theta = facts.local_rope_theta;
  return ok();
}

}  // namespace

Result<std::optional<double>> read_theta(const Place& place) {
  if (place.json == nullptr) return std::optional<double>{};
  const double* theta = place.json->number();
  if (theta == nullptr || !(*theta > 1 && *theta <= max_theta))
    return refuse(place, "a number above 1 and at most 1e15");
  return std::optional(*theta);
}

Result<std::optional<double>> read_share(const Place& place) {
  if (!place.is_given()) return std::optional<double>{};
  const double* share = place.json->number();
  if (share == nullptr || !(*share > 0 && *share <= 1)) return refuse(place, "a number above 0 and at most 1");
  return std::optional(*share);
}

Result<Geometry> read_geometry(const Place& config, const ModelFacts& facts) {
  Geometry geometry;
  const Result<int> head_dim = read_head_dim(config, facts, geometry);
  if (!head_dim) return head_dim.error();
  geometry.head_dim = *head_dim;
  const Result<std::optional<int>> global_head_dim = read_count(config.at("global_head_dim"));
  if (!global_head_dim) return global_head_dim.error();
  geometry.global_head_dim = global_head_dim->value_or(geometry.head_dim);

  Result<std::optional<double>> theta = read_base(config, geometry);
  if (!theta) return theta.error();
  geometry.rope_theta = *theta;
  if (const Status done = read_local_theta(config, facts, geometry); !done) return done.error();
  if (const Status done = read_rotated_share(config, facts, geometry); !done) return done.error();
  if (const Status done = read_lengths(config, geometry); !done) return done.error();
  return geometry;
}

}  // namespace ropescope
