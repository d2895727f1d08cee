"""Attention under PoPE, its queries and keys by the authors' code in double: writes pope.json beside itself.

Run by hand, not by CI:  python3 tests/golden/make_pope.py FOLDER   (torch, einops; FOLDER is a checkout of
lucidrains/PoPE-pytorch at ee11cab; of its dependency torch_einops_utils one function is used, which stands below)

Scores, mask and softmax on top are the plain formula: softmax over n <= m of q_m . k_n / sqrt(head_dim).
"""

import json
import math
import sys
import types
from pathlib import Path

import torch

helpers = types.ModuleType("torch_einops_utils")
helpers.slice_right_at_dim = lambda x, length, dim: x.narrow(dim, x.shape[dim] - length, length)
sys.modules["torch_einops_utils"] = helpers
package = types.ModuleType("PoPE_pytorch")
package.__path__ = [str(Path(sys.argv[1]) / "PoPE_pytorch")]
sys.modules["PoPE_pytorch"] = package

from PoPE_pytorch.pope import PoPE  # noqa: E402

torch.set_default_dtype(torch.float64)
HEADS, DIM, TOKENS, THETA = 3, 8, 40, 10000


def draw(*shape):
    """Floats that 32 bits hold exactly."""
    return torch.randn(*shape, dtype=torch.float32).double()


def run(rotary_dim):
    torch.manual_seed(rotary_dim)
    q, k, v = 2 * draw(1, HEADS, TOKENS, DIM), 2 * draw(1, HEADS, TOKENS, DIM), draw(1, HEADS, TOKENS, DIM)
    pope = PoPE(rotary_dim, heads=HEADS, theta=THETA)
    pope.bias.data.uniform_(-2 * math.pi, 0)
    wide_q, wide_k = PoPE.apply_pope_to_qk(pope(TOKENS), q, k)
    scores = wide_q @ wide_k.transpose(-1, -2) / math.sqrt(DIM)
    seen = torch.ones(TOKENS, TOKENS, dtype=torch.bool).tril()
    out = scores.masked_fill(~seen, -math.inf).softmax(-1) @ v
    rows = lambda x: x[0].transpose(0, 1).detach().flatten(1).tolist()  # [tokens][heads * DIM]
    return {
        "rotary_dim": rotary_dim, "inv_freq": pope.inv_freqs.tolist(), "phases": pope.bias.detach().flatten().tolist(),
        "q": rows(q), "k": rows(k), "v": rows(v), "out": rows(out),
    }


def main():
    golden = {
        "source": "lucidrains/PoPE-pytorch@ee11cab, PoPE_pytorch/pope.py, in double", "tolerance": 1e-5,
        "heads": HEADS, "head_dim": DIM, "rope_theta": THETA, "cases": [run(DIM), run(6)],
    }
    Path(__file__).with_name("pope.json").write_text(json.dumps(golden) + "\n")


main()
