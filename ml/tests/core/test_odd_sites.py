"""Trainings and backtests of sites that are anything but usual; their forecasts are in `test_forecasting.py`."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sensible import assert_sensible
from series_examples import daily, odd_sites, site_of

from tidemark_ml.forecasting import forecast
from tidemark_ml.models import fine_tune as tuning
from tidemark_ml.models.network import InProcessNetwork
from tidemark_ml.training import backtest_site, train_site
from tidemark_ml.types import MIN_LSTM_DAYS, Backtest, InsufficientHistory

ODD = odd_sites()
LONG_ENOUGH = {name for name, history in ODD.items() if history.notna().sum() >= MIN_LSTM_DAYS}
#: Backtested on the way.
TRAINED = {"all zeros", "60% gaps", "values of 1e9"}
#: So many days leave too few before a backtest's first origin to fine-tune on, which takes most of the time.
UNTUNED_DAYS = 240


@pytest.fixture(autouse=True)
def one_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "MAX_EPOCHS", 1)


def assert_figures_are_sensible(backtest: Backtest) -> None:
    assert backtest.champion in [figures.kind for figures in backtest.candidates]
    for figures in backtest.candidates:
        errors = (figures.mae, figures.relative_mae, figures.mase)
        assert all(math.isfinite(error) and error >= 0 for error in errors)
        assert math.isfinite(figures.standard_error)
        assert 0 <= figures.coverage[80] <= figures.coverage[90] <= figures.coverage[95] <= 1
        assert all(math.isfinite(width) and width > 0 for width in figures.relative_width.values())


@pytest.mark.parametrize("name", sorted(LONG_ENOUGH - TRAINED))
def test_backtests_of_odd_sites_are_sensible(name: str) -> None:
    history = ODD[name] if name == "ten years" else ODD[name].iloc[-UNTUNED_DAYS:]
    assert_figures_are_sensible(backtest_site(site_of(history), on_progress=lambda _done, _step: None))


@pytest.mark.parametrize("name", sorted(TRAINED))
def test_trainings_of_odd_sites_are_sensible(name: str) -> None:
    trained = train_site(site_of(ODD[name]), on_progress=lambda _done, _step: None)
    assert_figures_are_sensible(trained.backtest)
    assert trained.weights is not None
    assert all(np.isfinite(each).all() for each in trained.weights)
    own = InProcessNetwork(trained.weights)
    made = forecast(site_of(ODD[name]), horizon=28, kind="lstm_fine_tuned", network=own)
    assert made.model_kind == "lstm_fine_tuned"
    assert_sensible(made, float(np.nanmax(ODD[name])))


@pytest.mark.parametrize("work", [backtest_site, train_site])
def test_three_days_are_refused_with_both_numbers(work: object) -> None:
    with pytest.raises(InsufficientHistory) as refused:
        work(site_of(daily([5.0, 6.0, 7.0])), on_progress=lambda _done, _step: None)  # type: ignore[operator]
    assert (refused.value.have, refused.value.need) == (3, 60)
