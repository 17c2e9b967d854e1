import json
from pathlib import Path

import pytest

from tidemark_ml.__main__ import main
from tidemark_ml.service.openapi import contract

FILE = Path(__file__).parents[2] / "openapi.json"


def test_the_file_is_what_the_service_does() -> None:
    assert FILE.read_text("utf-8") == contract(), "run `npm run ml -- openapi > ml/openapi.json`"


def test_every_route_but_health_asks_for_the_token_and_names_its_problems() -> None:
    for path, methods in json.loads(contract())["paths"].items():
        for operation in methods.values():
            assert ("security" in operation) == (path != "/health")
            refusals = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
            assert path == "/health" or "401" in refusals
            for answer in refusals.values():
                assert list(answer["content"]) == ["application/problem+json"]


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["openapi"]) == 0
    assert capsys.readouterr().out == contract()


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["serve", "--now"]])
def test_a_wrong_command_is_told_how_it_goes(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: tidemark_ml" in capsys.readouterr().err


def test_serve_is_refused_without_a_token(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("ML_TOKEN", raising=False)
    assert main(["serve"]) == 2
    assert capsys.readouterr().err.startswith("ML_TOKEN is unset")
