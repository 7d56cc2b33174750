"""The recipes: what each text model is, what it learns from, and what its card says of it."""
from dataclasses import dataclass, field

from cards import DATA, MODELS
from data.tokens import SIZE
from models.transformer import Configuration

# Shares of training ids. Stories and books outweigh the synthetic part, which few plots fill.
TEXT = {"stories": 0.2, "books-children": 0.4, "books-adventure": 0.15, "wordnet": 0.04, "synthetic": 0.21}
LICENCE = "CC-BY-4.0"


@dataclass(frozen=True)
class Recipe:
    """A transformer on text. `objective`: next-token, distillation or masked-diffusion. `teacher`: the shipped model
    whose distribution is learned. `start`: the shipped model whose weights it begins with."""

    width: int
    layers: int
    heads: int
    context: int
    objective: str
    length: int
    rows: int
    words: dict = field(repr=False)
    teacher: str | None = None
    start: str | None = None
    muon_rate: float = 0.02
    adam_rate: float = 0.004

    @property
    def shares(self) -> dict[str, float]:
        return TEXT

    def shape(self, layers: int | None = None) -> Configuration:
        masked = self.objective == "masked-diffusion"
        return Configuration(self.width, layers or self.layers, self.heads, self.context, SIZE + masked, causal=not masked)


def words(title: str, what: str, paper: str, *limits: str) -> dict:
    return {"title": title, "what": what, "paper": paper, "licence": LICENCE, "data": DATA, "limits": list(limits)}


SMALL = "Knows words and short-range grammar; it knows next to nothing about the world and loses the thread within a few sentences."
DATED = "Learned from old books among others, which hold dated views of people."
ENGLISH = "English prose only; other languages, code and numbers are beyond it."

CHECKPOINTS = {
    "lm": Recipe(width=256, layers=6, heads=4, context=512, objective="next-token", length=256, rows=8, words=words(
        "LM", "A small causal language model of English stories: writes text, scores text, and verifies drafts.",
        "Radford et al. 2019 (decoder-only transformer); Su et al. 2021 (rotary positions); Zhang and Sennrich 2019 (RMSNorm)",
        SMALL, DATED, ENGLISH)),
    "lm-tiny": Recipe(width=128, layers=2, heads=2, context=512, objective="distillation", length=256, rows=8, teacher="lm", adam_rate=0.002, words=words(
        "LM-tiny", "The draft of speculative decoding: learned to give LM's distribution, not the text's.",
        "Hinton et al. 2015 (distillation); Leviathan et al. 2023 (speculative decoding)",
        "Made to guess what LM says next; its own text is poor.", DATED, ENGLISH)),
    "dlm": Recipe(width=256, layers=6, heads=4, context=512, objective="masked-diffusion", length=128, rows=8, start="lm", muon_rate=0.01, adam_rate=0.002, words=words(
        "DLM", "LM's weights opened to both directions: fills masked tokens in any order, whole or in blocks.",
        "Nie et al. 2024 (masked diffusion on text); SDAR 2025 (block diffusion from an autoregressive model)",
        SMALL, DATED, ENGLISH)),
}


def shipped(name: str):
    """The path of a shipped model."""
    return MODELS / f"{name}.safetensors"
