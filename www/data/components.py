#!/usr/bin/env python3
"""Principal components of whole emoji, for the tokenizer `whole-pca`: www/data/emoji.components.

Use:   python3 www/data/components.py EMOJI.npz   (made by tests/floors/emoji.py; needs numpy)

Fitted on the training split alone. A picture is 64 x 64 pixels on white, from 0 to 1, turned to luma and two colour
differences (orthonormal) and to frequencies (orthonormal DCT-II of each channel whole), low ones first: numbers there
are as far apart as pixels are, and what is smooth has few that are not zero.

The file is a raw DEFLATE stream of, little-endian:
  u32 number of components; f32 step of the mean; i16 mean in these steps, 12288 of them;
  for each component f32 step, f32 standard deviation of its coefficient; for each 12288 signed bytes in its steps.
A component's step is the coarser the less it varies, so that all add the same error: THETA for each number.
"""
import struct
import sys
import zlib

import numpy as np

SIDE, COUNT, SKETCH, THETA = 64, 768, 1024, 3e-6
SIZE = 3 * SIDE * SIDE
OUT = "www/data/emoji.components"


def cosines():
    k, x = np.meshgrid(np.arange(SIDE), np.arange(SIDE), indexing="ij")
    scale = np.where(k == 0, 1, np.sqrt(2)) / np.sqrt(SIDE)
    return (scale * np.cos(np.pi * (2 * x + 1) * k / (2 * SIDE))).astype(np.float32)


COLOURS = np.array([[3**-0.5] * 3, [2**-0.5, 0, -(2**-0.5)], [6**-0.5, -2 * 6**-0.5, 6**-0.5]], np.float32)


def order():
    """Frequencies by their sum; of one sum luma first; of one channel by rows."""
    places = [(u + v, channel, u, v) for channel in range(3) for u in range(SIDE) for v in range(SIDE)]
    return np.array([(channel * SIDE + u) * SIDE + v for _, channel, u, v in sorted(places)])


def frequencies(images):
    basis, places = cosines(), order()
    out = np.empty((len(images), SIZE), np.float32)
    for first in range(0, len(images), 500):
        x = images[first : first + 500].astype(np.float32) / 255
        x = np.einsum("nyxc,dc->ndyx", x, COLOURS) @ basis.T
        out[first : first + 500] = np.einsum("ky,ndyx->ndkx", basis, x).reshape(-1, SIZE)[:, places]
    return out


def components(x):
    """Leading right singular vectors, by a random sketch that three rounds make exact enough."""
    rng = np.random.default_rng(1)
    rows = np.linalg.qr(x @ rng.standard_normal((SIZE, SKETCH)).astype(np.float32))[0]
    for _ in range(3):
        rows = np.linalg.qr(x @ np.linalg.qr(x.T @ rows)[0])[0]
    _, values, vectors = np.linalg.svd(rows.T @ x, full_matrices=False)
    return values[:COUNT] / np.sqrt(len(x)), vectors[:COUNT]


def write(mean, deviations, vectors, path):
    mean_step = np.float32(np.abs(mean).max() / 32767)
    head = struct.pack("<If", len(vectors), mean_step) + np.round(mean / mean_step).astype("<i2").tobytes()
    steps = np.maximum(np.sqrt(12 * THETA) / deviations, np.abs(vectors).max(1) / 127).astype(np.float32)
    table = np.stack([steps, deviations.astype(np.float32)], 1).astype("<f4").tobytes()
    numbers = np.round(vectors / steps[:, None]).astype(np.int8).tobytes()
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packing.compress(head + table + numbers) + packing.flush()
    with open(path, "wb") as file:
        file.write(data)
    print(f"{path}: {len(data)} bytes")


def main():
    data = np.load(sys.argv[1])
    x = frequencies(data["images"][data["split"] == 0])
    mean = x.mean(0)
    x -= mean
    write(mean, *components(x), OUT)


if __name__ == "__main__":
    main()
