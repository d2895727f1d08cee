#!/usr/bin/env python3
"""Tokens by Hugging Face's tokenizers 0.23.1: make_tokens.py, in the repository's root.

Writes tests/golden/tokens.json and three small tokenizers in the manners of published ones: SentencePiece with bytes for
what is missing (Llama 2), the same as a normalizer (Gemma), and byte-level with a pattern and a first token (Llama 3).
"""

import json
import tokenizers
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

OURS = "web/models/words-l512/tokenizer.json"
FOLDER = "tests/golden/tokenizers/"
CORPUS = "web/models/heldout.txt"
TEXTS = [
    "Call me Ishmael.",
    " The key is <58213> and 1851 years\n",
    "Some years ago--never mind how long precisely--\nhaving little or no money\n\n  in my purse",
    "don't, I'll, we've: 'twas \"quoted\"\tand tabbed\r\n",
    "naïve café Œuvre 日本語 русский עברית",
    "\U0001f40b a whale, \U0001f469\u200d\U0001f680 an astronaut, e\u0301 in two parts",
    "x",
    " ",
    "\n",
    "",
    "   three before, two after  ",
    "<s> is no token of a text, nor <|begin_of_text|>",
    "ALL CAPITALS 3.14159 + 2^10 = $%&*()",
    "\u3000\u00a0odd spaces\u2028and lines",
]


def byte_pieces():
    return [f"<0x{byte:02X}>" for byte in range(256)]


def sentencepiece(prepend_by_normalizer):
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    if prepend_by_normalizer:
        tokenizer.normalizer = normalizers.Replace(" ", "▁")
        tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
        start = [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
    else:
        tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
        start = [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    tokenizer.decoder = decoders.Sequence(start)
    special = ["<unk>", "<s>", "</s>"]
    # Merges across words would fill the vocabulary with sentences: learned on words, used without a pre-tokenizer.
    words = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="never")
    kept, tokenizer.pre_tokenizer = tokenizer.pre_tokenizer, words
    trainer = trainers.BpeTrainer(vocab_size=700, show_progress=False, special_tokens=special + byte_pieces())
    tokenizer.train([CORPUS], trainer)
    data = json.loads(tokenizer.to_str())
    data["added_tokens"] = [token for token in data["added_tokens"] if token["content"] in special]
    tokenizer = Tokenizer.from_str(json.dumps(data))
    if kept is None:
        data["pre_tokenizer"] = None
        tokenizer = Tokenizer.from_str(json.dumps(data))
    else:
        tokenizer.pre_tokenizer = kept
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return tokenizer


def byte_level_with_pattern():
    pattern = (
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    )
    tokenizer = Tokenizer(models.BPE(ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(pattern), "isolated"), pre_tokenizers.ByteLevel(False, use_regex=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=500, show_progress=False, initial_alphabet=alphabet)
    tokenizer.train([CORPUS], trainer)
    tokenizer.add_special_tokens(["<|begin_of_text|>"])
    first = tokenizer.token_to_id("<|begin_of_text|>")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<|begin_of_text|> $A", special_tokens=[("<|begin_of_text|>", first)]
    )
    return tokenizer


def main():
    made = {
        "sentencepiece": sentencepiece(False),
        "sentencepiece-normalizer": sentencepiece(True),
        "byte-level-pattern": byte_level_with_pattern(),
    }
    cases = {}
    for name, tokenizer in made.items():
        with open(f"{FOLDER}{name}.json", "w", encoding="utf8") as file:
            json.dump(json.loads(tokenizer.to_str()), file, ensure_ascii=False)
            file.write("\n")
    for name, tokenizer in {"words-l512": Tokenizer.from_file(OURS), **made}.items():
        cases[name] = []
        for text in TEXTS:
            ids = tokenizer.encode(text).ids
            plain = tokenizer.encode(text, add_special_tokens=False).ids
            decoded = tokenizer.decode(plain, skip_special_tokens=False)
            cases[name].append({"text": text, "ids": ids, "plain": plain, "decoded": decoded})
    source = f"Hugging Face tokenizers {tokenizers.__version__}, by make_tokens.py"
    with open("tests/golden/tokens.json", "w", encoding="utf8") as file:
        json.dump({"source": source, "cases": cases}, file, ensure_ascii=True)
        file.write("\n")


if __name__ == "__main__":
    main()
