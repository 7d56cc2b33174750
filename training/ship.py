"""Exports a training state, finished or not: `python training/ship.py lm`. Writes `models/NAME.safetensors` and, under
`training/curves`, the learning curve (`NAME.tsv`) and what the card says about the training (`NAME.json`)."""
import argparse
import hashlib
import json
import os
import platform
import shutil
from pathlib import Path

import torch

from cards import MODELS
from checkpoints import CHECKPOINTS
from data.tokens import END
from export import export
from growth import grow

ROOT = Path(__file__).resolve().parents[1]
CURVES = ROOT / "training" / "curves"


def data_hash(folder: Path, shares: dict[str, float]) -> str:
    """SHA-256 over the shares and the ids of every part."""
    total = hashlib.sha256(json.dumps(shares, sort_keys=True).encode())
    for part in shares:
        total.update((folder / f"{part}.ids").read_bytes())
    return total.hexdigest()


def machine() -> str:
    if torch.cuda.is_available():
        return torch.cuda.get_device_name()
    return f"{os.cpu_count()} shared cores ({platform.machine()})"


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("checkpoint", choices=sorted(CHECKPOINTS))
    options.add_argument("--out", type=Path, default=ROOT / ".cache" / "training")
    options.add_argument("--text", type=Path, default=ROOT / ".cache" / "text")
    given = options.parse_args()
    recipe = CHECKPOINTS[given.checkpoint]
    folder = given.out / given.checkpoint
    state = torch.load(folder / "state.pt", weights_only=True, map_location="cpu")
    shape = recipe.shape()
    weights, _ = grow(state["model"], shape)
    special = {"end": str(END), **({} if shape.causal else {"mask": str(shape.vocabulary - 1)})}
    export(weights, shape, MODELS / f"{given.checkpoint}.safetensors", tokenizer="own-bpe-8k", **special)
    CURVES.mkdir(exist_ok=True)
    shutil.copyfile(folder / "curve.tsv", CURVES / f"{given.checkpoint}.tsv")
    earlier = state["earlier"]
    (CURVES / f"{given.checkpoint}.json").write_text(json.dumps({
        "total": {"seconds": round(earlier["seconds"] + state["seconds"]), "steps": earlier["steps"] + state["step"],
                  "ids": earlier["ids"] + state["ids"]},
        "machine": machine(), "command": f"python training/train.py {given.checkpoint}",
        "dataSha256": data_hash(given.text / "train", recipe.shares),
    }, indent=2) + "\n")


if __name__ == "__main__":
    main()
