"""Writes the .tokens files of this folder from the format's description (src/image/tokens_file/mod.rs), without our code.

Ids are made by a formula that `tests/tokens_file.rs` knows too.

usage: python tests/golden/tokens_file/write.py
"""

import math
import struct
import zlib
from pathlib import Path

BITS, HERE = 56, Path(__file__).parent


def number(value: int) -> bytes:
    out = bytearray()
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + bytes([value]))


def name(text: str) -> bytes:
    return number(len(text.encode())) + text.encode()


def range_code(shares: list[tuple[int, int, int]]) -> bytes:
    """The interval is exact: a whole number of any length, of which the bytes that are settled are the first."""
    low, width, shifted = 0, 1 << BITS, 0
    for before, own, total in shares:
        unit = width // total
        low, width = low + before * unit, own * unit
        while width < 1 << BITS - 8:
            low, width, shifted = low << 8, width << 8, shifted + 1
    for count in range(8):
        shift = BITS - 8 * count
        rounded = (low + (1 << shift) - 1) >> shift
        if rounded << shift < low + width:
            return rounded.to_bytes(shifted + count, "big")
    raise AssertionError


def coded(ids: list[int], alphabets: list[int], context) -> bytes:
    counts: dict[tuple[int, int], list[int]] = {}
    shares = []
    for at, one in enumerate(ids):
        depth = at % len(alphabets)
        seen = counts.setdefault((depth, context(at)), [1] * alphabets[depth])
        shares.append((sum(seen[:one]), seen[one], sum(seen)))
        seen[one] += 2
    return range_code(shares)


def write(file: str, kind: int, tokenizer: str, options: dict[str, float], shape: list[int], ids, body: bytes) -> None:
    head = b"TKNS" + bytes([1, kind]) + name(tokenizer) + number(len(options))
    head += b"".join(name(option) + struct.pack("<d", value) for option, value in options.items())
    head += b"".join(map(number, shape)) + number(0)
    head += struct.pack("<I", zlib.crc32(struct.pack(f"<{len(ids)}I", *ids)))
    whole = head + body
    (HERE / file).write_bytes(whole + struct.pack("<I", zlib.crc32(whole)))


# 10 × 7 pixels in patches of 4 × 4: 2 rows, 3 columns, 48 samples each.
ids = [at * at // 7 % 251 for at in range(2 * 3 * 48)]
write("patches.tokens", 1, "patches", {"side": 4.0}, [10, 7, 2, 3, 48, 4], ids, coded(ids, [256] * 48, lambda at: 0))

# 20 × 17 pixels in blocks of 8 × 8: 3 rows, 3 columns, 192 coefficients; contexts are the sizes left and above.
STEP, COLUMNS, DEPTH = 24.0, 3, 192
reach = [
    sum(abs(math.sqrt((1 if u == 0 else 2) / 8) * math.cos((2 * x + 1) * u * math.pi / 16)) for x in range(8))
    for u in range(8)
]
zigzag = sorted(range(64), key=lambda p: (p // 8 + p % 8, p // 8 if (p // 8 + p % 8) % 2 else p % 8))
alphabets = [
    2 * math.ceil(128 * reach[zigzag[d % 64] // 8] * reach[zigzag[d % 64] % 8] / (STEP * (1.5 if d >= 64 else 1))) + 1
    for d in range(DEPTH)
]
ids = [at * at // 7 % min(alphabets[at % DEPTH], 9) for at in range(3 * COLUMNS * DEPTH)]


def size(at: int) -> int:
    return min((ids[at] + 1) // 2, 2)


def context(at: int) -> int:
    cell = at // DEPTH
    left = size(at - DEPTH) if cell % COLUMNS else 0
    return left + (size(at - COLUMNS * DEPTH) if cell >= COLUMNS else 0)


write("dct.tokens", 1, "dct-8", {"step": STEP}, [20, 17, 3, COLUMNS, DEPTH, 8], ids, coded(ids, alphabets, context))

# A text: one context, a large alphabet.
ids = [at * at // 7 % 1009 * 99 for at in range(300)]
write("sequence.tokens", 0, "cl100k_base", {}, [len(ids), 100277], ids, coded(ids, [100277], lambda at: 0))
