"""A disk dies on Saturday noon: Friday's backup comes back, and nobody is written to twice."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from notifier.cli import backup as backup_command
from notifier.cli import restore as restore_command
from notifier.config import settings
from tests.walks.test_saturday import (
    BY_MAIL,
    LEAVES,
    ON_LINE,
    STAYS,
    TOO_LATE,
    drop_all_but,
    editions_to,
    join_by_mail,
)
from tests.walks.town import HERE, Town, local

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)


def test_a_restore_sends_nothing_and_brings_nobody_back(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFIER_LEFT_LOG", str(tmp_path / "another-disk" / "left.jsonl"))
    settings.cache_clear()
    monkeypatch.setattr(backup_command, "is_at_head", lambda _bind: True)  # made from the models
    monkeypatch.setattr(restore_command, "is_at_head", lambda _bind: True)
    file = str(tmp_path / "friday.backup")
    friday_is_ready(town)
    command(backup_command, file)
    two_leave_and_it_is_sent(town)
    said = command(restore_command, file, "--replace", said="復元する\n")
    assert "バックアップのあとにやめた読者 2人は、やめたままです" in said
    mails = len(town.subjects(""))
    for time in ("10:01", "10:30", "12:30"):
        town.at(local(SATURDAY, time))
    assert town.receivers() == {ON_LINE}, "nobody got it twice"
    assert len(editions_to(town, BY_MAIL)) == 1
    assert len(town.subjects("")) == mails, "nothing at all went out"
    an_admin_looks_and_ends_it(town)


def friday_is_ready(town: Town) -> None:
    for user in (ON_LINE, LEAVES):
        town.follow(user)
    for address in (BY_MAIL, TOO_LATE):
        join_by_mail(town, address)
    town.hand_in(STAYS, SATURDAY + timedelta(days=4))
    town.approve(STAYS)
    town.at(local(FRIDAY, "16:01"))
    drop_all_but(town, STAYS)
    town.press("/approve")


def two_leave_and_it_is_sent(town: Town) -> None:
    town.act(LEAVES, "unfollow")
    reader = town.visitor()
    reader.send(reader.get(f"/{HERE}/subscribe/link"), "/subscribe/link", email=TOO_LATE)
    town.tick()
    page = reader.get(town.link(TOO_LATE, "/me/").replace("/me/", "/unsubscribe/"))
    reader.send(page, "/unsubscribe/", act="all")
    town.at(local(SATURDAY, "10:00"))
    assert (town.receivers(), len(editions_to(town, BY_MAIL))) == ({ON_LINE}, 1)


def an_admin_looks_and_ends_it(town: Town) -> None:
    admin = town.staff("admin")
    assert "復元のあとの確認" in admin.get("/desk/").text
    page = admin.get("/admin/restored")
    assert "便（" in page.text
    _, edition = town.edition()
    assert "いまの状態：復元のあとの保留" in edition.text
    admin.send(page, "/restored/editions", act="stop")
    town.at(local(SATURDAY, "12:40"))
    assert "止めてあるものはありません" in admin.get("/admin/restored").text
    assert (town.receivers(), len(editions_to(town, BY_MAIL))) == ({ON_LINE}, 1)


def command(module: object, *arguments: str, said: str = "") -> str:
    answer = CliRunner().invoke(module.command, arguments, input=said)  # type: ignore[attr-defined]
    assert answer.exit_code == 0, (answer.output, answer.exception)
    return answer.output
