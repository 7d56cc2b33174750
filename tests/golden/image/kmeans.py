"""Writes kmeans.txt: Lloyd's rounds of scikit-learn from given centres.

usage: pip install scikit-learn==1.9.1 && python tests/golden/image/kmeans.py

Points are made by the formula of the test in `src/image/kmeans.rs`; the first points are the first centres.
"""

from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import KMeans

DEPTH, COUNT = 6, 240


def points() -> np.ndarray:
    """Six numbers a point, in a few loose heaps."""
    at = np.arange(COUNT * DEPTH, dtype=np.int64)
    spread = at * at * 7919 % 1009 / 16
    heap = np.repeat(np.arange(COUNT) % 7, DEPTH) * (at % DEPTH + 1) * 9
    return (spread + heap).reshape(COUNT, DEPTH)


lines = ["# From tests/golden/image/kmeans.py, scikit-learn " + sklearn.__version__]
for codes in [1, 3, 9]:
    fitted = KMeans(codes, init=points()[:codes], n_init=1, max_iter=9, tol=0, algorithm="lloyd").fit(points())
    lines.append(str(codes))
    lines.append(" ".join(f"{value:.5f}" for value in fitted.cluster_centers_.ravel()))
    lines.append(" ".join(map(str, fitted.labels_)))
Path(__file__).with_name("kmeans.txt").write_text("\n".join(lines) + "\n")
