"""Losses through a tied output, without ever holding all logits: the gradient is made chunk by chunk, forwards."""
import torch
from torch import Tensor

CHUNK = 128


class TiedCrossEntropy(torch.autograd.Function):
    """Sum over rows of weight * -ln softmax(hidden . embedding^T)[target], in nats."""

    @staticmethod
    def forward(context, hidden: Tensor, embedding: Tensor, target: Tensor, weight: Tensor) -> Tensor:
        by_hidden, by_embedding = torch.empty_like(hidden), torch.zeros_like(embedding)
        total = hidden.new_zeros(())
        for at in range(0, len(hidden), CHUNK):
            part, wanted, worth = hidden[at:at + CHUNK], target[at:at + CHUNK, None], weight[at:at + CHUNK, None]
            logits = part @ embedding.T
            normaliser = logits.logsumexp(dim=-1, keepdim=True)
            total += ((normaliser - logits.gather(1, wanted)) * worth).sum()
            slope = logits.sub_(normaliser).exp_()
            slope.scatter_add_(1, wanted, slope.new_full((1, 1), -1.0).expand_as(wanted))
            slope.mul_(worth)
            by_hidden[at:at + CHUNK] = slope @ embedding
            by_embedding.addmm_(slope.T, part)
        context.save_for_backward(by_hidden, by_embedding)
        return total

    @staticmethod
    def backward(context, by_loss: Tensor):
        by_hidden, by_embedding = context.saved_tensors
        return by_hidden * by_loss, by_embedding * by_loss, None, None


class TiedDivergence(torch.autograd.Function):
    """Mean over rows of KL(teacher | student), in nats, both through their own tied outputs."""

    @staticmethod
    def forward(context, hidden: Tensor, embedding: Tensor, teacher: Tensor, teacher_embedding: Tensor) -> Tensor:
        by_hidden, by_embedding = torch.empty_like(hidden), torch.zeros_like(embedding)
        total = hidden.new_zeros(())
        for at in range(0, len(hidden), CHUNK):
            part = hidden[at:at + CHUNK]
            wanted = (teacher[at:at + CHUNK] @ teacher_embedding.T).log_softmax(dim=-1)
            given = (part @ embedding.T).log_softmax(dim=-1)
            likely = wanted.exp()
            total += (likely * (wanted - given)).sum()
            slope = given.exp_().sub_(likely).mul_(1 / len(hidden))
            by_hidden[at:at + CHUNK] = slope @ embedding
            by_embedding.addmm_(slope.T, part)
        context.save_for_backward(by_hidden, by_embedding)
        return total / len(hidden)

    @staticmethod
    def backward(context, by_loss: Tensor):
        by_hidden, by_embedding = context.saved_tensors
        return by_hidden * by_loss, by_embedding * by_loss, None, None
