from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service_fakes import history

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

REFUSALS = {409, 422}
ROUTES = ["/v1/forecast", "/v1/train", "/v1/backtest"]

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
days = st.dates().map(str) | anything
points = st.lists(st.fixed_dictionaries({"date": days, "value": anything}), max_size=8) | anything
FIELDS = {
    "site": st.text(max_size=20) | anything,
    "metric": st.just("page_visits") | anything,
    "country": st.just("DE") | anything,
    "history": points | st.just(history(20)),
    "exclude": st.lists(st.fixed_dictionaries({"start": days, "end": days, "reason": anything}), max_size=3) | anything,
    "horizon": st.integers() | anything,
    "levels": st.lists(st.sampled_from([80, 90, 95, 50])) | anything,
}
bodies = st.fixed_dictionaries({}, optional=FIELDS) | anything
shared_client = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@shared_client
@given(body=bodies)
def test_whatever_is_asked_is_answered_or_refused_with_a_reason(client: TestClient, body: object) -> None:
    answer = client.post("/v1/forecast", content=json.dumps(body).encode())
    assert answer.status_code == 200 or (answer.status_code in REFUSALS and answer.json()["detail"])


@shared_client
@given(body=st.binary(max_size=200) | st.text().map(lambda text: text.encode("utf-16")))
def test_bytes_that_are_no_json_are_refused(client: TestClient, body: bytes) -> None:
    answer = client.post("/v1/train", content=body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"NaN",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 10_000,
        b'{"site": "\\ud800", "metric": "page_visits", "history": []}',
        b'{"site": "\\u0000", "metric": "\\u0000", "history": [{"date": "\\u0000", "value": NaN}]}',
        b'{"\\ud800": 1}',
        b"\xff\xfe{\x00}\x00",
        b'{"site": "a", "metric": "b", "history": [{"date": "2025-01-01", "value": 1e999}]}',
        b'{"site": "a", "metric": "b", "history": [{"date": "2025-01-01", "value": ' + b"9" * 400 + b"}]}",
    ],
)
def test_a_body_made_to_hurt_is_refused(client: TestClient, route: str, body: bytes) -> None:
    answer = client.post(route, content=body)
    assert answer.status_code == 422
    assert answer.json()["code"] in ("invalid_request", "invalid_series")


@shared_client
@given(value=st.floats(min_value=0, max_value=1e15), levels=st.lists(st.sampled_from([80, 90, 95]), max_size=3))
def test_any_values_a_site_can_have_are_forecast(client: TestClient, value: float, levels: list[int]) -> None:
    body = {
        "site": "a",
        "metric": "b",
        "history": [point | {"value": value} for point in history(20)],
        "levels": levels,
    }
    assert client.post("/v1/forecast", json=body).status_code == 200
