from pathlib import Path

import pytest

from tidemark_ml.service.settings import InvalidSettingsError, Settings, read_settings

#: As short as it may be.
TOKEN = "t" * 32


def test_only_the_token_is_needed() -> None:
    assert read_settings({"ML_TOKEN": TOKEN}) == Settings(TOKEN, "127.0.0.1", 8001, Path("data"), None, None, "info")


def test_everything_can_be_set() -> None:
    settings = read_settings(
        {
            "ML_TOKEN": TOKEN,
            "ML_HOST": "0.0.0.0",  # noqa: S104
            "ML_PORT": "9000",
            "TIDEMARK_DATA_DIR": "/srv/data",
            "MLFLOW_TRACKING_URI": "http://mlflow:5000",
            "TF_SERVING_URL": "http://serving:8501",
            "LOG_LEVEL": "debug",
        }
    )
    assert settings == Settings(
        TOKEN,
        "0.0.0.0",  # noqa: S104
        9000,
        Path("/srv/data"),
        "http://mlflow:5000",
        "http://serving:8501",
        "debug",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ML_TOKEN", ""),
        ("ML_TOKEN", "t"),
        ("ML_TOKEN", TOKEN[1:]),
        ("ML_PORT", "http"),
        ("ML_PORT", "-1"),
        ("ML_PORT", "65536"),
        ("ML_PORT", "²"),
        ("TF_SERVING_URL", "serving:8501"),
        ("TF_SERVING_URL", "http://serving:8501/v1/models"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_one_is_named(name: str, value: str) -> None:
    with pytest.raises(InvalidSettingsError, match=name):
        read_settings({"ML_TOKEN": TOKEN, name: value})
