"""Losses and gradients of tiny Llama models by PyTorch's autograd in double: writes torch_gradients.json beside itself.

Run by hand, not by CI:  /usr/bin/python3 tests/golden/make_torch_gradients.py   (Debian python3-torch 1.13.1)

Independent of cpp/: positions follow the papers named at each score, the architecture follows Touvron et al., arXiv
2302.13971, with grouped keys (Ainslie et al., arXiv 2305.13245). B = row, H = head, T = tokens, d = channels of a head,
m = query, n = key, D = m - n, L = trained length.

Weights are not stored. Both sides draw them, tensor after tensor in the file's order, each row-major, from SplitMix64
with state 2: number = centre + spread * ((bits >> 53) - 1024) / 1024, which floats hold exactly.
"""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

LAYERS, HIDDEN, INNER, VOCAB = 2, 8, 8, 7
ROWS, T, L = 2, 40, 16  # 40: the trainer's attention works in blocks of 32 queries
THETA, EPS = 100.0, 1e-5

POSITION = torch.arange(T, dtype=torch.float64)
D = POSITION[:, None] - POSITION[None, :]  # [T, T]; above the diagonal negative, where no query sees
PAST = D.clamp(min=0)


def draws(seed):
    """SplitMix64 (Steele, Lea, Flood 2014, figure 13)."""
    mask = 2**64 - 1
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & mask
        z = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        yield z ^ (z >> 31)


@dataclass
class Heads:
    """What a score is made of in one layer."""

    q: torch.Tensor  # [B, H, T, d]
    k: torch.Tensor  # the same: keys already repeated for their group
    layer: int
    learned: dict  # of the method, by key
    x: torch.Tensor  # [B, T, hidden], what q and k are projected from

    def of_head(self, key):
        return self.learned[key][:, None, None]


def dot(q, k, scale=None):
    return (q @ k.transpose(-1, -2)) * (1 / math.sqrt(q.shape[-1]) if scale is None else scale)


def unit(x):
    return x / x.norm(dim=-1, keepdim=True)


# --- Rotation: channel i with i + pairs as a complex number times e^(i m theta) (Su et al., arXiv 2104.09864) ---


def series(d, base=THETA):
    return base ** (-torch.arange(0, d, 2) / d)


def turn(x, inv_freq=None, log_modulus=0.0, factor=1.0):
    """Multiplies pair i at position m by factor e^(m (log_modulus_i + i inv_freq_i)); further channels pass."""
    inv_freq = series(x.shape[-1]) if inv_freq is None else inv_freq
    pairs = len(inv_freq)
    angle = POSITION[:, None] * inv_freq
    modulus = factor * torch.exp(POSITION[:, None] * log_modulus) * torch.ones_like(angle)
    turned = torch.complex(x[..., :pairs], x[..., pairs : 2 * pairs]) * torch.polar(modulus, angle)
    return torch.cat([turned.real, turned.imag, x[..., 2 * pairs :]], dim=-1)


def rope(a, **how):
    return dot(turn(a.q, **how), turn(a.k, **how))


def nope(a):
    return dot(a.q, a.k)


def partly_linear(a):
    """Half of the channels, with a series of their own (GPT-NeoX), slowed to a half (Chen et al., arXiv 2306.15595)."""
    return rope(a, inv_freq=series(a.q.shape[-1] // 2) / 2)


def abf(a, base=400.0):
    """Xiong et al., arXiv 2309.16039: a larger base."""
    return rope(a, inv_freq=series(a.q.shape[-1], base))


def p_rope(a):
    """Barbero et al., arXiv 2410.06205: the slow half of the pairs stands still."""
    inv_freq = series(a.q.shape[-1])
    return rope(a, inv_freq=torch.where(torch.arange(len(inv_freq)) < len(inv_freq) // 2, inv_freq, 0.0))


def yarn(a, s=4.0, beta_fast=2.0, beta_slow=0.1):
    """Peng et al., arXiv 2309.00071, ramp by pair index as in jquesnelle/yarn; s = factor."""
    d = a.q.shape[-1]
    pair_of = lambda turns: d * math.log(L / (2 * math.pi * turns)) / (2 * math.log(THETA))
    low, high = max(math.floor(pair_of(beta_fast)), 0), min(math.ceil(pair_of(beta_slow)), d - 1)
    ramp = ((torch.arange(d // 2) - low) / (high - low)).clamp(0, 1)
    theta = series(d)
    return rope(a, inv_freq=theta / s * ramp + theta * (1 - ramp), factor=0.1 * math.log(s) + 1)


def xpos(a, scale_base=8.0, gamma=0.4):
    """Sun et al., arXiv 2212.10554: zeta^(m / base) on queries, zeta^(-n / base) on keys."""
    d = a.q.shape[-1]
    log_zeta = torch.log((torch.arange(0, d, 2) + gamma * d) / ((1 + gamma) * d))
    return dot(turn(a.q, log_modulus=log_zeta / scale_base), turn(a.k, log_modulus=-log_zeta / scale_base))


# --- Biases, added to q.k / sqrt(d); nothing rotates ---


def alibi(a):
    """Press et al., arXiv 2108.12409, and its code for head counts that are no power of two."""
    heads = a.q.shape[1]
    below = 2 ** int(math.log2(heads))
    slopes = [2 ** (-8 * h / below) for h in range(1, below + 1)]
    slopes += [2 ** (-8 * h / (2 * below)) for h in range(1, 2 * below + 1)][0::2][: heads - below]
    return nope(a) - torch.tensor(slopes)[:, None, None] * PAST


def kerple_log(a):
    """Chi et al., arXiv 2205.09921: -r1 ln(1 + r2 D)."""
    return nope(a) - a.of_head("r1") * torch.log(1 + a.of_head("r2") * PAST)


def kerple_power(a):
    """The same paper: -r1 D^r2."""
    return nope(a) - a.of_head("r1") * PAST ** a.of_head("r2")


def t5(a, scale=None, buckets=6, farthest=8):
    """Raffel et al., arXiv 1910.10683: half of the buckets hold one distance each, the others ever more."""
    exact = buckets // 2
    wide = exact + torch.floor(torch.log(PAST.clamp(min=1) / exact) / math.log(farthest / exact) * (buckets - exact))
    bucket = torch.where(PAST < exact, PAST, wide.clamp(max=buckets - 1)).long()
    return dot(a.q, a.k, scale) + a.learned["relative_attention_bias"][bucket].permute(2, 0, 1)


def forget_gate(a):
    """Lin et al., arXiv 2503.02130: ln f of every token between the key and the query, the query's included."""
    log_gates = F.logsigmoid(F.linear(a.x, a.learned["weight"], a.learned["bias"])).transpose(1, 2)  # [B, H, T]
    sums = log_gates.cumsum(-1)
    return nope(a) + sums[..., :, None] - sums[..., None, :]


def sandwich(a, dim=128):
    """Chi et al., arXiv 2212.10356, as in NVIDIA/NeMo: sinusoids' overlap by distance, over 8 h / H."""
    heads = a.q.shape[1]
    speeds = 10000.0 ** (-2 * torch.arange(1, dim // 2 + 1) / dim)
    overlap = torch.cos(PAST[..., None] * speeds).sum(-1) - dim / 2
    return nope(a) + overlap / (torch.arange(1, heads + 1)[:, None, None] * 8 / heads)


# --- Scales of a query's scores, and lengths of q and k ---


def log_n(clipped):
    """Su, kexue.fm 8823: ln(m + 1) / ln L; clipped as in bojone/rerope."""
    scale = torch.log(POSITION + 1) / math.log(L)
    return (scale.clamp(min=1) if clipped else scale)[:, None]


def temperature(a, attn_scale=0.5, floor_scale=8.0):
    """Llama 4's attention temperature, with RoPE."""
    return rope(a) * (1 + attn_scale * torch.log(1 + torch.floor((POSITION + 1) / floor_scale)))[:, None]


def key_norm(a, q=lambda x: x, k=lambda x: x, scale=1.0):
    """Su, kexue.fm 9859: without 1 / sqrt(d)."""
    return dot(turn(q(a.q)), turn(k(a.k)), scale)


def hwfa(a):
    """Su, kexue.fm 9603: the last layer has no positions, and log-n."""
    return nope(a) * log_n(clipped=False) if a.layer == LAYERS - 1 else rope(a)


def drope(a, s=4.0, weight=0.4):
    """Gelberg et al., arXiv 2512.12167: no rotation, and all scores times 1 + weight ln s."""
    return nope(a) * (1 + weight * math.log(s))


def ssmax(a):
    """Nakanishi, arXiv 2501.19399: s_h ln(m + 1), s learned by each head; with RoPE."""
    return rope(a) * a.of_head("s") * torch.log(POSITION + 1)[:, None]


def pope(a):
    """Gopalakrishnan et al., arXiv 2509.10534: softplus of q and k are sizes, d pairs, a learned phase on the key's angle."""
    d = a.q.shape[-1]
    theta = THETA ** (-torch.arange(d) / d)
    angle = POSITION[:, None] * theta
    q = torch.polar(F.softplus(a.q), angle.expand_as(a.q))
    k = torch.polar(F.softplus(a.k), angle + a.learned["phase"][:, None, :].expand_as(a.k))
    return (q @ k.conj().transpose(-1, -2)).real / math.sqrt(d)


def layer_pattern(a):
    """Yang et al., arXiv 2501.18795: every second layer sees all keys and does not rotate."""
    return nope(a) if a.layer % 2 == 1 else rope(a, inv_freq=series(a.q.shape[-1], 50.0))


# --- Keys that a query sees, besides being causal. [T, T] ---


def everything(layer):
    return D >= 0


def window(layer, keys=5):
    return (D >= 0) & (D < keys)


def sinks(layer, first=2):
    return window(layer) | ((D >= 0) & (POSITION < first))


def hwfa_sees(layer):
    return everything(layer) if layer == LAYERS - 1 else window(layer)


def pattern_sees(layer):
    return everything(layer) if layer % 2 == 1 else window(layer)


# --- The model ---

WIDE = {"num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8}
MANY = {"num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 4}
THREE = {"num_attention_heads": 3, "num_key_value_heads": 3, "head_dim": 4}
ACTIVATIONS = {"silu": F.silu, "gelu": F.gelu, "gelu_pytorch_tanh": lambda x: F.gelu(x, approximate="tanh")}


@dataclass
class Case:
    name: str
    position_method: object  # of config.json; None = its rotary fields
    score: Callable  # Heads -> [B, H, T, T], before the mask
    sees: Callable = everything
    heads: dict = field(default_factory=lambda: WIDE)
    learned: dict = field(default_factory=dict)  # key -> (shape, centre, spread), in every layer
    more: dict = field(default_factory=dict)  # further fields of config.json

    def config(self):
        config = {
            "model_type": "llama", "hidden_act": "silu", "hidden_size": HIDDEN, "intermediate_size": INNER,
            "num_hidden_layers": LAYERS, "vocab_size": VOCAB, "max_position_embeddings": L, "rope_theta": THETA,
            "rms_norm_eps": EPS, "tie_word_embeddings": True, **self.heads, **self.more,
        }
        return config if self.position_method is None else {**config, "position_method": self.position_method}

    def shapes(self):
        """name -> (shape, centre, spread)"""
        config = self.config()
        queries = config["num_attention_heads"] * config["head_dim"]
        keys = config["num_key_value_heads"] * config["head_dim"]
        norm = ((HIDDEN,), 1.0, 0.25)
        matrix = lambda outputs, inputs: ((outputs, inputs), 0.0, 0.75)
        table = ((VOCAB, HIDDEN), 0.0, 1.0)
        shapes = {"model.embed_tokens.weight": table}
        for layer in range(LAYERS):
            of_layer = {
                "input_layernorm.weight": norm,
                "self_attn.q_proj.weight": matrix(queries, HIDDEN),
                "self_attn.k_proj.weight": matrix(keys, HIDDEN),
                "self_attn.v_proj.weight": matrix(keys, HIDDEN),
                "self_attn.o_proj.weight": matrix(HIDDEN, queries),
                "post_attention_layernorm.weight": norm,
                "mlp.gate_proj.weight": matrix(INNER, HIDDEN),
                "mlp.up_proj.weight": matrix(INNER, HIDDEN),
                "mlp.down_proj.weight": matrix(HIDDEN, INNER),
            }
            method = self.position_method["id"] if isinstance(self.position_method, dict) else self.position_method
            owner = lambda key: OWNERS[key] if isinstance(method, list) else method
            of_layer.update({f"self_attn.position.{owner(key)}.{key}": spec for key, spec in self.learned.items()})
            shapes.update({f"model.layers.{layer}.{name}": spec for name, spec in of_layer.items()})
        shapes["model.norm.weight"] = norm
        if not config["tie_word_embeddings"]:
            shapes["lm_head.weight"] = table
        return shapes


def rms_norm(x, weight):
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + EPS) * weight


def softmax_beside_sinks(scores, sink):
    """OpenAI, gpt-oss: a learned logit of each head takes its share, and gives it to no value."""
    column = sink[:, None, None].expand(*scores.shape[:-1], 1)
    return torch.cat([scores, column], dim=-1).softmax(-1)[..., :-1]


def attention(case, layer, x, weights):
    config, of = case.config(), lambda name: weights[f"model.layers.{layer}.self_attn.{name}"]
    split = lambda y: y.unflatten(-1, (-1, config["head_dim"])).transpose(1, 2)
    group = config["num_attention_heads"] // config["num_key_value_heads"]
    q = split(F.linear(x, of("q_proj.weight")))
    k, v = (split(F.linear(x, of(f"{name}_proj.weight"))).repeat_interleave(group, dim=1) for name in "kv")
    prefix = f"model.layers.{layer}.self_attn.position."
    learned = {name.split(".")[-1]: weights[name] for name in weights if name.startswith(prefix)}
    scores = case.score(Heads(q, k, layer, learned, x)).masked_fill(~case.sees(layer), -math.inf)
    shares = softmax_beside_sinks(scores, learned["sink"]) if "sink" in learned else scores.softmax(-1)
    return F.linear((shares @ v).transpose(1, 2).flatten(2), of("o_proj.weight"))


def loss_of(case, weights, tokens):
    """Mean over all rows and targets of -ln p, nats; each token's target is its successor."""
    activation = ACTIVATIONS[case.config()["hidden_act"]]
    x = weights["model.embed_tokens.weight"][tokens[:, :-1]]
    for layer in range(LAYERS):
        of = lambda name: weights[f"model.layers.{layer}.{name}.weight"]
        x = x + attention(case, layer, rms_norm(x, of("input_layernorm")), weights)
        y = rms_norm(x, of("post_attention_layernorm"))
        gated = activation(F.linear(y, of("mlp.gate_proj"))) * F.linear(y, of("mlp.up_proj"))
        x = x + F.linear(gated, of("mlp.down_proj"))
    head = weights.get("lm_head.weight", weights["model.embed_tokens.weight"])
    log_p = F.linear(rms_norm(x, weights["model.norm.weight"]), head).log_softmax(-1)
    return -log_p.gather(-1, tokens[:, 1:, None]).mean()


# --- The file ---


def method(name, **params):
    return {"id": name, "params": params}


PER_HEAD = (MANY["num_attention_heads"],)
TABLE = {"relative_attention_bias": ((6, *PER_HEAD), 0.0, 1.0)}
GATES = {"weight": ((*PER_HEAD, HIDDEN), 0.0, 1.0), "bias": (PER_HEAD, 2.0, 1.0)}
OWNERS = {"weight": "forget_gate", "bias": "forget_gate", "sink": "sink_logit"}  # where several methods learn
BUCKETS = {"relative_attention_num_buckets": 6, "relative_attention_max_distance": 8}

CASES = [
    Case("rope", None, rope),
    Case("untied_gelu", None, rope, heads=MANY, more={"tie_word_embeddings": False, "hidden_act": "gelu"}),
    Case("gelu_tanh", None, rope, heads=THREE, more={"hidden_act": "gelu_pytorch_tanh"}),
    Case("partly_linear", None, partly_linear,
         more={"rope_scaling": {"rope_type": "linear", "factor": 2, "partial_rotary_factor": 0.5}}),
    Case("abf", method("abf", rope_theta=400), abf),
    Case("p_rope", method("proportional", partial_rotary_factor=0.5), p_rope),
    Case("yarn", method("yarn", factor=4, beta_fast=2, beta_slow=0.1), yarn),
    Case("xpos", method("xpos", scale_base=8), xpos),
    Case("nope", "nope", nope),
    Case("alibi", "alibi", alibi, heads=THREE),
    Case("kerple_log", "kerple_log", kerple_log, heads=MANY,
         learned={"r1": (PER_HEAD, 1.0, 0.5), "r2": (PER_HEAD, 0.5, 0.25)}),
    Case("kerple_power", "kerple_power", kerple_power, heads=MANY,
         learned={"r1": (PER_HEAD, 0.5, 0.25), "r2": (PER_HEAD, 1.0, 0.5)}),
    Case("t5", method("t5", **BUCKETS), t5, heads=MANY, learned=TABLE),
    Case("t5_unscaled", method("t5", score_scale=1, **BUCKETS), lambda a: t5(a, 1.0), heads=MANY, learned=TABLE),
    Case("forget_gate", "forget_gate", forget_gate, heads=MANY, learned=GATES),
    Case("forget_gate_beside_sinks", ["forget_gate", "sink_logit"], forget_gate, heads=MANY,
         learned={**GATES, "sink": (PER_HEAD, 0.0, 1.0)}),
    Case("forget_gate_in_a_window", ["forget_gate", method("window", window=5)], forget_gate, window, heads=MANY,
         learned=GATES),
    Case("sandwich", "sandwich", sandwich, heads=MANY),
    Case("kna", "key_norm", lambda a: key_norm(a, k=unit)),
    Case("qna", method("key_norm", norm="qna"), lambda a: key_norm(a, q=unit)),
    Case("cosa", method("key_norm", norm="cosa"), lambda a: key_norm(a, unit, unit, 4 * math.log(L / 2))),
    Case("kna_log_n", ["key_norm", method("log_n", clipped=False)],
         lambda a: key_norm(a, k=unit) * log_n(clipped=False)),
    Case("log_n", method("log_n", clipped=False), lambda a: rope(a) * log_n(clipped=False)),
    Case("log_n_clipped", "log_n", lambda a: rope(a) * log_n(clipped=True)),
    Case("temperature", method("temperature", attn_scale=0.5, floor_scale=8), temperature),
    Case("hwfa", method("hwfa", window=5), hwfa, hwfa_sees),
    Case("window", method("window", window=5), rope, window),
    Case("drope", method("drope", factor=4, log_weight=0.4), drope),
    Case("pope", "pope", pope, heads=MANY, learned={"phase": ((*PER_HEAD, MANY["head_dim"]), -1.0, 0.75)}),
    Case("ssmax", "ssmax", ssmax, heads=MANY, learned={"s": (PER_HEAD, 0.5, 0.25)}),
    Case("layer_pattern", method("layer_pattern", period=2, window=5, local_theta=50), layer_pattern, pattern_sees),
    Case("sink_logit", "sink_logit", rope, heads=MANY, learned={"sink": (PER_HEAD, 0.0, 1.0)}),
    Case("sinks", method("sinks", sinks=2, window=5, positions="text"), rope, sinks),
]


def rounded(gradient):
    """To seven digits of the largest."""
    decimals = 6 - math.floor(math.log10(gradient.abs().max().item()))
    return [round(number, decimals) for number in gradient.flatten().tolist()]


def run(case, tokens):
    bits = draws(2)
    weights = {}
    for name, (shape, centre, spread) in case.shapes().items():
        numbers = [centre + spread * ((next(bits) >> 53) - 1024) / 1024 for _ in range(math.prod(shape))]
        weights[name] = torch.tensor(numbers).reshape(shape).requires_grad_()
    loss = loss_of(case, weights, tokens)
    loss.backward()
    tensors = [
        {"name": name, "centre": centre, "spread": spread, "gradient": rounded(weights[name].grad)}
        for name, (_, centre, spread) in case.shapes().items()
    ]
    # The configuration is text: the reader of config.json is part of what runs.
    return {"name": case.name, "config": json.dumps(case.config()), "loss": loss.item(), "tensors": tensors}


def main():
    bits = draws(0)
    rows = [[(next(bits) >> 53) % VOCAB for _ in range(T + 1)] for _ in range(ROWS)]
    compact = lambda value: json.dumps(value, separators=(",", ":"))
    source = f"PyTorch {torch.__version__} autograd, double, by make_torch_gradients.py, which says what is what"
    cases = [compact(run(case, torch.tensor(rows))).replace('{"name":"model', '\n{"name":"model') for case in CASES]
    text = f'{{"source":{compact(source)},\n"rows":{compact(rows)},\n"cases":[\n' + ",\n".join(cases) + "\n]}\n"
    Path(__file__).with_name("torch_gradients.json").write_text(text.replace('{"name":"lm_', '\n{"name":"lm_'))


main()
