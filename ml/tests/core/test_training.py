from __future__ import annotations

import pytest
from series_examples import site_of, usual_site

from tidemark_ml.cleaning import clean
from tidemark_ml.models import fine_tune as tuning
from tidemark_ml.shipped import shipped_weights
from tidemark_ml.training import backtest_site, train_site
from tidemark_ml.types import Cancelled, InsufficientHistory


@pytest.fixture(autouse=True)
def few_epochs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "MAX_EPOCHS", 2)


def test_a_training_compares_all_and_tells_how_far_it_is() -> None:
    told: list[tuple[float, str]] = []
    trained = train_site(site_of(usual_site(150)), on_progress=lambda done, step: told.append((done, step)))
    kinds = [figures.kind for figures in trained.backtest.candidates]
    assert (
        kinds
        == [
            "seasonal_naive",
            "weekday_profile",
            "lstm_pretrained",
            "holt_winters",
            "blend",
        ]
        or kinds[-1] == "lstm_fine_tuned"
    )
    assert trained.backtest.champion in kinds
    assert trained.history_days == 150
    assert trained.weights is not None
    assert [each.shape for each in trained.weights] == [each.shape for each in shipped_weights()]
    shares = [done for done, _ in told]
    assert shares == sorted(shares)
    assert told[-1] == (1.0, "done")


def test_the_same_seed_gives_the_same_weights() -> None:
    series = clean(usual_site(120))
    one, other = (
        tuning.fine_tune(shipped_weights(), series, on_epoch=lambda _epoch: None, seed=4).weights for _ in range(2)
    )
    assert all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))


def test_a_backtest_with_60_days_has_no_fine_tuned_network() -> None:
    backtest = backtest_site(site_of(usual_site(60)), on_progress=lambda _done, _step: None)
    assert "lstm_fine_tuned" not in [figures.kind for figures in backtest.candidates]
    assert backtest.origins == 3


def test_it_can_be_cancelled() -> None:
    def cancel(_done: float, _step: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        train_site(site_of(usual_site(150)), on_progress=cancel)


def test_too_little_history_is_refused() -> None:
    with pytest.raises(InsufficientHistory) as refused:
        train_site(site_of(usual_site(59)), on_progress=lambda _done, _step: None)
    assert (refused.value.have, refused.value.need) == (59, 60)
