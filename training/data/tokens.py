"""Token ids of own-bpe-8k, as the page's engine gives them: ranks from `www/vocab`, cutting and merging by tiktoken.

The `.vocab` layout is told in `src/text/format/vocab.rs`; only what a vocabulary without a base needs is read here.
`tests/golden/generate/tokens.json` holds texts with their ids, and the engine's tests compare them with its own.
"""
import zlib
from pathlib import Path

import tiktoken

VOCABULARY = Path(__file__).resolve().parents[2] / "www" / "vocab" / "own-bpe-8k.vocab"
END = 8191
SIZE = 8192
# The cut of o200k, with which own-bpe-8k was trained.
CUT = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+",
])


class Reader:
    """Little-endian numbers and blocks, one after another."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def take(self, count: int) -> bytes:
        part = self.data[self.at:self.at + count]
        self.at += count
        return part

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value


def vocabulary(path: Path = VOCABULARY) -> list[bytes]:
    """The bytes of each token, in the order of ids; empty where an id has none."""
    reader = Reader(zlib.decompress(path.read_bytes(), -15))
    if reader.take(8) != b"TKNVOCAB" or int.from_bytes(reader.take(4), "little") != 1:
        raise ValueError(f"{path} is no .vocab file of version 1")
    reader.take(8)
    reader.take(reader.varint())
    if reader.varint():
        raise ValueError(f"{path} needs a base file")
    runs = [(reader.varint(), reader.varint()) for _ in range(reader.varint())]
    if any(kind for kind, _ in runs):
        raise ValueError(f"{path} takes tokens from a base file")
    lengths = [reader.varint() for _ in range(reader.varint())]
    body = Reader(reader.take(reader.varint()))
    return [body.take(length) for length in lengths]


def encoding() -> tiktoken.Encoding:
    """The tokenizer. Special tokens in a text are read as plain text (`encode_ordinary`)."""
    tokens = vocabulary()
    ranks = {token: rank for rank, token in enumerate(tokens) if token and rank != END}
    return tiktoken.Encoding("own-bpe-8k", pat_str=CUT, mergeable_ranks=ranks, special_tokens={"<|endoftext|>": END})
