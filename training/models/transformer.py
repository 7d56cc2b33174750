"""The one transformer of this project: LM, LM-tiny and later models are configurations of it.

Pre-norm, RMSNorm with gains, rotary positions (half-split pairs, base 10000), GELU in its tanh form, heads of 64, no
biases, output tied to the embedding. `src/nn/models/transformer.rs` is its twin; `export.py` writes what that reads.
Nothing about training lives here.
"""
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

HEAD = 64
ROTARY_BASE = 10000.0
EPSILON = 1e-5


@dataclass(frozen=True)
class Configuration:
    """The shape of a transformer. `vocabulary` counts the rows of the embedding, special ids included."""

    width: int
    layers: int
    heads: int
    context: int
    vocabulary: int
    causal: bool = True

    def __post_init__(self):
        if self.width != self.heads * HEAD:
            raise ValueError(f"width {self.width} is not {self.heads} heads of {HEAD}")


def rotary_table(context: int) -> tuple[Tensor, Tensor]:
    """Cosines and sines, each [context, 32]: angle = position / base^(feature / 32)."""
    features = torch.arange(HEAD // 2, dtype=torch.float64)
    angle = torch.arange(context, dtype=torch.float64)[:, None] * ROTARY_BASE ** (-features / (HEAD // 2))
    return angle.cos().float(), angle.sin().float()


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turns feature i against feature i + 32 of every head. `x` is [..., position, 64]."""
    low, high = x.chunk(2, dim=-1)
    return torch.cat((low * cosine - high * sine, high * cosine + low * sine), dim=-1)


class Block(nn.Module):
    """Attention and MLP, each on a normalised copy of the residual stream."""

    def __init__(self, shape: Configuration):
        super().__init__()
        width = shape.width
        self.heads, self.causal = shape.heads, shape.causal
        self.attention_norm = nn.RMSNorm(width, eps=EPSILON)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.projection = nn.Linear(width, width, bias=False)
        self.mlp_norm = nn.RMSNorm(width, eps=EPSILON)
        self.up = nn.Linear(width, 4 * width, bias=False)
        self.down = nn.Linear(4 * width, width, bias=False)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor, mask: Tensor | None) -> Tensor:
        rows, length, width = x.shape
        qkv = self.qkv(self.attention_norm(x)).view(rows, length, 3, self.heads, HEAD)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        q, k = rotate(q, cosine, sine), rotate(k, cosine, sine)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=self.causal and mask is None)
        x = x + self.projection(seen.transpose(1, 2).reshape(rows, length, width))
        return x + self.down(F.gelu(self.up(self.mlp_norm(x)), approximate="tanh"))


class Transformer(nn.Module):
    """Token ids [rows, length] to logits [rows, length, vocabulary]."""

    def __init__(self, shape: Configuration):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.layers = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = nn.RMSNorm(shape.width, eps=EPSILON)
        cosine, sine = rotary_table(shape.context)
        self.register_buffer("cosine", cosine, persistent=False)
        self.register_buffer("sine", sine, persistent=False)
        self.reset()

    def reset(self):
        """Blocks start as the identity: what they add to the residual stream is zero at first."""
        nn.init.normal_(self.embedding.weight, std=0.02)
        for block in self.layers:
            for inner in (block.qkv, block.up):
                nn.init.normal_(inner.weight, std=self.shape.width ** -0.5)
            for outer in (block.projection, block.down):
                nn.init.zeros_(outer.weight)

    def hidden(self, ids: Tensor, mask: Tensor | None = None, positions: Tensor | None = None) -> Tensor:
        """The normalised last states, [rows, length, width]. `mask`: true where a row may look at a column; without
        one, causal or full as the shape says. `positions` [length] default to 0, 1, 2, ..."""
        index = slice(0, ids.shape[1]) if positions is None else positions
        cosine, sine = self.cosine[index], self.sine[index]
        x = self.embedding(ids)
        for block in self.layers:
            x = block(x, cosine, sine, mask)
        return self.norm(x)

    def forward(self, ids: Tensor, mask: Tensor | None = None, positions: Tensor | None = None) -> Tensor:
        return F.linear(self.hidden(ids, mask, positions), self.embedding.weight)
