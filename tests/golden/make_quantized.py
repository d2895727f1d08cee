"""Matrices of 8 bits, packed by the code that packs published checkpoints: writes quantized.json beside itself.

Run by hand, not by CI:  /usr/bin/python3 tests/golden/make_quantized.py COMPRESSED_TENSORS AUTO_GPTQ
(checkouts of vllm-project/compressed-tensors at ac8e2ba8 and AutoGPTQ/AutoGPTQ at 9f7d370; Debian python3-torch 1.13.1,
python3-numpy)

Of each case: the tensors as a file holds them, and what they stand for: values = scales * (codes - zeros), [rows, columns] in
groups of columns. That the packed tensors say so is asserted with the packages' own way back.
"""

import base64
import importlib.util
import json
import sys
import types
from pathlib import Path

import torch

ROWS, COLUMNS = 32, 64


def load(path, stubs=()):
    for name, content in dict(stubs).items():
        sys.modules[name] = content
    spec = importlib.util.spec_from_file_location(Path(path).stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stub(**content):
    module = types.ModuleType("stub")
    module.__dict__.update(content)
    return module


def stored(tensor, dtype):
    bytes_ = base64.b64encode(tensor.contiguous().numpy().tobytes()).decode()
    return {"dtype": dtype, "shape": list(tensor.shape), "base64": bytes_}


def meaning(codes, scales, zeros):
    """codes [rows, columns], scales and zeros [rows, groups]."""
    return {
        "codes": base64.b64encode(codes.to(torch.uint8).numpy().tobytes()).decode(),
        "scales": scales.double().tolist(),
        "zeros": zeros.tolist(),
    }


def numbers(codes, scales, zeros):
    group = codes.shape[1] // scales.shape[1]
    each = lambda grid: grid.repeat_interleave(group, dim=1)
    return each(scales) * (codes - each(zeros))


def drawn(groups, symmetric):
    codes = torch.randint(0, 256, (ROWS, COLUMNS), dtype=torch.int32)
    scales = (torch.rand(ROWS, groups) * 0.01 + 0.001).half()
    zeros = torch.full((ROWS, groups), 128) if symmetric else torch.randint(1, 256, (ROWS, groups))
    return codes, scales, zeros.to(torch.int32)


def compressed_tensors(helpers, groups, symmetric):
    codes, scales, zeros = drawn(groups, symmetric)
    whole, points = (codes - 128).to(torch.int8), (zeros - 128).to(torch.int8)
    packed = helpers.pack_to_int32(whole, 8)
    tensors = {
        "weight_packed": stored(packed, "I32"),
        "weight_scale": stored(scales, "F16"),
        "weight_shape": stored(torch.tensor([ROWS, COLUMNS]), "I64"),
    }
    assert torch.equal(helpers.unpack_from_int32(packed, 8, torch.Size([ROWS, COLUMNS])), whole)
    if not symmetric:
        packed_points = helpers.pack_to_int32(points, 8, packed_dim=0)
        tensors["weight_zero_point"] = stored(packed_points, "I32")
        back = helpers.unpack_from_int32(packed_points, 8, torch.Size([ROWS, groups]), packed_dim=0)
        assert torch.equal(back, points)
    weights = {"num_bits": 8, "type": "int", "symmetric": symmetric, "strategy": "group", "group_size": COLUMNS // groups}
    settings = {"quant_method": "compressed-tensors", "format": "pack-quantized", "config_groups": {"group_0": {"weights": weights}}}
    return {"settings": settings, "tensors": tensors, **meaning(codes, scales, zeros)}


def gptq(QuantLinear, groups, symmetric):
    codes, scales, zeros = drawn(groups, symmetric)
    group = COLUMNS // groups
    values = numbers(codes, scales.float(), zeros)
    linear = torch.nn.Linear(COLUMNS, ROWS, bias=False)
    linear.weight.data = values
    layer = QuantLinear(8, group, COLUMNS, ROWS, False, weight_dtype=torch.float32)
    layer.pack(linear, scales.float().clone(), zeros.float().clone(), None)
    back = layer(torch.eye(COLUMNS)).t()  # a product with one number in each sum
    assert torch.equal(back, values), (back - values).abs().max()
    tensors = {
        "qweight": stored(layer.qweight, "I32"),
        "qzeros": stored(layer.qzeros, "I32"),
        "scales": stored(layer.scales.half(), "F16"),
        "g_idx": stored(layer.g_idx, "I32"),
    }
    assert torch.equal(layer.scales.half().float(), layer.scales)
    settings = {"quant_method": "gptq", "bits": 8, "group_size": group if groups > 1 else -1, "desc_act": False, "sym": symmetric}
    return {"settings": settings, "tensors": tensors, **meaning(codes, scales, zeros)}


def main(of_compressed, of_gptq):
    torch.manual_seed(1)
    helpers = load(f"{of_compressed}/src/compressed_tensors/compressors/pack_quantized/helpers.py")
    stubs = {"transformers": stub(pytorch_utils=stub(Conv1D=type("Nothing", (), {})))}
    source = Path(f"{of_gptq}/auto_gptq/nn_modules/qlinear/qlinear_cuda_old.py")
    QuantLinear = load(source, stubs).QuantLinear
    cases = {
        f"{name}, {groups} groups, {'symmetric' if symmetric else 'with zeros'}": make(of, groups, symmetric)
        for name, make, of in (("compressed-tensors", compressed_tensors, helpers), ("gptq", gptq, QuantLinear))
        for groups, symmetric in ((1, True), (2, True), (4, False))
    }
    target = Path(__file__).with_name("quantized.json")
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(case)}" for name, case in cases.items())
    target.write_text(f'{{\n  "rows": {ROWS},\n  "columns": {COLUMNS},\n  "cases": {{\n{lines}\n}}\n}}\n')


main(*sys.argv[1:])
