"""Writes small JPEG, WebP and AVIF files and payload.json: how many of their bytes are the coded picture.

The numbers are had without walking through the files: marks are searched for, and a plain WebP has 20 bytes around its
chunk.

usage: pip install numpy pillow==13.0.0 && python tests/golden/payload/write.py
"""

import io
import json
import struct
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).parent
y, x = np.mgrid[:48, :64]
picture = Image.fromarray(np.stack([x * 4, y * 5, (x * y) % 256], axis=2).astype(np.uint8))
clear = picture.copy()
clear.putalpha(Image.fromarray(((x + y) * 2).astype(np.uint8)))


def saved(name: str, image: Image.Image, form: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    (HERE / name).write_bytes(out.getvalue())
    return out.getvalue()


found: dict[str, int] = {}
file = saved("plain.jpg", picture, "jpeg", quality=60)
# Three components: the header of the scan is the mark, two bytes of length 12 and ten of content.
head = file.index(bytes([0xFF, 0xDA, 0, 12, 3]))
found["plain.jpg"] = len(file) - head - 14
file = saved("progressive.jpg", picture, "jpeg", quality=60, progressive=True)
head = file.index(bytes([0xFF, 0xDA, 0, 12, 3]))
found["progressive.jpg"] = len(file) - head - 14
file = saved("lossy.webp", picture, "webp", quality=60)
# The chunk's own length, which an odd one is filled up behind.
found["lossy.webp"] = struct.unpack("<I", file[16:20])[0]
assert len(file) - 20 - found["lossy.webp"] in (0, 1)
file = saved("lossless.webp", picture, "webp", lossless=True)
found["lossless.webp"] = struct.unpack("<I", file[16:20])[0]
file = saved("clear.webp", clear, "webp", quality=60)
alpha, colour = file.index(b"ALPH"), file.index(b"VP8 ")
found["clear.webp"] = sum(struct.unpack("<I", file[at + 4 : at + 8])[0] for at in (alpha, colour))
file = saved("plain.avif", picture, "avif", quality=60)
found["plain.avif"] = len(file) - file.index(b"mdat") - 4
(HERE / "payload.json").write_text(json.dumps(found, indent=1) + "\n")
