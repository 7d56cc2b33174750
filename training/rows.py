"""Training rows: each part of the text is cut into rows of equal length, drawn without replacement, in given shares."""
from pathlib import Path

import numpy as np
import torch
from torch import Tensor


class Part:
    """One file of ids. Every pass over it cuts at another offset and in another order, both from the seed."""

    def __init__(self, path: Path, length: int, seed: list[int]):
        self.ids = np.memmap(path, dtype=np.uint16, mode="r")
        self.length, self.seed, self.drawn = length, seed, 0
        self.each = len(self.ids) // length - 1
        if self.each < 1:
            raise ValueError(f"{path} is shorter than two rows of {length}")

    def row(self) -> np.ndarray:
        """The next `length + 1` ids."""
        epoch, index = divmod(self.drawn, self.each)
        if index == 0 or not hasattr(self, "order"):
            random = np.random.default_rng([*self.seed, epoch])
            self.offset, self.order = int(random.integers(self.length)), random.permutation(self.each)
        self.drawn += 1
        at = self.offset + int(self.order[index]) * self.length
        return self.ids[at:at + self.length + 1]


class Rows:
    """Batches [rows, length + 1] of ids, a pure function of the seed and of how many were drawn."""

    def __init__(self, folder: Path, shares: dict[str, float], rows: int, length: int, seed: int):
        self.parts = [Part(folder / f"{name}.ids", length, [seed, number]) for number, name in enumerate(shares)]
        self.shares = np.array(list(shares.values())) / sum(shares.values())
        self.rows, self.length, self.seed, self.batches = rows, length, seed, 0

    def batch(self) -> Tensor:
        random = np.random.default_rng([self.seed, len(self.parts), self.batches])
        self.batches += 1
        chosen = random.choice(len(self.parts), size=self.rows, p=self.shares)
        return torch.from_numpy(np.stack([self.parts[part].row() for part in chosen]).astype(np.int64))

    def state(self) -> dict:
        return {"batches": self.batches, "drawn": [part.drawn for part in self.parts]}

    def restore(self, state: dict):
        self.batches = state["batches"]
        for part, drawn in zip(self.parts, state["drawn"]):
            part.drawn = drawn
            part.__dict__.pop("order", None)
