"""Writes wavelets.txt: coefficients of short lines under PyWavelets' filters.

usage: pip install PyWavelets==1.9.0 && python tests/golden/image/wavelets.py

PyWavelets has no mode with whole-sample symmetric ends and as many coefficients as samples, so its filters are laid over
one period of each line's symmetric extension. Each case is four lines: the wavelet, the samples, the low half, the high
half.
"""

from pathlib import Path

import numpy as np
import pywt


def halves(line: np.ndarray, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Low and high half; the low ones stand on even samples, the high ones on odd samples."""
    if name == "haar":
        even = line[: len(line) // 2 * 2]
        low, high = pywt.dwt(even, name, mode="periodization")
        # A sample without a partner is its own mean.
        rest = line[len(even) :] * np.sqrt(2)
        return np.concatenate([low, rest]), -high
    period = np.concatenate([line, line[-2:0:-1]])
    wavelet = pywt.Wavelet(name)
    low_filter, high_filter = np.array(wavelet.dec_lo), np.array(wavelet.dec_hi)

    def filtered(taps: np.ndarray, centres: np.ndarray) -> np.ndarray:
        # The filters are symmetric about the middle of what is not padding.
        used = np.flatnonzero(np.abs(taps) > 1e-12)
        middle = (used[0] + used[-1]) / 2
        assert middle == int(middle) and np.allclose(taps[used], taps[used][::-1])
        places = centres[:, None] + np.arange(len(taps))[None, :] - int(middle)
        return (period[places % len(period)] * taps).sum(axis=1)

    low = filtered(low_filter, np.arange(0, len(line), 2))
    high = filtered(high_filter, np.arange(1, len(line), 2))
    return low, high if high_filter[np.abs(high_filter).argmax()] > 0 else -high


random = np.random.default_rng(5)
lines = ["# From tests/golden/image/wavelets.py, PyWavelets " + pywt.__version__]
for name in ["haar", "bior2.2", "bior4.4"]:
    for length in [2, 3, 4, 5, 8, 9, 16, 33]:
        line = random.integers(-128, 128, length).astype(np.float64)
        for row in (line, *halves(line, name)):
            if row is line:
                lines.append(name)
            lines.append(" ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in row))
Path(__file__).with_name("wavelets.txt").write_text("\n".join(lines) + "\n")
