"""Writes safetensors whose bytes depend on the tensors alone: the library's own writer shuffles the metadata."""
import json
from pathlib import Path

import torch
from torch import Tensor

TYPES = {torch.float32: "F32", torch.float16: "F16", torch.int8: "I8", torch.int32: "I32"}


def write(tensors: dict[str, Tensor], path: Path, metadata: dict[str, str] | None = None):
    """Tensors in the order of their alignment, then of their names, so that each begins at a multiple of its size."""
    header: dict = {"__metadata__": dict(sorted(metadata.items()))} if metadata else {}
    parts, at = [], 0
    for name, tensor in sorted(tensors.items(), key=lambda one: (-one[1].element_size(), one[0])):
        data = tensor.detach().cpu().contiguous().numpy().tobytes()
        header[name] = {"dtype": TYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [at, at + len(data)]}
        parts.append(data)
        at += len(data)
    said = json.dumps(header, separators=(",", ":")).encode()
    said += b" " * (-len(said) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(len(said).to_bytes(8, "little") + said + b"".join(parts))
