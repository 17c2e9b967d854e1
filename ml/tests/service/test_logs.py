import json
import logging
import sys

import pytest

from tidemark_ml.service.logs import JsonLines, log_json_lines


def a_record(level: int, message: str, **extra: object) -> logging.LogRecord:
    return logging.getLogger("test").makeRecord("test", level, "", 0, message, (), None, extra=extra)


@pytest.mark.parametrize(
    ("level", "name"),
    [(logging.DEBUG, "debug"), (logging.INFO, "info"), (logging.WARNING, "warn"), (logging.CRITICAL, "error")],
)
def test_a_line_has_a_level_as_the_api_names_it(level: int, name: str) -> None:
    line = json.loads(JsonLines().format(a_record(level, "hello")))
    assert line["level"] == name
    assert line["message"] == "hello"
    assert line["timestamp"].endswith("+00:00")


def test_fields_are_beside_the_message() -> None:
    assert json.loads(JsonLines().format(a_record(logging.INFO, "hello", fields={"job_id": "1"})))["job_id"] == "1"


def test_a_failure_has_its_stack_on_the_same_line() -> None:
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        record = a_record(logging.ERROR, "failed")
        record.exc_info = sys.exc_info()
    line = JsonLines().format(record)
    assert "\n" not in line
    assert "ZeroDivisionError" in json.loads(line)["stack"]


def test_only_what_is_asked_for_is_logged() -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    lines: list[str] = []
    try:
        log_json_lines("warn", lines.append)
        logging.getLogger("tidemark_ml").info("quiet")
        logging.getLogger("tidemark_ml").warning("loud")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        logging.captureWarnings(capture=False)
    assert [json.loads(line)["message"] for line in lines] == ["loud"]
