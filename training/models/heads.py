"""Heads of the trunk: how its features become codes and what the decoder gets back. One class a head.

`forward` takes features [n, 32, h, w] and gives (features for the decoder, loss of the head).
"""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.trunk2d import FEATURES

COMMITMENT = 0.25
DECAY = 0.99
NOISE, DIVERGENCE = 0.1, 1e-4


class Continuous(nn.Module):
    """Q8: `channels` numbers a cell, with noise in training and a weak pull to the unit Gaussian."""

    def __init__(self, channels: int):
        super().__init__()
        self.inner, self.outer = nn.Conv2d(FEATURES, channels, 1), nn.Conv2d(channels, FEATURES, 1)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        z = self.inner(features)
        loss = DIVERGENCE * 0.5 * z.square().mean()
        if self.training:
            z = z + NOISE * torch.randn_like(z)
        return self.outer(z), loss


class VectorQuantiser(nn.Module):
    """Q9: directions in 8 dimensions, the nearest of `codes` directions each; the codebook follows by moving averages,
    the gradient passes straight through. A code unused for `PATIENCE` steps moves to a vector of the batch."""

    PATIENCE = 1000

    def __init__(self, codes: int = 1024, width: int = 8):
        super().__init__()
        self.inner, self.outer = nn.Conv2d(FEATURES, width, 1), nn.Conv2d(width, FEATURES, 1)
        self.register_buffer("codebook", F.normalize(torch.randn(codes, width), dim=1))
        self.register_buffer("count", torch.ones(codes))
        self.register_buffer("total", self.codebook.clone())
        self.register_buffer("idle", torch.zeros(codes, dtype=torch.long))

    def directions(self, features: Tensor) -> Tensor:
        """Unit vectors [n, h, w, width]."""
        return F.normalize(self.inner(features).permute(0, 2, 3, 1), dim=-1)

    def ids(self, z: Tensor) -> Tensor:
        """The nearest code, ties to the lower id."""
        return (z @ self.codebook.T).argmax(dim=-1)

    def decode(self, ids: Tensor) -> Tensor:
        """Features for the decoder from ids [n, h, w]."""
        return self.outer(self.codebook[ids].permute(0, 3, 1, 2))

    @torch.no_grad()
    def begin(self, z: Tensor, rounds: int = 10):
        """k-means on the sphere over directions [n, width], which start the codebook."""
        self.codebook.copy_(z[torch.randperm(len(z))[:len(self.codebook)]])
        for _ in range(rounds):
            ids = self.ids(z)
            self.count.zero_().index_add_(0, ids, torch.ones(len(z), device=z.device))
            self.total.zero_().index_add_(0, ids, z)
            used = self.count > 0
            self.codebook[used] = F.normalize(self.total[used], dim=1)
        self.count.clamp_(min=1)
        self.total.copy_(self.codebook * self.count[:, None])

    @torch.no_grad()
    def follow(self, z: Tensor, ids: Tensor):
        """One step of the moving averages."""
        here = torch.zeros_like(self.count).index_add_(0, ids, torch.ones(len(ids), device=z.device))
        self.count.mul_(DECAY).add_(here, alpha=1 - DECAY)
        self.total.mul_(DECAY).add_(torch.zeros_like(self.total).index_add_(0, ids, z), alpha=1 - DECAY)
        self.idle.add_(1)[here > 0] = 0
        dead = (self.idle > self.PATIENCE).nonzero()[:, 0]
        if len(dead):
            self.total[dead] = z[torch.randint(len(z), (len(dead),), device=z.device)]
            self.count[dead], self.idle[dead] = 1.0, 0
        self.codebook.copy_(F.normalize(self.total, dim=1))

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        z = self.directions(features)
        ids = self.ids(z)
        code = self.codebook[ids]
        if self.training:
            self.follow(z.detach().flatten(0, 2), ids.flatten())
        loss = COMMITMENT * (z - code).square().mean()
        passed = z + (code - z).detach()
        return self.outer(passed.permute(0, 3, 1, 2)), loss
