"""Training pictures: emoji of all free styles and crops of photographs, 64x64.

Reads what `../shared/data/emoji.py` and `photos.py` write (`emoji.npz`, `crops.npy` with its tables); licences in
`../shared/data/SOURCES.md`. Splits: emoji by base key, photographs by a hash of the name, as those scripts wrote them.
"""
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

SIDE = 64
TRAIN, VALIDATION, TEST = 0, 1, 2
PLAIN_GROUND = 0.5


def signed(pictures: np.ndarray) -> Tensor:
    """uint8 [n, h, w, 3] to floats [n, 3, h, w] in -1 to 1."""
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 127.5 - 1


class Emoji:
    """Emoji of one split. In training half of them stand on a plain random colour, so that white is not learned as
    a free saving."""

    def __init__(self, path: Path, split: int):
        with np.load(path) as file:
            chosen = np.flatnonzero(file["split"] == split)
            self.pictures, self.alpha, self.item = file["images"][chosen], file["alpha"][chosen], file["item"][chosen]

    def __len__(self) -> int:
        return len(self.pictures)

    def draw(self, count: int, random: np.random.Generator) -> Tensor:
        chosen = random.integers(len(self), size=count)
        pictures = self.pictures[chosen].astype(np.float32)
        clear = 255 - self.alpha[chosen, ..., None].astype(np.float32)
        ground = random.integers(256, size=(count, 1, 1, 3)).astype(np.float32)
        plain = random.random((count, 1, 1, 1)) < PLAIN_GROUND
        # The stored picture is on white: white's part goes, the colour's comes.
        pictures += np.where(plain, clear * (ground - 255) / 255, 0)
        return signed(pictures.clip(0, 255))


class Photographs:
    """Crops of photographs of one split: a random 64x64 window, mirrored half the time."""

    def __init__(self, folder: Path, split: int):
        crops, meta = np.load(folder / "crops.npy", mmap_mode="r"), np.load(folder / "crops-meta.npy")
        lines = (folder / "photos.tsv").read_text(encoding="utf-8").splitlines()[1:]
        wanted = np.array([(line.split("\t")[5] == "train") == (split == TRAIN) for line in lines])
        self.crops, self.chosen = crops, np.flatnonzero(wanted[meta[:, 0]])

    def __len__(self) -> int:
        return len(self.chosen)

    def draw(self, count: int, random: np.random.Generator) -> Tensor:
        pictures = np.empty((count, SIDE, SIDE, 3), np.uint8)
        for row, crop in enumerate(self.chosen[random.integers(len(self), size=count)]):
            y, x = random.integers(self.crops.shape[1] - SIDE + 1, size=2)
            window = self.crops[crop, y:y + SIDE, x:x + SIDE]
            pictures[row] = window[:, ::-1] if random.random() < 0.5 else window
        return signed(pictures)
