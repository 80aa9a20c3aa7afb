"""Mails nobody here wrote: what is no person's letter never becomes an item, nothing crashes.

And texts groups really published, sent by mail in the charsets people's programs use.
"""

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.flows.take_mail import TakenMail, take_mail
from notifier.hubs import Hub
from notifier.intake import Submission
from notifier.mailroom import open_mail
from tests.intake.letters import file, letter

pytestmark = pytest.mark.usefixtures("media")

A_PERSONS = {"not/is-not-bounce-01.eml"}  # kept there to show what is none


def adds_up(taken: TakenMail) -> TakenMail:
    one = taken.result
    assert one.rows == one.received + one.questions + one.duplicates + one.rejected + len(
        one.errors
    )
    return taken


def test_no_returned_mail_becomes_an_item(
    session: Session, hub: Hub, now: datetime, real_inputs: Path
) -> None:
    folder = real_inputs / "mail" / "sisimai"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(files) > 400
    kinds: Counter[str] = Counter()
    taken_in = set()
    for path in files:
        taken = adds_up(take_mail(session, hub, open_mail(path.read_bytes()), now=now))
        kinds[taken.kind] += 1
        if taken.kind == "taken":
            taken_in.add(str(path.relative_to(folder)))
    assert taken_in == A_PERSONS
    assert kinds["bounce"] > 400
    assert kinds["broken"] == 0


@pytest.mark.parametrize("name", ["mikel-mail", "ja-mail", "flufl-bounce"])
def test_strangers_mails_never_crash(
    session: Session, hub: Hub, now: datetime, real_inputs: Path, name: str
) -> None:
    files = sorted(path for path in (real_inputs / "mail" / name).rglob("*") if path.is_file())
    assert files
    for path in files:
        adds_up(take_mail(session, hub, open_mail(path.read_bytes()), now=now))
    for made in session.scalars(select(Submission)):
        assert made.original
        assert made.title


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "cp932"])
def test_published_items_sent_by_mail_read_as_their_cells_do(
    session: Session, hub: Hub, now: datetime, real_inputs: Path, charset: str
) -> None:
    """Each row of a month's list as a letter with labels: dates are read from nearly all."""
    path = real_inputs / "events" / "notalone-monthly" / "201604.csv"
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))[:60]
    assert len(rows) > 40
    with_dates = 0
    for number, row in enumerate(rows):
        text = "\n".join(f"【{key}】{value}" for key, value in row.items() if value)
        fits = text.encode(charset, "ignore").decode(charset)
        raw = letter(
            fits,
            subject=f"掲載のお願い {number}",
            charset=charset,
            message_id=f"<{charset}-{number}@x>",
            date="Sun, 20 Mar 2016 09:00:00 +0900",
        )
        assert adds_up(take_mail(session, hub, open_mail(raw), now=now)).kind == "taken"
    for made in session.scalars(select(Submission)):
        with_dates += bool(made.draft.occurrences)
    assert session.scalar(select(func.count()).select_from(Submission)) == len(rows)
    assert with_dates >= len(rows) * 0.8


def test_a_real_table_hanging_on_a_mail(
    session: Session, hub: Hub, now: datetime, real_inputs: Path
) -> None:
    path = real_inputs / "events" / "notalone-monthly" / "201604.csv"
    raw = letter("4月分です。", files=[file(path.name, path.read_bytes(), "text/csv")])
    taken = adds_up(take_mail(session, hub, open_mail(raw), now=now))
    assert taken.result.received + taken.result.questions > 40
