"""`pretrain`: from the two files of public series to the weights that ship with the package."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tidemark_ml.cleaning import clean
from tidemark_ml.models.network import InProcessNetwork
from tidemark_ml.pretraining.pool_scores import pool_scores
from tidemark_ml.pretraining.series_files import add_series_arguments, read_series_files, select
from tidemark_ml.pretraining.train import Recipe, train
from tidemark_ml.shipped import ABOUT_FILE, WEIGHTS_FILE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

#: Later days are for judging.
TRAINED_BEFORE = "2017-05-01"


@dataclass(frozen=True)
class Pretrained:
    """What a pre-training made."""

    version: str
    training_series: int
    validation_series: int
    final_loss: float


def pretrain(
    series: Path, meta: Path, out: Path, *, recipe: Recipe, version: str, say: Callable[[str], None]
) -> Pretrained:
    """Trains the network and writes `weights.npz` and `about.json` into a folder.

    Args:
        series: `series_id,date,value`, days from 2017-05-01 on are left out.
        meta: `series_id,...,group_id`; one group in six is kept from training, and gives the table of errors.
        out: The folder, made if it's missing.
        recipe: See there.
        version: Names the weights.
        say: Told what's being done.
    """
    known = read_series_files(series, meta, before=TRAINED_BEFORE)
    cleaned = [clean(each.values) for each in select(known, validation=False)]
    # What fills their few gaps, 59 of a million days, is learnt as well: the shipped weights were made so.
    training = [replace(each, known=np.ones_like(each.known)) for each in cleaned]
    validation = [clean(each.values) for each in select(known, validation=True)]
    say(f"{len(training)} series to train on, {len(validation)} kept from it")
    losses: list[float] = []

    def on_step(step: int, loss: float) -> None:
        losses.append(loss)
        say(f"step {step} of {recipe.steps}, loss {loss:.4f}")

    weights = train(training, recipe, on_step)
    say("errors on the series kept from training")
    scores = pool_scores(validation, InProcessNetwork(weights), lambda _done: None)
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / WEIGHTS_FILE, *weights)
    about = {
        "version": version,
        "trained_at": datetime.now(timezone.utc).replace(microsecond=0).isoformat().replace("+00:00", "Z"),
        "recipe": asdict(recipe),
        "training_series": len(training),
        "validation_series": len(validation),
        "scores": scores,
    }
    (out / ABOUT_FILE).write_text(json.dumps(about, indent=1) + "\n")
    return Pretrained(version, len(training), len(validation), losses[-1])


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `pretrain`."""
    parser = commands.add_parser("pretrain", help="train the network that ships with the package")
    add_series_arguments(parser)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "weights", help="where the weights go")
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--steps", type=int, default=Recipe.steps, help="batches of 256 windows (default: %(default)s)")
    parser.add_argument("--version", default="s1.1", help="names the weights (default: %(default)s)")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    made = pretrain(
        arguments.series,
        arguments.meta,
        arguments.out,
        recipe=Recipe(seed=arguments.seed, steps=arguments.steps),
        version=arguments.version,
        say=lambda line: print(line, flush=True),
    )
    print(f"{made.version} is in {arguments.out}")
    return 0
