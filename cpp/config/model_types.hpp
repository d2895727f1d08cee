// What a config.json leaves to its model class, one class a row: the defaults and rules of transformers 5.12.1
// (models/*/configuration_*.py and modeling_*.py); of classes that live beside their weights on the hub, those of their
// published files and of mlx-lm d78bf58. tests/golden/hf_config_classes.json holds what transformers makes of each.
#pragma once

#include <array>
#include <string_view>

#include "config/model_facts.hpp"  // those of the classes that run here stand in decoder_facts.cpp

namespace ropescope {

// clang-format off
inline constexpr std::array known_models = std::to_array<ModelFacts>({
    {.model_type = "afmoe", .sizes = {2048, 16}, .head_dim = 128, .longest = 16384, .whole = true, .layers = {.full_every = 4, .window = 1024, .rotation = Rotation::windowed}},
    {.model_type = "apertus", .sizes = {4096, 32}, .longest = 65536, .rope_theta = 1.2e7, .whole = true, .scaled = true},
    {.model_type = "aria_text", .sizes = {4096, 32}, .longest = 2048, .whole = true},
    {.model_type = "baichuan", .whole = true},
    {.model_type = "bamba", .sizes = {4096, 32}, .longest = 262144, .share = 0.5},
    {.model_type = "bitnet", .sizes = {2560, 20}, .longest = 2048, .rope_theta = 500000, .whole = true},
    {.model_type = "blt_global_transformer", .sizes = {2048, 16}, .longest = 4096, .rope_theta = 500000, .whole = true, .interleaved = true},
    {.model_type = "blt_local_decoder", .sizes = {1024, 16}, .longest = 24576, .rope_theta = 500000, .whole = true, .interleaved = true},
    {.model_type = "blt_local_encoder", .sizes = {1024, 16}, .longest = 24576, .rope_theta = 500000, .whole = true, .interleaved = true},
    {.model_type = "blt_patcher", .sizes = {768, 12}, .longest = 8192, .whole = true, .interleaved = true},
    {.model_type = "chameleon", .sizes = {4096, 32}, .longest = 4096, .whole = true},
    {.model_type = "chatglm", .share = 0.5, .interleaved = true},
    {.model_type = "clvp_encoder", .sizes = {768, 12}, .whole = true},
    {.model_type = "codegen", .sizes = {4096, 16}, .longest = 2048, .interleaved = true},
    {.model_type = "cohere2_moe", .sizes = {8192, 64}, .head_dim = 128, .longest = 8192, .whole = true, .interleaved = true, .layers = {.full_every = 4, .window = 4096, .rotation = Rotation::windowed}},
    {.model_type = "csm", .sizes = {2048, 32}, .longest = 2048, .rope_theta = 500000, .whole = true},
    {.model_type = "csm_depth_decoder_model", .sizes = {1024, 8}, .longest = 33, .rope_theta = 500000, .whole = true},
    {.model_type = "cwm", .sizes = {6144, 48}, .head_dim = 128, .longest = 131072, .rope_theta = 1e6, .whole = true, .scaled = true, .layers = {.full_every = 4, .first_is_full = true, .window = 8192}},
    {.model_type = "dbrx", .sizes = {2048, 16}, .longest = 2048, .whole = true},
    {.model_type = "deepseek_ocr2_text", .sizes = {4096, 32}, .longest = 2048, .whole = true},
    {.model_type = "deepseek_v2", .sizes = {4096, 32}, .rotated_part = 64, .longest = 2048, .whole = true, .interleaved = true},
    {.model_type = "deepseek_v3", .sizes = {7168, 128}, .rotated_part = 64, .longest = 4096, .whole = true, .interleaved = true},
    {.model_type = "deepseek_v32", .sizes = {7168, 128}, .rotated_part = 64, .longest = 163840, .whole = true, .interleaved = true},
    {.model_type = "deepseek_v4", .sizes = {4096, 64}, .rotated_part = 64, .longest = 1048576, .compress_rope_theta = 160000, .share = 0.125, .interleaved = true, .layers = {.window = 128, .sinks = LayerSinks::all}},
    {.model_type = "dia_decoder", .sizes = {2048, 16}, .head_dim = 128, .longest = 3072, .whole = true},
    {.model_type = "dia_encoder", .sizes = {1024, 16}, .head_dim = 128, .longest = 1024, .whole = true},
    {.model_type = "diffllama", .sizes = {2048, 32}, .longest = 2048, .whole = true},
    {.model_type = "diffusion_gemma_text", .sizes = {2304, 8}, .head_dim = 256, .longest = 131072, .rope_theta = 1e6, .whole = true, .scaled = true, .layers = {.full_every = 6, .last_is_full = true, .window = 512}},
    {.model_type = "doge", .sizes = {1024, 8}, .longest = 2048, .whole = true},
    {.model_type = "dots1", .sizes = {4608, 32}, .longest = 2048, .whole = true},
    {.model_type = "emu3_text_model", .sizes = {4096, 32}, .longest = 9216, .rope_theta = 1e6, .whole = true},
    {.model_type = "ernie4_5", .sizes = {1024, 16}, .head_dim = 128, .longest = 131072, .rope_theta = 500000, .whole = true, .interleaved = true},
    {.model_type = "ernie4_5_moe", .sizes = {2560, 20}, .longest = 131072, .rope_theta = 500000, .whole = true, .interleaved = true},
    {.model_type = "ernie4_5_vl_moe_text", .sizes = {2560, 20}, .longest = 131072, .rope_theta = 500000, .whole = true, .interleaved = true, .axes = true},
    {.model_type = "esm", .sizes = {768, 12}, .longest = 1026, .whole = true},
    {.model_type = "eurobert", .sizes = {768, 12}, .longest = 8192, .whole = true},
    {.model_type = "evolla", .sizes = {4096, 32}, .longest = 8192, .rope_theta = 500000, .whole = true},
    {.model_type = "exaone_moe", .sizes = {4096, 32}, .longest = 2048, .whole = true, .layers = {.full_every = 4, .window = 4096, .rotation = Rotation::windowed_if_any}},
    {.model_type = "falcon_h1", .sizes = {4096, 32}, .longest = 8192, .whole = true},
    {.model_type = "flex_olmo", .sizes = {4096, 32}, .longest = 4096, .rope_theta = 500000, .whole = true},
    {.model_type = "gemma3n_text", .sizes = {2048, 8}, .head_dim = 256, .longest = 32768, .rope_theta = 1e6, .local_rope_theta = 10000, .whole = true, .plain_windows = true, .layers = {.full_every = 5, .window = 512}},
    {.model_type = "gemma4_text", .sizes = {2304, 8}, .head_dim = 256, .longest = 131072, .rope_theta = 1e6, .whole = true, .scaled = true, .layers = {.full_every = 6, .last_is_full = true, .window = 512}},
    {.model_type = "gemma4_unified_text", .sizes = {2304, 8}, .head_dim = 256, .longest = 262144, .rope_theta = 1e6, .whole = true, .scaled = true, .layers = {.full_every = 6, .last_is_full = true, .window = 1024}},
    {.model_type = "glm", .sizes = {4096, 32}, .head_dim = 128, .longest = 131072, .share = 0.5, .interleaved = true},
    {.model_type = "glm4_moe", .sizes = {4096, 96}, .longest = 131072, .share = 0.5},
    {.model_type = "glm4_moe_lite", .sizes = {2048, 20}, .rotated_part = 64, .longest = 202752, .interleaved = true},
    {.model_type = "glm4v_moe_text", .sizes = {4096, 96}, .longest = 65536, .share = 0.5, .axes = true},
    {.model_type = "glm4v_text", .sizes = {4096, 32}, .longest = 32768, .interleaved = true, .axes = true},
    {.model_type = "glm_image_text", .sizes = {4096, 32}, .longest = 131072},
    {.model_type = "glm_moe_dsa", .sizes = {6144, 64}, .rotated_part = 64, .longest = 202752, .whole = true, .interleaved = true},
    {.model_type = "glm_ocr_text", .sizes = {1024, 16}, .longest = 131072, .interleaved = true},
    {.model_type = "glmasr_encoder", .sizes = {1280, 20}, .longest = 1500, .share = 0.5},
    {.model_type = "gpt_neox_japanese", .sizes = {2560, 32}, .longest = 2048},
    {.model_type = "gpt_oss", .sizes = {2880, 64}, .head_dim = 64, .longest = 131072, .rope_theta = 150000, .whole = true, .scaled = true, .layers = {.full_every = 2, .window = 128, .sinks = LayerSinks::all}},
    {.model_type = "granite_swa", .whole = true, .layers = {.full_every = 4, .first_is_full = true, .window = 128, .sinks = LayerSinks::all}},
    {.model_type = "granitemoe", .sizes = {4096, 32}, .longest = 2048, .whole = true},
    {.model_type = "granitemoehybrid", .sizes = {4096, 32}, .longest = 2048, .whole = true},
    {.model_type = "granitemoeshared", .sizes = {4096, 32}, .longest = 2048, .whole = true},
    {.model_type = "helium", .sizes = {2560, 20}, .head_dim = 128, .longest = 4096, .rope_theta = 100000, .whole = true, .interleaved = true},
    {.model_type = "hrm_text", .sizes = {1536, 12}, .head_dim = 128, .longest = 2048, .whole = true},
    {.model_type = "hunyuan_v1_dense", .sizes = {4096, 32}, .longest = 2048, .whole = true},
    {.model_type = "hunyuan_v1_moe", .sizes = {4096, 32}, .longest = 2048, .whole = true},
    {.model_type = "hy_v3", .sizes = {4096, 64}, .head_dim = 128, .longest = 131072, .rope_theta = 11158840, .whole = true},
    {.model_type = "hyperclovax", .sizes = {4096, 32}, .longest = 2048, .whole = true},
    {.model_type = "idefics", .sizes = {4096, 32}, .whole = true},
    {.model_type = "internlm", .whole = true},
    {.model_type = "internlm2", .whole = true},
    {.model_type = "internlm3", .whole = true},
    {.model_type = "jais2", .sizes = {3328, 26}, .longest = 8192, .whole = true},
    {.model_type = "jetmoe", .sizes = {2048, 32}, .head_dim = 128, .longest = 4096, .whole = true},
    {.model_type = "jina_embeddings_v3", .sizes = {1024, 16}, .longest = 8194, .rope_theta = 20000, .whole = true},
    {.model_type = "kimi_k2", .rotated_part = 64, .whole = true, .interleaved = true},
    {.model_type = "kimi_linear", .interleaved = true, .layers = {.full_every = 0, .others = LayerAttention::other}},
    {.model_type = "kyutai_speech_to_text", .sizes = {2048, 32}, .longest = 750, .whole = true},
    {.model_type = "laguna", .sizes = {2048, 48}, .head_dim = 128, .longest = 131072, .rope_theta = 500000, .scaled = true, .layers = {.window = 512}},
    {.model_type = "lasr_encoder", .sizes = {512, 8}, .longest = 10000, .whole = true},
    {.model_type = "lfm2", .sizes = {2560, 32}, .longest = 128000, .rope_theta = 1e6, .whole = true},
    {.model_type = "lfm2_moe", .sizes = {2048, 32}, .longest = 128000, .rope_theta = 1e6, .whole = true},
    {.model_type = "llama4_text", .sizes = {5120, 40}, .head_dim = 128, .longest = 131072, .rope_theta = 500000, .whole = true, .interleaved = true, .layers = {.full_every = 0, .others = LayerAttention::chunked, .chunk = 8192, .rotation = Rotation::listed, .unrotated_every = 4}},
    {.model_type = "longcat_flash", .sizes = {6144, 64}, .rotated_part = 64, .longest = 131072, .rope_theta = 1e7, .whole = true, .interleaved = true},
    {.model_type = "mellum", .sizes = {2304, 32}, .head_dim = 128, .longest = 131072, .rope_theta = 500000, .scaled = true, .layers = {.window = 1024}},
    {.model_type = "mimi", .sizes = {512, 8}, .longest = 8000, .whole = true},
    {.model_type = "mimo_v2", .head_dim = 192, .rope_theta = 1e7, .local_rope_theta = 10000, .share = 0.334, .layers = {.window = 128, .sinks = LayerSinks::windowed}},
    {.model_type = "mimo_v2_flash", .sizes = {4096, 64}, .head_dim = 192, .longest = 262144, .rope_theta = 5e6, .local_rope_theta = 10000, .share = 0.334, .layers = {.window = 128, .sinks = LayerSinks::windowed}},
    {.model_type = "minicpm", .whole = true},
    {.model_type = "minicpm3", .whole = true},
    {.model_type = "minimax", .sizes = {4096, 32}, .longest = 131072, .rope_theta = 1e6, .layers = {.full_every = 2, .first_is_full = true, .others = LayerAttention::other}},
    {.model_type = "minimax_m2", .sizes = {3072, 48}, .head_dim = 128, .longest = 196608, .rope_theta = 5e6, .layers = {.full_every = 0, .others = LayerAttention::sliding}},
    {.model_type = "minimax_m3_vl_text", .sizes = {6144, 64}, .head_dim = 128, .longest = 524288, .rope_theta = 5e6},
    {.model_type = "ministral3", .sizes = {4096, 32}, .head_dim = 128, .longest = 262144, .rope_theta = 1e6, .whole = true, .scaled = true},
    {.model_type = "mistral4", .sizes = {4096, 32}, .rotated_part = 64, .longest = 1048576, .share = 0.5, .interleaved = true, .scaled = true},
    {.model_type = "mixtral", .sizes = {4096, 32}, .longest = 131072, .rope_theta = 1e6, .whole = true, .layers = {.full_every = 0, .others = LayerAttention::sliding}},
    {.model_type = "mllama_text_model", .sizes = {4096, 32}, .longest = 131072, .rope_theta = 500000, .whole = true},
    {.model_type = "modernbert", .sizes = {768, 12}, .longest = 8192, .rope_theta = 160000, .local_rope_theta = 10000, .plain_windows = true, .layers = {.full_every = 3, .first_is_full = true, .window = 128}},
    {.model_type = "modernbert-decoder", .sizes = {768, 12}, .longest = 8192, .rope_theta = 160000, .local_rope_theta = 10000, .whole = true, .plain_windows = true, .layers = {.full_every = 3, .first_is_full = true, .window = 128}},
    {.model_type = "moonshine", .sizes = {288, 8}, .longest = 512, .share = 0.9, .interleaved = true},
    {.model_type = "moonshine_streaming", .sizes = {320, 8}, .longest = 4096, .share = 0.8, .interleaved = true},
    {.model_type = "moonshine_streaming_encoder", .sizes = {320, 8}, .longest = 4096},
    {.model_type = "moshi", .sizes = {4096, 32}, .longest = 3000, .whole = true},
    {.model_type = "muse_glimmer_text", .longest = 131072, .rope_theta = 500000, .layers = {.full_every = 4, .window = 2048}},
    {.model_type = "nomic_bert", .sizes = {768, 12}, .longest = 2048, .rope_theta = 1000, .whole = true},
    {.model_type = "olmo", .sizes = {4096, 32}, .longest = 2048, .whole = true},
    {.model_type = "olmo_hybrid", .sizes = {3840, 30}, .longest = 65536, .whole = true, .layers = {.full_every = 4, .others = LayerAttention::other}},
    {.model_type = "olmoe", .sizes = {2048, 16}, .longest = 4096, .whole = true},
    {.model_type = "openai_privacy_filter", .sizes = {640, 14}, .head_dim = 64, .longest = 131072, .rope_theta = 150000, .whole = true, .interleaved = true, .scaled = true, .layers = {.full_every = 0, .others = LayerAttention::sliding, .window = 128, .sinks = LayerSinks::all}},
    {.model_type = "paddleocr_vl_text", .sizes = {1024, 16}, .head_dim = 128, .longest = 131072, .rope_theta = 500000, .whole = true, .axes = true},
    {.model_type = "persimmon", .sizes = {4096, 64}, .longest = 16384, .share = 0.5},
    {.model_type = "phi3small", .sizes = {4096, 32}, .longest = 8192, .rope_theta = 1e6},
    {.model_type = "phi4_multimodal", .sizes = {3072, 32}, .longest = 131072},
    {.model_type = "phimoe", .sizes = {4096, 32}, .longest = 131072, .rope_theta = 1e6, .whole = true, .layers = {.full_every = 0, .others = LayerAttention::sliding}},
    {.model_type = "qwen"},
    {.model_type = "qwen2_5_omni_talker", .sizes = {3584, 28}, .head_dim = 128, .longest = 32768, .rope_theta = 1e6, .whole = true, .axes = true},
    {.model_type = "qwen2_5_omni_text", .sizes = {3584, 28}, .longest = 32768, .rope_theta = 1e6, .whole = true, .axes = true, .layers = {.window = 4096, .by_switch = true}},
    {.model_type = "qwen2_5_vl", .rope_theta = 1e6, .whole = true, .axes = true},
    {.model_type = "qwen2_5_vl_text", .sizes = {8192, 64}, .longest = 32768, .rope_theta = 1e6, .whole = true, .axes = true, .layers = {.window = 4096, .by_switch = true}},
    {.model_type = "qwen2_moe", .sizes = {2048, 16}, .longest = 32768, .whole = true, .layers = {.window = 4096, .by_switch = true}},
    {.model_type = "qwen2_vl", .rope_theta = 1e6, .whole = true, .axes = true},
    {.model_type = "qwen2_vl_text", .sizes = {8192, 64}, .longest = 32768, .rope_theta = 1e6, .whole = true, .axes = true, .layers = {.window = 4096, .by_switch = true}},
    {.model_type = "qwen3_5_moe_text", .sizes = {2048, 16}, .head_dim = 256, .longest = 32768, .share = 0.25, .axes = true, .layers = {.full_every = 4, .others = LayerAttention::other}},
    {.model_type = "qwen3_5_text", .sizes = {4096, 16}, .head_dim = 256, .longest = 32768, .share = 0.25, .axes = true, .layers = {.full_every = 4, .others = LayerAttention::other}},
    {.model_type = "qwen3_moe", .sizes = {2048, 32}, .longest = 32768, .whole = true, .layers = {.window = 4096, .by_switch = true}},
    {.model_type = "qwen3_next", .sizes = {2048, 16}, .head_dim = 256, .longest = 32768, .share = 0.25, .layers = {.full_every = 4, .others = LayerAttention::other}},
    {.model_type = "qwen3_omni_moe_talker_code_predictor", .sizes = {1024, 16}, .head_dim = 128, .longest = 32768, .whole = true},
    {.model_type = "qwen3_omni_moe_talker_text", .sizes = {1024, 16}, .longest = 32768, .whole = true, .axes = true},
    {.model_type = "qwen3_omni_moe_text", .sizes = {2048, 28}, .longest = 32768, .rope_theta = 1e6, .whole = true, .axes = true},
    {.model_type = "qwen3_vl_moe_text", .sizes = {2048, 16}, .longest = 128000, .rope_theta = 500000, .whole = true, .axes = true},
    {.model_type = "qwen3_vl_text", .sizes = {4096, 32}, .head_dim = 128, .longest = 128000, .rope_theta = 500000, .whole = true, .axes = true},
    {.model_type = "recurrent_gemma", .sizes = {2560, 10}, .share = 0.5, .layers = {.full_every = 0, .others = LayerAttention::sliding, .window = 2048}},
    {.model_type = "RefinedWeb", .whole = true},
    {.model_type = "RefinedWebModel", .whole = true},
    {.model_type = "roformer", .sizes = {768, 12}, .longest = 1536, .whole = true, .interleaved = true},
    {.model_type = "solar_open", .sizes = {4096, 64}, .head_dim = 128, .longest = 131072, .rope_theta = 1e6},
    {.model_type = "stablelm_epoch", .share = 0.25},
    {.model_type = "step3p5", .layers = {.window = 512}},
    {.model_type = "t5_gemma_module", .sizes = {2304, 8}, .head_dim = 256, .longest = 8192, .whole = true, .layers = {.full_every = 2, .window = 4096}},
    {.model_type = "t5gemma2_decoder", .sizes = {2304, 8}, .head_dim = 256, .longest = 131072, .rope_theta = 1e6, .local_rope_theta = 10000, .whole = true, .plain_windows = true, .layers = {.full_every = 6, .window = 4096}},
    {.model_type = "t5gemma2_text", .sizes = {2304, 8}, .head_dim = 256, .longest = 131072, .rope_theta = 1e6, .local_rope_theta = 10000, .whole = true, .plain_windows = true, .layers = {.full_every = 6, .window = 4096}},
    {.model_type = "vaultgemma", .sizes = {2304, 8}, .head_dim = 256, .longest = 8192, .whole = true, .layers = {.full_every = 2, .window = 4096}},
    {.model_type = "voxtral_realtime_encoder", .sizes = {1280, 32}, .head_dim = 64, .longest = 1500, .whole = true},
    {.model_type = "voxtral_realtime_text", .sizes = {4096, 32}, .longest = 131072, .whole = true, .layers = {.full_every = 0, .others = LayerAttention::sliding, .window = 4096}},
    {.model_type = "wav2vec2-bert", .sizes = {1024, 16}, .whole = true},
    {.model_type = "wav2vec2-conformer", .sizes = {768, 12}, .whole = true},
    {.model_type = "Yi", .whole = true},
    {.model_type = "youtu", .sizes = {2048, 16}, .rotated_part = 64, .longest = 131072, .whole = true, .interleaved = true},
    {.model_type = "zamba2", .sizes = {2560, 32}, .longest = 4096, .whole = true},
});

// Classes of several parts, and that of the language model in them where the part does not name its own.
struct ModelOfParts {
  std::string_view model_type;
  std::string_view text_model_type;
};
inline constexpr std::array models_of_parts = std::to_array<ModelOfParts>({
    {"aria", "aria_text"},
    {"audioflamingo3", "qwen2"},
    {"aya_vision", "cohere2"},
    {"clvp", "clvp_encoder"},
    {"cohere2_vision", "cohere2"},
    {"colpali", "gemma"},
    {"cosmos3_omni", "qwen3_vl_text"},
    {"deepseek_ocr2", "deepseek_ocr2_text"},
    {"deepseek_vl", "llama"},
    {"deepseek_vl_hybrid", "llama"},
    {"diffusion_gemma", "diffusion_gemma_text"},
    {"emu3", "emu3_text_model"},
    {"ernie4_5_vl_moe", "ernie4_5_vl_moe_text"},
    {"exaone4_5", "exaone4"},
    {"fast_vlm", "qwen2"},
    {"fuyu", "persimmon"},
    {"gemma3", "gemma3_text"},
    {"gemma3n", "gemma3n_text"},
    {"gemma4", "gemma4_text"},
    {"gemma4_unified", "gemma4_unified_text"},
    {"glm46v", "glm4v_text"},
    {"glm4v", "glm4v_text"},
    {"glm4v_moe", "glm4v_moe_text"},
    {"glm_image", "glm_image_text"},
    {"glm_ocr", "glm_ocr_text"},
    {"glmasr", "llama"},
    {"glmga", "glm4v_text"},
    {"got_ocr2", "qwen2"},
    {"granite4_vision", "llama"},
    {"granite_speech", "granite"},
    {"granite_speech_plus", "granite"},
    {"idefics2", "mistral"},
    {"idefics3", "llama"},
    {"internvl", "qwen2"},
    {"janus", "llama"},
    {"lfm2_vl", "lfm2"},
    {"lighton_ocr", "qwen3"},
    {"llama4", "llama4_text"},
    {"llava", "llama"},
    {"llava_next", "llama"},
    {"llava_next_video", "llama"},
    {"llava_onevision", "qwen2"},
    {"minicpmv4_6", "qwen3_5_text"},
    {"minimax_m3_vl", "minimax_m3_vl_text"},
    {"mistral3", "mistral"},
    {"mllama", "mllama_text_model"},
    {"modernvbert", "modernbert"},
    {"musicflamingo", "qwen2"},
    {"ovis2", "qwen2"},
    {"paddleocr_vl", "paddleocr_vl_text"},
    {"paligemma", "gemma"},
    {"pe_audio", "modernbert"},
    {"perception_lm", "llama"},
    {"pp_chart2table", "qwen2"},
    {"qianfan_ocr", "qwen3"},
    {"qwen2_5_omni_thinker", "qwen2_5_omni_text"},
    {"qwen2_5_vl", "qwen2_5_vl_text"},
    {"qwen2_audio", "qwen2"},
    {"qwen2_vl", "qwen2_vl_text"},
    {"qwen3_5", "qwen3_5_text"},
    {"qwen3_5_moe", "qwen3_5_moe_text"},
    {"qwen3_omni_moe_thinker", "qwen3_omni_moe_text"},
    {"qwen3_vl", "qwen3_vl_text"},
    {"qwen3_vl_moe", "qwen3_vl_moe_text"},
    {"shieldgemma2", "gemma3_text"},
    {"smolvlm", "llama"},
    {"t5gemma2_encoder", "t5gemma2_text"},
    {"vibevoice_asr", "qwen2"},
    {"video_llama_3", "qwen2"},
    {"video_llava", "llama"},
    {"vipllava", "llama"},
    {"voxtral", "llama"},
    {"voxtral_realtime", "voxtral_realtime_text"},
});

// Classes without rotary positions by what they have instead: names between spaces.

// Classes whose modeling file rotates nothing.
inline constexpr std::string_view unrotated_models =
    " "
    "aimv2_text_model aimv2_vision_model albert align_text_model align_vision_model altclip_text_model "
    "altclip_vision_model audio-spectrogram-transformer audioflamingo3_encoder autoformer beit bert-generation "
    "big_bird bigbird_pegasus bit blenderbot blenderbot-small blip_2_qformer blip_2_vision_model blip_text_model "
    "blip_vision_model bridgetower_text_model bridgetower_vision_model bros camembert canine chameleon_vqgan "
    "chinese_clip_text_model chinese_clip_vision_model chmv2 clap_audio_model clap_text_model clip_text_model "
    "clip_vision_model clipseg_text_model clipseg_vision_model clvp_decoder coarse_acoustics conditional_detr "
    "convbert convnext convnextv2 cpmant ctrl cvt d_fine dab-detr dac data2vec-audio data2vec-text data2vec-vision "
    "decision_transformer deepseek_ocr2_sam_vision_model deformable_detr deimv2 deit depth_anything depth_pro detr "
    "dinat dinov2 dinov2_with_registers dinov3_convnext dpr dpt edgetam edgetam_vision_model efficientnet emu3_vqgan "
    "encodec eomt ernie fastspeech2_conformer fastspeech2_conformer_hifigan fastspeech2_conformer_with_hifigan "
    "fine_acoustics flaubert flava_image_model flava_multimodal_model flava_text_model florence_vision fnet focalnet "
    "fsmt funnel gemma3n_vision gemma4_assistant gemma4_unified_assistant git git_vision_model glpn "
    "granite_speech_encoder granite_speech_plus_encoder groupvit_text_model groupvit_vision_model hgnet_v2 hiera "
    "higgs_audio_v2_tokenizer hubert ibert idefics2_perceiver idefics2_vision idefics3_vision idefics_vision ijepa "
    "imagegpt informer instructblip_qformer instructblip_vision_model instructblipvideo_qformer "
    "instructblipvideo_vision_model internvl_vision janus_vision_model janus_vqgan kosmos_2_5_text_model "
    "kosmos_2_5_vision_model kosmos_2_text_model kosmos_2_vision_model layoutlm layoutlmv2 layoutlmv3 layoutxlm led "
    "levit lilt longformer luke lw_detr lw_detr_vit lxmert m2m_100 marian markuplm mask2former maskformer "
    "maskformer-swin mbart megatron-bert metaclip_2_text_model metaclip_2_vision_model mgp-str minicpmv4_6_vision "
    "mllama_vision_model mobilebert mobilenet_v1 mobilenet_v2 mobilevit mobilevitv2 mra musicgen_decoder "
    "musicgen_melody_decoder mvp nemotron_h nllb-moe nystromformer oneformer owlv2_text_model owlv2_vision_model "
    "owlvit_text_model owlvit_vision_model parakeet_encoder patchtsmixer patchtst pegasus pegasus_x perceiver "
    "phi4_multimodal_vision pix2struct_text_model pix2struct_vision_model pixio plbart poolformer pop2piano "
    "pp_doclayout_v2 pp_doclayout_v3 pp_lcnet pp_lcnet_v3 pp_lcnet_v4 pp_ocrv5_mobile_det pp_ocrv5_mobile_rec "
    "pp_ocrv5_server_det pp_ocrv5_server_rec pp_ocrv6_medium_det pp_ocrv6_small_det pp_ocrv6_small_rec "
    "pp_ocrv6_tiny_rec prompt_depth_anything prophetnet pvt pvt_v2 qianfan_ocr_vision qwen2_audio_encoder reformer "
    "regnet rembert resnet rf_detr rf_detr_dinov2 roberta-prelayernorm roc_bert rt_detr rt_detr_resnet rt_detr_v2 "
    "sam sam2 sam2_hiera_det_model sam2_vision_model sam3_detr_decoder sam3_detr_encoder sam3_geometry_encoder "
    "sam3_lite_text_detr_decoder sam3_lite_text_detr_encoder sam3_lite_text_geometry_encoder "
    "sam3_lite_text_mask_decoder sam3_lite_text_text_model sam3_mask_decoder sam3_tracker sam3_video sam_hq "
    "sam_hq_vision_model sam_vision_model sapiens2_head seamless_m4t_v2 segformer seggpt semantic sew sew-d "
    "siglip2_text_model siglip2_vision_model siglip_text_model siglip_vision_model slanet slanext smolvlm_vision "
    "speech_to_text speecht5 speecht5_hifigan splinter squeezebert superglue superpoint swiftformer swin swin2sr "
    "swinv2 switch_transformers table-transformer tapas textnet time_series_transformer timesfm timesformer "
    "timm_backbone timm_wrapper trocr tvp udop unispeech unispeech-sat univnet upernet uvdoc uvdoc_backbone "
    "vibevoice_acoustic_tokenizer vibevoice_acoustic_tokenizer_decoder vibevoice_acoustic_tokenizer_encoder videomae "
    "videomt vilt visual_bert vit_mae vit_msn vitdet vitmatte vitpose vitpose_backbone vits vivit voxtral_encoder "
    "wav2vec2 wavlm xclip_text_model xclip_vision_model xcodec xlm xlm-roberta xlm-roberta-xl xmod yolos yoso zamba "
    "zoedepth ";

// Classes that rotate by the place of a patch in an image, on two axes with a grid of frequencies.
inline constexpr std::string_view image_models =
    " "
    "deepseek_ocr2_encoder deepseek_ocr2_vision dinov3_vit edgetam_video efficientloftr eomt_dinov3 "
    "ernie4_5_vl_moe_vision exaone4_5_vision gemma4_unified_vision gemma4_vision glm4v_moe_vision glm4v_vision "
    "glm_image_vision glm_ocr_vision lightglue llama4_vision_model minimax_m3_vl_vision mlcd_vision_model "
    "paddleocr_vl_vision pixtral qwen2_5_omni_vision_encoder qwen2_5_vl_vision qwen2_vl_vision qwen3_5_moe_vision "
    "qwen3_5_vision qwen3_omni_moe_vision_encoder qwen3_vl_moe_vision qwen3_vl_vision sam2_video sam3_tracker_video "
    "sam3_vision_model sam3_vit_model sapiens2 video_llama_3_vision vjepa2 ";

// Recurrent models and state spaces; Jamba beside its attention, which knows no positions.
inline constexpr std::string_view recurrent_models =
    " falcon_mamba gla hgrn jamba mamba mamba2 retnet rwkv rwkv5 rwkv6 rwkv7 xlstm ";

// Learned absolute positions.
inline constexpr std::string_view learned_position_models =
    " bart bert biogpt distilbert electra gpt2 gpt_bigcode gpt_neo openai-gpt opt roberta vit whisper xglm ";

// A learned bias by distance.
inline constexpr std::string_view learned_bias_models = " deberta deberta-v2 longt5 mpnet mt5 t5 umt5 xlnet ";
// clang-format on

}  // namespace ropescope
