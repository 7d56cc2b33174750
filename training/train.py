"""Trains a transformer on text: `python training/train.py lm --minutes 75`.

Seeded and resumable: the state (weights, moments, place in the data, time) is saved every few minutes, and the same
command goes on from it. The step size falls to zero with the time that ran (`clock.py`), so that a run ends, fully
decayed, when it should. `--warm` begins a new run with the shipped weights of the same checkpoint instead.
"""
import argparse
import json
from pathlib import Path

import torch

from checkpoints import CHECKPOINTS, Recipe, shipped
from clock import Clock
from export import load
from growth import grow, narrow, widen
from models.transformer import Transformer
from muon import Muon
from objectives import Distillation, MaskedDiffusion, NextToken
from rows import Rows

ROOT = Path(__file__).resolve().parents[1]
SAVE_SECONDS = 180
LOG_SECONDS = 30
WARM_UP_STEPS = 10


def optimisers(model: Transformer, recipe: Recipe) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of blocks; AdamW, without decay, for embedding and gains."""
    matrices = [weight for weight in model.layers.parameters() if weight.ndim == 2]
    taken = {id(weight) for weight in matrices}
    rest = [weight for weight in model.parameters() if id(weight) not in taken]
    made = [Muon(matrices, recipe.muon_rate), torch.optim.AdamW(rest, recipe.adam_rate, betas=(0.9, 0.95), weight_decay=0.0)]
    for optimiser in made:
        for group in optimiser.param_groups:
            group["peak"] = group["lr"]
    return made


def objective(recipe: Recipe, model: Transformer, hidden, seed: int):
    match recipe.objective:
        case "next-token":
            return NextToken(model, hidden)
        case "distillation":
            return Distillation(model, hidden, shipped(recipe.teacher))
        case "masked-diffusion":
            return MaskedDiffusion(model, hidden, seed)
    raise ValueError(f"no objective is called {recipe.objective}")


class Run:
    """One run: model, optimisers, data and clock, with their state on disk."""

    def __init__(self, recipe: Recipe, given, folder: Path, device: str):
        self.given, self.path, self.device = given, folder / "state.pt", device
        self.data = Rows(given.text / "train", recipe.shares, given.rows or recipe.rows, given.length or recipe.length, given.seed)
        self.shape = recipe.shape(given.layers)
        self.model = Transformer(self.shape).to(device)
        self.clock = Clock()
        # `since` counts steps since the optimisers began: a warm-up follows every beginning.
        self.step = self.since = self.ids = 0
        self.earlier = {"seconds": 0.0, "ids": 0, "steps": 0}
        state = torch.load(self.path, weights_only=True, map_location=device) if self.path.exists() else None
        moments = self.restore(state) if state else self.begin(recipe)
        self.optimisers = optimisers(self.model, recipe)
        for optimiser, moment in zip(self.optimisers, moments):
            optimiser.load_state_dict(moment)

    def begin(self, recipe: Recipe) -> list:
        """Fresh weights, or those of a shipped model: the same one to go on with, another one to turn into this. A
        student has its teacher's embedding, narrowed."""
        name = self.given.checkpoint if self.given.warm else recipe.start
        if name:
            weights = load(shipped(name))[0].state_dict()
            self.model.load_state_dict(widen(grow(weights, self.shape)[0], self.shape))
        elif recipe.teacher:
            self.model.embedding.weight.data = narrow(load(shipped(recipe.teacher))[0].embedding.weight, recipe.width).to(self.device)
        if self.given.warm:
            self.earlier = json.loads((ROOT / "training" / "curves" / f"{name}.json").read_text())["total"]
        return []

    def restore(self, state: dict) -> list:
        weights, grown = grow(state["model"], self.shape)
        self.model.load_state_dict(weights)
        self.clock, self.step, self.ids, self.earlier = Clock(state["seconds"]), state["step"], state["ids"], state["earlier"]
        # Rows of another length are another cut of the data: it begins anew.
        if state["length"] == self.data.length:
            self.data.restore(state["data"])
        if grown:
            return []
        self.since = state["since"]
        return state["optimisers"]

    def save(self):
        new = self.path.with_suffix(".new")
        torch.save({"model": self.model.state_dict(), "optimisers": [one.state_dict() for one in self.optimisers],
                    "step": self.step, "since": self.since, "ids": self.ids, "seconds": self.clock.seconds,
                    "length": self.data.length, "data": self.data.state(), "layers": self.shape.layers,
                    "earlier": self.earlier}, new)
        new.replace(self.path)

    def advance(self, loss_of) -> tuple[float, float]:
        """One step. Returns the loss and the share of the peak step size."""
        share = min(1.0, (self.since + 1) / WARM_UP_STEPS) * (1 - self.clock.seconds / (self.given.minutes * 60))
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * share
        ids = self.data.batch().to(self.device)
        loss = loss_of(ids)
        loss.backward()
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad()
        self.step, self.since, self.ids = self.step + 1, self.since + 1, self.ids + ids[:, 1:].numel()
        return loss.item(), share


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("checkpoint", choices=sorted(CHECKPOINTS))
    options.add_argument("--minutes", type=float, required=True, help="of steps, over all resumptions of this run")
    options.add_argument("--layers", type=int, help="fewer layers for the first part of a run")
    options.add_argument("--length", type=int, help="ids in a row")
    options.add_argument("--rows", type=int, help="rows in a batch")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--warm", action="store_true", help="begin with the shipped weights of this checkpoint")
    options.add_argument("--compile", action="store_true")
    options.add_argument("--text", type=Path, default=ROOT / ".cache" / "text")
    options.add_argument("--out", type=Path, default=ROOT / ".cache" / "training")
    given = options.parse_args()
    recipe = CHECKPOINTS[given.checkpoint]
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    folder = given.out / given.checkpoint
    folder.mkdir(parents=True, exist_ok=True)
    run = Run(recipe, given, folder, device)
    hidden = torch.compile(run.model.hidden) if given.compile else run.model.hidden
    loss_of = objective(recipe, run.model, hidden, given.seed + run.step)

    log = (folder / "curve.tsv").open("a")
    losses, compiling = [], given.compile
    saved = logged = run.clock.seconds
    while run.clock.seconds < given.minutes * 60:
        loss, share = run.advance(loss_of)
        losses.append(loss)
        # The first step of a process compiles.
        run.clock.skip() if compiling else run.clock.tick()
        compiling = False
        seconds = run.clock.seconds
        if seconds - logged >= LOG_SECONDS:
            print(run.step, f"{seconds:.0f}", run.ids, f"{sum(losses) / len(losses):.4f}", f"{share:.3f}", run.shape.layers,
                  run.data.length, sep="\t", file=log, flush=True)
            losses, logged = [], seconds
        if seconds - saved >= SAVE_SECONDS:
            run.save()
            run.clock.skip()
            saved = seconds
    run.save()


if __name__ == "__main__":
    main()
