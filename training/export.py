"""Writes and reads the shipped form of a transformer: safetensors with int8 matrices, one scale a row, f32 gains.

The model *is* the int8 one: `load` gives a model with the dequantised weights, and every published figure and golden
logit comes from it. A matrix NAME is `NAME.weight` I8 [out, in] with `NAME.scale` F32 [out]; gains are
`NAME.weight` F32 [width]. The twin that reads it: `src/nn/models/transformer.rs`.
"""
import hashlib
import json
from pathlib import Path

import torch
from safetensors import safe_open
from torch import Tensor

from models.transformer import Configuration, Transformer
from tensor_file import write


def quantise(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """int8 rows and their scales, [out, in] and [out]: matrix is about rows * scale, the largest entry exactly."""
    largest = matrix.abs().amax(dim=1)
    scale = torch.where(largest > 0, largest / 127, torch.ones_like(largest))
    return (matrix / scale[:, None]).round().clamp(-127, 127).to(torch.int8), scale


def describe(shape: Configuration, **more: str) -> dict[str, str]:
    """The metadata of a file; `config` is a hash of all the rest."""
    said = {"architecture": "transformer", "width": str(shape.width), "layers": str(shape.layers),
            "heads": str(shape.heads), "context": str(shape.context), "vocabulary": str(shape.vocabulary),
            "attention": "causal" if shape.causal else "full", **more}
    return {**said, "config": hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]}


def export(weights: dict[str, Tensor], shape: Configuration, path: Path, **more: str):
    """Writes a state dict of `Transformer`; `more` are further metadata (`tokenizer`, `end`, `mask`)."""
    tensors = {}
    for name, value in weights.items():
        value = value.detach().float().cpu()
        if value.ndim == 2:
            tensors[name], tensors[name.removesuffix("weight") + "scale"] = quantise(value)
        else:
            tensors[name] = value
    write(tensors, path, describe(shape, **more))


def load(path: Path, causal: bool | None = None) -> tuple[Transformer, dict[str, str]]:
    """The model of a file, with dequantised f32 weights, and its metadata. `causal` overrides what the file says."""
    with safe_open(path, framework="pt") as file:
        said = file.metadata()
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    number = {key: int(said[key]) for key in ("width", "layers", "heads", "context", "vocabulary")}
    model = Transformer(Configuration(**number, causal=said["attention"] == "causal" if causal is None else causal))
    weights = {name: value.float() * tensors[name.removesuffix("weight") + "scale"][:, None]
               if value.dtype == torch.int8 else value
               for name, value in tensors.items() if name.endswith("weight")}
    model.load_state_dict(weights)
    return model.eval(), said
