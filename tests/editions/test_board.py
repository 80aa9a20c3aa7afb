"""The notice board: a sheet per district, final, old when something printed is not right any more."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import (
    Edition,
    EditionState,
    board_paper,
    board_view,
    compose,
    hanging,
    print_files,
    reprint,
    sheets_with,
    undo_approval,
)
from notifier.hubs import Hub, set_districts
from notifier.listings import cancel, find_listing
from tests.editions.conftest import OPEN, SLOT, Listings, dates
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared

TODAY = date(2026, 11, 20)
DISTRICTS = [("d1", "第一地区"), ("d2", "第二地区")]


@pytest.fixture
def items(
    session: Session, hub: Hub, published: Listings, editor: Actor, now: datetime
) -> Listings:
    """Two districts; one item of the first, one of the second, one of both, one of none."""
    set_districts(session, hub, DISTRICTS, by=editor, now=now)
    for title, keys in (("一の会", ("d1",)), ("二の会", ("d2",)), ("両方の会", ("d1", "d2"))):
        published(**OPEN | {"district_keys": keys}, title=title, occurrences=dates(SLOT))
    published(**OPEN, title="みんなの会", occurrences=dates(SLOT + timedelta(days=20)))
    published(**OPEN, title="ずっと先の会", occurrences=dates(SLOT + timedelta(days=40)))
    published(**OPEN, title="貼らない会", outlets=("web",), occurrences=dates(SLOT))
    published(**OPEN, kind="information", title="相談の日", occurrences=())
    return published


def text(session: Session, edition: Edition, now: datetime) -> str:
    made = print_files(session, edition, formats=["txt"], now=now)
    return made[0].data.decode("utf-8-sig")


def test_a_sheet_for_each_district(
    session: Session, hub: Hub, items: Listings, machine: Actor, now: datetime
) -> None:
    made = compose(session, hub, kind="board", on=TODAY, by=machine, now=now)
    assert made.title == "掲示の紙 2026年11月20日"
    first, second = board_paper(session, made, now=now).sheets
    assert [one.title for one in first.own] == ["一の会", "両方の会"]
    assert [one.title for one in second.own] == ["二の会", "両方の会"]
    assert [one.title for one in first.common] == ["みんなの会", "相談の日"]
    assert first.common == second.common
    assert first.own[0].when == "11月21日(土) 10:00–11:30"
    assert first.url.endswith("/nishi/?district=d1")
    words = text(session, made, now)
    for said in ("掲示は 12月18日(金)まで", "第一地区", "（下書き）", "/nishi/?district=d2"):
        assert said in words
    assert "ずっと先の会" not in words
    assert "貼らない会" not in words


def test_its_files_are_one_page_per_district(
    session: Session, hub: Hub, items: Listings, machine: Actor, now: datetime
) -> None:
    made = compose(session, hub, kind="board", on=TODAY, by=machine, now=now)
    files = {one.format: one for one in print_files(session, made, now=now)}
    assert set(files) == {"pdf", "a3.pdf", "txt"}
    assert files["pdf"].pages == files["a3.pdf"].pages == len(DISTRICTS)
    assert files["a3.pdf"].filename == "board-2026-11-20.a3.pdf"
    assert files["pdf"].data != files["a3.pdf"].data


def test_a_hub_without_districts_and_items_gets_one_sheet_that_says_so(
    session: Session, hub: Hub, machine: Actor, now: datetime
) -> None:
    set_districts(session, hub, [], by=machine, now=now)
    made = compose(session, hub, kind="board", on=TODAY, by=machine, now=now)
    assert "いま、この地区でお知らせする行事はありません。" in text(session, made, now)
    assert print_files(session, made, formats=["pdf"], now=now)[0].pages == 1
    assert hanging(session, hub.id, now=now) is None


def test_a_cancelled_item_makes_its_sheets_old_and_reprinting_mends_them(
    session: Session, hub: Hub, items: Listings, publisher: Actor, editor: Actor, now: datetime
) -> None:
    made = reprint(session, hub, by=publisher, now=now)
    assert made.state is EditionState.APPROVED
    listing_id = next(
        item.listing_id for item in made.items if (item.snapshot or {})["title"] == "一の会"
    )
    assert sheets_with(session, hub.id, listing_id, now=now) == ["第一地区"]
    fresh = hanging(session, hub.id, now=now)
    assert fresh
    assert fresh.stale == ()
    listing = items(**OPEN, title="あとの会", occurrences=dates(SLOT))
    later = now + timedelta(hours=1)
    assert hanging(session, hub.id, now=later).stale == (), "what is new makes no paper wrong"  # type: ignore[union-attr]
    cancel(session, find_listing(session, hub.id, listing_id), reason="荒天", by=editor, now=later)
    (old,) = hanging(session, hub.id, now=later).stale  # type: ignore[union-attr]
    assert (old.name, old.warning) == (
        "第一地区",
        "この紙は古くなりました。刷り直してください。",
    )
    assert old.wrong[0].title == "一の会"
    again = reprint(session, hub, by=publisher, now=later)
    assert again.id == made.id, "the same day's sheets are replaced"
    assert hanging(session, hub.id, now=later).stale == ()  # type: ignore[union-attr]
    words = text(session, again, later)
    assert "一の会" not in words
    assert listing.title in words


def test_days_that_pass_make_no_sheet_old_until_its_last_one(
    session: Session, hub: Hub, items: Listings, publisher: Actor, now: datetime
) -> None:
    made = reprint(session, hub, by=publisher, now=now)
    on_the_last_day = now + timedelta(days=28)
    assert board_view(session, made, now=on_the_last_day).stale == ()
    over = board_view(session, made, now=now + timedelta(days=29))
    assert over.is_over
    assert [row.warning[:12] for row in over.sheets] == ["掲示の期限が過ぎました。"] * 2
    next_day = reprint(session, hub, by=publisher, now=now + timedelta(days=29))
    assert next_day.id != made.id
    assert hanging(session, hub.id, now=now + timedelta(days=29)).edition is next_day  # type: ignore[union-attr]


def test_a_draft_hangs_nowhere(
    session: Session, hub: Hub, items: Listings, publisher: Actor, now: datetime
) -> None:
    made = reprint(session, hub, by=publisher, now=now)
    undo_approval(session, made, by=publisher, now=now)
    assert hanging(session, hub.id, now=now) is None
    assert sheets_with(session, hub.id, made.items[0].listing_id, now=now) == ()
