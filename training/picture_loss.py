"""What a reconstruction costs: pixels, edges at three scales, and the frequencies an eye sees. Values in -1 to 1."""
import math

import torch
import torch.nn.functional as F
from torch import Tensor

LUMA = torch.tensor([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])


def gradients(error: Tensor) -> Tensor:
    """L1 of horizontal and vertical differences at full, half and quarter size."""
    total = error.new_zeros(())
    for scale in range(3):
        total = total + error.diff(dim=-1).abs().mean() + error.diff(dim=-2).abs().mean()
        error = F.avg_pool2d(error, 2) if scale < 2 else error
    return total


def basis(device) -> Tensor:
    """The orthonormal DCT-II of 8 samples, [frequency, sample]."""
    k, n = torch.arange(8.0, device=device)[:, None], torch.arange(8.0, device=device)
    rows = torch.cos(math.pi * (2 * n + 1) * k / 16) / 2
    rows[0] /= math.sqrt(2)
    return rows


def frequencies(error: Tensor) -> Tensor:
    """Squared DCT of 8x8 blocks in YCbCr, low frequencies and luma weighing most."""
    turned = torch.einsum("ij,njhw->nihw", LUMA.to(error.device), error)
    n, c, height, width = turned.shape
    blocks = turned.view(n, c, height // 8, 8, width // 8, 8)
    rows = basis(error.device)
    bands = torch.einsum("ua,vb,nchawb->nchwuv", rows, rows, blocks)
    k = torch.arange(8.0, device=error.device)
    weight = (1 + 0.15 * (k[:, None] + k)).pow(-2)
    channel = torch.tensor([1.0, 0.5, 0.5], device=error.device).view(1, 3, 1, 1, 1, 1)
    return (bands.square() * weight * channel).mean()


def picture_loss(picture: Tensor, made: Tensor) -> Tensor:
    error = made - picture
    return error.abs().mean() + 0.5 * error.square().mean() + 0.3 * gradients(error) + 0.1 * frequencies(error)
