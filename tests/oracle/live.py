"""Streams what the reference of one vocabulary says to 100,000 random texts and to the hostile texts of 1 MB.

Written to the standard output, for each text: its length in bytes (u32, little-endian), its bytes, the
first 8 bytes of the SHA-256 of its ids (u32), those of its decoded bytes.
"""

import random
import struct
import sys

import goldens
import inputs
import references

# References that are quadratic on one of the hostile texts get it shorter.
SLOW = 50_000


def texts(name):
    rng = random.Random(f"live {name}")
    for _ in range(100_000):
        yield inputs.random_text(rng)
    size = SLOW if name.startswith("mistral-v") or name == "gemma-4" else 1_000_000
    yield from inputs.hostile(size).values()


def encoded(reference, text):
    """The text, or as much of it as the reference takes (tiktoken's regex engine gives up on some), and its ids."""
    while True:
        try:
            return text, reference.encode(text)
        except ValueError as error:
            if len(text) < 1_000:
                raise
            print(f"the reference gives up on {len(text)} characters of {text[:8]!r}: {error}", file=sys.stderr)
            text = text[: len(text) // 2]


def main():
    name = sys.argv[1]
    reference = references.REFERENCES[name]()
    out = sys.stdout.buffer
    for text in texts(name):
        text, ids = encoded(reference, text)
        data = text.encode("utf-8")
        out.write(struct.pack("<I", len(data)) + data)
        out.write(goldens.short_hash(struct.pack(f"<{len(ids)}I", *ids)))
        out.write(goldens.short_hash(reference.decode(ids)))


if __name__ == "__main__":
    main()
