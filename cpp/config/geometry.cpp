#include "config/geometry.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "config/model_facts.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"

namespace ropescope {
namespace {

constexpr NumberRange theta_range{1, 1e15};  // as in make_plan
constexpr double chatglm_base = 10000;

// One meaning, several spellings: the first is Hugging Face's usual one.
constexpr std::array<std::string_view, 4> hidden_size_keys{"hidden_size", "n_embd", "d_model", "dim"};
constexpr std::array<std::string_view, 4> num_heads_keys{"num_attention_heads", "n_head", "n_heads", "num_heads"};
constexpr std::array<std::string_view, 3> head_dim_keys{"head_dim", "attention_head_dim", "kv_channels"};
constexpr std::array<std::string_view, 9> max_length_keys{
    "max_position_embeddings", "n_positions",           "max_sequence_length", "max_seq_len", "seq_length", "n_ctx",
    "model_max_length",        "max_trained_positions", "context_window_size"};
constexpr std::array<std::string_view, 7> theta_keys{
    "rope_theta",          "rotary_emb_base",        "rotary_base", "rope_base", "global_rope_theta",
    "rope_embedding_base", "position_embedding_base"};
constexpr std::array<std::string_view, 3> local_theta_keys{"rope_local_base_freq", "local_rope_theta",
                                                           "swa_rope_theta"};
constexpr std::array<std::string_view, 5> share_keys{"partial_rotary_factor", "rotary_pct", "rope_pct",
                                                     "rotary_percent", "rotary_emb_fraction"};
constexpr std::array<std::string_view, 2> rotary_dim_keys{"rotary_dim", "attn_rotary_emb"};

void note_spelling(Geometry& geometry, const JsonPlace& place, std::string_view usual) {
  if (!place.is_given() || place.path.ends_with(usual)) return;
  geometry.notes.push_back({"read_as", place.path, {{"name", usual}}});
}

void note_default(Geometry& geometry, const JsonPlace& place, double value, const ModelFacts& facts) {
  geometry.notes.push_back({"default_of_type", place.path, {{"value", value}, {"model_type", facts.model_type}}});
}

// Published files write 0 for a size that they do not use.
Result<std::optional<int>> read_size(const JsonPlace& place) {
  const double* number = place.number();
  return number != nullptr && *number == 0 ? std::optional<int>{} : read_count(place);
}

// What a part of a config leaves to its class: transformers saves of a part only what differs from the class.
Result<int> read_size_or_default(const JsonPlace& config, const JsonPlace& place, int by_class, const ModelFacts& facts,
                                 Geometry& geometry) {
  const Result<std::optional<int>> stated = read_count(place);
  if (!stated) return stated.error();
  if (*stated) return **stated;
  if (config.path.empty() || by_class == 0) return config_error("needed_without_head_dim", place.path);
  note_default(geometry, place, by_class, facts);
  return by_class;
}

// Multi-head latent attention keeps the channels that rotate apart.
Result<bool> read_latent_part(const JsonPlace& config, const ModelFacts& facts, int head_dim, Geometry& geometry) {
  const Result<std::optional<bool>> used = read_flag(config.at("use_mla"));
  if (!used) return used.error();
  const JsonPlace place = config.at("qk_rope_head_dim");
  Result<std::optional<int>> rotated = read_size(place);
  if (!rotated) return rotated.error();
  if (place.json == nullptr && facts.rotated_part > 0) {
    rotated = std::optional(facts.rotated_part);
    note_default(geometry, place, facts.rotated_part, facts);
  }
  const Result<std::optional<int>> unrotated = read_integer(config.at("qk_nope_head_dim"), {0, 1 << 20});
  if (!unrotated) return unrotated.error();
  if (!*rotated || !used->value_or(true)) return false;
  geometry.rotates_a_part = true;
  geometry.head_dim = **rotated;
  geometry.whole_head_dim = *unrotated ? **rotated + **unrotated : head_dim;
  geometry.notes.push_back({"rotated_channels_apart", place.path});
  return true;
}

// head_dim where stated, else by the class's default, else hidden_size / num_attention_heads.
Result<int> read_head_dim(const JsonPlace& config, const ModelFacts& facts, Geometry& geometry) {
  const JsonPlace stated = config.first(head_dim_keys);
  const Result<std::optional<int>> head_dim = read_count(stated);
  if (!head_dim) return head_dim.error();
  if (const Result<bool> latent = read_latent_part(config, facts, head_dim->value_or(0), geometry);
      !latent || *latent) {
    return latent ? Result<int>(geometry.head_dim) : latent.error();
  }
  note_spelling(geometry, stated, "head_dim");
  if (*head_dim) return **head_dim;

  if (facts.head_dim > 0) {
    note_default(geometry, stated, facts.head_dim, facts);
    return facts.head_dim;
  }
  const JsonPlace width_place = config.first(hidden_size_keys);
  const JsonPlace heads_place = config.first(num_heads_keys);
  const Result<int> width = read_size_or_default(config, width_place, facts.sizes.hidden_size, facts, geometry);
  if (!width) return width.error();
  const Result<int> heads = read_size_or_default(config, heads_place, facts.sizes.heads, facts, geometry);
  if (!heads) return heads.error();
  const int hidden_size = *width;
  const int num_heads = *heads;
  if (hidden_size % num_heads != 0) {
    return config_error("no_multiple_of_heads", width_place.path,
                        {{"given", hidden_size}, {"heads_path", heads_place.path}, {"heads", num_heads}});
  }
  return hidden_size / num_heads;
}

// Dbrx and MPT keep the base in attn_config, InternLM-1 in rotary, ChatGLM as a multiple of 10000.
Result<std::optional<double>> read_base(const JsonPlace& config, Geometry& geometry) {
  for (const JsonPlace& place :
       {config.first(theta_keys), config.at("attn_config").at("rope_theta"), config.at("rotary").at("base")}) {
    if (place.array() != nullptr) return std::optional<double>{};  // by layer
    Result<std::optional<double>> theta = read_theta(place);
    if (!theta || *theta) {
      note_spelling(geometry, place, "rope_theta");
      return theta;
    }
  }
  const JsonPlace ratio_place = config.at("rope_ratio");
  Result<std::optional<double>> ratio = read_number(ratio_place, {1e-3, 1e9});
  if (!ratio || !ratio_place.is_given()) return ratio;
  geometry.notes.push_back({"ratio_of_theta", ratio_place.path});
  return std::optional(chatglm_base * ratio->value_or(1));
}

// As a share of the channels or as a number of them.
Status read_rotated_share(const JsonPlace& config, Geometry& geometry) {
  const JsonPlace share_place = config.first(share_keys);
  const Result<std::optional<double>> share = read_share(share_place);
  if (!share) return share.error();
  note_spelling(geometry, share_place, "partial_rotary_factor");
  const JsonPlace channels_place = config.first(rotary_dim_keys);
  const Result<std::optional<int>> channels = read_size(channels_place);
  if (!channels) return channels.error();
  note_spelling(geometry, channels_place, "rotary_dim");
  geometry.partial_rotary_factor = *share;
  geometry.partial_rotary_path = share_place.path;
  geometry.rotary_dim = *channels;
  return ok();
}

Status read_lengths(const JsonPlace& config, Geometry& geometry) {
  const JsonPlace max_place = config.first(max_length_keys);
  const Result<std::optional<int>> longest = read_count(max_place);
  if (!longest) return longest.error();
  note_spelling(geometry, max_place, "max_position_embeddings");
  const Result<std::optional<int>> original = read_count(config.at("original_max_position_embeddings"));
  if (!original) return original.error();
  geometry.max_position_embeddings = *longest;
  geometry.original_max_position_embeddings = *original;
  return ok();
}

Status read_local_theta(const JsonPlace& config, const ModelFacts& facts, Geometry& geometry) {
  const JsonPlace place = config.first(local_theta_keys);
  const double* number = place.number();
  const bool is_unused = !place.is_given() || (number != nullptr && *number == 0);
  const Result<std::optional<double>> local = is_unused ? std::optional<double>{} : read_theta(place);
  if (!local) return local.error();
  geometry.local_rope_theta = *local;
  if (!*local && facts.local_rope_theta > 0) geometry.local_rope_theta = facts.local_rope_theta;
  return ok();
}

}  // namespace

Result<std::optional<double>> read_theta(const JsonPlace& place) {
  if (place.json != nullptr && place.json->is_null()) return refuse(place, "must_be_number_above", theta_range);
  return read_number_above(place, theta_range);
}

Result<std::optional<double>> read_share(const JsonPlace& place) { return read_number_above(place, {0, 1}); }

Result<Geometry> read_geometry(const JsonPlace& config, const ModelFacts& facts) {
  Geometry geometry;
  const Result<int> head_dim = read_head_dim(config, facts, geometry);
  if (!head_dim) return head_dim.error();
  geometry.head_dim = *head_dim;
  const Result<std::optional<int>> global_head_dim = read_size(config.at("global_head_dim"));
  if (!global_head_dim) return global_head_dim.error();
  geometry.global_head_dim = global_head_dim->value_or(geometry.head_dim);
  const Result<std::optional<int>> local_head_dim = read_size(config.at("swa_head_dim"));
  if (!local_head_dim) return local_head_dim.error();
  geometry.local_head_dim = local_head_dim->value_or(geometry.head_dim);

  Result<std::optional<double>> theta = read_base(config, geometry);
  if (!theta) return theta.error();
  geometry.rope_theta = *theta;
  if (const Status done = read_local_theta(config, facts, geometry); !done) return done.error();
  if (const Status done = read_rotated_share(config, geometry); !done) return done.error();
  if (const Status done = read_lengths(config, geometry); !done) return done.error();
  return geometry;
}

}  // namespace ropescope
