"""Writes NAME.json beside NAME.txt: what NumPy gives, in double precision, for each shape in it.

usage: pip install numpy==2.4.6 && python tests/golden/kernels/kernels.py

A line of NAME.txt is the parameter block of a case. The inputs are made by `fill`, as `src/nn/buffer.rs` makes them; the
kernels are written here from their definitions, without a look at how the crate computes them.
"""

import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
PANEL = 8
# Values kept of a case; of longer results some all over.
KEPT = 256
STEP = 7919


def mix(bits: np.ndarray) -> np.ndarray:
    """The finalizer of MurmurHash3."""
    bits = bits.astype(np.uint32)
    bits = (bits ^ bits >> np.uint32(16)) * np.uint32(0x85EBCA6B)
    bits = (bits ^ bits >> np.uint32(13)) * np.uint32(0xC2B2AE35)
    return bits ^ bits >> np.uint32(16)


def fill(seed: int, part: int, kind: str, length: int, *of: int) -> np.ndarray:
    """Part `part` of a buffer: floats as float64, words as uint32."""
    start = mix(np.array([(seed * 31 + part) % 2**32]))
    index = np.arange(length, dtype=np.uint32)
    random = mix(index + start)
    unit = (random >> np.uint32(8)).astype(np.float32) / np.float32(8388608.0) - np.float32(1.0)
    if kind == "unit":
        return unit.astype(np.float64)
    if kind == "wide":
        return unit.astype(np.float64) * 16.0
    if kind == "quarters":
        return ((random >> np.uint32(8)) % np.uint32(9)).astype(np.float64) / 4.0 - 1.0
    if kind == "below":
        return random % np.uint32(of[0])
    if kind == "path":
        return index * np.uint32(2) + (random & np.uint32(1))
    if kind == "bits":
        return random
    if kind == "halves":
        pairs = np.stack([random & np.uint32(1023), random >> np.uint32(16) & np.uint32(1023)], axis=-1)
        return (pairs.astype(np.float64).reshape(-1) - 512.0) / 512.0
    if kind == "bytes":
        return random.astype("<u4").view(np.int8).astype(np.float64)
    if kind == "gaussians":
        fields = unit.reshape(-1, 8)
        one, half = np.float32(1.0), np.float32(0.5)
        made = fields.copy()
        made[:, 0] = (fields[:, 0] + one) * half * np.float32(of[0])
        made[:, 1] = (fields[:, 1] + one) * half * np.float32(of[1])
        for place in (2, 4):
            made[:, place] = np.float32(0.05) + np.float32(0.1) * (fields[:, place] + one)
        made[:, 3] = np.float32(0.02) * fields[:, 3]
        return made.astype(np.float64)
    raise ValueError(kind)


class Case:
    """Fills the buffers of one case: input `buffer` of case `number`."""

    def __init__(self, number: int) -> None:
        self.number = number

    def floats(self, buffer: int, shape: tuple[int, ...], part: int = 0, kind: str = "unit", of=()) -> np.ndarray:
        return self.part(buffer, part, kind, int(np.prod(shape)), *of).reshape(shape)

    def part(self, buffer: int, part: int, kind: str, length: int, *of: int) -> np.ndarray:
        return fill(self.number * 4 + buffer, part, kind, length, *of)


def activated(x: np.ndarray, activation: int) -> np.ndarray:
    if activation == 1:
        return 0.5 * x * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (x + 0.044715 * x**3)))
    return x / (1.0 + np.exp(-np.maximum(x, -700.0))) if activation == 2 else x


def product(case: Case, rows, depth, columns, activation, follows, kind, packed, scaled):
    padded = -(-columns // PANEL) * PANEL
    x = case.floats(0, (rows, depth))
    panels = case.part(1, 0, kind, padded * depth // packed).reshape(padded // PANEL, depth, PANEL)
    weights = panels.transpose(1, 0, 2).reshape(depth, padded)[:, :columns]
    result = x @ weights
    if scaled:
        result = result * case.floats(1, (padded,), 1)[:columns]
    if follows & 1:
        result = result + case.floats(1, (padded,), 2 if scaled else 1)[:columns]
    result = activated(result, activation)
    return result + case.floats(2, (rows, columns)) if follows & 2 else result


def matmul(case, *sizes):
    return product(case, *sizes, "unit", 1, False)


def matmul_half(case, *sizes):
    return product(case, *sizes, "halves", 2, False)


def matmul_byte(case, *sizes):
    return product(case, *sizes, "bytes", 4, True)


def softmax(case, rows, columns):
    x = case.floats(0, (rows, columns), kind="wide")
    weights = np.exp(x - x.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def layer_norm(case, rows, columns, epsilon):
    x, (gain, bias) = case.floats(0, (rows, columns)), case.floats(1, (2, columns))
    centred = x - x.mean(axis=1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + epsilon) * gain + bias


def rms_norm(case, rows, columns, epsilon):
    x, gain = case.floats(0, (rows, columns)), case.floats(1, (columns,))
    return x / np.sqrt((x**2).mean(axis=1, keepdims=True) + epsilon) * gain


def group_norm(case, channels, pixels, groups, epsilon, activation):
    x, (gain, bias) = case.floats(0, (groups, channels // groups * pixels)), case.floats(1, (2, channels))
    centred = x - x.mean(axis=1, keepdims=True)
    normal = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + epsilon)
    return activated(normal.reshape(channels, pixels) * gain[:, None] + bias[:, None], activation)


def activate(case, length, activation):
    return activated(case.floats(0, (length,), kind="wide"), activation)


def gather(case, rows, width, entries):
    table = np.vstack([case.floats(0, (entries, width)), np.zeros((1, width))])
    return table[case.part(1, 0, "below", rows, entries + 1)]


def rotary(case, rows, stride, turned, head, positions):
    x = case.floats(0, (rows, stride))
    turns = case.floats(1, (positions, 2, head // 2))[case.part(2, 0, "below", rows, positions)]
    pairs = x[:, :turned].reshape(rows, turned // head, 2, head // 2)
    spun = (pairs[:, :, 0] + 1j * pairs[:, :, 1]) * (turns[:, None, 0] + 1j * turns[:, None, 1])
    heads = np.stack([spun.real, spun.imag], axis=2).reshape(rows, turned)
    return np.concatenate([heads, x[:, turned:]], axis=1)


def cache_of(case, buffer, width, capacity):
    flat = case.floats(buffer, (2 * width * capacity,))
    return flat[: width * capacity].reshape(width, capacity), flat[width * capacity :].reshape(capacity, width)


def append(case, rows, stride, keys_at, values_at, width, capacity, at):
    x = case.floats(0, (rows, stride))
    keys, values = cache_of(case, 3, width, capacity)
    keys[:, at : at + rows] = x[:, keys_at : keys_at + width].T
    values[at : at + rows] = x[:, values_at : values_at + width]
    return np.concatenate([keys.reshape(-1), values.reshape(-1)])


def keep(case, rows, width, capacity, at):
    path = case.part(0, 0, "path", rows).astype(int) + at
    keys, values = cache_of(case, 3, width, capacity)
    keys[:, at : at + rows] = keys[:, path]
    values[at : at + rows] = values[path]
    return np.concatenate([keys.reshape(-1), values.reshape(-1)])


def attention(case, queries, stride, heads, head, width, capacity, prefix, added, scale):
    x = case.floats(0, (queries, stride))[:, : heads * head].reshape(queries, heads, head)
    keys, values = cache_of(case, 1, width, capacity)
    words = -(-added // 32)
    bits = case.part(2, 0, "bits", max(queries * words, 1))[: queries * words].reshape(queries, words)
    seen = np.unpackbits(bits.astype("<u4").view(np.uint8), axis=1, bitorder="little")[:, :added].astype(bool)
    seen = np.concatenate([np.ones((queries, prefix), bool), seen.reshape(queries, added)], axis=1)
    places, shared = prefix + added, heads * head // width
    result = np.zeros((queries, heads, head))
    for at in range(heads):
        of = slice(at // shared * head, at // shared * head + head)
        for query in range(queries):
            visible = np.flatnonzero(seen[query])
            if visible.size:
                scores = x[query, at] @ keys[of, :places][:, visible] * scale
                weights = np.exp(scores - scores.max())
                result[query, at] = weights / weights.sum() @ values[visible, of]
    return result


def conv(case, inputs, rows, columns, channels, side, stride, padding, activation, residual):
    x = np.pad(case.floats(0, (inputs, rows, columns)), ((0, 0), (padding, padding), (padding, padding)))
    flat = case.floats(1, (channels * inputs * side * side + channels,))
    weights, bias = flat[:-channels].reshape(channels, inputs, side, side), flat[-channels:]
    windows = np.lib.stride_tricks.sliding_window_view(x, (side, side), axis=(1, 2))[:, ::stride, ::stride]
    result = activated(np.einsum("irckl,oikl->orc", windows, weights) + bias[:, None, None], activation)
    return result + case.floats(2, result.shape) if residual else result


def upsample(case, channels, rows, columns, factor):
    return case.floats(0, (channels, rows, columns)).repeat(factor, axis=1).repeat(factor, axis=2)


def pixel_shuffle(case, channels, rows, columns, side, back):
    if back:
        large = case.floats(0, (channels, rows, side, columns, side))
        return large.transpose(0, 2, 4, 1, 3)
    return case.floats(0, (channels, side, side, rows, columns)).transpose(0, 3, 1, 4, 2)


def dct(case, blocks, inverse):
    u, x = np.arange(8)[:, None], np.arange(8)[None]
    basis = np.cos((2 * x + 1) * u * np.pi / 16) * np.where(u == 0, np.sqrt(1 / 8), 0.5)
    basis = basis.T if inverse else basis
    return basis @ case.floats(0, (blocks, 8, 8)) @ basis.T


def resize(case, channels, rows, columns, out_rows, out_columns, bicubic):
    def matrix(size: int, out: int) -> np.ndarray:
        made = np.zeros((out, size))
        for at in range(out):
            if bicubic:
                place = (at + 0.5) * size / out - 0.5
                for tap in range(int(np.floor(place)) - 1, int(np.floor(place)) + 3):
                    d, a = abs(place - tap), -0.75
                    near = (a + 2) * d**3 - (a + 3) * d**2 + 1
                    made[at, min(max(tap, 0), size - 1)] += near if d <= 1 else a * (d**3 - 5 * d**2 + 8 * d - 4)
            else:
                start, end = at * size / out, (at + 1) * size / out
                for source in range(size):
                    made[at, source] = max(0.0, min(end, source + 1) - max(start, source)) / (end - start)
        return made

    return matrix(rows, out_rows) @ case.floats(0, (channels, rows, columns)) @ matrix(columns, out_columns).T


def splat(case, count, width, height):
    y, x = np.mgrid[0:height, 0:width] + 0.5
    result = np.zeros((3, height, width))
    for gaussian in case.part(0, 0, "gaussians", count * 8, width, height):
        dx, dy = x - gaussian[0], y - gaussian[1]
        distance = 0.5 * (gaussian[2] * dx * dx + gaussian[4] * dy * dy) + gaussian[3] * dx * dy
        result += gaussian[5:, None, None] * np.where(distance < 16.0, np.exp(-distance), 0.0)
    return result


def nearest(case, points, depth, codes):
    padded = -(-codes // PANEL) * PANEL
    x = case.floats(0, (points, depth), kind="quarters")
    flat = case.part(1, 0, "quarters", padded * (depth + 1))
    table = flat[: padded * depth].reshape(padded // PANEL, depth, PANEL).transpose(0, 2, 1).reshape(padded, depth)
    return (flat[padded * depth :] - 2.0 * x @ table.T)[:, :codes].argmin(axis=1)


def centroids(case, points, depth, codes):
    x, ids = case.floats(0, (points, depth)), case.part(1, 0, "below", points, codes + 1)
    means, counts = np.zeros((codes, depth)), np.zeros(codes)
    for code in range(codes):
        counts[code] = (ids == code).sum()
        means[code] = x[ids == code].sum(axis=0) / max(counts[code], 1)
    return np.concatenate([means.reshape(-1), counts])


def numbers(line: str) -> list[int | float]:
    return [float(np.float32(word)) if "." in word or "e" in word else int(word) for word in line.split()]


KERNELS = [
    matmul, matmul_half, matmul_byte, softmax, layer_norm, rms_norm, group_norm, activate, gather, rotary, append, keep,
    attention, conv, upsample, pixel_shuffle, dct, resize, splat, nearest, centroids,
]  # fmt: skip
for kernel in KERNELS:
    cases = []
    for number, line in enumerate((HERE / f"{kernel.__name__}.txt").read_text().splitlines()):
        result = np.asarray(kernel(Case(number), *numbers(line))).reshape(-1)
        places = np.arange(min(result.size, KEPT)) * (1 if result.size <= KEPT else STEP) % result.size
        cases.append([float(np.float32(value)) for value in result[places]])
        cases[-1] = [int(value) if value == int(value) else float(f"{value:.9g}") for value in cases[-1]]
    lines = ",\n".join(json.dumps(values, separators=(",", ":")) for values in cases)
    (HERE / f"{kernel.__name__}.json").write_text(f"[\n{lines}\n]\n")
