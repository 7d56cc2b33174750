"""Writes small PNG and JPEG files of every kind, and expected.json: their samples as red, green, blue and alpha.

PNG files are put together here, so that their samples are known without a reader; where Pillow gives eight bits it must
agree. JPEG files and their samples are Pillow's (libjpeg-turbo).

usage: pip install numpy pillow==13.0.0 && python tests/golden/pictures/write.py
"""

import hashlib
import io
import json
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageOps

HERE = Path(__file__).parent
WIDTH, HEIGHT = 21, 13
expected: list[dict] = []


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(samples: np.ndarray, depth: int) -> list[bytes]:
    """Rows of samples at 1 to 16 bits."""
    height = samples.shape[0]
    rows = samples.reshape(height, -1)
    if depth == 16:
        return [row.astype(">u2").tobytes() for row in rows]
    bits = ((rows[..., None] >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8).reshape(height, -1)
    return [np.packbits(row).tobytes() for row in bits]


PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def filtered(rows: list[bytes], step: int) -> bytes:
    """Every row with a filter of its own: none, sub, up, average, Paeth in turn."""
    out, above = bytearray(), bytes(len(rows[0]) if rows else 0)
    for y, row in enumerate(rows):
        out.append(y % 5)
        for x, value in enumerate(row):
            a = row[x - step] if x >= step else 0
            b, c = above[x], above[x - step] if x >= step else 0
            p = a + b - c
            nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            out.append((value - [0, a, b, (a + b) // 2, nearest][y % 5]) & 255)
        above = row
    return bytes(out)


def png(samples: np.ndarray, colour: int, depth: int, before: bytes = b"", interlaced: bool = False) -> bytes:
    height, width = samples.shape[:2]
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    step = max(1, channels * depth // 8)
    parts = [samples[y::dy, x::dx] for x, y, dx, dy in PASSES] if interlaced else [samples]
    data = b"".join(filtered(packed(part, depth), step) for part in parts if part.size)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    body = chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def keep(name: str, file: bytes, rgba: np.ndarray, notes: list[str], exact: bool = True, pillow: bool = True) -> None:
    (HERE / name).write_bytes(file)
    rgba = np.ascontiguousarray(rgba.astype(np.uint8))
    if pillow:
        seen = np.array(ImageOps.exif_transpose(Image.open(io.BytesIO(file))).convert("RGBA"))
        assert np.array_equal(seen, rgba), name
    case = {"name": name, "width": rgba.shape[1], "height": rgba.shape[0], "notes": notes}
    if exact:
        case["sha256"] = hashlib.sha256(rgba.tobytes()).hexdigest()
    else:
        case["rgba"] = zlib.compress(rgba.tobytes(), 9).hex()
    expected.append(case)


def slope(channels: int, depth: int) -> np.ndarray:
    """Samples that use the whole range."""
    y, x, c = np.mgrid[:HEIGHT, :WIDTH, :channels]
    value = (x * 37 + y * 91 + c * 53 + x * y * 11) * 2654435761 % 2**32 / 2**32
    return (value * (2**depth - 1) + 0.5).astype(np.int64)


def eight(samples: np.ndarray, depth: int) -> np.ndarray:
    return np.floor(samples * 255 / (2**depth - 1) + 0.5)


def opaque(rgb: np.ndarray) -> np.ndarray:
    return np.concatenate([rgb, np.full(rgb.shape[:2] + (1,), 255)], axis=2)


DEEP = "16 bits a sample, rounded to 8"
for depth in [1, 2, 4, 8, 16]:
    notes = [DEEP] if depth == 16 else []
    grey = slope(1, depth)
    rgba = opaque(np.repeat(eight(grey, depth), 3, axis=2))
    keep(f"grey-{depth}.png", png(grey, 0, depth), rgba, notes, pillow=depth < 16)
    clear = int(grey[3, 4, 0])
    rgba[..., 3] = np.where(grey[..., 0] == clear, 0, 255)
    keep(f"grey-{depth}-clear.png", png(grey, 0, depth, chunk(b"tRNS", struct.pack(">H", clear))), rgba, notes,
         pillow=depth == 8)
for depth in [8, 16]:
    notes = [DEEP] if depth == 16 else []
    rgb = slope(3, depth)
    rgba = opaque(eight(rgb, depth))
    keep(f"rgb-{depth}.png", png(rgb, 2, depth), rgba, notes, pillow=depth < 16)
    clear = rgb[5, 6]
    rgba[..., 3] = np.where((rgb == clear).all(axis=2), 0, 255)
    keep(f"rgb-{depth}-clear.png", png(rgb, 2, depth, chunk(b"tRNS", struct.pack(">3H", *clear))), rgba, notes,
         pillow=depth == 8)
    grey = slope(2, depth)
    both = eight(grey, depth)
    rgba = np.concatenate([np.repeat(both[..., :1], 3, axis=2), both[..., 1:]], axis=2)
    keep(f"grey-alpha-{depth}.png", png(grey, 4, depth), rgba, notes, pillow=depth < 16)
    four = slope(4, depth)
    keep(f"rgba-{depth}.png", png(four, 6, depth), eight(four, depth), notes, pillow=depth < 16)
    keep(f"rgba-{depth}-interlaced.png", png(four, 6, depth, interlaced=True), eight(four, depth), notes,
         pillow=depth < 16)
for depth in [1, 2, 4, 8]:
    index = slope(1, depth)
    palette = np.random.default_rng(depth).integers(0, 256, (2**depth, 3))
    alpha = np.random.default_rng(depth + 9).integers(0, 256, 2**depth)
    colours = chunk(b"PLTE", palette.astype(np.uint8).tobytes())
    keep(f"palette-{depth}.png", png(index, 3, depth, colours), opaque(palette[index[..., 0]]), [])
    rgba = np.concatenate([palette, alpha[:, None]], axis=1)[index[..., 0]]
    clear = chunk(b"tRNS", alpha.astype(np.uint8).tobytes())
    keep(f"palette-{depth}-alpha.png", png(index, 3, depth, colours + clear, interlaced=depth == 4), rgba, [])

rgb = slope(3, 8)
UPRIGHT = "turned upright, as the file says"


def exif(orientation: int, order: str) -> bytes:
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entry = struct.pack(order + "HHIHH", 274, 3, 1, orientation, 0)
    return mark + struct.pack(order + "IH", 8, 1) + entry + struct.pack(order + "I", 0)


turned = ImageOps.exif_transpose
keep("turned.png", png(rgb, 2, 8, chunk(b"eXIf", exif(6, "<"))), opaque(np.rot90(rgb, -1)), [UPRIGHT])
profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PROFILE = "its colour profile is left aside: the samples are taken as sRGB"
iccp = chunk(b"iCCP", b"profile\0\0" + zlib.compress(profile))
keep("profile.png", png(rgb, 2, 8, iccp), opaque(rgb), [PROFILE])
moves = chunk(b"acTL", struct.pack(">II", 2, 0))
moves += chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, WIDTH, HEIGHT, 0, 0, 1, 10, 0, 0))
second = struct.pack(">IIIIIHHBB", 1, WIDTH, HEIGHT, 0, 0, 1, 10, 0, 0)
frame = chunk(b"fcTL", second) + chunk(b"fdAT", struct.pack(">I", 2) + zlib.compress(filtered(packed(rgb, 8), 3)))
moving = png(255 - rgb, 2, 8, moves)
end = chunk(b"IEND", b"")
keep("moves.png", moving[: -len(end)] + frame + end, opaque(255 - rgb), ["it moves: its first picture is taken"])
keep("one.png", png(rgb[:1, :1], 2, 8), opaque(rgb[:1, :1]), [])


def smooth(width: int, height: int) -> Image.Image:
    """What JPEG is for: slopes, an edge, some colour."""
    y, x = np.mgrid[:height, :width]
    red, green = 255 * x / max(1, width - 1), 255 * y / max(1, height - 1)
    blue = np.where((x - width / 2) ** 2 + (y - height / 2) ** 2 < (height / 3) ** 2, 220, 40)
    return Image.fromarray(np.stack([red, green, blue], axis=2).astype(np.uint8))


def jpeg(name: str, picture: Image.Image, notes: list[str], **options) -> None:
    out = io.BytesIO()
    picture.save(out, "jpeg", **options)
    seen = turned(Image.open(io.BytesIO(out.getvalue()))).convert("RGBA")
    keep(name, out.getvalue(), np.array(seen), notes, exact=False)


for name, sampling in [("444", 0), ("422", 1), ("420", 2)]:
    jpeg(f"{name}.jpg", smooth(37, 29), [], quality=90, subsampling=sampling)
    jpeg(f"{name}-progressive.jpg", smooth(37, 29), [], quality=70, subsampling=sampling, progressive=True)
jpeg("restarts.jpg", smooth(50, 40), [], quality=80, restart_marker_blocks=3)
jpeg("grey.jpg", smooth(33, 21).convert("L"), [], quality=85)
jpeg("grey-progressive.jpg", smooth(33, 21).convert("L"), [], quality=85, progressive=True)
jpeg("rgb.jpg", smooth(33, 21), [], quality=85, keep_rgb=True)
jpeg("one.jpg", smooth(1, 1), [], quality=85)
# libjpeg repeats the colours of a picture of up to four columns, where others spread them: no golden for that.
jpeg("narrow.jpg", smooth(3, 40), [], quality=85, subsampling=0)
inks = Image.merge("CMYK", [smooth(33, 21).convert("L")] + list(smooth(33, 21).split()))
jpeg("inks.jpg", inks, ["four inks, mixed to red, green and blue without their profile"], quality=95)
jpeg("profile.jpg", smooth(33, 21), [PROFILE], quality=85, icc_profile=profile)
for orientation in range(1, 9):
    made = Image.Exif()
    made[274] = orientation
    jpeg(f"turned-{orientation}.jpg", smooth(33, 21), [UPRIGHT] if orientation > 1 else [], quality=85, subsampling=0,
         exif=made)

(HERE / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
