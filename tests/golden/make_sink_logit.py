"""Attention of a tiny gpt-oss in double, as transformers computes it: writes sink_logit.json beside itself.

Run by hand, not by CI:  python3 tests/golden/make_sink_logit.py MODEL_FOLDER   (Python alone; the folder holds
config.json, model.safetensors and expected.json, the logits of transformers 5.12.1)

Independent of cpp/: follows huggingface/transformers, models/gpt_oss/modeling_gpt_oss.py, eager_attention_forward (the
sink is concatenated to the scores, takes part in the softmax and is dropped), GptOssExperts, GptOssTopKRouter, and
modeling_rope_utils.py, _compute_yarn_parameters with truncate false. The whole forward pass runs, and its logits must be
those of transformers, before the queries, keys and values of both layers are written with what attention makes of them.
"""

import json
import math
import struct
import sys
from pathlib import Path

FOLDER = Path(sys.argv[1])
CONFIG = json.loads((FOLDER / "config.json").read_text())
EXPECTED = json.loads((FOLDER / "expected.json").read_text())
HEADS, KV_HEADS, DIM = CONFIG["num_attention_heads"], CONFIG["num_key_value_heads"], CONFIG["head_dim"]
TOKENS = 24  # written; more than the window of 16


def read_tensors():
    data = (FOLDER / "model.safetensors").read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + size]).items():
        if name == "__metadata__":
            continue
        begin, end = (8 + size + offset for offset in entry["data_offsets"])
        tensors[name] = (entry["shape"], struct.unpack(f"<{(end - begin) // 4}f", data[begin:end]))
    return tensors


TENSORS = read_tensors()


def vector(name):
    return list(TENSORS[name][1])


def matrix(name, at=None):
    """Rows of a matrix, or of matrix `at` of a stack."""
    shape, values = TENSORS[name]
    rows, columns = shape[-2:]
    start = 0 if at is None else at * rows * columns
    return [values[start + r * columns : start + (r + 1) * columns] for r in range(rows)]


def linear(x, name):
    bias = vector(name + ".bias") if name + ".bias" in TENSORS else [0.0] * TENSORS[name + ".weight"][0][0]
    return [sum(w * v for w, v in zip(row, x)) + b for row, b in zip(matrix(name + ".weight"), bias)]


def rms_norm(x, name):
    mean = sum(v * v for v in x) / len(x)
    return [v * w / math.sqrt(mean + CONFIG["rms_norm_eps"]) for v, w in zip(x, vector(name))]


def yarn():
    """inv_freq and attention_factor."""
    rope = CONFIG["rope_parameters"]
    base, factor, length = rope["rope_theta"], rope["factor"], rope["original_max_position_embeddings"]
    place = lambda turns: DIM * math.log(length / (turns * 2 * math.pi)) / (2 * math.log(base))
    low, high = max(place(rope["beta_fast"]), 0), min(place(rope["beta_slow"]), DIM - 1)
    frequencies = []
    for i in range(DIM // 2):
        plain = base ** (-2 * i / DIM)
        ramp = min(max((i - low) / (high - low), 0), 1)
        frequencies.append(plain / factor * ramp + plain * (1 - ramp))
    return frequencies, 0.1 * math.log(factor) + 1


INV_FREQ, ATTENTION_FACTOR = yarn()


def rotate(x, position):
    half = DIM // 2
    turned = list(x)
    for i, frequency in enumerate(INV_FREQ):
        c, s = (ATTENTION_FACTOR * f(position * frequency) for f in (math.cos, math.sin))
        turned[i], turned[i + half] = x[i] * c - x[i + half] * s, x[i + half] * c + x[i] * s
    return turned


def heads_of(row, count):
    return [row[h * DIM : (h + 1) * DIM] for h in range(count)]


def attend(q, k, v, sinks, window):
    """q, k, v: [tokens][heads * DIM]. Returns the mixed values and what the sinks took, [tokens][heads]."""
    out, missing = [], []
    keys = [[rotate(head, n) for head in heads_of(row, KV_HEADS)] for n, row in enumerate(k)]
    for m, row in enumerate(q):
        mixed, taken = [], []
        for h, head in enumerate(heads_of(row, HEADS)):
            g = h // (HEADS // KV_HEADS)
            turned = rotate(head, m)
            seen = range(max(0, m - window + 1) if window else 0, m + 1)
            scores = [sum(a * b for a, b in zip(turned, keys[n][g])) / math.sqrt(DIM) for n in seen]
            highest = max(scores + [sinks[h]])
            weights = [math.exp(score - highest) for score in scores]
            total = sum(weights) + math.exp(sinks[h] - highest)
            taken.append(math.exp(sinks[h] - highest) / total)
            for c in range(DIM):
                mixed.append(sum(w * heads_of(v[n], KV_HEADS)[g][c] for w, n in zip(weights, seen)) / total)
        out.append(mixed)
        missing.append(taken)
    return out, missing


def experts(x, name):
    """The two experts that the router likes best; odd channels of gate_up go straight, even ones through the gate."""
    scores = linear(x, name + ".router")
    best = sorted(range(len(scores)), key=lambda e: -scores[e])[: CONFIG["num_experts_per_tok"]]
    weights = [math.exp(scores[e] - scores[best[0]]) for e in best]
    result = [0.0] * len(x)
    for e, weight in zip(best, weights):
        rows = matrix(name + ".experts.gate_up_proj", e)
        bias = matrix(name + ".experts.gate_up_proj_bias")[e]
        both = [sum(x[i] * rows[i][c] for i in range(len(x))) + bias[c] for c in range(len(bias))]
        inner = []
        for gate, up in zip(both[::2], both[1::2]):
            gate, up = min(gate, 7.0), min(max(up, -7.0), 7.0)  # 7 and 1.702: GptOssExperts
            inner.append((up + 1) * gate / (1 + math.exp(-1.702 * gate)))
        down = matrix(name + ".experts.down_proj", e)
        bias = matrix(name + ".experts.down_proj_bias")[e]
        for c in range(len(x)):
            result[c] += weight / sum(weights) * (sum(a * down[i][c] for i, a in enumerate(inner)) + bias[c])
    return result


def to_floats(rows):
    return [[struct.unpack("<f", struct.pack("<f", value))[0] for value in row] for row in rows]


def main():
    hidden = [list(matrix("model.embed_tokens.weight")[token]) for token in EXPECTED["tokens"]]
    layers = []
    for layer, kind in enumerate(CONFIG["layer_types"]):
        name = f"model.layers.{layer}"
        window = CONFIG["sliding_window"] if kind == "sliding_attention" else 0
        sinks = vector(name + ".self_attn.sinks")
        normed = [rms_norm(x, name + ".input_layernorm.weight") for x in hidden]
        q, k, v = ([linear(x, f"{name}.self_attn.{part}_proj") for x in normed] for part in "qkv")
        out, _ = attend(q, k, v, sinks, window)
        hidden = [[a + b for a, b in zip(x, linear(o, name + ".self_attn.o_proj"))] for x, o in zip(hidden, out)]
        hidden = [
            [a + b for a, b in zip(x, experts(rms_norm(x, name + ".post_attention_layernorm.weight"), name + ".mlp"))]
            for x in hidden
        ]
        q, k, v = (to_floats(rows[:TOKENS]) for rows in (q, k, v))
        out, missing = attend(q, k, v, sinks, window)
        layers.append({"layer": layer, "window": window, "sinks": sinks, "q": q, "k": k, "v": v, "out": out, "missing": missing})
    logits = [linear(rms_norm(x, "model.norm.weight"), "lm_head") for x in hidden]
    worst = max(abs(a - b) for ours, theirs in zip(logits, EXPECTED["logits"]) for a, b in zip(ours, theirs))
    if worst > 2e-4:
        sys.exit(f"not transformers' logits: {worst}")
    source = f"transformers {EXPECTED['transformers']} gpt_oss, computed again in double; its logits differ by {worst:.1e}"
    golden = {
        "source": source, "tolerance": 1e-5, "heads": HEADS, "kv_heads": KV_HEADS, "head_dim": DIM,
        "inv_freq": INV_FREQ, "attention_factor": ATTENTION_FACTOR, "cases": layers,
    }
    Path(__file__).with_name("sink_logit.json").write_text(json.dumps(golden) + "\n")
    print(source)


main()
