from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from series_examples import daily, usual_site

from tidemark_ml.__main__ import main
from tidemark_ml.cleaning import clean
from tidemark_ml.models.windows import WindowSampler
from tidemark_ml.pretraining.series_files import read_series_files, select
from tidemark_ml.pretraining.train import Recipe, train

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    series, meta = tmp_path / "series.csv.gz", tmp_path / "meta.csv"
    names = [f"site{number}" for number in range(12)]
    with gzip.open(series, "wt") as out:
        out.write("series_id,date,value\n")
        for seed, name in enumerate(names):
            history = daily(usual_site(250, seed=seed).to_numpy(), start="2016-05-30")
            out.writelines(f"{name},{day:%Y-%m-%d},{value:.0f}\n" for day, value in history.items() if day.day != 13)
    meta.write_text("series_id,kind,group_id\n" + "".join(f"{name},x,group-{name}\n" for name in names))
    return series, meta


def test_groups_are_split_and_gaps_are_unknown(files: tuple[Path, Path]) -> None:
    known = read_series_files(*files, before="2016-12-01")
    assert len(known) == 12
    training, validation = select(known, validation=False), select(known, validation=True)
    assert len(training) + len(validation) == 12
    assert 0 < len(validation) < 6
    assert known[0].values.index[-1] < np.datetime64("2016-12-01")
    assert np.isnan(known[0].values.loc["2016-07-13"])


def test_a_training_is_repeatable_and_blind_to_the_order_of_files() -> None:
    series = [clean(usual_site(200, seed=seed)) for seed in range(3)]
    recipe = Recipe(seed=3, steps=4, batch=16, warmup_steps=2)
    one, other = (train(series, recipe, lambda _step, _loss: None) for _ in range(2))
    assert all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))


def test_targets_are_in_the_windows_units() -> None:
    series = clean(usual_site(200))
    batch = WindowSampler([series]).all()
    assert batch.windows.shape[0] == batch.targets.shape[0] == 200 - 44 - 7 + 1
    # The value of a window's last day is the lag of the first target: both are in the same units.
    assert abs(float(batch.targets.mean())) < 1.0
    assert batch.windows[8, -1, 0] == pytest.approx(batch.targets[7, 0], abs=0.5)


def test_pretrain_and_bench_run_from_the_command_line(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    series, meta = map(str, files)
    out = tmp_path / "weights"
    assert main(["pretrain", "--series", series, "--meta", meta, "--out", str(out), "--steps", "3"]) == 0
    about = json.loads((out / "about.json").read_text())
    assert len(about["scores"]["blend"]["90"]) == 28
    figures = tmp_path / "figures.json"
    arguments = ["--limit", "2", "--jobs", "1", "--no-fine-tuning", "--out", str(figures)]
    assert main(["bench", "--series", series, "--meta", meta, *arguments]) == 0
    rows = json.loads(figures.read_text())
    champion = next(row for row in rows if row["kind"] == "champion" and row["length"] is None)
    assert champion["series"] == 2
    assert 0 < champion["relative_mae"] < 1.2
    assert "champion" in capsys.readouterr().out
