"""Golden files for the engine's transformer: `python training/goldens.py`. They lie in `tests/golden/generate`.

- `SHAPE.safetensors`: randomly initialised weights in the shipped form; `SHAPE-logits.safetensors`: `ids` I32 [n], and
  the logits F32 [n, vocabulary] of those ids with causal and with full attention, `causal` and `full`.
- `NAME-logits.safetensors` for each shipped `models/NAME.safetensors`: `ids` and the logits of the `rows` I32 named.
- `tokens.json`: texts with their ids in own-bpe-8k, by tiktoken on the ranks of `www/vocab`.
"""
import json
from pathlib import Path

import torch

from data.tokens import END, encoding
from export import export, load
from models.transformer import Configuration, Transformer
from tensor_file import write

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "tests" / "golden" / "generate"
RANDOM = {
    "one-head": Configuration(width=64, layers=2, heads=1, context=48, vocabulary=97),
    "two-heads": Configuration(width=128, layers=1, heads=2, context=48, vocabulary=61),
}
TEXTS = [
    "Once upon a time, there was a little girl named Anna. She lived near the sea.",
    "\"Where is my kite?\" he asked his grandmother.\n\"Think of where you were last,\" said she.",
    "It's 1,234.56 km; they'll DON'T e-mail   two  spaces\t\ttabs\r\n\r\nnew lines\n\n   ",
    "Größe, naïve, 東京 タワー, Привет мир, مرحبا, हिन्दी, 😀👍🏽 <|endoftext|> \u0000\u200d",
]
SHIPPED_ROWS = (0, 1, 7, 31, 63)


def random_model(shape: Configuration, seed: int) -> Transformer:
    """Every weight takes part: no zero matrix, no gain of one, logits of about one."""
    torch.manual_seed(seed)
    model = Transformer(shape)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim == 1:
                weight.uniform_(0.5, 1.5)
            else:
                weight.normal_(std=2 * weight.shape[1] ** -0.5 if "embedding" not in name else shape.width ** -0.5)
    return model


@torch.no_grad()
def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for seed, (name, shape) in enumerate(RANDOM.items(), start=1):
        path = OUT / f"{name}.safetensors"
        export(random_model(shape, seed).state_dict(), shape, path, end="0")
        ids = torch.randint(0, shape.vocabulary, (1, 24))
        write({"ids": ids[0].int(), **{
            attention: load(path, causal=attention == "causal")[0](ids)[0] for attention in ("causal", "full")
        }}, OUT / f"{name}-logits.safetensors")
    encoder = encoding()
    (OUT / "tokens.json").write_text(json.dumps(
        [{"text": text, "ids": encoder.encode_ordinary(text)} for text in TEXTS], indent=1) + "\n")
    story = [END, *encoder.encode_ordinary("\n".join(TEXTS[:2]))]
    for path in sorted((ROOT / "models").glob("*.safetensors")):
        model, said = load(path)
        if said.get("architecture") == "transformer":
            ids = torch.tensor(story * 2)[:SHIPPED_ROWS[-1] + 1]
            rows = torch.tensor(SHIPPED_ROWS)
            write({"ids": ids.int(), "rows": rows.int(), "logits": model(ids[None])[0, rows]},
                      OUT / f"{path.stem}-logits.safetensors")


if __name__ == "__main__":
    main()
