"""``notifier hub`` and ``notifier staff``: the first hub and the first person in two commands."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier.cli import cli
from notifier.config import settings
from notifier.hubs import channel_secrets, find_hub, line_channel
from notifier.kit import db
from notifier.kit.errors import BadInputError

Run = Callable[..., Result]


@pytest.fixture
def run(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the test database."""
    opened: dict[str, Callable[..., AbstractContextManager[Session]]] = {
        "writing": db.writing,
        "reading": db.reading,
    }
    for name, original in opened.items():
        monkeypatch.setattr(db, name, partial(original, engine))

    def invoke(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(cli, list(words), input=typed)

    return invoke


def test_the_first_hub_and_the_first_admin(run: Run) -> None:
    made = run("hub", "create", "西区の拠点", "--ward", "141038", "--json")
    assert json.loads(made.stdout)["slug"] == "nishi"

    invited = run("staff", "invite", "a@example.jp", "--role", "admin", "--json")
    assert "/desk/invitation/" in json.loads(invited.stdout)["link"]
    assert json.loads(invited.stdout)["mailed"] is False


def test_a_setting_is_set_and_shown(run: Run) -> None:
    run("hub", "create", "西区の拠点", "--ward", "141038")

    assert run("hub", "set", "schedule.weekly", "土 9:30").stdout == "schedule.weekly = sat 09:30\n"
    shown = json.loads(run("hub", "show", "--json").stdout)
    assert shown["settings"]["schedule.weekly"] == "sat 09:30"
    assert shown["ward"] == "141038"


def test_after_resealing_the_old_key_may_go(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {"old": "o" * 40, "new": "n" * 40}

    def use(*names: str) -> None:
        monkeypatch.setenv("NOTIFIER_SECRET_KEY", ",".join(keys[name] for name in names))
        settings.cache_clear()

    try:
        use("old")
        run("hub", "create", "西区の拠点", "--ward", "141038")
        run("hub", "set", "line.channel_id", "2001234567")
        run("hub", "set", "line.channel_secret", "-", typed="0123456789abcdef\n")
        use("new", "old")
        assert json.loads(run("hub", "reseal", "--json").stdout) == {"channels": 1, "link_keys": 0}
        use("new")
        with db.reading() as session:
            channel = line_channel(session, find_hub(session, "nishi").id, "readers")
            assert channel is not None
            assert channel_secrets(channel) == ("0123456789abcdef",)
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_a_secret_is_read_from_standard_input_and_never_printed(run: Run) -> None:
    run("hub", "create", "西区の拠点", "--ward", "141038")
    run("hub", "set", "line.channel_id", "2001234567")

    printed = run("hub", "set", "line.channel_secret", "-", typed="0123456789abcdef\n")

    assert printed.exit_code == 0
    assert "0123456789abcdef" not in printed.output + run("hub", "show").output


def test_a_bad_value_is_one_sentence(run: Run) -> None:
    run("hub", "create", "西区の拠点", "--ward", "141038")

    assert isinstance(run("hub", "set", "line.plan", "gold").exception, BadInputError)
    assert run("staff", "invite", "a@example.jp", "--role", "king").exit_code == 2


def test_several_hubs_must_be_named(run: Run) -> None:
    for name, ward in (("西", "141038"), ("港北", "141097")):
        run("hub", "create", name, "--ward", ward)

    assert run("hub", "show").exit_code == 2
    assert "港北" in run("hub", "show", "--hub", "kohoku").stdout
