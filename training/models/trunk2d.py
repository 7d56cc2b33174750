"""Trunk2D with f = 8: the convolutional encoder and decoder that all learned grid tokenizers of this project share.

Pictures are [n, 3, height, width] in -1 to 1, sizes multiples of 8; features are [n, 32, height / 8, width / 8]. No
attention and no statistics over the picture, so that tiles with a halo of 9 cells give the same answer as the whole.
"""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

LEVELS = (32, 64, 96, 128)
MIDDLE = 2
FEATURES = 32


class PixelNorm(nn.Module):
    """LayerNorm over the channels of each pixel."""

    def __init__(self, channels: int):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        centred = x - x.mean(dim=1, keepdim=True)
        scaled = centred * (centred.square().mean(dim=1, keepdim=True) + 1e-6).rsqrt()
        return scaled * self.weight[:, None, None] + self.bias[:, None, None]


class Residual(nn.Module):
    """Norm SiLU conv3 Norm SiLU conv3, beside a skip that is a 1x1 where the channels change."""

    def __init__(self, before: int, after: int):
        super().__init__()
        self.norm1, self.conv1 = PixelNorm(before), nn.Conv2d(before, after, 3, padding=1)
        self.norm2, self.conv2 = PixelNorm(after), nn.Conv2d(after, after, 3, padding=1)
        self.skip = nn.Conv2d(before, after, 1) if before != after else nn.Identity()
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x: Tensor) -> Tensor:
        inner = self.conv1(F.silu(self.norm1(x)))
        return self.skip(x) + self.conv2(F.silu(self.norm2(inner)))


class Down(nn.Module):
    """conv3 of stride 2, padded by one on the right and below only."""

    def __init__(self, channels: int):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(F.pad(x, (0, 1, 0, 1)))


class Up(nn.Module):
    """Nearest x2, then conv3."""

    def __init__(self, channels: int):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(F.interpolate(x, scale_factor=2, mode="nearest"))


class Encoder(nn.Sequential):
    """Picture to features; 1,218,368 parameters."""

    def __init__(self):
        parts: list[nn.Module] = [nn.Conv2d(3, LEVELS[0], 3, padding=1), Residual(LEVELS[0], LEVELS[0])]
        for before, after in zip(LEVELS, LEVELS[1:]):
            parts += [Down(before), Residual(before, after)]
        parts += [Residual(LEVELS[-1], LEVELS[-1]) for _ in range(MIDDLE)]
        super().__init__(*parts, PixelNorm(LEVELS[-1]), nn.SiLU(), nn.Conv2d(LEVELS[-1], FEATURES, 1))


class Decoder(nn.Sequential):
    """Features to picture; 1,495,107 parameters."""

    def __init__(self):
        downwards = LEVELS[::-1]
        parts: list[nn.Module] = [nn.Conv2d(FEATURES, downwards[0], 1)]
        parts += [Residual(downwards[0], downwards[0]) for _ in range(MIDDLE + 1)]
        for before, after in zip(downwards, downwards[1:]):
            parts += [Up(before), Residual(before, after)]
        super().__init__(*parts, PixelNorm(LEVELS[0]), nn.SiLU(), nn.Conv2d(LEVELS[0], 3, 3, padding=1))
