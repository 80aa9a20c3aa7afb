"""「きょう」: what needs a person now, and will the next edition go."""

from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import hubs
from notifier.audit import Actor
from notifier.editions import Edition, EditionState
from notifier.hubs import Hub
from tests.web.case.conftest import add_case
from tests.web.conftest import SignIn

SATURDAY = date(2026, 11, 21)


def _edition(session: Session, hub: Hub, now: datetime, state: EditionState, on: date) -> Edition:
    made = Edition(
        hub_id=hub.id,
        kind="weekly",
        on=on,
        state=state,
        title="便",
        composed_at=now,
        send_at=now + timedelta(hours=22),
    )
    session.add(made)
    session.commit()
    return made


def test_an_editor_sees_the_queue_and_the_next_edition(
    client: FlaskClient, hub: Hub, sign_in: SignIn
) -> None:
    sign_in(client, "editor", hub)

    page = client.get("/desk/").text
    assert "見ていない情報はありません" in page
    assert "土曜便は出ますか（11月21日(土) 10:00）" in page
    assert "下書きはまだありません" in page
    assert page.count("11月21日(土) 10:00") == 1, "one card says it all"
    assert "設定の残り" not in page


def test_one_deed_is_told_once(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, now: datetime
) -> None:
    """Approving is kept with the case and with the listing; on the first page it is one line."""
    case = add_case(session, hub, now, "おはなし会")
    sign_in(client, "editor", hub, name="編集担当A")
    client.post(f"/desk/cases/{case.id}/approve", data={"version": "1"})
    assert client.get("/desk/").text.count("編集担当Aが「おはなし会」を掲載しました。") == 1


def test_a_volunteer_is_shown_neither(client: FlaskClient, hub: Hub, sign_in: SignIn) -> None:
    sign_in(client, "volunteer", hub)

    page = client.get("/desk/").text
    assert "編集デスク</h2>" not in page
    assert "土曜便は出ますか" not in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (EditionState.DRAFT, "承認するまで送られません"),
        (EditionState.APPROVED, "承認ずみです。11月21日(土) 10:00 に送ります"),
        (EditionState.STOPPED, "停止してあるので、送られません"),
    ],
)
def test_the_next_edition_says_whether_it_goes(
    client: FlaskClient,
    hub: Hub,
    session: Session,
    sign_in: SignIn,
    state: EditionState,
    words: str,
) -> None:
    sign_in(client, "publisher", hub)
    _edition(session, hub, hub.created_at, state, SATURDAY)

    assert words in client.get("/desk/").text


def test_an_edition_that_did_not_go_stands_first(
    client: FlaskClient, hub: Hub, session: Session, now: datetime, sign_in: SignIn
) -> None:
    sign_in(client, "publisher", hub)
    _edition(session, hub, now, EditionState.MISSED, SATURDAY - timedelta(days=7))

    page = client.get("/desk/").text
    assert "自動では送りませんでした" in page
    assert page.index("送られていない便") < page.index("土曜便は出ますか")


def test_an_edition_of_another_year_carries_its_year(
    client: FlaskClient, hub: Hub, session: Session, now: datetime, sign_in: SignIn
) -> None:
    sign_in(client, "publisher", hub)
    _edition(session, hub, now, EditionState.MISSED, SATURDAY - timedelta(days=7))
    _edition(session, hub, now, EditionState.MISSED, date(2025, 12, 27))

    page = client.get("/desk/").text
    assert "2025年12月27日(土)の便" in page
    assert "2026年11月14日" not in page, "this year needs no number"


def test_what_is_not_settled_is_said_to_admins_until_it_is(
    client: FlaskClient,
    hub: Hub,
    session: Session,
    machine: Actor,
    now: datetime,
    sign_in: SignIn,
) -> None:
    sign_in(client, "admin", hub)
    assert "読者向けLINEチャネルがつながっていません" in client.get("/desk/").text

    hubs.set_line_channel(
        session, hub, "readers", channel_id="2001234567", secret="0123456789", by=machine, now=now
    )
    session.commit()
    assert "設定の残り" not in client.get("/desk/").text


def test_the_neighbours_editions_are_not_ours(
    client: FlaskClient,
    hub: Hub,
    other_hub: Hub,
    session: Session,
    now: datetime,
    sign_in: SignIn,
) -> None:
    sign_in(client, "publisher", hub)
    _edition(session, other_hub, now, EditionState.MISSED, SATURDAY - timedelta(days=7))

    assert "送られていない便" not in client.get("/desk/").text
