"""No forecast, no figure and no scale knows a day that was still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from series_examples import site_of, usual_site

from tidemark_ml import training
from tidemark_ml.candidates.catalogue import KINDS, make_candidate
from tidemark_ml.cleaning import clean
from tidemark_ml.evaluation.backtest import errors_at
from tidemark_ml.features import CONTEXT_DAYS, OUTPUT_DAYS, build_windows, context_at
from tidemark_ml.models import fine_tune as tuning
from tidemark_ml.models.windows import WindowSampler
from tidemark_ml.shipped import score_table, shipped_network
from tidemark_ml.training import backtest_site
from tidemark_ml.types import Cancelled

if TYPE_CHECKING:
    import pandas as pd

    from tidemark_ml.cleaning import CleanSeries
    from tidemark_ml.types import Backtest, ModelKind

DAYS = 130
#: As few days as fine-tuning for a backtest takes: its first origin is day 68 then.
TUNED_DAYS = 250
VALUES = st.none() | st.floats(0, 1e9)


def later(history: pd.Series[float], start: int, values: list[float | None]) -> pd.Series[float]:
    """Other days from one on, which repeat the given values."""
    changed = history.copy()
    wanted = [np.nan if value is None else value for value in values]
    changed.iloc[start:] = np.resize(wanted, len(changed) - start)
    return changed


@settings(max_examples=6, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    start=st.sampled_from(range(81, DAYS, 7)),
    values=st.lists(VALUES, min_size=1, max_size=9),
)
def test_a_backtests_errors_and_intervals_are_those_of_days_that_were_over(
    kind: ModelKind, start: int, values: list[float | None]
) -> None:
    history = usual_site(DAYS)
    origins = np.arange(60, DAYS - OUTPUT_DAYS + 1, 7)
    one, other = (
        errors_at(make_candidate(kind, shipped_network()), clean(each), each.to_numpy(), origins, score_table(kind))
        for each in (history, later(history, start, values))
    )
    over, known = origins + OUTPUT_DAYS <= start, origins <= start
    assert 0 < over.sum() < known.sum()
    assert one.absolute[over].tobytes() == other.absolute[over].tobytes()
    for level in (80, 90, 95):
        assert one.within[level][over].tobytes() == other.within[level][over].tobytes()
        assert one.width[level][known].tobytes() == other.width[level][known].tobytes()


def ends_with(days: int, week: float) -> Backtest:
    """A backtest of a site whose last week is far above every forecast."""
    return backtest_site(
        site_of(later(usual_site(days), days - OUTPUT_DAYS, [week])), on_progress=lambda _done, _step: None
    )


@pytest.mark.parametrize("days", [DAYS, TUNED_DAYS])
def test_the_last_week_is_scored_and_known_to_no_candidate(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "MAX_EPOCHS", 1)
    one, other = ends_with(days, 1e6), ends_with(days, 3e6)
    assert one.champion == other.champion
    assert ("lstm_fine_tuned" in [figures.kind for figures in one.candidates]) == (days == TUNED_DAYS)
    for before, after in zip(one.candidates, other.candidates, strict=True):
        # Where a forecast is the same, its error grows by what the week did.
        assert (after.mae - before.mae) * one.origins == pytest.approx(2e6, rel=1e-9)
        assert after.coverage == before.coverage
        assert after.relative_width == before.relative_width


def test_a_backtest_fine_tunes_on_the_days_before_its_first_origin_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[CleanSeries] = []

    def witness(_weights: object, series: CleanSeries, **_options: object) -> NoReturn:
        seen.append(series)
        raise Cancelled

    monkeypatch.setattr(training, "fine_tune", witness)
    history = usual_site(TUNED_DAYS)
    for each in (history, later(history, 68, [3.0, None, 7e5])):
        with pytest.raises(Cancelled):
            backtest_site(site_of(each), on_progress=lambda _done, _step: None)
    one, other = (WindowSampler([series]).all() for series in seen)
    assert [series.days for series in seen] == [68, 68]
    assert one.windows.tobytes() == other.windows.tobytes()
    assert one.targets.tobytes() == other.targets.tobytes()
    assert one.weights.tobytes() == other.weights.tobytes()


@settings(max_examples=20, deadline=None)
@given(origin=st.integers(CONTEXT_DAYS, DAYS - OUTPUT_DAYS), values=st.lists(VALUES, min_size=1, max_size=9))
def test_a_window_and_its_scale_are_those_of_days_before_it(origin: int, values: list[float | None]) -> None:
    history = usual_site(DAYS)
    one, other = (clean(each) for each in (history, later(history, origin, values)))
    at, weekday = np.array([origin]), np.array([origin % 7])
    (window, scale), (changed, changed_scale) = (
        build_windows(context_at(series.z, at), weekday) for series in (one, other)
    )
    assert window.tobytes() == changed.tobytes()
    assert scale.mean.tobytes() == changed_scale.mean.tobytes()
    assert scale.spread.tobytes() == changed_scale.spread.tobytes()
    # The same of training windows, whose targets come after them.
    count = origin - CONTEXT_DAYS + 1
    assert (
        WindowSampler([one]).all().windows[:count].tobytes() == WindowSampler([other]).all().windows[:count].tobytes()
    )
    assert (
        WindowSampler([one]).all().weights[:count].tobytes() == WindowSampler([other]).all().weights[:count].tobytes()
    )
