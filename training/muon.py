"""Muon: momentum whose matrices are made orthogonal before each step (Jordan et al. 2024), for the weights of blocks.

The iteration is Newton-Schulz with the coefficients of Polar Express (Amsel et al. 2025), best for this many rounds.

Matrices of one shape are treated in one batch, so that a step on a CPU costs few calls; `qkv` counts as three square
matrices. Everything else (embedding, gains) is AdamW's.
"""
from collections import defaultdict

import torch
from torch import Tensor

# One odd polynomial of degree 5 a round. Together they bring singular values from 0.01 to 1 near 1, not exactly to it.
ROUNDS = (
    (8.28721201814563, -23.595886519098837, 17.300387312530933),
    (4.107059111542203, -2.9478499167379106, 0.5448431082926601),
    (3.9486908534822946, -2.908902115962949, 0.5518191394370137),
    (3.3184196573706015, -2.488488024314874, 0.51004894012372),
)
# Room for rounding: a value above 1 would leave the range of the first polynomial.
ROOM = 1.01


def orthogonal(x: Tensor) -> Tensor:
    """The nearest matrices with singular values of about 1. `x` is [batch, rows, columns], rows <= columns."""
    x = x / (x.norm(dim=(-2, -1), keepdim=True) * ROOM + 1e-7)
    for a, b, c in ROUNDS:
        gram = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return x


class Muon(torch.optim.Optimizer):
    """`matrices` are [out, in]; those of a shape [k * width, width] with k = 3 are stacks of three."""

    def __init__(self, matrices: list[Tensor], lr: float, momentum: float = 0.95, weight_decay: float = 0.0):
        super().__init__(matrices, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @staticmethod
    def square(x: Tensor) -> list[Tensor]:
        """Wide matrices [rows <= columns] that make up `x`, as views."""
        rows, columns = x.shape
        if rows == 3 * columns:
            return list(x.chunk(3))
        return [x if rows <= columns else x.mT]

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            shapes = defaultdict(list)
            for matrix in group["params"]:
                if matrix.grad is None:
                    continue
                moment = self.state[matrix].setdefault("moment", torch.zeros_like(matrix))
                moment.lerp_(matrix.grad, 1 - group["momentum"])
                update = matrix.grad.lerp(moment, group["momentum"])
                for weight, change in zip(self.square(matrix), self.square(update)):
                    shapes[weight.shape].append((weight, change, max(1, matrix.shape[0] / matrix.shape[1] / 3) ** 0.5))
            for parts in shapes.values():
                turned = orthogonal(torch.stack([change for _, change, _ in parts]))
                for (weight, _, scale), change in zip(parts, turned):
                    weight.mul_(1 - group["lr"] * group["weight_decay"])
                    weight.add_(change, alpha=-group["lr"] * scale)
