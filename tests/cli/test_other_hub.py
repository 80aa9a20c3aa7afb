"""Every command: another hub's id is not found, a missing hub is wrong usage, never a traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import notifier.cli as entry
from notifier.cli import cli
from notifier.cli.common import NUMBER
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.db import writing
from notifier.kit.errors import NotifierError
from tests.conftest import _hub
from tests.web.neighbour import Neighbour, mark, rows_of, settle

ROOT = Path(__file__).parents[2]
EXAMPLE = Path(__file__).with_name("reader.csv")
FAILED, USAGE = 1, 2
HUGE = "9" * 20
# Commands that concern the whole installation.
OF_NO_HUB = frozenset(
    {
        "backup", "doctor", "hub create", "hub reseal", "intake mails", "intake poll", "mailroom bounces",
        "migrate", "practice fill", "practice walk", "restore", "tick", "version",
    }
)  # fmt: skip
# How each command that takes an id is called with one.
WITH_ID: dict[str, Callable[[Neighbour, Neighbour], tuple[str, ...]]] = {
    "desk approve": lambda us, them: (str(them.case_id), "--by", us.staff_email),
    "desk reject": lambda us, them: (str(them.case_id), "--reason", "x", "--by", us.staff_email),
    "desk ask": lambda us, them: (str(them.case_id), "--question", "x", "--by", us.staff_email),
    "edition show": lambda _, them: (str(them.edition_id),),
    "edition approve": lambda us, them: (str(them.edition_id), "--by", us.staff_email),
    "edition send": lambda _, them: (str(them.edition_id),),
    "edition stop": lambda _, them: (str(them.edition_id),),
    "edition status": lambda _, them: (str(them.edition_id),),
    "edition files": lambda _, them: (str(them.edition_id), "--out", "nowhere"),
}
# Whole arguments for the commands that need some, when the hub is left out.
WITHOUT_HUB: dict[str, tuple[str, ...]] = {
    "desk approve": ("1", "--by", "a@example.jp"),
    "desk reject": ("1", "--reason", "x", "--by", "a@example.jp"),
    "desk ask": ("1", "--question", "x", "--by", "a@example.jp"),
    "edition compose": ("weekly",),
    "edition files": ("1", "--out", "nowhere"),
    "edition approve": ("1", "--by", "a@example.jp"),
    "hub set": ("mail.from", "a@example.jp"),
    "staff invite": ("a@example.jp", "--role", "editor"),
    "indicators pack": ("--month", "2026-10", "--out", "nowhere"),
    "indicators sheet": ("--fiscal-year", "2026"),
    "mailroom bounces": (str(EXAMPLE),),
    "indicators type": ("line_friends", "FY2024", "1"),
}


@pytest.fixture
def hubs(engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch) -> list[Hub]:
    """Two hubs, committed, and the commands on the same database and moment."""
    monkeypatch.setattr(clock, "now", lambda: now)
    with writing(engine) as session:
        return [_hub(session, slug, slug, now) for slug in ("nishi", "kohoku")]


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name."""
    root = click.Context(cli)
    for name in cli.list_commands(root):
        yield from _leaves(name, cli.get_command(root, name))


def _leaves(name: str, found: click.Command | None) -> Iterator[tuple[str, click.Command]]:
    assert found is not None
    if isinstance(found, click.Group):
        for key, inner in found.commands.items():
            yield from _leaves(f"{name} {key}", inner)
    else:
        yield name, found


ALL = dict(commands())
OF_A_HUB = sorted(
    name for name, one in ALL.items() if any(given.name == "hub_slug" for given in one.params)
)
WHOLE = frozenset({"desk", "edition"})


def run(*words: str) -> tuple[int, str]:
    """(exit code, everything printed) as a person at the machine gets it."""
    done = CliRunner().invoke(cli, list(words))
    if isinstance(done.exception, NotifierError):  # main() turns it into one line and exit 1
        return FAILED, f"{done.output}notifier: {done.exception}"
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_every_command_that_names_an_object_is_tried() -> None:
    ids = {
        name
        for name, one in ALL.items()
        if name.partition(" ")[0] in WHOLE
        and any(isinstance(given, click.Argument) and is_number(given) for given in one.params)
    }
    assert ids == WITH_ID.keys()


def test_every_command_knows_its_hub_or_needs_none() -> None:
    rest = {name for name in ALL if name not in OF_A_HUB and not name.startswith("run ")}
    assert rest - OF_NO_HUB == set(), "a command about one hub takes --hub"


def test_the_neighbours_id_is_not_found(engine: Engine, hubs: list[Hub], now: datetime) -> None:
    with Session(engine, expire_on_commit=False) as session:
        us, them = (settle(session, hub, now=now) for hub in hubs)
        before = rows_of(session, them.hub)
        for name, arguments in WITH_ID.items():
            code, said = run(*name.split(), *arguments(us, them), "--hub", us.hub.slug)
            assert code == FAILED, (name, said)
            assert len(said.strip().splitlines()) <= 2, said
            assert mark(them.hub) not in said
        assert rows_of(session, them.hub) == before
        for name in ("desk list", "subscribers export", "hub show", "export events"):
            code, said = run(*name.split(), "--hub", us.hub.slug)
            assert code == 0, said
            for word in (mark(them.hub), "@kohoku", "kohoku"):
                assert word not in said, (name, word)


@pytest.mark.usefixtures("hubs")
@pytest.mark.parametrize("name", OF_A_HUB)
def test_with_two_hubs_one_must_be_named(name: str) -> None:
    words = WITHOUT_HUB.get(name) or tuple(
        str(EXAMPLE) if isinstance(one.type, click.Path) else "1" for one in needed(ALL[name])
    )
    code, said = run(*name.split(), *words)
    assert code == USAGE, said
    assert "--hub" in said
    code, said = run(*name.split(), *words, "--hub", "nowhere")
    assert code == FAILED, said
    assert "nowhere" in said or "見つかりません" in said


@pytest.mark.parametrize("name", sorted(ALL))
def test_wrong_usage_is_said_without_a_traceback(name: str) -> None:
    code, said = run(*name.split(), "--no-such-option")
    assert code == USAGE
    assert "Traceback" not in said
    if needed(ALL[name]):
        code, said = run(*name.split())
        assert code == USAGE, said
    typed = [one for one in needed(ALL[name]) if is_number(one)]
    if typed:
        code, said = run(*name.split(), *("abc" for _ in needed(ALL[name])))
        assert code == USAGE, said


def test_a_number_no_database_counts_to_is_not_found(
    engine: Engine, hubs: list[Hub], now: datetime
) -> None:
    with Session(engine, expire_on_commit=False) as session:
        us = settle(session, hubs[0], now=now)
    for name, arguments in WITH_ID.items():
        words = [HUGE if word.isdigit() else word for word in arguments(us, us)]
        code, said = run(*name.split(), *words, "--hub", us.hub.slug)
        assert (code, HUGE in said) == (FAILED, True), (name, said)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("desk", "list"), FAILED),
        (("edition", "status", "1", "--hub", "nowhere"), FAILED),
        (("nonsense",), USAGE),
        (("tick", "--at", "yesterday"), USAGE),
    ],
)
def test_a_process_prints_one_line_and_no_traceback(
    tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    """The whole way through ``main``: here on a database that was never made."""
    done = subprocess.run(
        [sys.executable, "-m", "notifier.cli", *words],
        cwd=ROOT,
        env=os.environ | {"NOTIFIER_DATABASE_URL": f"sqlite:///{tmp_path}/never.sqlite3"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


@pytest.mark.parametrize("error", [OverflowError("bound"), IntegrityError("?", {}, OSError())])
def test_what_nobody_foresaw_is_said_without_a_traceback(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr(entry, "cli", fail)
    with pytest.raises(SystemExit) as ended:
        entry.main()
    said = capsys.readouterr()
    assert ended.value.code == FAILED
    assert said.out == ""
    where, sentence = said.err.splitlines()
    assert json.loads(where)["event"] == "command.failed"
    assert type(error).__name__ in sentence
    assert sentence.endswith("。")


def is_number(given: click.Parameter) -> bool:
    """Whether it is an id or a figure."""
    return given.type in (click.INT, NUMBER)


def needed(one: click.Command) -> list[click.Parameter]:
    """The arguments a command cannot do without."""
    return [given for given in one.params if isinstance(given, click.Argument) and given.required]
