"""Writes tests/golden/exactness/NAME.golden for the vocabularies named, or for all.

The format, numbers as LEB128: 1 if decoded bytes are hashed, else 0; how many texts; for each text of inputs.deflate the
first 8 bytes of the SHA-256 of its ids (u32, little-endian) and, if so, those of its decoded bytes; how many of the first
texts follow in full, and for each how many ids and the ids; how many texts of its own with special tokens parsed, and for
each its length in bytes, its bytes, how many ids and the ids.
"""

import hashlib
import struct
import sys
import time

import inputs
import references


def short_hash(data):
    return hashlib.sha256(data).digest()[:8]


def own_texts(specials):
    """Texts around some of the vocabulary's special tokens."""
    count = len(specials)
    chosen = specials if count <= 12 else [specials[at * (count - 1) // 11] for at in range(12)]
    for token in chosen:
        yield token
        yield f"a{token}b"
        yield f"a {token} b"
        yield f" {token}\n"
        yield f"  {token}  x"
        yield token + token
        yield token[:-1]
        yield f"{token[1:]}{token}"
        yield f"caf\u0065\u0301 {token}\u00e9"
    yield "".join(chosen)


def golden(name, texts):
    reference = references.REFERENCES[name]()
    lossy = name in references.LOSSY
    out = bytearray([lossy])
    out += inputs.leb128(len(texts))
    full = bytearray(inputs.leb128(len(inputs.EDGES)))
    for index, text in enumerate(texts):
        ids = reference.encode(text)
        out += short_hash(struct.pack(f"<{len(ids)}I", *ids))
        decoded = reference.decode(ids)
        if lossy:
            out += short_hash(decoded)
        else:
            assert decoded == text.encode("utf-8"), (name, text)
        if index < len(inputs.EDGES):
            full += inputs.leb128(len(ids)) + b"".join(map(inputs.leb128, ids))
    out += full
    own = list(own_texts(reference.specials)) if reference.specials else []
    out += inputs.leb128(len(own))
    for text in own:
        data, ids = text.encode("utf-8"), reference.parse(text)
        out += inputs.leb128(len(data)) + data + inputs.leb128(len(ids)) + b"".join(map(inputs.leb128, ids))
    path = inputs.TARGET.with_name(f"{name}.golden")
    path.write_bytes(out)
    return len(texts) + len(own), len(out)


def main():
    texts = inputs.load()
    for name in sys.argv[1:] or references.REFERENCES:
        start = time.time()
        cases, size = golden(name, texts)
        print(f"{name:20} {cases:6} cases {size:8} bytes {time.time() - start:6.1f} s", flush=True)


if __name__ == "__main__":
    main()
