"""`bench`: every candidate and the champion on series they never saw, by size of site and length of history."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tidemark_ml.candidates.catalogue import KINDS, MIN_DAYS, default_kind, make_candidates
from tidemark_ml.cleaning import WEEK, clean
from tidemark_ml.evaluation.backtest import SMALLEST, errors_at, mean_known, ratio, seasonal_scale
from tidemark_ml.features import OUTPUT_DAYS
from tidemark_ml.intervals import LEVELS
from tidemark_ml.models.network import InProcessNetwork
from tidemark_ml.pretraining.series_files import NamedSeries, add_series_arguments, read_series_files, select
from tidemark_ml.registry.promotion import decide
from tidemark_ml.shipped import score_table, shipped_network
from tidemark_ml.training import train_site
from tidemark_ml.types import MIN_LSTM_DAYS, ModelKind, SiteSeries

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from tidemark_ml.evaluation.backtest import Errors
    from tidemark_ml.types import Network

ORIGINS = 8
#: Days of history at each origin; None: all there are.
LENGTHS: tuple[int | None, ...] = (30, 60, 90, 180, 365, None)
CHAMPION = "champion"


@dataclass(frozen=True)
class Result:
    """How a candidate did on one series with so much history."""

    kind: str
    length: int | None
    #: Of the whole series, a day.
    median: float
    mae: float
    naive_mae: float
    mase: float
    #: By level: the share within the interval, and its width over that of the naive one.
    coverage: dict[int, float]
    relative_width: dict[int, float]


def bench_series(
    values: pd.Series[float], *, lengths: Sequence[int | None] = LENGTHS, is_fine_tuned: bool = True
) -> list[Result]:
    """Forecasts the last eight weeks from as many weekly origins.

    Args:
        values: A daily series; too short a one gives no result.
        lengths: Of history, in days; those the series is too short for are left out.
        is_fine_tuned: Whether the network is fine-tuned too, on the days before the first origin.
    """
    origins = len(values) - WEEK * np.arange(ORIGINS, 0, -1)
    results: list[Result] = []
    for length in lengths:
        needed = MIN_LSTM_DAYS if length is None else length
        if origins[0] < needed:
            continue
        results.extend(_bench_length(values, origins, length, is_fine_tuned=is_fine_tuned))
    return results


def _bench_length(
    values: pd.Series[float], origins: NDArray[np.int64], length: int | None, *, is_fine_tuned: bool
) -> list[Result]:
    first = int(origins[0])
    known = int(min(first, length or first))
    served, own = default_kind(known), None
    before = SiteSeries(values.iloc[first - known : first])
    if is_fine_tuned and before.history.notna().sum() >= MIN_LSTM_DAYS:
        served, own = _train(before, served)
    by_kind: dict[ModelKind, list[Errors]] = defaultdict(list)
    for origin in origins:
        start = int(origin) - known if length is not None else 0
        window = values.iloc[start : int(origin) + OUTPUT_DAYS]
        series = clean(window)
        at = np.array([series.days - OUTPUT_DAYS])
        measured: NDArray[np.float64] = np.asarray(window, np.float64)[len(window) - series.days :]
        for candidate in make_candidates(shipped_network(), own):
            if known >= MIN_DAYS[candidate.kind]:
                errors = errors_at(candidate, series, measured, at, score_table(candidate.kind))
                by_kind[candidate.kind].append(errors)
    naive = by_kind["seasonal_naive"]
    if np.isnan(_mean([each.absolute for each in naive])):
        return []
    scale = seasonal_scale(np.asarray(values, np.float64)[:first])
    median = float(values.median())
    return [
        _result(name, length, median, by_kind[kind], naive, scale)
        for name, kind in [*((kind, kind) for kind in by_kind), (CHAMPION, served)]
    ]


def _train(site: SiteSeries, default: ModelKind) -> tuple[ModelKind, Network | None]:
    """What the service would serve a site with after its first training, and the site's own network."""
    trained = train_site(site, on_progress=lambda _progress, _step: None)
    own = InProcessNetwork(trained.weights) if trained.weights is not None else None
    is_promoted = decide(trained.backtest, default).promoted
    return trained.backtest.champion if is_promoted else default, own


def _result(
    name: str, length: int | None, median: float, errors: list[Errors], naive: list[Errors], scale: float
) -> Result:
    mae = _mean([each.absolute for each in errors])
    return Result(
        kind=name,
        length=length,
        median=median,
        mae=mae,
        naive_mae=_mean([each.absolute for each in naive]),
        mase=mae / scale,
        coverage={level: _mean([each.within[level] for each in errors]) for level in LEVELS},
        relative_width={
            level: ratio(_mean([each.width[level] for each in errors]), _mean([each.width[level] for each in naive]))
            for level in LEVELS
        },
    )


def _mean(parts: list[NDArray[np.float64]]) -> float:
    return mean_known(np.concatenate(parts, axis=None))


#: By the median day: small, middle, large sites.
STRATA: dict[str, Callable[[float], bool]] = {
    "all": lambda _median: True,
    "under 200 a day": lambda median: median < 200,
    "200 to 5,000 a day": lambda median: 200 <= median < 5_000,
    "5,000 a day and more": lambda median: median >= 5_000,
}


def summarise(results: Iterable[Result]) -> list[dict[str, Any]]:
    """The figures by candidate, stratum and length of history; `length` is null for all history."""
    known = list(results)
    rows: list[dict[str, Any]] = []
    for length in sorted({each.length for each in known}, key=lambda days: days or np.inf):
        for stratum, is_in in STRATA.items():
            chosen = [each for each in known if each.length == length and is_in(each.median)]
            rows.extend(
                {"length": length, "stratum": stratum, "kind": kind, **_figures(some)}
                for kind in [*KINDS, CHAMPION]
                if (some := [each for each in chosen if each.kind == kind])
            )
    return rows


def _figures(results: list[Result]) -> dict[str, Any]:
    # A series that the naive forecast gets right to the last view has no ratio.
    ratios = np.array([ratio(each.mae, each.naive_mae) for each in results if each.naive_mae > SMALLEST])
    return {
        "series": len(results),
        "relative_mae": round(float(np.exp(np.log(ratios).mean())), 4) if len(ratios) else None,
        "better_than_naive": round(float((ratios < 1).mean()), 3) if len(ratios) else None,
        "median_mase": round(float(np.nanmedian([each.mase for each in results])), 3),
        **{
            f"coverage_{level}": round(float(np.mean([each.coverage[level] for each in results])), 3)
            for level in LEVELS
        },
        **{
            f"relative_width_{level}": round(float(np.median([each.relative_width[level] for each in results])), 3)
            for level in LEVELS
        },
    }


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `bench`."""
    parser = commands.add_parser("bench", help="measure forecasts on series")
    add_series_arguments(parser)
    parser.add_argument("--limit", type=int, help="so many series, spread over all (default: all)")
    parser.add_argument("--validation", action="store_true", help="only the groups that pre-training keeps apart")
    parser.add_argument("--no-fine-tuning", action="store_true", help="leave the fine-tuned network out: much faster")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: %(default)s)")
    parser.add_argument("--out", type=Path, help="write the figures as JSON as well")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    known = read_series_files(arguments.series, arguments.meta)
    if arguments.validation:
        known = select(known, validation=True)
    if arguments.limit is not None:
        known = [known[int(place)] for place in np.linspace(0, len(known) - 1, min(arguments.limit, len(known)))]
    bench = partial(_bench, is_fine_tuned=not arguments.no_fine_tuning)
    results: list[Result] = []
    _say_progress(0, len(known), 0.0)
    began = time.monotonic()
    for number, some in enumerate(_map(bench, known, arguments.jobs), start=1):
        results.extend(some)
        _say_progress(number, len(known), time.monotonic() - began)
    rows = summarise(results)
    for row in rows:
        print(_line(row))
    if arguments.out is not None:
        arguments.out.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


def _bench(series: NamedSeries, *, is_fine_tuned: bool) -> list[Result]:
    return bench_series(series.values, is_fine_tuned=is_fine_tuned)


def _map(
    bench: Callable[[NamedSeries], list[Result]], series: Sequence[NamedSeries], jobs: int
) -> Iterator[list[Result]]:
    if jobs <= 1:
        yield from map(bench, series)
        return
    # A process that TensorFlow runs in can't be forked.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_use_one_core) as pool:
        yield from pool.map(bench, series)


def _use_one_core() -> None:
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)


def _say_progress(done: int, total: int, seconds: float) -> None:
    left = f", about {seconds / done * (total - done) / 60:.0f} min left" if 0 < done < total else ""
    line = f"{done} of {total} series{left}"
    if sys.stderr.isatty():
        # Written over the last one, which may have been longer.
        print(f"\r{line:<40}", end="" if done < total else "\n", file=sys.stderr, flush=True)
    else:
        print(line, file=sys.stderr, flush=True)


def _line(row: dict[str, Any]) -> str:
    length = "all days" if row["length"] is None else f"{row['length']} days"
    coverage = ", ".join(
        f"{level}%: {row[f'coverage_{level}']} (x{row[f'relative_width_{level}']})" for level in LEVELS
    )
    return (
        f"{length:>9} | {row['stratum']:<20} | {row['kind']:<16} | {row['series']:>4} series | "
        f"rel. MAE {row['relative_mae']} | better {row['better_than_naive']} | MASE {row['median_mase']} | {coverage}"
    )
