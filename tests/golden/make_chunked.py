"""Chunked attention in double: writes chunked.json beside itself.

Run by hand, not by CI:  python3 tests/golden/make_chunked.py   (Python alone)

Independent of cpp/: huggingface/transformers, masking_utils.py, chunked_overlay and causal_mask_function joined by
and_masks, as chunked_causal_mask_function does, without left padding: key n is seen by query m where
n // chunk_size == m // chunk_size and n <= m. Rotation as models/llama/modeling_llama.py, rotate_half.
"""

import json
import math
from pathlib import Path

DIM, THETA, TOKENS = 4, 500.0, 23
CASES = [("attention_chunk_size", 1), ("attention_chunk_size", 5), ("attention_chunk_size", 8), ("attention_chunk_size", 23)]


def rotate(x, position):
    half = len(x) // 2
    angles = [position * THETA ** (-2 * i / DIM) for i in range(half)] * 2
    turned = [-v for v in x[half:]] + list(x[:half])
    return [v * math.cos(a) + t * math.sin(a) for v, t, a in zip(x, turned, angles)]


def eighths(seed, scale):
    """Numbers that floats hold exactly."""
    return [[scale * round(8 * math.sin(seed + 7 * n + 3 * c)) / 8 for c in range(DIM)] for n in range(TOKENS)]


def attend(q, k, v, chunk):
    visible, weights, out = [], [], []
    for m in range(TOKENS):
        seen = [n <= m and n // chunk == m // chunk for n in range(TOKENS)]
        scores = [sum(a * b for a, b in zip(rotate(q[m], m), rotate(k[n], n))) / math.sqrt(DIM) for n in range(TOKENS)]
        parts = [math.exp(score) if see else 0.0 for score, see in zip(scores, seen)]
        row = [part / sum(parts) for part in parts]
        visible.append([int(see) for see in seen])
        weights.append(row)
        out.append([sum(w * x[c] for w, x in zip(row, v)) for c in range(DIM)])
    return {"visible": visible, "weights": weights, "out": out}


def main():
    q, k, v = eighths(1, 2), eighths(2, 1), eighths(3, 1)
    golden = {
        "source": "transformers masking_utils.py, chunked_causal_mask_function, computed in double",
        "tolerance": 1e-5, "head_dim": DIM, "rope_theta": THETA, "q": q, "k": k, "v": v,
        "cases": [{key: chunk, **attend(q, k, v, chunk)} for key, chunk in CASES],
    }
    Path(__file__).with_name("chunked.json").write_text(json.dumps(golden) + "\n")


main()
