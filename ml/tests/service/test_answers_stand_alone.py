"""Over HTTP and with the real forecaster: an answer depends on its own question, and on the days that count, alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from service_fakes import history

from tidemark_ml.service.app import build_app
from tidemark_ml.service.core import Forecaster
from tidemark_ml.service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    Question = dict[str, Any]

DAYS = 120


@pytest.fixture(scope="module")
def real_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings("secret", "127.0.0.1", 0, tmp_path_factory.mktemp("data"), None, None, "info")
    with TestClient(build_app(Forecaster(), settings), headers={"Authorization": "Bearer secret"}) as client:
        yield client


def site(number: int, days: int = DAYS, **more: object) -> Question:
    """One of several sites, each with a level and a week of its own."""
    points = [
        point | {"value": (number + 1) * 100 + 37 * (day * (number + 3) % 7) + 5 * (day % 11)}
        for day, point in enumerate(history(days))
    ]
    return {"site": f"{number}.example", "metric": "page_visits", "history": points, "horizon": 14, **more}


SITES = [site(0), site(1, 60, country="DE"), site(2, 40), site(3, 200, levels=[90])]


def answer_of(client: TestClient, question: Question) -> bytes:
    answer = client.post("/v1/forecast", json=question)
    assert answer.status_code == 200, answer.text
    return answer.content


@settings(max_examples=5, deadline=None)
@given(order=st.permutations(range(len(SITES))))
def test_other_sites_and_their_order_change_no_bit(real_client: TestClient, order: list[int]) -> None:
    alone = [answer_of(real_client, each) for each in SITES]
    together = {number: answer_of(real_client, SITES[number]) for number in order}
    assert [together[number] for number in range(len(SITES))] == alone


@settings(max_examples=8, deadline=None)
@given(values=st.lists(st.none() | st.floats(0, 1e9), min_size=1, max_size=40))
def test_days_after_the_origin_change_no_bit_even_if_they_were_told_before(
    real_client: TestClient, values: list[float | None]
) -> None:
    at_origin = site(0)
    before = answer_of(real_client, at_origin)
    after = [{**point, "value": value} for point, value in zip(history(DAYS + len(values))[DAYS:], values, strict=True)]
    answer_of(real_client, at_origin | {"history": at_origin["history"] + after})
    assert answer_of(real_client, at_origin) == before


@settings(max_examples=8, deadline=None)
@given(
    values=st.lists(st.none() | st.floats(0, 1e9), min_size=5, max_size=5),
    start=st.integers(30, DAYS - 5),
)
def test_what_is_measured_on_excluded_days_changes_no_bit(
    real_client: TestClient, values: list[float | None], start: int
) -> None:
    question = site(0)
    points = question["history"]
    down = [{**point, "value": value} for point, value in zip(points[start : start + 5], values, strict=True)]
    exclude = [{"start": down[0]["date"], "end": down[-1]["date"], "reason": "outage"}]
    changed = points[:start] + down + points[start + 5 :]
    assert answer_of(real_client, question | {"history": changed, "exclude": exclude}) == answer_of(
        real_client, question | {"exclude": exclude}
    )


@pytest.mark.parametrize("country", ["DE", "US", "XX"])
def test_a_country_changes_no_bit_for_a_site_never_trained(real_client: TestClient, country: str) -> None:
    assert answer_of(real_client, site(0, country=country)) == answer_of(real_client, site(0))
