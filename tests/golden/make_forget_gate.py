"""Attention with forget gates in double, as the authors' code computes it: writes forget_gate.json beside itself.

Run by hand, not by CI:  /usr/bin/python3 tests/golden/make_forget_gate.py   (Debian python3-torch 1.13.1)

Independent of cpp/: follows zhixuan-lin/forgetting-transformer at 883f260. The gates are those of
model/forgetting_transformer/modeling_forgetting_transformer.py with fgate_type "full" (logsigmoid of a linear layer of
what q, k and v are projected from); attention is the reference implementation in ops/forgetting_attention.py, test_op,
with sm_scale = 1 / sqrt(head_dim) as in the model. B = 1.
"""

import json
import math
from pathlib import Path

import torch

torch.set_default_dtype(torch.float64)
HEADS, DIM, HIDDEN, TOKENS = 2, 4, 6, 24


def eighths(seed, scale, *shape):
    """Numbers that floats hold exactly."""
    count = math.prod(shape)
    return torch.tensor([scale * round(8 * math.sin(seed + 7 * i + i * i % 11)) / 8 for i in range(count)]).reshape(shape)


def attend(q, k, v, log_fgate, window):
    """q, k, v: [tokens, heads, dim]; log_fgate: [heads, tokens]; the answer: [tokens, heads, dim]"""
    q, k, v = (x.transpose(0, 1) for x in (q, k, v))
    p = torch.matmul(q, k.transpose(1, 2)) / math.sqrt(DIM)
    log_lambda = torch.cumsum(log_fgate, dim=-1)
    p = p + log_lambda[..., :, None] - log_lambda[..., None, :]
    mask = torch.tril(torch.ones((TOKENS, TOKENS))) - torch.tril(torch.ones((TOKENS, TOKENS)), diagonal=-window)
    p = p.masked_fill(mask == 0, float("-inf"))
    return torch.matmul(torch.softmax(p, dim=-1), v).transpose(0, 1)


def case(x, weight, bias, vectors, window=TOKENS):
    log_fgate = torch.nn.functional.logsigmoid(torch.nn.functional.linear(x, weight, bias)).T
    out = attend(*vectors, log_fgate, window)
    return {"window": window, "weight": weight.flatten().tolist(), "bias": bias.tolist(),
            "log_gates": log_fgate.T.tolist(), "out": out.flatten(1).tolist()}


def main():
    x, weight = eighths(1, 2, TOKENS, HIDDEN), eighths(2, 1, HEADS, HIDDEN)
    vectors = [eighths(seed, scale, TOKENS, HEADS, DIM) for seed, scale in [(3, 2), (4, 1), (5, 1)]]
    cases = [
        case(x, torch.zeros_like(weight), torch.tensor([5.0, 0.0]), vectors),
        case(x, weight, torch.tensor([2.0, -1.0]), vectors),
        case(x, 8 * weight, torch.tensor([0.5, 30.0]), vectors),  # gates next to 0 and next to 1
        case(x, weight, torch.tensor([2.0, -1.0]), vectors, window=5),
    ]
    golden = {
        "source": "zhixuan-lin/forgetting-transformer, computed in double by make_forget_gate.py", "tolerance": 1e-5,
        "heads": HEADS, "head_dim": DIM, "hidden_size": HIDDEN, "x": x.tolist(),
        **{name: tensor.flatten(1).tolist() for name, tensor in zip("qkv", vectors)}, "cases": cases,
    }
    Path(__file__).with_name("forget_gate.json").write_text(json.dumps(golden) + "\n")


main()
