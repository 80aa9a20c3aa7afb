"""``notifier edition``: shapes, and whose name a command uses."""

import json
from datetime import datetime

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

import notifier.cli.practice.fill as practice
from notifier import accounts, audit, delivery, editions, hubs
from notifier.cli import cli
from notifier.kit import clock
from notifier.kit.db import reading, writing
from notifier.subscribers import Wishes
from tests.editions.conftest import add_reader

SHAPE = {"id", "kind", "on", "state", "listings", "readers", "content_groups", "line_messages"}


@pytest.fixture
def hub(engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    """A hub with a publisher and an editor, seen by commands at the tests' moment."""
    del engine
    monkeypatch.setattr(clock, "now", lambda: now)
    with writing() as session:
        made = hubs.create_hub(
            session, "西区の拠点（試験）", ward_code="141038", slug="nishi",
            by=practice.MACHINE, now=now,
        )  # fmt: skip
        for role in (accounts.Role.PUBLISHER, accounts.Role.EDITOR):
            _invitation, token = accounts.invite(
                session, made, email=f"{role}@example.jp", role=role, by=practice.MACHINE, now=now
            )
            accounts.accept_invitation(
                session, token, name=f"{role}担当", password="long enough words", now=now
            )
        return made.slug


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["edition", *words])


def test_composing_twice_gives_the_same_draft_in_the_agreed_shape(hub: str) -> None:
    first = json.loads(run("compose", "weekly", "--hub", hub, "--json").stdout)
    again = json.loads(run("compose", "weekly", "--hub", hub, "--json").stdout)
    assert set(first) >= SHAPE | {"quota"}
    assert (first["id"], first["on"], first["state"]) == (again["id"], "2026-11-21", "draft")
    assert first["readers"] == {"line": 0, "email": 0}


def test_nobody_waits_for_the_database_while_line_answers(
    hub: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A LINE that hangs would hold every sender up; and what is said stands already."""
    with writing() as session:
        hubs.set_line_channel(
            session, hubs.find_hub(session, hub), hubs.ChannelPurpose.READERS,
            channel_id="1650001234", secret="f" * 32, by=practice.MACHINE, now=clock.now(),
        )  # fmt: skip

    def ask(*_: object, **__: object) -> delivery.QuotaView:
        assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        with reading() as session:
            assert session.scalars(select(editions.Edition)).one()
        return delivery.QuotaView.of(40, 200)

    monkeypatch.setattr(delivery, "ask_quota", ask)
    made = json.loads(run("compose", "weekly", "--hub", hub, "--json").stdout)
    assert made["quota"] == {"used": 40, "limit": 200, "left": 160}


def test_a_sent_edition_shows_what_was_sent(hub: str, now: datetime) -> None:
    made = json.loads(run("compose", "weekly", "--hub", hub, "--json").stdout)
    assert made["counted"] == "would_get_it"
    with writing() as session:
        found = hubs.find_hub(session, hub)
        add_reader(session, found, 1, Wishes())
        edition = editions.find_edition(session, found.id, made["id"])
        edition.state = editions.EditionState.SENT
        session.add(
            delivery.DeliveryCount(
                hub_id=found.id, edition_id=edition.id, channel="line", on=now.date(),
                state=delivery.DeliveryState.SENT, count=23,
            )
        )  # fmt: skip
    shown = json.loads(run("show", str(made["id"]), "--hub", hub, "--json").stdout)
    assert (shown["counted"], shown["line_messages"]) == ("sent", 23)
    assert shown["readers"] == {"line": 23, "email": 0}
    said = run("show", str(made["id"]), "--hub", hub).stdout
    assert "送った人    LINE 23人、メール 0人" in said
    assert "届く人" not in said


def test_people_read_lines_and_the_clock_on_the_wall(hub: str, now: datetime) -> None:
    made = json.loads(run("compose", "weekly", "--hub", hub, "--json").stdout)
    before = run("show", str(made["id"]), "--hub", hub).stdout
    assert "下書き" in before
    assert "2026年11月21日(土)" in before
    assert "まだ決まっていません" in before
    with writing() as session:
        edition = session.get_one(editions.Edition, made["id"])
        edition.send_at = now.replace(month=11, day=21, hour=1, minute=0, second=0, microsecond=0)
    said = run("show", str(made["id"]), "--hub", hub).stdout
    assert "送る時刻    2026年11月21日(土) 10:00" in said
    for word in ("{", "None", "+00:00", "line_messages"):
        assert word not in before + said


def test_a_printed_edition_has_no_time_to_be_sent(hub: str) -> None:
    said = run("compose", "newsletter", "--hub", hub).stdout
    assert "印刷して届けます" in said
    assert "送る時刻" not in said


def test_a_day_that_is_over_is_refused_in_a_sentence(hub: str) -> None:
    refused = run("compose", "weekly", "--on", "2020-01-01", "--hub", hub)
    assert isinstance(refused.exception, editions.DayOverError)
    assert "2020年1月1日(水)" in str(refused.exception)


def test_another_day_than_the_hubs_is_said(hub: str) -> None:
    odd = run("compose", "weekly", "--on", "2026-11-24", "--hub", hub, "--json")
    assert json.loads(odd.stdout)["on"] == "2026-11-24"
    assert "毎週土曜日" in odd.stderr
    usual = run("compose", "weekly", "--on", "2026-11-28", "--hub", hub, "--json")
    assert usual.stderr == ""


def test_status_has_every_state_of_every_channel(hub: str) -> None:
    made = json.loads(run("compose", "weekly", "--hub", hub, "--json").stdout)
    status = json.loads(run("status", str(made["id"]), "--hub", hub, "--json").stdout)
    assert set(status["channels"]) == {"line", "email"}
    assert set(status["channels"]["line"]) >= {
        "queued", "sending", "sent", "failed", "bounced", "suppressed", "unknown",
    }  # fmt: skip


def test_an_editor_may_not_approve_by_command_either(hub: str) -> None:
    made = json.loads(run("compose", "weekly", "--hub", hub, "--json").stdout)
    refused = run("approve", str(made["id"]), "--by", "editor@example.jp", "--hub", hub)
    assert refused.exit_code != 0
    assert "権限" in str(refused.exception)


@pytest.mark.parametrize("undo", [[], ["--no-undo"]])
def test_a_time_that_is_over_is_refused_by_the_name_it_was_typed(
    hub: str, engine: Engine, now: datetime, undo: list[str]
) -> None:
    made = json.loads(run("compose", "weekly", "--hub", hub, "--json").stdout)
    with writing() as session:
        edition = session.get_one(editions.Edition, made["id"])
        edition.state, edition.approved_at = editions.EditionState.APPROVED, now
    words = ["send", str(made["id"]), "--by", "publisher@example.jp", "--hub", hub, *undo]
    refused = run(*words, "--at", "2026-11-20T10:00+09:00")
    assert refused.exit_code != 0
    assert "11月20日(金) 10:00 は、もう過ぎています" in str(refused.exception)
    with Session(engine) as session:
        assert session.get_one(editions.Edition, made["id"]).send_at is None


def test_a_borrowed_name_is_in_the_trail(hub: str, engine: Engine) -> None:
    made = json.loads(run("compose", "weekly", "--hub", hub, "--json").stdout)
    run("send", str(made["id"]), "--by", "publisher@example.jp", "--hub", hub)
    with writing() as session:
        from notifier.cli.edition import staff_named

        found = hubs.find_hub(session, hub)
        staff_named(session, found, "publisher@example.jp", right="approve_edition")
    with Session(engine) as session:
        sentences = list(
            session.scalars(
                select(audit.AuditEntry.sentence).where(
                    audit.AuditEntry.verb == "command_in_name_of"
                )
            )
        )
    assert sentences
    assert "publisher担当の名前を使いました" in sentences[0]
