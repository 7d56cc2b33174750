"""A model of more layers from one of fewer, which computes the same: new layers are copies that add nothing yet.

Early training needs little depth; a run that begins with half the layers sees nearly twice the text in its time
(gradual stacking: Gong et al. 2019, Reddi et al. 2023).
"""
from torch import Tensor, cat, linalg, zeros_like

from models.transformer import Configuration

OUTER = ("projection.weight", "down.weight")


def grow(weights: dict[str, Tensor], shape: Configuration) -> tuple[dict[str, Tensor], bool]:
    """The weights for `shape.layers`, and whether they had to grow. Layer i of the old ones comes to stand before its
    copies; the copies' outer matrices are zero."""
    names = {name.split(".", 2)[2] for name in weights if name.startswith("layers.")}
    have = len({name.split(".")[1] for name in weights if name.startswith("layers.")})
    if have == shape.layers:
        return weights, False
    if have > shape.layers:
        raise ValueError(f"{have} layers do not shrink to {shape.layers}")
    grown = {name: value for name, value in weights.items() if not name.startswith("layers.")}
    before = None
    for layer in range(shape.layers):
        old = layer * have // shape.layers
        for name in names:
            value = weights[f"layers.{old}.{name}"]
            copy = old == before
            grown[f"layers.{layer}.{name}"] = zeros_like(value) if copy and name in OUTER else value.clone()
        before = old
    return grown, True


def widen(weights: dict[str, Tensor], shape: Configuration) -> dict[str, Tensor]:
    """Rows for special ids that the old embedding lacks, each the mean of the old rows."""
    embedding = weights["embedding.weight"]
    missing = shape.vocabulary - len(embedding)
    if missing < 0:
        raise ValueError(f"{len(embedding)} ids do not shrink to {shape.vocabulary}")
    more = embedding.mean(dim=0, keepdim=True).expand(missing, -1)
    return {**weights, "embedding.weight": cat((embedding, more))}


def narrow(embedding: Tensor, width: int) -> Tensor:
    """The rows of a wider embedding in the `width` directions that hold most of it: what a student begins with."""
    return embedding @ linalg.svd(embedding, full_matrices=False).Vh[:width].mT
