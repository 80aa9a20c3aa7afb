"""An edition LINE's month cannot carry: what the page says after approving, and what a rest costs."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import delivery, hubs
from notifier.audit import Actor
from notifier.delivery import QuotaView
from notifier.editions import Edition, ahead_on, compose
from notifier.hubs import Hub
from notifier.subscribers import Wishes
from tests.editions.conftest import OPEN, SATURDAY, Listings, add_reader, on
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared
from tests.web.conftest import SignIn

LEFT = 23
READERS = 43
WONT_GO = (
    "LINEが20通たりないため、このままでは1通も送りません。11月21日(土) 10:00までに、"
    "下の「LINEの通数」で、どうするかを決めてください。"
)
Short = Callable[[], Edition]


@pytest.fixture
def edition(
    session: Session, hub: Hub, published: Listings, machine: Actor, now: datetime
) -> Edition:
    """A draft to 43 LINE readers; LINE says that 23 messages are left."""
    hubs.set_line_channel(
        session, hub, "readers", channel_id="1650000001", secret="a" * 32, by=machine, now=now
    )
    published(**OPEN, title="公園であそぼう", occurrences=on(1))
    published(**OPEN, title="冬の音楽会", occurrences=on(14, 15))
    for number in range(READERS):
        add_reader(session, hub, number, Wishes())
    made = compose(session, hub, kind="weekly", on=SATURDAY, by=machine, now=now)
    note(session, hub, now, left=LEFT)
    return made


def note(session: Session, hub: Hub, now: datetime, *, left: int) -> None:
    delivery.note_look(session, hub.id, QuotaView(used=200 - left, limit=200, left=left), now=now)
    session.commit()


def test_who_approves_a_short_edition_hears_that_it_will_not_go(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition,
    now: datetime,
) -> None:  # fmt: skip
    sign_in(client, "publisher", hub)
    url = f"/desk/editions/{edition.id}"
    beforehand = client.get(url).text.split("いまの状態：")[1].split("</section>")[0]
    assert "LINEが 20通たりません。" in beforehand
    assert "承認はできますが、下の「LINEの通数」の" in beforehand
    text = client.post(
        f"{url}/approve", data={"version": edition.version}, follow_redirects=True
    ).text
    assert f"承認しました。ただし、{WONT_GO}送るまでは取り消せます。" in text
    state = text.split("いまの状態：")[1].split("</section>")[0]
    assert WONT_GO in state
    assert "に送ります" not in state
    assert "○ 承認ずみです" not in client.get("/desk/").text
    assert "△ 承認ずみですが、11月21日(土) 10:00までに" in client.get("/desk/").text
    note(session, hub, now, left=READERS)
    state = client.get(url).text.split("いまの状態：")[1].split("</section>")[0]
    assert "LINE 43人・メール 0人に <strong>11月21日(土) 10:00</strong> に送ります" in state
    assert "○ 承認ずみです" in client.get("/desk/").text


def test_what_a_rest_leaves_untold_is_said(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition,
    now: datetime,
) -> None:  # fmt: skip
    sign_in(client, "publisher", hub)
    text = client.get(f"/desk/editions/{edition.id}").text
    assert "隔週" not in text
    assert "11月21日(土)・11月28日(土)の便を休みにする" in text
    assert "残り23通では、今月のどの便も全員には送れないためです。" in text
    assert "この便は43人のだれにも届きません。次に送るのは12月5日(土)の便です。" in text
    assert "そのときもまだ先にある1件（「冬の音楽会」）は、12月5日(土)の便で" in text
    assert "それまでに終わる1件（「公園であそぼう」）は、だれにも知らせずに終わります。" in text
    assert ahead_on(session, edition, date(2026, 11, 22), now=now)[1] == []
    assert ahead_on(session, edition, date(2026, 12, 31), now=now)[0] == []
