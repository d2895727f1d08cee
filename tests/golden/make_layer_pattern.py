"""Layers of models whose local and global layers differ: writes layer_pattern.json beside itself.

Run by hand, not by CI:  python3 tests/golden/make_layer_pattern.py   (transformers 5.12.1, torch)

What transformers' own classes make of their default patterns, by layer: how many keys the last query sees in the mask
that the class builds, and the frequencies that its rotary embedding hands to the layer; none where the class passes
rotation by (Cohere 2: models/cohere2/modeling_cohere2.py, Cohere2Attention.forward, rotates where sliding_window is
set).
"""

import json
from pathlib import Path

import torch
from transformers import AutoConfig
from transformers.masking_utils import create_causal_mask, create_sliding_window_causal_mask
from transformers.models.cohere2.modeling_cohere2 import Cohere2Attention, Cohere2RotaryEmbedding
from transformers.models.gemma3.modeling_gemma3 import Gemma3RotaryEmbedding
from transformers.models.gemma4.modeling_gemma4 import Gemma4TextRotaryEmbedding

TOKENS, DIM, WINDOW = 24, 16, 7
SIZES = {"hidden_size": 32, "intermediate_size": 32, "num_attention_heads": 2, "num_key_value_heads": 2, "head_dim": DIM,
         "vocab_size": 16, "sliding_window": WINDOW, "attn_implementation": "eager"}


def keys_seen(config, kind):
    make = create_sliding_window_causal_mask if kind == "sliding_attention" else create_causal_mask
    mask = make(config=config, inputs_embeds=torch.zeros(1, TOKENS, config.hidden_size), attention_mask=None,
                past_key_values=None, position_ids=torch.arange(TOKENS)[None])
    return int((mask[0, 0, -1] >= 0).sum())


def layers(config, inv_freq_of):
    return [{"keys_seen": keys_seen(config, kind), "inv_freq": inv_freq_of(layer, kind)}
            for layer, kind in enumerate(config.layer_types)]


def cohere2():
    config = AutoConfig.for_model("cohere2", num_hidden_layers=8, **SIZES)
    plain = Cohere2RotaryEmbedding(config).inv_freq.tolist()
    rotates = lambda layer: Cohere2Attention(config, layer).sliding_window is not None
    return {"params": {"period": 4, "window": WINDOW, "global": "nope"}, "rope_theta": config.rope_parameters["rope_theta"],
            "layers": layers(config, lambda layer, kind: plain if rotates(layer) else [])}


def gemma(model_type, rotary, params, **more):
    config = AutoConfig.for_model(model_type, num_hidden_layers=12, **SIZES, **more)
    embedding = rotary(config)
    local, wide = (config.rope_parameters[kind]["rope_theta"] for kind in ("sliding_attention", "full_attention"))
    return {"params": {"period": 6, "window": WINDOW, "local_theta": local, "global_theta": wide, **params},
            "rope_theta": 500.0,
            "layers": layers(config, lambda layer, kind: getattr(embedding, f"{kind}_inv_freq").tolist())}


def main():
    cases = [
        {"model": "Cohere2Config", **cohere2()},
        {"model": "Gemma3TextConfig", **gemma("gemma3_text", Gemma3RotaryEmbedding, {"global": "rope"})},
        {"model": "Gemma4TextConfig", **gemma("gemma4_text", Gemma4TextRotaryEmbedding,
                                              {"global": "proportional", "partial_rotary_factor": 0.25},
                                              global_head_dim=DIM)},
    ]
    golden = {"source": "transformers 5.12.1, its default layer types", "head_dim": DIM, "tokens": TOKENS, "cases": cases}
    Path(__file__).with_name("layer_pattern.json").write_text(json.dumps(golden) + "\n")


main()
