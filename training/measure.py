"""Bits of held-out documents under a shipped model and under what it must beat. Nothing is trained here.

A document is scored as END, its ids, END: the first END is given, the last one is paid for, so that the sum is what an
arithmetic coder would need (up to two bits). Windows are as long as the context; each but the first sees 128 ids
that were scored before.
"""
import gzip
from pathlib import Path

import brotli
import numpy as np
import torch
import torch.nn.functional as F

from data.tokens import END, SIZE

SEEN = 128


def split(ids: np.ndarray) -> list[np.ndarray]:
    """The documents of a stream of ids, each with its END."""
    return np.split(ids, np.flatnonzero(ids == END) + 1)[:-1]


def windows(document: np.ndarray, context: int, end: int = END):
    """(inputs, targets, how many targets at the front are scored already)."""
    ids = np.concatenate(([end], document)).astype(np.int64)
    start, scored = 0, 0
    while scored < len(ids) - 1:
        stop = min(start + context, len(ids) - 1)
        yield ids[start:stop], ids[start + 1:stop + 1], scored - start
        scored, start = stop, stop - SEEN


@torch.no_grad()
def model_bits(model, documents: list[np.ndarray], rows: int = 8, end: int = END) -> np.ndarray:
    """Bits of each document under a causal transformer."""
    work = sorted(((len(inputs), number, inputs, targets, done) for number, document in enumerate(documents)
                   for inputs, targets, done in windows(document, model.shape.context, end)), key=lambda one: one[0])
    bits = np.zeros(len(documents))
    for at in range(0, len(work), rows):
        group = work[at:at + rows]
        longest = group[-1][0]
        # Padding stands behind, where a causal model does not look.
        ids = torch.from_numpy(np.stack([np.pad(inputs, (0, longest - length)) for length, _, inputs, _, _ in group]))
        hidden = model.hidden(ids)
        for row, (length, number, _, targets, done) in enumerate(group):
            logits = F.linear(hidden[row, done:length], model.embedding.weight)
            bits[number] += F.cross_entropy(logits, torch.from_numpy(targets[done:]), reduction="sum").item() / np.log(2)
    return bits


@torch.no_grad()
def agreement(draft, target, documents: list[np.ndarray], most: int = 20) -> dict[str, float]:
    """How a draft fares against its target on the first window of up to `most` documents: the mean probability that
    speculative decoding accepts one drafted id (1 - total variation) and the share of positions where both have the
    same likeliest id."""
    accepted = same = total = 0.0
    for document in documents[:most]:
        inputs, _, _ = next(windows(document, target.shape.context))
        given, wanted = (model(torch.from_numpy(inputs)[None])[0].softmax(dim=-1) for model in (draft, target))
        accepted += torch.minimum(given, wanted).sum().item()
        same += (given.argmax(dim=-1) == wanted.argmax(dim=-1)).sum().item()
        total += len(inputs)
    return {"positions": int(total), "accepted": round(accepted / total, 3), "sameLikeliest": round(same / total, 3)}


def unigram_bits(counts: np.ndarray, documents: list[np.ndarray]) -> np.ndarray:
    """Bits of each document when every id costs what its share of the training ids says (one added to each count)."""
    price = -np.log2((counts + 1) / (counts.sum() + SIZE))
    return np.array([price[document].sum() for document in documents])


def gzip_bits(texts: list[str]) -> np.ndarray:
    """Each document alone, level 9, whole file."""
    return np.array([8 * len(gzip.compress(text.encode(), 9, mtime=0)) for text in texts])


def brotli_bits(texts: list[str]) -> np.ndarray:
    """Each document alone, quality 11. Brotli brings a dictionary of English words along."""
    return np.array([8 * len(brotli.compress(text.encode(), quality=11)) for text in texts])


def interval(bits: np.ndarray, size: np.ndarray, against: np.ndarray | None = None, draws: int = 2000) -> tuple[float, float, float]:
    """Bits a byte over all documents with a 95% bootstrap interval over documents; with `against`, the difference
    bits - against on the same draws."""
    values = bits if against is None else bits - against
    random = np.random.default_rng(1)
    chosen = random.integers(len(values), size=(draws, len(values)))
    drawn = values[chosen].sum(axis=1) / size[chosen].sum(axis=1)
    return values.sum() / size.sum(), *np.quantile(drawn, (0.025, 0.975))


def counts(folder: Path, shares: dict[str, float]) -> np.ndarray:
    """How often each id stands in the training text, parts weighed as in training."""
    total = np.zeros(SIZE)
    for part, share in shares.items():
        ids = np.bincount(np.fromfile(folder / f"{part}.ids", np.uint16), minlength=SIZE)
        total += share * ids / ids.sum()
    return total * 1e7
