from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from series_examples import daily, usual_site

from tidemark_ml.candidates.lstm import Lstm
from tidemark_ml.cleaning import clean
from tidemark_ml.features import FEATURES, HOLIDAY_COLUMN, MONTH_COLUMNS, OUTPUT_DAYS, WINDOW_DAYS
from tidemark_ml.forecasting import forecast
from tidemark_ml.models import fine_tune as tuning
from tidemark_ml.models.network import InProcessNetwork
from tidemark_ml.models.windows import WindowSampler
from tidemark_ml.pretraining.train import Recipe, forget_unseen, train
from tidemark_ml.public_holidays import holidays_on
from tidemark_ml.shipped import shipped_network, shipped_weights
from tidemark_ml.types import Exclusion, SiteSeries

if TYPE_CHECKING:
    from numpy.typing import NDArray

SILENT = [*range(MONTH_COLUMNS.start, MONTH_COLUMNS.stop), HOLIDAY_COLUMN]


def german_site(days: int = 300) -> SiteSeries:
    """Ends in October; on holidays it has a tenth of its views."""
    history = daily(usual_site(days).to_numpy(), start="2024-01-01")
    off = holidays_on("DE", history.index.to_numpy()) == 1
    return SiteSeries(history.where(~off, (history / 10).round()), country="DE")


class Witness:
    """A network that remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[NDArray[np.float32]] = []

    def predict(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        self.shown.append(windows)
        return np.zeros((len(windows), OUTPUT_DAYS), np.float32)


@pytest.mark.parametrize(
    ("country", "day", "is_holiday"),
    [
        ("DE", "2025-10-03", 1),
        ("DE", "2025-10-02", 0),
        ("US", "2025-07-04", 1),
        ("DE", "2025-07-04", 0),
        ("US", "2021-12-31", 1),
        ("GB", "2199-12-25", 0),
        ("FR", "1900-06-01", 0),
        ("XX", "2025-12-25", 0),
        (None, "2025-12-25", 0),
    ],
)
def test_a_countrys_holidays_are_known_and_an_unknown_country_has_none(
    country: str | None, day: str, is_holiday: int
) -> None:
    assert holidays_on(country, np.array([[day]], "datetime64[D]")).tolist() == [[is_holiday]]


def test_a_window_knows_its_holidays_also_those_after_the_last_day() -> None:
    site = german_site(350)  # up to 15 December 2024
    witness = Witness()
    series = clean(site.history, country="DE")
    Lstm(witness).predict(series, np.array([290, 350]), 28)
    assert [window.shape for window in witness.shown] == [(2, WINDOW_DAYS, FEATURES)] * 4
    for ahead, windows in zip(range(0, 28, OUTPUT_DAYS), witness.shown, strict=True):
        for origin, window in zip([290, 350], windows, strict=True):
            days = np.datetime64("2024-01-01") + np.arange(origin + ahead - WINDOW_DAYS, origin + ahead)
            assert window[:, HOLIDAY_COLUMN].tolist() == holidays_on("DE", days).tolist()
    # Both days of Christmas, and New Year's.
    assert witness.shown[3][1, :, HOLIDAY_COLUMN].sum() == 3


def test_training_windows_know_their_holidays() -> None:
    site = german_site()
    series = clean(site.history, country="DE")
    known, unknown = WindowSampler([series]).all(), WindowSampler([clean(site.history)]).all()
    assert unknown.windows[:, :, HOLIDAY_COLUMN].sum() == 0
    holidays = series.holidays(np.arange(series.days))
    assert holidays.sum() == 7
    for number, window in enumerate(known.windows, start=44):
        assert window[:, HOLIDAY_COLUMN].tolist() == holidays[number - WINDOW_DAYS : number].tolist()


def test_the_shipped_network_has_no_opinion_on_columns_it_never_saw() -> None:
    kernel = shipped_weights()[0]
    assert kernel.shape == (FEATURES, 256)
    assert np.flatnonzero(~kernel.any(axis=1)).tolist() == SILENT


def test_a_country_changes_no_bit_of_the_shipped_networks_forecast() -> None:
    site = german_site()
    for kind in ("lstm_pretrained", "blend"):
        one, other = (
            forecast(SiteSeries(site.history, country=country), horizon=28, kind=kind) for country in ("DE", None)
        )
        assert one.values.tobytes() == other.values.tobytes()
        assert all(one.intervals[level].tobytes() == other.intervals[level].tobytes() for level in (80, 90, 95))


def test_what_was_taken_from_the_shipped_network_changed_no_bit_of_a_forecast_without_a_country() -> None:
    kernel, *others = shipped_weights()
    by_chance = kernel.copy()
    by_chance[SILENT] = np.random.default_rng(1).uniform(-0.15, 0.15, (len(SILENT), 256))
    seen = np.isin(np.arange(FEATURES), SILENT, invert=True)
    forgotten = forget_unseen([by_chance, *others], seen)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(forgotten, shipped_weights(), strict=True))
    series = clean(usual_site(200))
    before, after = (
        Lstm(network).predict(series, np.arange(80, 201), 28)
        for network in (InProcessNetwork([by_chance, *others]), shipped_network())
    )
    assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize(("country", "silent"), [(None, SILENT), ("DE", SILENT[:-1])])
def test_pretraining_leaves_nothing_of_columns_without_data(country: str | None, silent: list[int]) -> None:
    series = clean(german_site().history, country=country)
    weights = train([series], Recipe(steps=2, batch=64, warmup_steps=1), lambda _step, _loss: None)
    assert np.flatnonzero(~weights[0].any(axis=1)).tolist() == silent


def test_a_sites_own_history_gives_its_holidays_a_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "MAX_EPOCHS", 1)
    site = german_site()
    # With days that aren't known, so that this tells as well whether it's fine-tuned around them.
    outage = Exclusion(date(2024, 6, 10), date(2024, 6, 16), "outage")
    tuned = tuning.fine_tune(
        shipped_weights(), clean(site.history, [outage], country="DE"), on_epoch=lambda _epoch: None
    )
    assert tuned.epochs == 1
    assert all(np.isfinite(each).all() for each in tuned.weights)
    assert np.flatnonzero(~tuned.weights[0].any(axis=1)).tolist() == SILENT[:-1]
    network = InProcessNetwork(tuned.weights)
    # Six days after the Third of October.
    until = site.history.loc[:"2024-10-09"]
    knowing, unknowing = (
        forecast(SiteSeries(until, country=country), horizon=7, kind="lstm_fine_tuned", network=network).values
        for country in ("DE", None)
    )
    assert (knowing != unknowing).all()
