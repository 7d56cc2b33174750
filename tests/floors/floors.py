"""The floors: what tokenizers without training, JPEG and WebP make of 64 × 64 pictures in a number of bits.

Whatever is trained later has to be above them. Emoji: seven drawings of each idea, split by idea (`emoji.py` makes them);
every idea of the test split counts once, whichever number of drawings it has. Photographs: squares of the Kodak suite,
fitted on squares of other photographs. PSNR over red, green and blue of each picture, at most 60 dB, then the mean.

What is fitted on a whole set of pictures is NumPy here: our own tokenizers are fitted on one picture at a time, and
`own.mjs` measures those. The parts are the same (components, levels, k-means: tests/golden/image holds the two together).

usage: pip install -r requirements.txt
       python emoji.py --modules node_modules --out ../../target/emoji     (its first lines say which packages)
       python floors.py --emoji ../../target/emoji --photos PHOTOS --pictures ../../target/pictures --out ../golden/floors
       node own.mjs --wasm ../../.cache/wasm/lab --pictures ../../target/pictures --out ../golden/floors     (after `cargo xtask build`)
       python table.py --results ../golden/floors > README.md
PHOTOS holds the folders train and heldout: squares of the first are fitted on, those of the second tested.
"""

import argparse
import io
import json
from pathlib import Path

import numpy as np
from PIL import Image

BUDGETS = [512, 1024, 2048, 4096]
SIDE = 64
RANDOM = np.random.default_rng(20261129)


# --- pictures ---------------------------------------------------------------------------------------------------------


def emoji(folder: Path):
    """Training pictures, test pictures, and the idea that each test picture is of."""
    data = np.load(folder / "emoji.npz")
    items = json.loads((folder / "labels.json").read_text())["items"]
    split = data["split"]
    ideas = [items[i]["base"] for i in data["item"][split == 2]]
    return data["images"][split == 0], data["images"][split == 2], ideas


def squares(picture: Image.Image, count: int) -> list[np.ndarray]:
    rgb = np.asarray(picture.convert("RGB"))
    height, width = rgb.shape[:2]
    places = [(RANDOM.integers(height - SIDE + 1), RANDOM.integers(width - SIDE + 1)) for _ in range(count)]
    return [rgb[y : y + SIDE, x : x + SIDE] for y, x in places]


def photographs(folder: Path):
    """The same of photographs: of each held-out one eight squares, at full and at half scale."""
    train, test, names = [], [], []
    for path in sorted((folder / "train").glob("*.webp")):
        picture = Image.open(path)
        for scale in (1, 2, 4):
            small = picture.resize((picture.width // scale, picture.height // scale), Image.LANCZOS)
            train += squares(small, 120 if scale == 1 else 60)
    for path in sorted((folder / "heldout").glob("*.webp")):
        picture = Image.open(path)
        half = picture.resize((picture.width // 2, picture.height // 2), Image.LANCZOS)
        made = squares(picture, 4) + squares(half, 4)
        test += made
        names += [path.stem] * len(made)
    return np.stack(train), np.stack(test), names


# --- measures ---------------------------------------------------------------------------------------------------------


def psnr(pictures: np.ndarray, back: np.ndarray) -> np.ndarray:
    error = ((pictures.astype(np.float64) - np.clip(np.round(back), 0, 255)) ** 2).mean(axis=(1, 2, 3))
    return np.minimum(60.0, 10 * np.log10(255**2 / np.maximum(error, 1e-9)))


def mean_of_groups(values: np.ndarray, groups: list[str]) -> float:
    by: dict[str, list[float]] = {}
    for value, group in zip(values, groups):
        by.setdefault(group, []).append(float(value))
    return float(np.mean([np.mean(one) for one in by.values()]))


# --- patches and their coordinates ------------------------------------------------------------------------------------


def cut(pictures: np.ndarray, side: int) -> np.ndarray:
    n, cells = len(pictures), SIDE // side
    parts = pictures.reshape(n, cells, side, cells, side, 3).transpose(0, 1, 3, 2, 4, 5)
    return parts.reshape(n, cells * cells, side * side * 3).astype(np.float32)


def joined(patches: np.ndarray, side: int) -> np.ndarray:
    n, cells = len(patches), SIDE // side
    parts = patches.reshape(n, cells, cells, side, side, 3).transpose(0, 1, 3, 2, 4, 5)
    return parts.reshape(n, SIDE, SIDE, 3)


def some(rows: np.ndarray, count: int) -> np.ndarray:
    return rows if len(rows) <= count else rows[RANDOM.choice(len(rows), count, replace=False)]


def principal(rows: np.ndarray, components: int):
    """Mean, basis (columns) and variances."""
    mean = rows.mean(axis=0)
    if rows.shape[1] <= 1024:
        centred = (rows - mean).astype(np.float64)
        values, vectors = np.linalg.eigh(centred.T @ centred / len(rows))
        return mean, vectors[:, ::-1][:, :components].astype(np.float32), values[::-1][:components]
    # Randomized (Halko, Martinsson and Tropp, 2011), with three rounds of power iteration.
    centred = rows - mean
    sketch = RANDOM.standard_normal((rows.shape[1], components + 32)).astype(np.float32)
    for _ in range(3):
        sketch = np.linalg.qr(centred.T @ (centred @ sketch))[0]
    projected = centred @ sketch
    values, rotation = np.linalg.eigh((projected.T @ projected).astype(np.float64) / len(rows))
    basis = sketch @ rotation[:, ::-1][:, :components].astype(np.float32)
    return mean, basis, values[::-1][:components]


def spread(variances: np.ndarray, bits: int) -> np.ndarray:
    """The next bit to the component with the largest rest; a bit leaves a quarter of it; at most ten each."""
    rest, given = variances.astype(np.float64).copy(), np.zeros(len(variances), int)
    for _ in range(min(bits, 10 * len(rest))):
        best = int(np.argmax(np.where(given < 10, rest, -1)))
        rest[best] /= 4
        given[best] += 1
    return given


def levels_of(values: np.ndarray, bits: int) -> np.ndarray:
    """Levels of least squared error (Lloyd, 1982; Max, 1960), from equal shares on."""
    values = np.sort(some(values, 60_000).astype(np.float64))
    levels = np.quantile(values, (np.arange(2**bits) + 0.5) / 2**bits)
    sums = np.concatenate([[0], np.cumsum(values)])
    for _ in range(60):
        ends = np.concatenate([[0], np.searchsorted(values, (levels[1:] + levels[:-1]) / 2), [len(values)]])
        counts, totals = np.diff(ends), np.diff(sums[ends])
        levels = np.where(counts > 0, totals / np.maximum(counts, 1), levels)
    return levels


def nearest_level(values: np.ndarray, levels: np.ndarray) -> np.ndarray:
    return levels[np.searchsorted((levels[1:] + levels[:-1]) / 2, values)]


def coordinates_at(train: np.ndarray, test: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Coordinates (columns of `test`) at so many bits each."""
    out = np.zeros_like(test)
    for component in np.flatnonzero(given):
        levels = levels_of(train[:, component], given[component])
        out[:, component] = nearest_level(test[:, component], levels)
    return out


def patch_pca(train: np.ndarray, test: np.ndarray, side: int):
    rows, cells = cut(train, side).reshape(-1, side * side * 3), (SIDE // side) ** 2
    fit = some(rows, 200_000)
    mean, basis, variances = principal(fit, min(256, rows.shape[1]))
    seen, shown = (fit - mean) @ basis, (cut(test, side).reshape(-1, rows.shape[1]) - mean) @ basis
    for budget in BUDGETS:
        back = coordinates_at(seen, shown, spread(variances, budget // cells)) @ basis.T + mean
        yield budget, psnr(test, joined(back.reshape(len(test), cells, -1), side))


def global_pca(train: np.ndarray, test: np.ndarray):
    rows = train.reshape(len(train), -1).astype(np.float32)
    mean, basis, variances = principal(rows, 1000)
    seen, shown = (rows - mean) @ basis, (test.reshape(len(test), -1) - mean).astype(np.float32) @ basis
    for budget in BUDGETS:
        back = coordinates_at(seen, shown, spread(variances, budget)) @ basis.T + mean
        yield budget, psnr(test, back.reshape(test.shape))


# --- codebooks --------------------------------------------------------------------------------------------------------


def nearest(rows: np.ndarray, codes: np.ndarray) -> np.ndarray:
    half = (codes**2).sum(axis=1) / 2
    return np.concatenate([np.argmin(half - part @ codes.T, axis=1) for part in np.array_split(rows, 1 + len(rows) // 20_000)])


def k_means(rows: np.ndarray, count: int, rounds: int = 12) -> np.ndarray:
    """Started by squared distances (Arthur and Vassilvitskii, 2007); codes of nothing go to the worst rows."""
    fit = some(rows, 120_000)
    start = some(fit, 20_000)
    codes = [start[RANDOM.integers(len(start))]]
    distance = ((start - codes[0]) ** 2).sum(axis=1)
    for _ in range(count - 1):
        total = distance.sum()
        pick = RANDOM.choice(len(start), p=distance / total) if total > 0 else RANDOM.integers(len(start))
        codes.append(start[pick])
        distance = np.minimum(distance, ((start - codes[-1]) ** 2).sum(axis=1))
    codes = np.stack(codes)
    for _ in range(rounds):
        ids = nearest(fit, codes)
        counts = np.bincount(ids, minlength=count)
        order = np.argsort(ids, kind="stable")
        filled = np.flatnonzero(counts)
        sums = np.add.reduceat(fit[order], np.concatenate([[0], np.cumsum(counts[filled])[:-1]]), axis=0)
        dead = np.flatnonzero(counts == 0)
        worst = np.argsort(-((fit - codes[ids]) ** 2).sum(axis=1))[: len(dead)]
        codes[filled] = sums / counts[filled, None]
        codes[dead] = fit[worst]
    return codes


def residual(train: np.ndarray, test: np.ndarray):
    rows, shown = cut(train, 8).reshape(-1, 192), cut(test, 8).reshape(-1, 192)
    rest, left, back = some(rows, 200_000).copy(), shown.copy(), np.zeros_like(shown)
    for level in range(1, 9):
        codes = k_means(rest, 256)
        rest -= codes[nearest(rest, codes)]
        chosen = codes[nearest(left, codes)]
        left, back = left - chosen, back + chosen
        if 512 * level in BUDGETS:
            yield 512 * level, psnr(test, joined(back.reshape(len(test), 64, -1), 8))


def product(train: np.ndarray, test: np.ndarray):
    rows, shown = cut(train, 8).reshape(-1, 192), cut(test, 8).reshape(-1, 192)
    fit = some(rows, 200_000)
    mean, basis, variances = principal(fit, 192)
    seen, coordinates = (fit - mean) @ basis, (shown - mean) @ basis
    for budget in BUDGETS[1:]:
        count = budget // 512
        groups, weights = [[] for _ in range(count)], np.zeros(count)
        # The next largest component to the group with the smallest sum of logarithms.
        for component in range(192):
            least = int(np.argmin(weights))
            groups[least].append(component)
            weights[least] += np.log(max(variances[component], 1e-6))
        back = np.zeros_like(coordinates)
        for group in groups:
            codes = k_means(seen[:, group], 256)
            back[:, group] = codes[nearest(coordinates[:, group], codes)]
        yield budget, psnr(test, joined((back @ basis.T + mean).reshape(len(test), 64, -1), 8))


def codebook(train: np.ndarray, test: np.ndarray, side: int, count: int) -> np.ndarray:
    width = side * side * 3
    codes = k_means(cut(train, side).reshape(-1, width), count)
    shown = cut(test, side).reshape(-1, width)
    return psnr(test, joined(codes[nearest(shown, codes)].reshape(len(test), -1, width), side))


# --- frequencies ------------------------------------------------------------------------------------------------------

TO_YCC = np.array([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])
COSINES = np.array([[np.sqrt((1 if u == 0 else 2) / 8) * np.cos((2 * x + 1) * u * np.pi / 16) for x in range(8)]
                    for u in range(8)])


def frequencies(pictures: np.ndarray) -> np.ndarray:
    """[picture, block row, block column, channel, coefficient]"""
    n = len(pictures)
    colours = pictures.astype(np.float32) @ TO_YCC.T.astype(np.float32) - np.array([128, 0, 0], np.float32)
    blocks = colours.reshape(n, 8, 8, 8, 8, 3).transpose(0, 1, 3, 5, 2, 4)
    return (COSINES @ blocks @ COSINES.T).reshape(n, 8, 8, 3, 64).astype(np.float32)


def from_frequencies(levels: np.ndarray) -> np.ndarray:
    n = len(levels)
    blocks = COSINES.T @ levels.reshape(n, 8, 8, 3, 8, 8) @ COSINES
    colours = blocks.transpose(0, 1, 4, 2, 5, 3).reshape(n, SIDE, SIDE, 3) + np.array([128, 0, 0])
    return colours @ np.linalg.inv(TO_YCC).T


def quantized(coefficients: np.ndarray, step: float) -> np.ndarray:
    steps = np.array([step, 1.5 * step, 1.5 * step], np.float32)[:, None]
    dead = np.full(64, 0.35, np.float32)
    dead[0] = 0.5
    return (np.sign(coefficients) * np.floor(np.abs(coefficients) / steps + dead)).astype(np.int16)


LARGEST = 300


def contexts(levels: np.ndarray) -> np.ndarray:
    size = np.minimum(np.abs(levels), 2)
    context = np.zeros_like(size)
    context[:, :, 1:] += size[:, :, :-1]
    context[:, 1:] += size[:, :-1]
    return context


def dct(train: np.ndarray, test: np.ndarray):
    """Bits with tables learned on the training split (counts from 1/2); the step costs six more."""
    fit, shown = frequencies(some(train, 2500)), frequencies(test)
    best = {budget: np.full(len(test), np.nan) for budget in BUDGETS}
    # From the finest on: the first that fits is the best.
    for step in np.geomspace(4, 400, 64):
        learned = quantized(fit, step)
        place = np.arange(192).reshape(3, 64) * 5
        def slots(levels):
            folded = np.clip(np.where(levels > 0, 2 * levels - 1, -2 * levels), 0, 2 * LARGEST)
            return (place + contexts(levels)).astype(np.int64) * (2 * LARGEST + 1) + folded
        reach = 2 * np.ceil(1024 / (step * np.array([1, 1.5, 1.5]))).clip(1, LARGEST) + 1
        counts = np.bincount(slots(learned).ravel(), minlength=960 * (2 * LARGEST + 1)).reshape(960, -1) + 0.5
        for channel in range(3):
            counts[channel * 320 : (channel + 1) * 320, int(reach[channel]) :] = 1e-9
        cost = -np.log2(counts / counts.sum(axis=1, keepdims=True))
        levels = quantized(shown, step)
        bits = 6 + cost.ravel()[slots(levels)].sum(axis=(1, 2, 3, 4))
        wanted = {budget: (bits <= budget) & np.isnan(best[budget]) for budget in BUDGETS}
        if any(mask.any() for mask in wanted.values()):
            steps = np.array([step, 1.5 * step, 1.5 * step])[:, None]
            quality = psnr(test, from_frequencies(levels * steps))
            for budget, mask in wanted.items():
                best[budget][mask] = quality[mask]
    yield from best.items()


# --- files ------------------------------------------------------------------------------------------------------------


def scan_bytes(file: bytes) -> int:
    """JPEG behind the header of its scan."""
    at = 2
    while True:
        length = int.from_bytes(file[at + 2 : at + 4], "big")
        if file[at + 1] == 0xDA:
            return len(file) - at - 2 - length
        at += 2 + length


def chunk_bytes(file: bytes) -> int:
    """WebP without the 20 bytes around its one chunk."""
    return int.from_bytes(file[16:20], "little")


def files(test: np.ndarray, form: str):
    """Of every picture the best file within the budget, whole and by its payload; NaN where none fits."""
    best = {(kind, budget): np.full(len(test), np.nan) for kind in ("whole", "payload") for budget in BUDGETS}
    for index, rgb in enumerate(test):
        picture, made = Image.fromarray(rgb), []
        # Both samplings of JPEG's colours; its standard tables, since the payload leaves tables out.
        for options in [{"subsampling": 0}, {"subsampling": 2}] if form == "jpeg" else [{"method": 4}]:
            for quality in range(0 if form == "webp" else 1, 97, 4):
                out = io.BytesIO()
                picture.save(out, form, quality=quality, **options)
                file = out.getvalue()
                payload = scan_bytes(file) if form == "jpeg" else chunk_bytes(file)
                back = np.asarray(Image.open(io.BytesIO(file)).convert("RGB"))
                made.append((8 * len(file), 8 * payload, psnr(rgb[None], back[None].astype(np.float64))[0]))
        for (kind, budget), values in best.items():
            fitting = [quality for whole, payload, quality in made
                       if (whole if kind == "whole" else payload) <= budget]
            values[index] = max(fitting, default=np.nan)
    return best


# --- the table --------------------------------------------------------------------------------------------------------


def rows_of(train: np.ndarray, test: np.ndarray, groups: list[str]):
    def row(name: str, results) -> dict:
        cells = {}
        for budget, values in results:
            there = ~np.isnan(values)
            fits = mean_of_groups(there.astype(float), groups)
            kept = [group for group, one in zip(groups, there) if one]
            # Means over unlike sets are not compared: below nine tenths no number stands.
            value = mean_of_groups(values[there], kept) if fits >= 0.9 else None
            cells[str(budget)] = {"psnr": value and round(value, 2), "fits": round(fits, 3)}
        print(f"{name:44}", {budget: cell["psnr"] for budget, cell in cells.items()}, flush=True)
        return {"name": name, "at": cells}

    white = np.full_like(test, 255)
    mean = np.broadcast_to(train.astype(np.float64).mean(axis=0), test.shape)
    yield row("white picture", [("0", psnr(test, white))])
    yield row("mean picture", [("0", psnr(test, mean))])
    yield row("patch PCA 8 × 8, fixed width", patch_pca(train, test, 8))
    yield row("patch PCA 16 × 16, fixed width", patch_pca(train, test, 16))
    yield row("global PCA, fixed width", global_pca(train, test))
    yield row("DCT 8 × 8, learned contexts", dct(train, test))
    yield row("residual k-means, 8 × 8, 256 a level", residual(train, test))
    yield row("product k-means, 8 × 8, balanced", product(train, test))
    small = [(256 * bits, codebook(train, test, 4, 2**bits)) for bits in (2, 4, 8)]
    yield row("k-means 4 × 4, 4, 16 and 256 codes", small)
    yield row("k-means 8 × 8, 1,024 codes", [("640", codebook(train, test, 8, 1024))])
    for form, name in [("jpeg", "JPEG"), ("webp", "WebP")]:
        best = files(test, form)
        for kind in ("payload", "whole"):
            yield row(f"{name}, {'payload' if kind == 'payload' else 'whole file'}",
                      [(budget, values) for (one, budget), values in best.items() if one == kind])


def write_pictures(folder: Path, name: str, test: np.ndarray, groups: list[str]) -> None:
    """The test pictures for `own.mjs`."""
    opaque = np.full((*test.shape[:3], 1), 255, np.uint8)
    (folder / f"{name}.rgba").write_bytes(np.concatenate([test, opaque], axis=3).tobytes())
    (folder / f"{name}.json").write_text(json.dumps(groups))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--emoji", type=Path, required=True)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    given.pictures.mkdir(parents=True, exist_ok=True)
    for name, (train, test, groups) in [("emoji", emoji(given.emoji)), ("photographs", photographs(given.photos))]:
        print(f"{name}: {len(train)} for fitting, {len(test)} for testing, in {len(set(groups))} groups", flush=True)
        write_pictures(given.pictures, name, test, groups)
        facts = {"pictures": len(test), "groups": len(set(groups)), "fitted": len(train)}
        rows = list(rows_of(train, test, groups))
        text = json.dumps({**facts, "rows": rows}, indent=1, ensure_ascii=False)
        (given.out / f"{name}.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
