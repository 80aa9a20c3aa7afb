"""Logs tell where something broke, never with whose address."""

import json

import pytest
import structlog
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from notifier.kit import db, logs

ADDRESS = "reader@example.jp"


@pytest.fixture
def set_up() -> object:
    """Our logging, and the library's own again afterwards."""
    before = structlog.get_config()
    logs.set_up()
    yield None
    structlog.configure(**before)


def break_down() -> None:
    """Fail with an address in a variable and in the words of the error."""
    address = ADDRESS
    raise ValueError(f"no place for {address}")


@pytest.mark.usefixtures("set_up")
def test_a_traceback_tells_the_line_and_neither_values_nor_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        break_down()
    except ValueError:
        structlog.get_logger().exception("room.failed", edition_id=3)
    out, err = capsys.readouterr()
    line = json.loads(err)
    assert out == ""
    assert ADDRESS not in err
    assert (line["event"], line["edition_id"], line["kind"]) == ("room.failed", 3, "ValueError")
    assert line["where"][-1].endswith("break_down")


def test_errors_of_the_database_leave_the_values_out(engine: Engine) -> None:
    assert engine.hide_parameters
    with db.writing(engine) as session, pytest.raises(DBAPIError) as caught:
        session.execute(text("SELECT :email FROM nowhere"), {"email": ADDRESS})
    assert ADDRESS not in str(caught.value)
