"""The sheet a group ticks and faxes back: published and waiting dates of one month."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier import editorial
from notifier.audit import Actor
from notifier.directory import Group, add_group
from notifier.editions import confirmation_sheet
from notifier.hubs import Hub
from notifier.intake import Submission
from notifier.kit.errors import NotFoundError
from notifier.listings import Listing, cancel
from tests.editions.conftest import OPEN, Listings, dates
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared
from tests.editorial.conftest import DRAFT, add_submission

DECEMBER = date(2026, 12, 1)
SECOND = datetime(2026, 12, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def salon(session: Session, hub: Hub, editor: Actor, now: datetime) -> Group:
    """The group that has a fax."""
    return add_group(session, hub, name="藤だなサロン", by=editor, now=now)


def of(session: Session, listing: Listing, group: Group) -> Listing:
    listing.group_id = group.id
    session.flush()
    return listing


def words(session: Session, hub: Hub, group: Group, now: datetime) -> str:
    made = confirmation_sheet(session, hub, group, month=DECEMBER, file_format="txt", now=now)
    return made.data.decode("utf-8-sig")


def test_the_dates_of_the_month_with_boxes(
    session: Session, hub: Hub, salon: Group, published: Listings, editor: Actor, now: datetime
) -> None:
    days = dates(SECOND - timedelta(days=7), SECOND, SECOND + timedelta(days=7))
    listing = of(session, published(**OPEN, title="ひだまり", occurrences=days), salon)
    published(**OPEN, title="よその会", occurrences=dates(SECOND))
    gone = next(row for row in listing.occurrences if row.starts_at > SECOND)
    cancel(session, listing, occurrence_id=gone.id, reason="荒天", by=editor, now=now)
    text = words(session, hub, salon, now)
    assert "藤だなサロン 御中" in text
    assert "□ 12月2日(水) 10:00–11:30　□ このとおり" in text
    assert "× 12月9日(水) 10:00–11:30（中止）" in text
    assert "11月25日" not in text
    assert "よその会" not in text
    made = confirmation_sheet(session, hub, salon, month=DECEMBER, file_format="pdf", now=now)
    assert made.pages == 1
    assert made.filename == f"confirmation-{salon.key}-2026-12.pdf"


def test_what_waits_at_the_desk_is_asked_about_too(
    session: Session, hub: Hub, salon: Group, now: datetime
) -> None:
    occurrence = replace(DRAFT.occurrences[0], starts_at=SECOND, ends_at=None)
    draft = replace(DRAFT, title="まだの会#*_$", occurrences=(occurrence,))
    submission: Submission = add_submission(session, hub, now, draft=draft)
    submission.group_id = salon.id
    session.flush()
    editorial.open_case(session, submission, now=now)
    text = words(session, hub, salon, now)
    assert "■ まだの会#*_$（確認中です（まだ掲載していません））" in text
    assert "12月2日(水) 10:00" in text
    pdf = confirmation_sheet(session, hub, salon, month=DECEMBER, file_format="pdf", now=now)
    assert pdf.data.startswith(b"%PDF")


def test_a_month_without_dates_says_so(
    session: Session, hub: Hub, salon: Group, now: datetime
) -> None:
    assert "この月の予定は、まだうかがっていません。" in words(session, hub, salon, now)
    with pytest.raises(NotFoundError):
        confirmation_sheet(session, hub, salon, month=DECEMBER, file_format="doc", now=now)
