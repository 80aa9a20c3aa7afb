"""``notifier desk`` prints the shapes other programs rely on."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier.accounts import Membership, Role, Staff
from notifier.cli.desk import command
from notifier.editorial import open_case
from notifier.hubs import Hub
from notifier.kit import clock, db
from tests.editorial.conftest import DRAFT, add_submission

Run = Callable[..., Result]


@pytest.fixture
def run(engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(db, "engine", lambda _url=None: engine)
    monkeypatch.setattr(clock, "now", lambda: now)

    def call(*words: str) -> Result:
        return CliRunner().invoke(command, list(words))

    with db.writing(engine) as session:
        here = _hub(session, "nishi", now)
        _staff(session, here, Role.EDITOR, now)
        _staff(session, here, Role.VOLUNTEER, now)
        for title in ("よい会", "会場のない会", ""):
            place = "" if "ない" in title else "公園"
            draft = replace(DRAFT, title=title, body=title, place_name=place)
            submission = add_submission(session, here, now, draft=draft)
            open_case(session, submission, now=now)
    return call


def _hub(session: Session, slug: str, now: datetime) -> Hub:
    made = Hub(slug=slug, name=slug, ward_code="141038", created_at=now)
    session.add(made)
    session.flush()
    return made


def _staff(session: Session, hub: Hub, role: Role, now: datetime) -> None:
    staff = Staff(email=f"{role}@example.jp", name=role, password_hash="", created_at=now)
    session.add(staff)
    session.flush()
    session.add(Membership(hub_id=hub.id, staff_id=staff.id, role=role, created_at=now))


def listed(run: Run, *more: str) -> dict[str, dict[str, Any]]:
    answer = run("list", "--json", *more)
    assert answer.exit_code == 0
    return {row["title"]: row for row in json.loads(answer.stdout)}


def test_the_list_has_checks_and_dates(run: Run) -> None:
    row = listed(run)["会場のない会"]
    assert {"id", "state", "title", "group", "source", "checks", "occurrences"} <= row.keys()
    assert row["checks"][0]["key"] == "no_place"
    assert row["checks"][0]["level"] == "ask"
    assert row["occurrences"] == [
        {"starts_at": "2026-11-28T01:00:00+00:00", "ends_at": "2026-11-28T02:30:00+00:00"}
    ]
    assert listed(run, "--state", "approved") == {}


def test_clean_approves_only_what_is_clean(run: Run) -> None:
    answer = run("approve", "--clean", "--by", "editor@example.jp", "--json")
    said = json.loads(answer.stdout)
    assert (said["approved"], said["left"], answer.exit_code) == (1, 2, 0)
    assert set(listed(run, "--state", "approved")) == {"よい会"}


def test_naming_an_id_passes_asks_but_never_stops(run: Run) -> None:
    rows = listed(run)
    good, bad = str(rows["会場のない会"]["id"]), str(rows[""]["id"])
    answer = run("approve", good, bad, "--by", "editor@example.jp", "--json")
    said = json.loads(answer.stdout)
    assert (said["approved"], said["left"], answer.exit_code) == (1, 2, 1)
    assert "行事名がありません" in said["errors"][0]["message"]


@pytest.mark.parametrize("who", ["volunteer@example.jp", "nobody@example.jp"])
def test_only_those_who_judge_may(run: Run, who: str) -> None:
    answer = run("approve", "--clean", "--by", who)
    assert answer.exit_code == 1
    assert set(listed(run, "--state", "waiting")) == {"よい会", "会場のない会", ""}


def test_ask_and_reject(run: Run) -> None:
    rows = listed(run)
    one, two = str(rows["よい会"]["id"]), str(rows["会場のない会"]["id"])
    by = ("--by", "editor@example.jp", "--json")
    assert json.loads(run("ask", one, "--question", "雨の日は?", *by).stdout)["state"] == "asked"
    assert json.loads(run("reject", two, "--reason", "営利", *by).stdout)["state"] == "rejected"
    assert run("reject", two, "--reason", "営利", *by).exit_code == 1


def test_several_hubs_must_be_named_and_keep_apart(run: Run, engine: Engine, now: datetime) -> None:
    case_id = next(iter(listed(run).values()))["id"]
    with db.writing(engine) as session:
        _staff(session, _hub(session, "kohoku", now), Role.ADMIN, now)
    assert run("list").exit_code == 2
    answer = run("approve", str(case_id), "--hub", "kohoku", "--by", "admin@example.jp")
    assert answer.exit_code == 1
    assert listed(run, "--hub", "kohoku") == {}


def test_wrong_usage_is_exit_two(run: Run) -> None:
    assert run("approve", "--by", "editor@example.jp").exit_code == 2
