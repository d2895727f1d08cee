#!/usr/bin/env python3
"""Trains the vocabulary of the model of words: make_tokenizer.py TRAIN.TXT TOKENIZER.JSON

Byte-level BPE, 256 bytes and 768 merges. Every digit is a token of its own, so that a passkey has five, and < and >
stand alone, since the text has neither. Needs Hugging Face's tokenizers 0.23.1, which writes the file.
"""

import json
import sys

import tokenizers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

VERSION = "0.23.1"
VOCABULARY = 1024


def train(text_path):
    tokenizer = Tokenizer(models.BPE())
    # SmolLM's form, which other engines know: digits alone, then the words of GPT-2.
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        show_progress=False,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
    )
    tokenizer.train([text_path], trainer)
    return tokenizer


def main():
    if tokenizers.__version__ != VERSION:
        sys.exit(f"tokenizers must be {VERSION}, got {tokenizers.__version__}")
    text_path, file_path = sys.argv[1:]
    tokenizer = train(text_path)
    with open(file_path, "w", encoding="utf8") as file:
        json.dump(json.loads(tokenizer.to_str()), file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
