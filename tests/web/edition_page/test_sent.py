"""What the page says of an edition that goes or went: whom it reached, and what stops it."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.delivery import (
    Batch,
    Delivery,
    DeliveryState,
    InsightLook,
    LineDay,
    QuotaView,
    note_look,
    plan,
)
from notifier.editions import ContentGroup, Edition, EditionState, approve
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.subscribers import Wishes
from tests.editions.conftest import SLOT, add_reader
from tests.web.conftest import SignIn
from tests.web.edition_page.conftest import PUBLISHER, fresh, page, press


@pytest.mark.parametrize(
    ("reason", "allowed", "said"),
    [
        ("今月のLINEの残りは1通ですが、決めてください。", 1, "残りは1通ですが"),
        ("今月のLINEの残りは1通ですが、決めてください。", 200, "止めましたが、いまは足ります"),
        ("承認したときと内容が違っているため、送りませんでした。", 200, "内容が違っているため"),
    ],
)
def test_a_shortage_that_is_over_is_not_told_any_more(  # noqa: PLR0917 - the case and the fixtures
    client: FlaskClient,
    session: Session,
    sign_in: SignIn,
    hub: Hub,
    edition: Edition,
    now: datetime,
    reason: str,
    allowed: int,
    said: str,
) -> None:
    sign_in(client, "publisher", hub)
    edition.state, edition.reason = EditionState.BLOCKED, reason
    edition.reason_key = "line_short" if "残りは" in reason else ""
    note_look(session, hub.id, QuotaView.of(0, allowed), now=now)
    session.commit()
    state = page(client, edition).split("いまの状態")[1].split("</section>", 1)[0]
    assert said in state
    assert ("決めてください" in state) == (allowed == 1)
    assert "下書きに戻して見直す" in state


def test_a_reader_who_is_gone_takes_no_button_away(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub)
    edition.state, edition.dispatched_at = EditionState.DISPATCHING, SLOT
    session.commit()
    answer = client.get(f"/desk/editions/{edition.id}?reader=987654")
    assert answer.status_code == 200
    assert "その読者の見本は、もうありません" in answer.text
    assert "送信を止める" in answer.text
    edition.state = EditionState.DRAFT
    session.commit()
    tested = client.post(f"/desk/editions/{edition.id}/test?reader=987654", data={"version": 1})
    assert tested.status_code == 422
    assert "その読者の見本は、もうありません" in tested.text


def test_stop_says_that_there_is_no_way_back(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub)
    edition.state, edition.dispatched_at = EditionState.DISPATCHING, SLOT
    session.commit()
    before, _, _ = page(client, edition).partition("送信を止める（")
    assert "止めると、この便は元に戻せません" in before
    press(client, edition, "stop")
    assert "まだ届いていない人には、次の便で知らせてください" in page(client, edition)


def test_stop_and_reopen(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub)
    press(client, edition, "approve", version=edition.version)
    row = fresh(session, edition)
    row.state, row.reason = EditionState.MISSED, "予定の時刻を過ぎました。"
    session.commit()
    assert "予定の時刻を過ぎました。" in page(client, edition)
    press(client, edition, "reopen")
    assert fresh(session, edition).state is EditionState.DRAFT
    press(client, edition, "approve", version=fresh(session, edition).version)
    fresh(session, edition).state = EditionState.DISPATCHING
    session.commit()
    assert "送信を止める（もう 0人に送りました）" in page(client, edition)
    press(client, edition, "stop")
    text = page(client, edition)
    assert "送った 0人" in text
    assert "20未満" in text


def test_a_link_counts_and_leads_only_to_us(
    client: FlaskClient,
    session: Session,
    edition: Edition,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from notifier.editions import Link
    from notifier.engagement import LinkTaps

    made = approve(session, edition, version=edition.version, by=PUBLISHER, now=now)
    session.commit()
    link = session.query(Link).filter_by(edition_id=made.id, channel="line").first()
    assert link is not None
    monkeypatch.setattr(clock, "now", lambda: SLOT + timedelta(hours=15))
    answer = client.get(f"/r/{link.code}?next=https://evil.example")
    assert (answer.status_code, answer.headers["Location"]) == (302, link.url)
    client.head(f"/r/{link.code}")
    client.get(f"/r/{link.code}", headers={"Sec-Purpose": "prefetch"})
    assert client.get("/r/nosuchcode").status_code == 404
    session.rollback()
    row = session.query(LinkTaps).one()
    assert (row.count, row.listing_id, row.on.isoformat()) == (1, link.listing_id, "2026-11-22")


def test_who_has_it_is_listed_without_addresses(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition,
    now: datetime,
) -> None:  # fmt: skip
    approve(session, edition, version=edition.version, by=PUBLISHER, now=now)
    edition.state = EditionState.DISPATCHING
    plan(session, edition, now=now)
    first = session.scalars(select(Delivery).where(Delivery.channel == "line")).first()
    assert first is not None
    first.state, first.sent_at = DeliveryState.SENT, now
    session.commit()
    sign_in(client, "publisher", hub)
    shown = page(client, edition)
    assert "すでに送った人（1人）" in shown
    table = shown.split('aria-label="すでに送った人"')[1].split("</table>")[0]
    cells = [1, 0, 0, 0, 0, 1]  # sent, came back, refused, left out, unknown, to come
    row = "".join(f'<td class="number">{one}</td>' for one in cells)
    assert f"LINE</th>{row}" in table
    for language in ("日本語", "English", "やさしい"):
        assert language not in table, "how many read which language may point at one family"
    listed = client.get(f"/desk/editions/{edition.id}/readers").text
    assert f"{first.subscriber_id}番" in listed
    assert "送りました" in listed
    assert "reader3@example.jp" not in listed
    assert "U0000" not in listed
    assert "（代わり）" not in listed
    other = session.scalars(select(Delivery).where(Delivery.channel == "email")).first()
    assert other is not None
    other.state, other.subscriber_id = DeliveryState.FAILED, first.subscriber_id
    session.commit()
    assert "LINE（代わり）" in client.get(f"/desk/editions/{edition.id}/readers").text
    assert "LINEのうち 1人は、はじめの道で届けられず" in page(client, edition)
    sign_in(client, "editor", hub)
    assert client.get(f"/desk/editions/{edition.id}/readers").status_code == 403


def test_why_somebody_was_not_reached_is_said_in_sentences(  # noqa: PLR0917 - fixtures
    client: FlaskClient,
    sign_in: SignIn,
    session: Session,
    hub: Hub,
    other_hub: Hub,
    edition: Edition,
    now: datetime,
) -> None:
    approve(session, edition, version=edition.version, by=PUBLISHER, now=now)
    edition.state = EditionState.DISPATCHING
    plan(session, edition, now=now)
    first, second, third = session.scalars(select(Delivery).order_by(Delivery.id))
    first.state, first.reason = DeliveryState.FAILED, "LINEの宛先IDが正しくありません。"
    second.state, second.reason = DeliveryState.UNKNOWN, "届いたかどうか確かめられません。"
    third.state, third.reason = DeliveryState.SUPPRESSED, ""
    session.commit()
    sign_in(client, "editor", hub)
    said = page(client, edition).split("届いていない人と、そのわけ")[1].split("</ul>")[0]
    rows = said.split("<li>")[1:]
    assert [row.split("</strong>")[0] for row in rows] == [
        "<strong>届いたかわからない 1人",
        "<strong>届けられなかった 1人",
        "<strong>送らなかった 1人",
    ]
    for row, sentence in zip(rows, (second.reason, first.reason, "わけは記録"), strict=True):
        assert sentence in row
    sign_in(client, "editor", other_hub)
    page(client, edition, status=404)


def test_what_line_counted_stands_on_the_page(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition,
    now: datetime,
) -> None:  # fmt: skip
    approve(session, edition, version=edition.version, by=PUBLISHER, now=now)
    edition.state, edition.dispatched_at = EditionState.DISPATCHING, now
    plan(session, edition, now=now)
    for batch in session.scalars(select(Batch)):
        batch.calls, batch.first_attempt_at = 1, now
    edition.state = EditionState.SENT
    session.commit()
    sign_in(client, "editor", hub)
    assert "まだ数がありません" in page(client, edition)
    for day, saw in ((1, None), (3, 1_234)):
        session.add(
            InsightLook(
                hub_id=hub.id, edition_id=edition.id, day=day, asked_at=now, answered_at=now,
                saw=saw, tapped=None,
            )
        )  # fmt: skip
    on_day = clock.local(now).date()
    session.add(LineDay(hub_id=hub.id, on=on_day, kind="multicast", asked_at=now, delivered=1_300))
    session.commit()
    shown = page(client, edition)
    assert '1日目</th><td class="number">20未満</td><td class="number">20未満</td>' in shown
    assert '3日目</th><td class="number">1,234</td><td class="number">20未満</td>' in shown
    assert "1,300通（この日の便をすべて合わせた数）" in shown
    assert "ふえた 0人／ブロックした 0人" in shown


def test_a_sent_edition_says_what_was_sent_and_not_whom_it_would_reach_today(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition,
    now: datetime,
) -> None:  # fmt: skip
    approve(session, edition, version=edition.version, by=PUBLISHER, now=now)
    edition.state, edition.dispatched_at = EditionState.DISPATCHING, now
    plan(session, edition, now=now)
    first, second, third = session.scalars(select(Delivery).order_by(Delivery.id))
    for one in (first, third):
        one.state, one.sent_at = DeliveryState.SENT, now
    second.state = DeliveryState.SUPPRESSED
    edition.state = EditionState.SENT
    for number in range(4, 9):
        add_reader(session, hub, number, Wishes())
    session.commit()
    sign_in(client, "editor", hub)
    shown = page(client, edition)
    assert "届けられなかった 0人／送らなかった 1人／わからない 0人</p>" in shown
    items = shown.split('id="items-title"')[1].split("</ol>")[0]
    assert "届く人" not in items
    told = readers_told(session)
    for item in edition.items:
        row = items.split(f'id="item-{item.listing_id}"')[1].split("</li>")[0]
        assert f"送った人 {told[item.listing_id]}人" in row
    assert max(told.values()) == 2, "of three, and of today's eight"


def readers_told(session: Session) -> Counter[int]:
    """Readers per listing, counted one by one."""
    found: Counter[int] = Counter()
    for one in session.scalars(select(Delivery).where(Delivery.state == DeliveryState.SENT)):
        found.update(session.get_one(ContentGroup, one.content_group_id).listing_ids)
    return found
