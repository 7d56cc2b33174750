"""Model cards and the table of results, drawn from `models/*.json`."""
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "models"
RESULTS = ROOT / "training" / "RESULTS.md"

DATA = [
    {"name": "stories", "what": "667 children's stories of StoryWeaver and African Storybook", "licence": "CC-BY-4.0"},
    {"name": "books", "what": "136 children's and adventure books, first published before 1929", "licence": "public domain (US)"},
    {"name": "definitions", "what": "WordNet 3.1, definitions with examples", "licence": "WordNet licence"},
    {"name": "synthetic", "what": "short stories of six plots, made by a generator of this project", "licence": "MIT OR Apache-2.0"},
]


def cell(figure: dict) -> str:
    return f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}]"


def table(card: dict) -> str:
    """Held-out bits a byte, one row a set."""
    rivals = list(next(iter(card["heldOut"].values()))["baselines"])
    lines = ["| held-out set | documents | bytes | " + card["name"] + " | " + " | ".join(rivals) + " |",
             "|---|---|---|---|" + "---|" * len(rivals)]
    for name, row in card["heldOut"].items():
        lines.append(f"| {name} | {row['documents']} | {row['bytes']:,} | {cell(row['bitsPerByte'])} | "
                     + " | ".join(f"{row['baselines'][rival]['bitsPerByte']['value']:.3f}, difference "
                                  + cell(row["baselines"][rival]["modelMinusBaseline"]) for rival in rivals) + " |")
    return "\n".join(lines)


def draft(card: dict) -> str:
    """What a draft is worth to its target, a paragraph; nothing for other models."""
    if "draftOf" not in card:
        return ""
    of = card["draftOf"]
    return (f"\nAs the draft of {of['model']}, on {of['positions']:,} positions of held-out stories at temperature 1: one drafted id "
            f"is accepted with\nprobability {of['accepted']:.3f}; the likeliest id is the same at {of['sameLikeliest']:.3f} of them.\n")


def write_readme(card: dict):
    """`models/NAME.md`: the card in words."""
    said, made = card["architecture"], card["training"]
    data = "\n".join(f"- {part['name']} ({part['licence']}): {part['what']}" for part in card["data"])
    limits = "\n".join(f"- {limit}" for limit in card["limits"])
    (MODELS / f"{card['name']}.md").write_text(f"""# {card['title']}

{card['what']}

- Paper: {card['paper']}
- Shape: {said['layers']} layers of width {said['width']}, {said['heads']} heads of 64, context {said['context']}, \
{said['vocabulary']} ids of {said['tokenizer']}; {card['parameters']:,} parameters, {card['bytes']:,} bytes in int8
- Licence of the weights: {card['licence']}
- Trained for {made['total']['seconds'] / 3600:.2f} hours of steps over all runs, on {made['machine']}, on \
{made['total']['ids']:,} ids; `{made['command']}`
- SHA-256 {card['sha256']}, configuration {said['config']}, data {made['dataSha256'][:16]}

## Data

{data}

## Held-out figures

Bits a byte of the int8 weights, 95% bootstrap intervals over documents; baselines with the paired difference (model
minus baseline, below zero is better). Each document is coded alone.

{table(card)}
{draft(card)}
## Limits

{limits}
""")


def write_results():
    """`training/RESULTS.md` from all cards."""
    cards = [json.loads(path.read_text()) for path in sorted(MODELS.glob("*.json"))]
    parts = ["# Results\n\nDrawn by `training/evaluate.py` from `models/*.json`; int8 weights, held-out text, f32 "
             "arithmetic. Bits a byte with 95% bootstrap\nintervals over documents; baselines with the paired "
             "difference (model minus baseline, below zero is better)."]
    for card in cards:
        if "heldOut" in card:
            parts.append(f"## {card['title']}\n\n`python training/evaluate.py {card['name']}`; "
                         f"{card['training']['total']['seconds'] / 3600:.2f} hours, {card['training']['total']['ids']:,} ids\n\n{table(card)}\n{draft(card)}".rstrip())
    RESULTS.write_text("\n\n".join(parts) + "\n")
