"""Series to try things on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tidemark_ml.types import SiteSeries


def daily(values: object, start: str = "2024-01-01") -> pd.Series[float]:
    """A daily series of any values."""
    array = np.asarray(values, np.float64)
    return pd.Series(array, index=pd.date_range(start, periods=len(array), freq="D"))


def usual_site(days: int = 400, *, level: float = 500.0, seed: int = 1) -> pd.Series[float]:
    """A weekly rhythm, a slow wave and noise."""
    random = np.random.default_rng(seed)
    day = np.arange(days)
    week = np.array([1.1, 1.15, 1.1, 1.05, 1.0, 0.7, 0.75])[day % 7]
    wave = 1 + 0.2 * np.sin(day / 60)
    return daily(np.round(level * week * wave * np.exp(random.normal(0, 0.08, days))))


def odd_sites() -> dict[str, pd.Series[float]]:
    """What a forecaster must not trip over."""
    random = np.random.default_rng(7)
    gaps = usual_site(200)
    gaps[random.random(200) < 0.6] = np.nan
    step = usual_site(200)
    step.iloc[120:] *= 8
    return {
        "a random walk": daily(np.maximum(0, 1000 + np.cumsum(random.normal(0, 40, 300)))),
        "white noise": daily(random.integers(0, 100, 300)),
        "a constant": daily(np.full(120, 42.0)),
        "all zeros": daily(np.zeros(120)),
        "a step": step,
        "60% gaps": gaps,
        "ten years": usual_site(3_650),
        "values of 1e9": usual_site(200, level=1e9),
        "one spike": daily(np.where(np.arange(150) == 140, 1e6, 100)),
        "two weeks": usual_site(14),
        "59 days": usual_site(59),
        "60 days": usual_site(60),
        "it ends with a month of nothing": daily(np.r_[np.full(100, 300.0), np.zeros(30)]),
    }


def site_of(history: pd.Series[float]) -> SiteSeries:
    """A site without exclusions."""
    return SiteSeries(history)
