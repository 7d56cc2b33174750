"""Figures of a shipped model on held-out text: `python training/evaluate.py lm`.

Writes `models/NAME.json`, the card that the page shows, and the tables of `training/RESULTS.md`. What a card says about
its training comes from `training/curves/NAME.json`, which `ship.py` wrote.
"""
import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import torch

import measure
from cards import MODELS, RESULTS, write_readme, write_results
from checkpoints import CHECKPOINTS, shipped
from export import load

ROOT = Path(__file__).resolve().parents[1]
# What is judged: stories and whole books. Definitions and synthetic stories stand apart: few plots flatter a model.
SETS = {
    "stories": ("stories",),
    "books": ("books-children", "books-adventure"),
    "definitions": ("wordnet",),
    "synthetic": ("synthetic",),
}


def held_out(folder: Path, parts: tuple[str, ...], most: int) -> tuple[list[np.ndarray], list[str]]:
    """Documents as ids and as text; every k-th where there are more than `most`."""
    ids, texts = [], []
    for part in parts:
        ids += measure.split(np.fromfile(folder / f"{part}.ids", np.uint16))
        texts += json.loads((folder / f"{part}.json").read_text())
    if len(ids) != len(texts):
        raise ValueError(f"{parts}: {len(ids)} documents of ids, {len(texts)} of text")
    every = -(-len(ids) // most)
    return ids[::every], texts[::every]


def rounded(three: tuple[float, float, float]) -> dict[str, float]:
    middle, low, high = (round(float(value), 3) for value in three)
    return {"value": middle, "low": low, "high": high}


def figures(model, folder: Path, shares: dict[str, float], most: int) -> dict:
    """For each set: documents, bytes, bits a byte of the model and of each baseline, and the paired differences."""
    counts = measure.counts(folder / "train", shares)
    table = {}
    for name, parts in SETS.items():
        ids, texts = held_out(folder / "heldout", parts, most)
        size = np.array([len(text.encode()) for text in texts])
        bits = measure.model_bits(model, ids)
        rivals = {"unigram": measure.unigram_bits(counts, ids), "gzip -9": measure.gzip_bits(texts),
                  "brotli -11": measure.brotli_bits(texts)}
        table[name] = {
            "documents": len(texts), "bytes": int(size.sum()), "ids": int(sum(map(len, ids))),
            "bitsPerByte": rounded(measure.interval(bits, size)),
            "baselines": {rival: {"bitsPerByte": rounded(measure.interval(theirs, size)),
                                  "modelMinusBaseline": rounded(measure.interval(bits, size, theirs))}
                          for rival, theirs in rivals.items()},
        }
        print(name, json.dumps(table[name]), flush=True)
    return table


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("model", choices=sorted(CHECKPOINTS))
    options.add_argument("--text", type=Path, default=ROOT / ".cache" / "text")
    options.add_argument("--most", type=int, default=200, help="documents of a set at most, evenly chosen")
    options.add_argument("--threads", type=int, default=2)
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    path = MODELS / f"{given.model}.safetensors"
    model, said = load(path)
    card = {
        "name": given.model,
        **CHECKPOINTS[given.model].words,
        "file": path.name,
        "bytes": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "architecture": said,
        "parameters": sum(weight.numel() for weight in model.parameters()),
        "training": json.loads((ROOT / "training" / "curves" / f"{given.model}.json").read_text()),
        "heldOut": figures(model, given.text, CHECKPOINTS[given.model].shares, given.most),
    }
    teacher = CHECKPOINTS[given.model].teacher
    if teacher:
        stories = held_out(given.text / "heldout", SETS["stories"], given.most)[0]
        card["draftOf"] = {"model": teacher, **measure.agreement(model, load(shipped(teacher))[0], stories)}
    (MODELS / f"{given.model}.json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n")
    write_readme(card)
    write_results()
    print(f"wrote {MODELS / given.model}.json and {RESULTS}")


if __name__ == "__main__":
    main()
