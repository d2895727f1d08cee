"""Attention whose scores are scaled by head and by query, in double: writes score_scales.json beside itself.

Run by hand, not by CI:  python3 tests/golden/make_score_scales.py   (Python alone)

Independent of cpp/. drope: SakanaAI/DroPE, custom_models/attention.py, NoPEAttention, which sets cos = 1 and sin = 0 and
replaces 1 / sqrt(head_dim) by softmax_scale, here (1 + 0.412 ln s) / sqrt(head_dim) (arXiv 2512.12167). nope_scale:
AntNLP/nope_head_scale, models/llama_nope.py, ScaleMixin.query_scale, without rotation: queries times a constant (CONST)
or scale_param[head] (HS), divided by sqrt(head_dim). ssmax: arXiv 2501.19399, softmax of (s ln n) z, with
rotation, n = keys seen.
"""

import json
import math
from pathlib import Path

HEADS, DIM, THETA, TOKENS = 2, 8, 500.0, 20


def eighths(seed, scale, count):
    """Numbers that floats hold exactly."""
    return [[scale * round(8 * math.sin(seed + 7 * n + 3 * c)) / 8 for c in range(count)] for n in range(TOKENS)]


def rotate(x, position):
    half = len(x) // 2
    angles = [position * THETA ** (-2 * i / DIM) for i in range(half)] * 2
    turned = [-v for v in x[half:]] + list(x[:half])
    return [v * math.cos(a) + t * math.sin(a) for v, t, a in zip(x, turned, angles)]


def attend(q, k, v, turns, scale_of):
    """[tokens, heads * dim]: both heads read the one key head."""
    out = []
    for m in range(TOKENS):
        row = []
        for h in range(HEADS):
            query = q[m][h * DIM:(h + 1) * DIM]
            pairs = [(rotate(query, m), rotate(k[n], n)) if turns else (query, k[n]) for n in range(m + 1)]
            scores = [scale_of(h, m) * sum(a * b for a, b in zip(x, y)) / math.sqrt(DIM) for x, y in pairs]
            top = max(scores)
            parts = [math.exp(score - top) for score in scores]
            row += [sum(p * v[n][c] for n, p in enumerate(parts)) / sum(parts) for c in range(DIM)]
        out.append(row)
    return out


def main():
    q, k, v = eighths(1, 2, HEADS * DIM), eighths(2, 1, DIM), eighths(3, 1, DIM)
    scales, strengths = [0.5, 1.75], [0.43, -0.1]
    cases = [
        ("drope", {"factor": 8}, False, lambda h, m: 1 + 0.412 * math.log(8)),
        ("drope", {"factor": 2, "log_weight": 0.103}, False, lambda h, m: 1 + 0.103 * math.log(2)),
        ("drope", {"factor": 1}, False, lambda h, m: 1),
        ("nope_scale", {}, False, lambda h, m: 1.2),
        ("nope_scale", {"scale": 1.5}, False, lambda h, m: 1.5),
        ("nope_scale", {"per_head": scales}, False, lambda h, m: scales[h]),
        ("ssmax", {"s": strengths}, True, lambda h, m: strengths[h] * math.log(m + 1)),
    ]
    golden = {
        "source": "SakanaAI/DroPE, AntNLP/nope_head_scale, arXiv 2501.19399, computed in double", "tolerance": 1e-5,
        "heads": HEADS, "head_dim": DIM, "rope_theta": THETA, "q": q, "k": k, "v": v,
        "cases": [{"method": method, "params": params, "out": attend(q, k, v, turns, scale_of)}
                  for method, params, turns, scale_of in cases],
    }
    Path(__file__).with_name("score_scales.json").write_text(json.dumps(golden) + "\n")


main()
