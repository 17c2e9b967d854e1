"""Rolling-origin backtest (Tashman 2000): every candidate at the same origins, none of which saw a later day."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidemark_ml.cleaning import WEEK
from tidemark_ml.evaluation.champion import choose_champion
from tidemark_ml.features import OUTPUT_DAYS
from tidemark_ml.intervals import LEVELS, MIN_ORIGIN_DAYS, OWN_ORIGINS, half_widths, scores_of, sigma_at
from tidemark_ml.types import Backtest, CandidateFigures

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tidemark_ml.candidates.candidate import Candidate
    from tidemark_ml.cleaning import CleanSeries
    from tidemark_ml.intervals import ScoreTable
    from tidemark_ml.types import ModelKind

#: Half a year; of a shorter history, as many as leave the candidates something to learn from.
MAX_ORIGINS = 26
#: Days before the first origin.
MIN_TRAINING_DAYS = 35
#: A site whose weeks are all alike has no scale to measure errors by; a thousandth of a view stands for it.
SMALLEST = 1e-3


@dataclass(frozen=True)
class Errors:
    """What a candidate got wrong, in the metric's unit; NaN on days that aren't known."""

    #: `(origins, horizon)`, absolute.
    absolute: NDArray[np.float64]
    #: By level, whether the day lay within the interval, as 0 and 1, and how wide that was.
    within: dict[int, NDArray[np.float64]]
    width: dict[int, NDArray[np.float64]]


def weekly_origins(series: CleanSeries, *, count: int = MAX_ORIGINS) -> NDArray[np.int64]:
    """The last weekly origins with a whole week after each, in order; none of a history that's too short."""
    last = series.days - OUTPUT_DAYS
    origins = last - WEEK * np.arange(count)[::-1]
    return origins[origins >= MIN_TRAINING_DAYS]


def errors_at(
    candidate: Candidate,
    series: CleanSeries,
    values: NDArray[np.float64],
    origins: NDArray[np.int64],
    table: ScoreTable,
    *,
    levels: Sequence[int] = LEVELS,
    horizon: int = OUTPUT_DAYS,
) -> Errors:
    """Forecasts from each origin, with the intervals that would have been given there.

    Args:
        candidate: What forecasts.
        series: With the days after the origins.
        values: Measured ones by day, `(days,)`, NaN where the day isn't known: what forecasts are held against.
        origins: In order.
        table: The pooled scores of the candidate.
        levels: Of the intervals.
        horizon: Days ahead.
    """
    daily = np.arange(max(MIN_ORIGIN_DAYS, int(origins[0]) - OWN_ORIGINS), int(origins[-1]) + 1)
    predicted = candidate.predict(series, daily, horizon)
    scores = scores_of(series, daily, predicted)
    rows = np.searchsorted(daily, origins)
    actual = values[origins[:, None] + np.arange(horizon)]
    forecasts = np.maximum(np.expm1(predicted[rows]), 0.0)
    errors = Errors(np.abs(forecasts - actual), {}, {})
    sigmas = sigma_at(series, origins)
    for level in levels:
        widths = np.stack(
            [
                half_widths(
                    _known_at(scores, daily, int(origin)),
                    table,
                    level=level,
                    sigma=float(sigma),
                    horizon=horizon,
                    history_days=int(origin),
                )
                for origin, sigma in zip(origins, sigmas, strict=True)
            ]
        )
        lower = np.maximum(np.expm1(predicted[rows] - widths), 0.0)
        upper = np.expm1(predicted[rows] + widths)
        is_within = ((actual >= lower) & (actual <= upper)).astype(np.float64)
        errors.within[level] = np.where(np.isnan(actual), np.nan, is_within)
        errors.width[level] = upper - lower
    return errors


def run_backtest(
    candidates: Sequence[Candidate],
    series: CleanSeries,
    values: NDArray[np.float64],
    tables: Callable[[ModelKind], ScoreTable],
    *,
    origins: NDArray[np.int64],
    on_candidate: Callable[[ModelKind, int], None] = lambda _kind, _number: None,
) -> Backtest:
    """Compares candidates.

    Args:
        candidates: In order of simplicity, from the seasonal naive one on.
        series: The history.
        values: See `errors_at`.
        tables: The pooled scores of each kind.
        origins: See `weekly_origins`.
        on_candidate: Told before each candidate, with its number; may raise `Cancelled`.
    """
    kinds = [each.kind for each in candidates]
    all_errors = []
    for number, candidate in enumerate(candidates):
        on_candidate(candidate.kind, number)
        all_errors.append(errors_at(candidate, series, values, origins, tables(candidate.kind)))
    naive = all_errors[0]
    scale = seasonal_scale(values[: int(origins[0])])
    figures = [_figures(kind, errors, naive, scale) for kind, errors in zip(kinds, all_errors, strict=True)]
    losses = [np.array(each.by_origin) for each in figures]
    return Backtest(len(origins), OUTPUT_DAYS, figures, choose_champion(kinds, losses))


def _known_at(scores: NDArray[np.float64], daily: NDArray[np.int64], origin: int) -> NDArray[np.float64]:
    """The scores of the last origins before this one, of days that were over then."""
    rows = (daily < origin) & (daily >= origin - OWN_ORIGINS)
    days = daily[rows][:, None] + np.arange(scores.shape[1])
    return np.where(days < origin, scores[rows], np.nan)


def _figures(kind: ModelKind, errors: Errors, naive: Errors, scale: float) -> CandidateFigures:
    mae, naive_mae = mean_known(errors.absolute), mean_known(naive.absolute)
    by_origin = _mean_by_origin(errors.absolute) / _to_divide_by(naive_mae)
    known = by_origin[~np.isnan(by_origin)]
    return CandidateFigures(
        kind=kind,
        mae=mae,
        relative_mae=ratio(mae, naive_mae),
        mase=mae / scale,
        standard_error=float(known.std() / np.sqrt(len(known))) if len(known) else math.nan,
        coverage={level: mean_known(within) for level, within in errors.within.items()},
        relative_width={
            level: ratio(mean_known(width), mean_known(naive.width[level])) for level, width in errors.width.items()
        },
        by_origin=by_origin.tolist(),
    )


def seasonal_scale(values: NDArray[np.float64]) -> float:
    """The mean absolute change to the week before, what MASE divides by (Hyndman & Koehler 2006)."""
    return _to_divide_by(mean_known(np.abs(values[WEEK:] - values[:-WEEK])))


def mean_known(parts: NDArray[np.float64]) -> float:
    """The mean of what isn't NaN; NaN where nothing is known."""
    known = parts[~np.isnan(parts)]
    return float(known.mean()) if len(known) else math.nan


def ratio(figure: float, reference: float) -> float:
    """One figure over another; 1 where both are next to nothing."""
    return _to_divide_by(figure) / _to_divide_by(reference)


def _to_divide_by(figure: float) -> float:
    return figure if math.isnan(figure) else max(figure, SMALLEST)


def _mean_by_origin(errors: NDArray[np.float64]) -> NDArray[np.float64]:
    known = ~np.isnan(errors)
    counts = known.sum(axis=1)
    sums = np.where(known, errors, 0.0).sum(axis=1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
