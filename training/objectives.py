"""What a transformer is trained to do: one function (ids [rows, length + 1]) -> loss in nats an id, for each objective.

An objective holds the model and whatever else it looks at; the loop in `train.py` knows none of them.
"""
from pathlib import Path

import torch
from torch import Tensor

from export import load
from models.transformer import Transformer
from tied_loss import TiedCrossEntropy, TiedDivergence

# Blocks of a block diffusion batch; half of all batches are one block as long as the row (G13), the others of these (G18).
BLOCKS = (4, 8, 16, 32)


def states(hidden, *given) -> Tensor:
    """Last states in f32; on a GPU the products before them run in bf16."""
    device = given[0].device.type
    with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
        return hidden(*given).float()


class NextToken:
    """Cross-entropy of every next id."""

    def __init__(self, model: Transformer, hidden):
        self.model, self.hidden = model, hidden

    def __call__(self, ids: Tensor) -> Tensor:
        target = ids[:, 1:].flatten()
        weight = torch.full(target.shape, 1 / len(target), device=ids.device)
        last = states(self.hidden, ids[:, :-1]).flatten(0, 1)
        return TiedCrossEntropy.apply(last, self.model.embedding.weight, target, weight)


class Distillation:
    """KL from a shipped model's distribution to this one's at every position: what makes a good draft."""

    def __init__(self, model: Transformer, hidden, teacher: Path):
        self.model, self.hidden = model, hidden
        self.teacher = load(teacher)[0].to(model.embedding.weight.device)

    def __call__(self, ids: Tensor) -> Tensor:
        with torch.no_grad():
            wanted = states(self.teacher.hidden, ids[:, :-1]).flatten(0, 1)
        last = states(self.hidden, ids[:, :-1]).flatten(0, 1)
        return TiedDivergence.apply(last, self.model.embedding.weight, wanted, self.teacher.embedding.weight)


def block_mask(length: int, block: int, device) -> Tensor:
    """[2 length, 2 length] for a noisy copy followed by a clean one: a noisy position sees its own noisy block and the
    clean blocks before it; a clean one sees the clean blocks up to its own."""
    number = torch.arange(length, device=device) // block
    same, before = number[:, None] == number, number[:, None] > number
    nothing = torch.zeros_like(same)
    return torch.cat((torch.cat((same, before), dim=1), torch.cat((nothing, same | before), dim=1)))


class MaskedDiffusion:
    """Masked diffusion in blocks (G13, G18): in each block a number of masked ids, drawn evenly from 1 to its length;
    loss = mean over blocks of the mean over the masked ids of their cross-entropy, each at its own position. That is
    the bound on -log p an id in its form of low variance. The mask is the last row of the embedding and never an
    answer. In training it is the sum over masked ids, each worth 1 / (masked in its block * blocks)."""

    def __init__(self, model: Transformer, hidden, seed: int):
        self.model, self.hidden = model, hidden
        self.random = torch.Generator().manual_seed(seed)

    def __call__(self, ids: Tensor) -> Tensor:
        ids = ids[:, :-1]
        rows, length = ids.shape
        chosen = torch.randint(2 * len(BLOCKS), (), generator=self.random).item()
        block = BLOCKS[chosen] if chosen < len(BLOCKS) else length
        count = torch.randint(1, block + 1, (rows, length // block, 1), generator=self.random)
        order = torch.rand((rows, length // block, block), generator=self.random).argsort(dim=-1)
        masked = (order < count).to(ids.device)
        weight = (masked / (count.to(ids.device) * (rows * length // block))).flatten()
        masked = masked.view(rows, length)
        noisy = ids.masked_fill(masked, self.model.shape.vocabulary - 1)
        if block == length:
            last = states(self.hidden, noisy)
        else:
            positions = torch.arange(length, device=ids.device).repeat(2)
            mask = block_mask(length, block, ids.device)
            last = states(self.hidden, torch.cat((noisy, ids), dim=1), mask, positions)[:, :length]
        keep = masked.flatten()
        return TiedCrossEntropy.apply(last.flatten(0, 1)[keep], self.model.embedding.weight[:-1], ids.flatten()[keep],
                                      weight[keep])
