"""Attention under three axes of positions in double: writes mrope.json beside itself.

Run by hand, not by CI:  python3 tests/golden/make_mrope.py   (Python alone)

Independent of cpp/: huggingface/transformers, models/qwen2_vl/modeling_qwen2_vl.py, apply_multimodal_rotary_pos_emb: cos
and sin are made for each of the three axes over all channels, both halves alike, split into mrope_section twice, and
piece i is taken from axis i % 3; rotate_half. The positions are those of get_rope_index for a text of 4 tokens, an image
of 3 x 4 patches and 6 tokens of text after it, which go on from the largest position so far.
"""

import json
import math
from pathlib import Path

DIM, THETA, SECTION = 16, 500.0, [2, 3, 3]


def positions():
    axes = [[float(n) for n in range(4)] for _ in range(3)]
    start = 4.0
    for row in range(3):
        for column in range(4):
            for axis, offset in zip(axes, (0, row, column)):
                axis.append(start + offset)
    after = max(max(axis) for axis in axes) + 1
    for n in range(6):
        for axis in axes:
            axis.append(after + n)
    return axes


AXES = positions()
TOKENS = len(AXES[0])


def multimodal(function, n):
    """function of the angle of every channel of token n, pieced together from the axes."""
    frequencies = [THETA ** (-2 * i / DIM) for i in range(DIM // 2)]
    by_axis = [[function(axis[n] * f) for f in frequencies + frequencies] for axis in AXES]
    pieces, begin = [], 0
    for i, size in enumerate(SECTION * 2):
        pieces += by_axis[i % 3][begin : begin + size]
        begin += size
    return pieces


def rotate(x, n):
    half = DIM // 2
    turned = [-v for v in x[half:]] + list(x[:half])
    return [v * c + t * s for v, t, c, s in zip(x, turned, multimodal(math.cos, n), multimodal(math.sin, n))]


def eighths(seed, scale):
    """Numbers that floats hold exactly."""
    return [[scale * round(8 * math.sin(seed + 7 * n + 3 * c)) / 8 for c in range(DIM)] for n in range(TOKENS)]


def main():
    q, k, v = eighths(1, 2), eighths(2, 1), eighths(3, 1)
    out = []
    for m in range(TOKENS):
        query = rotate(q[m], m)
        scores = [sum(a * b for a, b in zip(query, rotate(k[n], n))) / math.sqrt(DIM) for n in range(m + 1)]
        parts = [math.exp(score) for score in scores]
        out.append([sum(p * x[c] for p, x in zip(parts, v)) / sum(parts) for c in range(DIM)])
    golden = {
        "source": "transformers modeling_qwen2_vl.py, apply_multimodal_rotary_pos_emb, computed in double",
        "tolerance": 1e-5, "head_dim": DIM, "rope_theta": THETA, "mrope_section": SECTION,
        "positions": AXES, "q": q, "k": k, "v": v, "out": out,
    }
    Path(__file__).with_name("mrope.json").write_text(json.dumps(golden) + "\n")


main()
