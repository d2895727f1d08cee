"""Clipped frequencies in double: writes clipped_rope.json beside itself.

Run by hand, not by CI:  python3 tests/golden/make_clipped_rope.py   (Python alone)

Independent of cpp/: hrlics/CoPE, modeling_cope.py, LlamaRotaryEmbedding.__init__. Its clip_low_n slowest frequencies are
multiplied by 0.5 (1 + cos(linspace(0, pi, clip_low_n))) where use_cope is set, and are 0 where use_hardclip is.
linspace of one number is its start.
"""

import json
import math
from pathlib import Path


def linspace(first, last, steps):
    return [first + (last - first) * k / max(1, steps - 1) for k in range(steps)]


def clipped(dim, theta, count, soft):
    inv_freq = [1 / theta ** (2 * i / dim) for i in range(dim // 2)]
    start = len(inv_freq) - count
    mask = [0.5 * (1 + math.cos(angle)) if soft else 0.0 for angle in linspace(0, math.pi, count)]
    return inv_freq[:start] + [f * m for f, m in zip(inv_freq[start:], mask)]


def case(params, dim, theta, count):
    return {"params": params, "head_dim": dim, "rope_theta": 1e4, "inv_freq": clipped(dim, theta, count, params["form"] == "soft")}


def main():
    cases = [
        case({"form": "soft"}, 128, 1e4, 20),
        case({"form": "hard"}, 128, 1e4, 20),
        case({"form": "soft", "rope_theta": 5e5}, 128, 5e5, 20),
        case({"form": "soft", "clipped_pairs": 1}, 32, 1e4, 1),
        case({"form": "hard", "clipped_pairs": 16}, 32, 1e4, 16),
        case({"form": "soft", "share": 0.5}, 32, 1e4, 8),
    ]
    golden = {"source": "hrlics/CoPE modeling_cope.py, computed in double", "cases": cases}
    Path(__file__).with_name("clipped_rope.json").write_text(json.dumps(golden) + "\n")


main()
