"""Writes measures.json: PSNR and SSIM of scikit-image for pictures made by a formula.

usage: pip install scikit-image==0.25.2 && python tests/golden/image/measures.py
"""

import json
from pathlib import Path

import numpy as np
from skimage.metrics import peak_signal_noise_ratio, structural_similarity


def pictures(width: int, height: int, shift: int) -> tuple[np.ndarray, np.ndarray]:
    """The pair of `tests/images.rs`: samples by their place among red, green, blue and alpha."""
    at = np.arange(width * height * 4, dtype=np.int64)
    first = at * at // 7 % 251
    second = np.minimum(first + at % 13 * shift // 4, 255)
    rgb = [sample.reshape(height, width, 4)[..., :3].astype(np.uint8) for sample in (first, second)]
    return rgb[0], rgb[1]


def luma(picture: np.ndarray) -> np.ndarray:
    """ITU-R BT.601."""
    return picture.astype(np.float64) @ np.array([0.299, 0.587, 0.114])


cases = []
for width, height, shift in [(11, 11, 8), (64, 64, 1), (64, 64, 20), (97, 33, 4), (200, 150, 12)]:
    a, b = pictures(width, height, shift)
    ssim = structural_similarity(
        luma(a), luma(b), gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255
    )
    psnr = peak_signal_noise_ratio(a, b, data_range=255)
    cases.append({"width": width, "height": height, "shift": shift, "psnr": float(psnr), "ssim": float(ssim)})
Path(__file__).with_name("measures.json").write_text(json.dumps(cases, indent=2) + "\n")
