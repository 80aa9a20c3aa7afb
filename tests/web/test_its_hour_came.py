"""「きょう」 at and after the sending hour: the edition stays until it has ended, and who is asked."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.editions import Edition, EditionItem, EditionState, begin_dispatch, missed_slot
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.listings import Listing
from tests.editions.conftest import OPEN, SATURDAY, SLOT, Listings, on
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared
from tests.web.conftest import SignIn

TODAYS = "土曜便は出ますか（11月21日(土) 10:00）"
NEXT = "土曜便は出ますか（11月28日(土) 10:00）"
FIVE_PAST = SLOT + timedelta(minutes=5)


@pytest.fixture
def listing(published: Listings) -> Listing:
    return published(**OPEN, occurrences=on(9))


@pytest.fixture
def edition(session: Session, hub: Hub, listing: Listing, now: datetime) -> Edition:
    """Saturday's edition with an item, a draft."""
    made = _weekly(hub, now, SATURDAY)
    made.items = [EditionItem(hub_id=hub.id, listing_id=listing.id, position=1)]
    session.add(made)
    session.commit()
    return made


def _weekly(hub: Hub, now: datetime, day: date) -> Edition:
    return Edition(
        hub_id=hub.id, kind="weekly", on=day, state=EditionState.DRAFT, title="便", composed_at=now
    )


def _today(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, at: datetime) -> str:
    monkeypatch.setattr(clock, "now", lambda: at)
    return client.get("/desk/").text


def _card(page: str, title: str = TODAYS) -> str:
    assert title in page
    return page.split(title)[1].split("</section>", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("state", "after", "words"),
    [
        (EditionState.DRAFT, timedelta(minutes=5), "× 送る時刻を過ぎましたが、承認されていない"),
        (EditionState.DRAFT, timedelta(days=2), "11月27日(金)までは、まだ届いていない人に"),
        (EditionState.DISPATCHING, timedelta(minutes=5), "○ いま送っています。"),
        (EditionState.DISPATCHING, timedelta(minutes=40), "△ 11月21日(土) 10:00 から送っていて"),
        (EditionState.STOPPED, timedelta(minutes=5), "× 停止してあるので、送られません"),
        (EditionState.APPROVED, timedelta(minutes=5), "○ 承認ずみです。まもなく送り始めます"),
        (EditionState.APPROVED, timedelta(minutes=30), "× 11月21日(土) 10:00 に送る予定でしたが"),
        (EditionState.APPROVED, timedelta(minutes=330), "自動では送りません"),
        (EditionState.BLOCKED, timedelta(hours=3), "× 保留になっています"),
    ],
)
def test_todays_edition_stays_until_it_has_ended(  # noqa: PLR0917 - the case and the fixtures
    client: FlaskClient,
    hub: Hub,
    session: Session,
    sign_in: SignIn,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
    state: EditionState,
    after: timedelta,
    words: str,
) -> None:
    sign_in(client, "publisher", hub)
    edition.state = state
    if state is not EditionState.DRAFT:
        edition.send_at = SLOT
    if state in (EditionState.DISPATCHING, EditionState.STOPPED):
        edition.dispatched_at = SLOT
    if state is EditionState.STOPPED:
        edition.stopped_at = SLOT
    session.commit()

    page = _today(client, monkeypatch, SLOT + after)
    assert words in _card(page)
    assert f"/desk/editions/{edition.id}" in _card(page)
    assert NEXT not in page, "nothing can be said of the next one yet"


@pytest.mark.parametrize(
    ("change", "after"),
    [
        ({"state": EditionState.SENT}, timedelta(minutes=5)),
        ({"state": EditionState.STOPPED, "stopped_at": SLOT}, timedelta(days=1)),
        ({"state": EditionState.MISSED}, timedelta(days=6, minutes=1)),
        ({"items": []}, timedelta(minutes=5)),
    ],
)
def test_what_has_ended_makes_room_for_the_next(  # noqa: PLR0917 - the case and the fixtures
    client: FlaskClient,
    hub: Hub,
    session: Session,
    sign_in: SignIn,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, object],
    after: timedelta,
) -> None:
    sign_in(client, "publisher", hub)
    for name, value in change.items():
        setattr(edition, name, value)
    session.commit()

    page = _today(client, monkeypatch, SLOT + after + timedelta(hours=20))
    assert TODAYS not in page
    assert NEXT in page


def test_a_week_that_rests_is_not_asked_about(
    client: FlaskClient,
    hub: Hub,
    session: Session,
    sign_in: SignIn,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(client, "publisher", hub)
    hub.rest_days = [edition.on.isoformat()]
    session.merge(hub)
    session.commit()
    assert TODAYS not in _today(client, monkeypatch, FIVE_PAST)


def test_the_next_draft_stands_beside_one_that_has_not_ended(  # noqa: PLR0917 - fixtures
    client: FlaskClient,
    hub: Hub,
    session: Session,
    now: datetime,
    sign_in: SignIn,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(client, "publisher", hub)
    session.add(_weekly(hub, now, edition.on + timedelta(days=7)))
    session.commit()
    page = _today(client, monkeypatch, SLOT + timedelta(days=5))
    assert "便の日が過ぎました" in _card(page)
    assert "下書きができています" in _card(page, NEXT)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(hours=-2), "下書きがまだありません。11月20日(金) 16:00に、自動でできるはず"),
        (timedelta(minutes=5), "× きょうの便は、下書きができないまま送る時刻を過ぎたので"),
        (timedelta(days=2), "△ この便は、下書きができないまま日が過ぎました。11月27日(金)までは"),
    ],
)
def test_a_day_without_a_draft_is_said_and_can_be_made_up_for(  # noqa: PLR0917 - case, fixtures
    client: FlaskClient,
    hub: Hub,
    session: Session,
    listing: Listing,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    after: timedelta,
    words: str,
) -> None:
    del listing
    hub.created_at = SLOT - timedelta(days=30)
    session.merge(hub)
    session.commit()
    sign_in(client, "publisher", hub)
    page = _today(client, monkeypatch, SLOT + after)
    assert words in _card(page)
    assert NEXT not in page

    button = "11月21日(土)の便の下書きを作る"
    assert button in client.get("/desk/editions").text
    made = client.post("/desk/editions", data={"on": SATURDAY.isoformat()})
    refill = 'name="on" value="2026-11-21"'
    assert (refill in client.get(made.location).text) == (after < timedelta(days=1))
    assert session.query(Edition).one().on == SATURDAY
    session.rollback()
    assert words not in client.get("/desk/").text
    assert button not in client.get("/desk/editions").text


def test_no_day_is_missed_before_the_first_or_when_the_weekly_day_moved(
    hub: Hub, session: Session, now: datetime
) -> None:
    late = SLOT + timedelta(days=1)
    assert hub.created_at < SLOT
    assert missed_slot(session, hub, now=late) == SLOT
    hub.created_at = SLOT - timedelta(hours=17)
    assert missed_slot(session, hub, now=late) is None, "no edition was proposed any more"
    hub.created_at = SLOT - timedelta(days=30)
    assert missed_slot(session, hub, now=SLOT - timedelta(days=1)) == SLOT - timedelta(days=7)
    session.add(_weekly(hub, now, SATURDAY - timedelta(days=1)))
    session.flush()
    assert missed_slot(session, hub, now=late) is None, "Friday's was for this week"
    session.rollback()


def test_the_neighbours_hour_is_not_ours(
    client: FlaskClient,
    other_hub: Hub,
    session: Session,
    sign_in: SignIn,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theirs = _weekly(other_hub, SLOT, SATURDAY)
    theirs.state = EditionState.SENT
    session.add(theirs)
    session.commit()
    sign_in(client, "publisher", other_hub)
    page = _today(client, monkeypatch, FIVE_PAST)
    assert TODAYS not in page
    assert f"/desk/editions/{edition.id}" not in page


def _waits(session: Session, edition: Edition, by: str, name: str, send_at: datetime) -> None:
    edition.state, edition.send_at, edition.is_off_schedule = EditionState.APPROVED, send_at, True
    edition.approved_by, edition.approved_by_key = name, by
    session.commit()


def test_a_late_edition_asks_the_second_person_herself(  # noqa: PLR0917 - two browsers, fixtures
    app: Flask,
    client: FlaskClient,
    hub: Hub,
    session: Session,
    sign_in: SignIn,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = sign_in(client, "publisher", hub, name="発行A")
    sunday = SLOT + timedelta(days=1)
    _waits(session, edition, f"staff:{first.id}", "発行A", sunday)
    other, editor = app.test_client(), app.test_client()
    sign_in(other, "publisher", hub, name="発行B")
    sign_in(editor, "editor", hub)

    asked = _today(other, monkeypatch, SLOT + timedelta(hours=3))
    hers = _card(asked, "あなたの承認を待っている便")
    assert "発行Aさんが承認しました。11月22日(日) 10:00 に送る予定ですが" in hers
    assert f'href="/desk/editions/{edition.id}">確かめて承認する' in hers
    assert "二人目として、便のページで内容を確かめて承認してください" in _card(asked)
    assert "別の発行責任者" not in asked
    for one in (client, editor):
        page = _today(one, monkeypatch, SLOT + timedelta(hours=3))
        assert "発行Aさんとは別の発行責任者に" in _card(page, "二人目の承認を待っている便")
        assert "あなたの承認" not in page
    late = _today(other, monkeypatch, sunday + timedelta(minutes=30))
    assert "11月22日(日) 10:00 に送る予定でしたが" in _card(late, "あなたの承認を待っている便")
    assert "二人目の承認がないまま、送る時刻（11月22日(日) 10:00）を過ぎました" in _card(late)


def test_the_reason_of_a_missed_edition_names_the_missing_person(
    client: FlaskClient,
    hub: Hub,
    session: Session,
    sign_in: SignIn,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(client, "publisher", hub)
    sunday = SLOT + timedelta(days=1)
    _waits(session, edition, "staff:0", "発行A", sunday)
    assert begin_dispatch(session, edition, now=sunday + timedelta(hours=3)) == "missed"
    session.commit()
    assert "二人目の承認がないまま" in edition.reason
    page = _today(client, monkeypatch, sunday + timedelta(hours=3))
    assert "二人目の承認がないまま、送信の予定" in _card(page)
    assert "二人目の承認がないまま、送信の予定" in _card(page, "送られていない便")


def test_a_hub_that_wants_no_second_person_asks_nobody(
    client: FlaskClient, hub: Hub, session: Session, sign_in: SignIn, edition: Edition
) -> None:
    sign_in(client, "publisher", hub)
    _waits(session, edition, "staff:0", "発行A", SLOT - timedelta(hours=1))
    hub.second_person = False
    session.merge(hub)
    session.commit()
    assert "あなたの承認を待っている便" not in client.get("/desk/").text
