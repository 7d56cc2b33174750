"""Trains an image tokenizer, trunk and head together: `python training/trunk.py trunk-vq --minutes 90`.

Seeded, resumable and timed as `train.py` is. A batch is half emoji, half photographs. The head's codebook starts by
k-means once the trunk has warmed up.
"""
import argparse
import copy
from pathlib import Path

import numpy as np
import torch
from torch import nn

from clock import Clock
from data.pictures import TRAIN, VALIDATION, Emoji, Photographs
from models.heads import Continuous, VectorQuantiser
from models.trunk2d import Decoder, Encoder
from picture_loss import picture_loss

ROOT = Path(__file__).resolve().parents[1]
HEADS = {"trunk-continuous": lambda: Continuous(32), "trunk-vq": VectorQuantiser}
SAVE_SECONDS, LOG_SECONDS = 180, 30
WARM_UP_STEPS, CODEBOOK_STEP = 500, 300
AVERAGE = 0.999


class Tokenizer(nn.Module):
    """Encoder, head, decoder."""

    def __init__(self, head: nn.Module):
        super().__init__()
        self.encoder, self.head, self.decoder = Encoder(), head, Decoder()

    def forward(self, pictures: torch.Tensor, bare: bool = False) -> tuple[torch.Tensor, torch.Tensor]:
        """Reconstruction and the loss of the head; `bare` goes around the head."""
        features = self.encoder(pictures)
        passed, loss = (features, features.new_zeros(())) if bare else self.head(features)
        return self.decoder(passed), loss


def optimiser(model: nn.Module) -> torch.optim.Optimizer:
    """AdamW; no decay for norms and biases."""
    matrices = [weight for weight in model.parameters() if weight.ndim > 1]
    rest = [weight for weight in model.parameters() if weight.ndim <= 1]
    return torch.optim.AdamW([{"params": matrices}, {"params": rest, "weight_decay": 0.0}], 3e-4, betas=(0.9, 0.99), weight_decay=1e-4)


@torch.no_grad()
def follow(average: nn.Module, model: nn.Module):
    """Moving average of the weights; buffers (the codebook) are taken over as they are."""
    for mean, weight in zip(average.parameters(), model.parameters()):
        mean.lerp_(weight, 1 - AVERAGE)
    for mean, value in zip(average.buffers(), model.buffers()):
        mean.copy_(value)


@torch.no_grad()
def psnr(model: Tokenizer, source, count: int) -> float:
    """Mean over pictures of the PSNR in dB, capped at 60."""
    pictures = source.draw(count, np.random.default_rng(0)).to(next(model.parameters()).device)
    model.eval()
    made = model(pictures)[0].clamp(-1, 1)
    model.train()
    error = ((made - pictures) * 127.5).square().mean(dim=(1, 2, 3))
    return (10 * (255 ** 2 / error.clamp(min=1e-9)).log10()).clamp(max=60).mean().item()


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("checkpoint", choices=sorted(HEADS))
    options.add_argument("--minutes", type=float, required=True)
    options.add_argument("--rows", type=int, default=32)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--emoji", type=Path, default=ROOT / ".cache" / "emoji" / "emoji.npz")
    options.add_argument("--photographs", type=Path, default=ROOT / ".cache" / "photographs")
    options.add_argument("--out", type=Path, default=ROOT / ".cache" / "training")
    given = options.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    folder = given.out / given.checkpoint
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "state.pt"
    sources = [kind(place, split) for split in (TRAIN, VALIDATION)
               for kind, place in ((Emoji, given.emoji), (Photographs, given.photographs))]
    train, held = sources[:2], sources[2:]

    model = Tokenizer(HEADS[given.checkpoint]()).to(device, memory_format=torch.channels_last)
    average, made, clock, step = copy.deepcopy(model), optimiser(model), Clock(), 0
    if path.exists():
        state = torch.load(path, weights_only=True, map_location=device)
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        made.load_state_dict(state["optimiser"])
        clock, step = Clock(state["seconds"]), state["step"]

    def save():
        new = path.with_suffix(".new")
        torch.save({"model": model.state_dict(), "average": average.state_dict(), "optimiser": made.state_dict(),
                    "seconds": clock.seconds, "step": step}, new)
        new.replace(path)

    log = (folder / "curve.tsv").open("a")
    losses, saved, logged = [], clock.seconds, clock.seconds
    quantises = isinstance(model.head, VectorQuantiser)
    while clock.seconds < given.minutes * 60:
        done = clock.seconds / (given.minutes * 60)
        for group in made.param_groups:
            group["lr"] = 3e-4 * min(1.0, (step + 1) / WARM_UP_STEPS) * 0.5 * (1 + np.cos(np.pi * done))
        random = np.random.default_rng([given.seed, step])
        pictures = torch.cat([source.draw(given.rows // 2, random) for source in train])
        pictures = pictures.to(device, memory_format=torch.channels_last)
        if quantises and step == CODEBOOK_STEP:
            with torch.no_grad():
                many = torch.cat([model.head.directions(model.encoder(source.draw(160, random).to(device))).flatten(0, 2) for source in train])
                model.head.begin(many)
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            rebuilt, cost = model(pictures, bare=quantises and step < CODEBOOK_STEP)
        loss = picture_loss(pictures, rebuilt.float()) + cost
        made.zero_grad()
        loss.backward()
        made.step()
        follow(average, model)
        step += 1
        losses.append(loss.item())
        clock.tick()
        if clock.seconds - logged >= LOG_SECONDS:
            figures = [psnr(average, source, 64) for source in held]
            print(step, f"{clock.seconds:.0f}", f"{sum(losses) / len(losses):.4f}", *(f"{one:.2f}" for one in figures), sep="\t", file=log, flush=True)
            losses, logged = [], clock.seconds
            clock.skip()
        if clock.seconds - saved >= SAVE_SECONDS:
            save()
            clock.skip()
            saved = clock.seconds
    save()


if __name__ == "__main__":
    main()
