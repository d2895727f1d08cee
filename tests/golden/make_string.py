"""Shifted positions in double: writes string.json beside itself.

Run by hand, not by CI:  python3 tests/golden/make_string.py   (Python alone)

Independent of cpp/: HKUNLP/STRING, string_for_llama.py, forward with a cache. The last query meets the diag_size nearest
keys at its own position and all older ones at position - diag_size + local_window, each with a softmax of its own; the
two are merged by their normalizers. Cosines and sines are multiplied by 0.1 ln 2 + 1. (Without a cache the first pass
holds one key more, diag_size + 1 of them, so that the key at this distance counts in both.)
"""

import json
import math
from pathlib import Path

DIM, THETA, TOKENS = 8, 500.0, 40
FACTOR = 0.1 * math.log(2) + 1
CASES = [(13, 3), (20, 0), (20, 20), (40, 8)]


def rotate(x, position):
    half = len(x) // 2
    angles = [position * THETA ** (-2 * i / DIM) for i in range(half)] * 2
    turned = [-v for v in x[half:]] + list(x[:half])
    return [FACTOR * (v * math.cos(a) + t * math.sin(a)) for v, t, a in zip(x, turned, angles)]


def eighths(seed, scale):
    """Numbers that floats hold exactly."""
    return [[scale * round(8 * math.sin(seed + 7 * n + 3 * c)) / 8 for c in range(DIM)] for n in range(TOKENS)]


def attend(query, keys, values):
    """What one softmax gives, and the logarithm of its normalizer."""
    if not keys:
        return [0.0] * DIM, -math.inf
    scores = [sum(a * b for a, b in zip(query, key)) / math.sqrt(DIM) for key in keys]
    top = max(scores)
    parts = [math.exp(score - top) for score in scores]
    out = [sum(p * x[c] for p, x in zip(parts, values)) / sum(parts) for c in range(DIM)]
    return out, top + math.log(sum(parts))


def decode(q, k, v, position, diag_size, local_window):
    older = max(0, position + 1 - diag_size)
    keys = [rotate(k[n], n) for n in range(position + 1)]
    near, near_lse = attend(rotate(q[position], position), keys[older:], v[older:position + 1])
    far, far_lse = attend(rotate(q[position], position - diag_size + local_window), keys[:older], v[:older])
    share = 1 / (1 + math.exp(min(700, far_lse - near_lse)))
    return [share * a + (1 - share) * b for a, b in zip(near, far)]


def main():
    q, k, v = eighths(1, 2), eighths(2, 1), eighths(3, 1)
    cases = [{"params": {"shift": s, "local": w}, "out": [decode(q, k, v, m, s, w) for m in range(TOKENS)]} for s, w in CASES]
    golden = {"source": "HKUNLP/STRING string_for_llama.py, computed in double", "tolerance": 1e-5, "head_dim": DIM,
              "rope_theta": THETA, "q": q, "k": k, "v": v, "cases": cases}
    Path(__file__).with_name("string.json").write_text(json.dumps(golden) + "\n")


main()
