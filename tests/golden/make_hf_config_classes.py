"""Every configuration class of Hugging Face transformers 5.12.1 with its defaults: what its rotary module makes of them.

Run by hand, not by CI, with transformers and torch: python3 tests/golden/make_hf_config_classes.py
A case: the class's saved configuration (keys that concern positions), its layer types as letters (`letters` says which),
inv_freq and attention factor of each buffer, by layer type or "all".
"""

import importlib
import inspect
import json
import os
import re
from pathlib import Path

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
import transformers  # noqa: E402
from transformers import PreTrainedConfig  # noqa: E402

KEYS = re.compile(
    r"^(model_type|hidden_size|d_model|n_embd|num_attention_heads|n_head|n_heads|num_heads|head_dim|global_head_dim"
    r"|kv_channels|attention_head_dim|max_position_embeddings|n_positions|original_max_position_embeddings"
    r"|sliding_window|attention_chunk_size|num_hidden_layers|use_sliding_window|max_window_layers|use_mem_rope"
    r"|position_embedding_type)$|rope|rotary|nope|qk_|theta"
)
LETTERS = {
    "full_attention": "F", "sliding_attention": "S", "chunked_attention": "C", "linear_attention": "l", "mamba": "m",
    "attention": "A", "conv": "c", "hybrid": "h", "moe": "e", "mlp": "p", "deepseek_sparse_attention": "d",
    "compressed_sparse_attention": "k", "heavily_compressed_attention": "K",
}  # fmt: skip
MODELS = os.path.join(os.path.dirname(transformers.__file__), "models")


def modules(folder, prefix):
    for name in sorted(os.listdir(os.path.join(MODELS, folder))):
        if name.startswith(prefix) and name.endswith(".py"):
            try:
                yield importlib.import_module(f"transformers.models.{folder}.{name[:-3]}")
            except ImportError:  # needs a library that is not here
                continue


def config_classes():
    for folder in sorted(os.listdir(MODELS)):
        if not os.path.isdir(os.path.join(MODELS, folder)):
            continue
        for module in modules(folder, "configuration_"):
            for value in list(vars(module).values()):
                is_config = isinstance(value, type) and issubclass(value, PreTrainedConfig)
                if is_config and value.__module__ == module.__name__ and value.model_type:
                    yield folder, value


def rotary_of(folder, config):
    for module in modules(folder, "modeling_"):
        for name, value in list(vars(module).items()):
            is_own = isinstance(value, type) and value.__module__ == module.__name__
            if not is_own or not name.endswith("RotaryEmbedding") or "ision" in name:
                continue
            if "config" not in inspect.signature(value.__init__).parameters:
                continue
            declared = re.search(r"config: (\w+)", inspect.getsource(value))
            if declared and declared.group(1) != type(config).__name__:
                continue
            try:
                return value(config)
            except Exception:  # a rotary module of another part
                continue
    return None


def picked(values):
    places = sorted({0, len(values) // 4, len(values) // 2, len(values) - 1})
    return {"count": len(values), "at": {str(i): float(f"{values[i]:.9g}") for i in places}}


def case_of(folder, kind):
    try:
        config = kind()
    except Exception:  # parts that have to be given
        return None
    rotary = rotary_of(folder, config)
    if rotary is None:
        return None
    saved = config.to_dict()
    kept = {k: v for k, v in saved.items() if KEYS.search(k) and not isinstance(v, dict)}
    kept.update({k: saved[k] for k in ("rope_parameters", "rope_scaling") if saved.get(k) is not None})
    types = saved.get("layer_types")
    inv_freq = {
        name[: -len("inv_freq")].rstrip("_") or "all": picked(buffer.double().tolist())
        for name, buffer in rotary.named_buffers()
        if name.endswith("inv_freq") and "original" not in name and buffer.dim() == 1
    }
    factors = {
        name[: -len("attention_scaling")].rstrip("_") or "all": float(value)
        for name, value in vars(rotary).items()
        if name.endswith("attention_scaling")
    }
    kept["model_type"] = kind.model_type
    case = {"class": kind.__name__, "config": kept, "inv_freq": inv_freq, "attention_factor": factors}
    if types:
        case["layer_types"] = "".join(LETTERS[each] for each in types)
    return case


def main():
    cases = {}
    for folder, kind in config_classes():
        case = case_of(folder, kind)
        if case and case["inv_freq"]:
            cases.setdefault(kind.model_type, case)
    result = {
        "source": f"transformers {transformers.__version__}, models/*/modeling_*.py, classes *RotaryEmbedding",
        "letters": {letter: name for name, letter in LETTERS.items()},
        "cases": [cases[model_type] for model_type in sorted(cases)],
    }
    lines = ",\n".join(json.dumps(case) for case in result.pop("cases"))
    head = json.dumps(result)[:-1]
    Path(__file__).with_suffix("").with_name("hf_config_classes.json").write_text(f'{head}, "cases": [\n{lines}\n]}}\n')


main()
