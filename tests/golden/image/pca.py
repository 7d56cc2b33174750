"""Writes pca.txt: principal components of NumPy for points made by the formula of the tests in `src/image/pca.rs`.

usage: pip install numpy==2.4.6 && python tests/golden/image/pca.py
"""

from pathlib import Path

import numpy as np


def points(depth: int, count: int) -> np.ndarray:
    at = np.arange(depth * count, dtype=np.int64)
    point, place = at // depth, at % depth
    spread = (at * at * 31 % 509 - 254) / (place + 1) + (point * 37 % 100) * (place % 3)
    return spread.astype(np.float32).astype(np.float64).reshape(count, depth)


lines = ["# From tests/golden/image/pca.py, NumPy " + np.__version__]
for depth, count in [(1, 5), (2, 9), (5, 40), (12, 100)]:
    x = points(depth, count)
    centred = x - x.mean(0)
    variances, vectors = np.linalg.eigh(centred.T @ centred / count)
    variances, vectors = variances[::-1], vectors.T[::-1]
    largest = vectors[np.arange(depth), np.abs(vectors).argmax(1)]
    lines.append(f"{depth} {count}")
    for row in (x.mean(0), variances, (vectors * np.sign(largest)[:, None]).ravel()):
        lines.append(" ".join(f"{value:.7f}" for value in row))
Path(__file__).with_name("pca.txt").write_text("\n".join(lines) + "\n")
