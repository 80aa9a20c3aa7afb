"""「今週の便」 by its forms alone: no JavaScript, and nothing of the neighbour."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
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
from notifier.editions import ContentGroup, Edition, EditionState, approve, compose, find_edition
from notifier.hubs import SETTINGS, Hub
from notifier.kit import clock
from notifier.mailroom import OutboxMessage
from notifier.subscribers import Wishes
from tests.editions.conftest import OPEN, SATURDAY, SLOT, Listings, add_reader, on
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared
from tests.web.conftest import SignIn

Made = Callable[[], Edition]
PUBLISHER = Actor("staff", "発行責任者A", "901")


@pytest.fixture
def edition(
    session: Session, hub: Hub, published: Listings, machine: Actor, now: datetime
) -> Edition:
    """A draft with two items and three readers, committed."""
    published(**OPEN, title="<script>alert(1)</script>公園", occurrences=on(1))
    published(**{**OPEN, "district_keys": ("d1",)}, title="焼きいも会", occurrences=on(2))
    add_reader(session, hub, 1, Wishes())
    add_reader(session, hub, 2, Wishes(districts=("d2",)))
    add_reader(session, hub, 3, Wishes(), channels=("email",))
    made = compose(session, hub, kind="weekly", on=SATURDAY, by=machine, now=now)
    session.commit()
    return made


def page(client: FlaskClient, edition: Edition, status: int = 200) -> str:
    answer = client.get(f"/desk/editions/{edition.id}")
    assert answer.status_code == status
    return answer.text


def press(
    client: FlaskClient, edition: Edition, deed: str, status: int = 302, **fields: object
) -> str:
    answer = client.post(f"/desk/editions/{edition.id}/{deed}", data=fields)
    assert answer.status_code == status, answer.text
    return answer.text


def fresh(session: Session, edition: Edition) -> Edition:
    session.rollback()
    session.expire_all()
    return find_edition(session, edition.hub_id, edition.id)


def test_the_number_stands_on_the_button(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub)
    text = page(client, edition)
    assert "LINE 2人・メール 1人に 11月21日(土) 10:00 に送る" in text
    assert "いちばん多く届く人（2件）" in text
    assert "いちばん少なく届く人（1件）" in text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_arrange_approve_and_undo(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub)
    first = edition.items[0].listing_id
    press(client, edition, f"items/{first}/down", version=edition.version)
    press(client, edition, f"items/{first}/drop", version=fresh(session, edition).version)
    press(
        client, edition, "greeting", version=fresh(session, edition).version, greeting="寒いですね"
    )
    assert "寒いですね" in page(client, edition)
    press(client, edition, f"items/{first}/restore", version=fresh(session, edition).version)
    press(client, edition, "approve", version=fresh(session, edition).version)
    text = page(client, edition)
    assert "承認を取り消す（送信までおよそ22時間）" in text
    press(client, edition, "undo")
    assert fresh(session, edition).state is EditionState.DRAFT


def test_an_old_page_is_told_and_keeps_what_was_typed(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "editor", hub)
    old = edition.version - 1
    text = press(client, edition, "greeting", 409, version=old, greeting="書きかけの文")
    assert "先に変えました" in text
    assert "書きかけの文" in text


def test_an_editor_may_not_approve(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "editor", hub)
    assert "発行責任者の承認が必要です" in page(client, edition)
    press(client, edition, "approve", 403, version=edition.version)


def test_two_persons_for_an_unusual_time(
    app: Flask, client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub, name="発行A")
    press(client, edition, "approve", version=edition.version, send_at="2026-11-20T15:00")
    assert "二人目の承認を待っています" in page(client, edition)
    version = fresh(session, edition).version
    press(client, edition, "second", 403, version=version)
    other = app.test_client()
    sign_in(other, "publisher", hub, name="発行B")
    assert "二人目として承認する" in page(other, edition)
    press(other, edition, "second", version=version)
    assert fresh(session, edition).second_by == "発行B"


def test_bad_times_are_said(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub)
    version = edition.version
    assert "の外です" in press(
        client, edition, "approve", 422, version=version, send_at="2026-11-20T23:00"
    )
    assert "送る時刻は" in press(
        client, edition, "approve", 422, version=version, send_at="ゆうがた"
    )


def box_of(text: str) -> str:
    """The fold 「ほかの時刻に送る」."""
    assert "ほかの時刻に送る" in text
    return (
        text.split("ほかの時刻に送る", 1)[0].rpartition("<details")[2]
        + text.split("ほかの時刻に送る", 1)[1].split("</details>", 1)[0]
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-11-20T10:00", "11月20日(金) 10:00 は、もう過ぎています"),
        ("2025-11-21T10:00", "2025年11月21日(金) 10:00 は、もう過ぎています"),
        ("2026-11-20T23:00", "11月20日(金) 23:00 は、お知らせを送ってよい時間"),
        ("2026-12-05T10:00", "11月27日(金)までです"),
    ],
)
def test_a_refused_time_is_said_beside_the_box_and_kept(  # noqa: PLR0917 - the case and the fixtures
    client: FlaskClient,
    session: Session,
    sign_in: SignIn,
    hub: Hub,
    edition: Edition,
    typed: str,
    words: str,
) -> None:
    sign_in(client, "publisher", hub)
    assert "autofocus" not in page(client, edition)
    assert box_of(page(client, edition)).startswith(">"), "folded"
    text = press(client, edition, "approve", 422, version=edition.version, send_at=typed)
    assert fresh(session, edition).state is EditionState.DRAFT
    box = box_of(text)
    assert box.startswith(" open>")
    assert words in box
    assert f'value="{typed}"' in box
    assert "autofocus" in box
    assert 'aria-describedby="send_at-help send_at-error"' in box
    assert text.count(words) == 1, "said once, where it is mended"


def test_what_was_typed_stays_when_something_else_is_wrong(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub)
    typed, old = "2026-11-20T15:00", edition.version - 1
    text = press(client, edition, "approve", 409, version=old, send_at=typed)
    assert "できませんでした。</strong>この便は、ほかの人" in text
    assert f'value="{typed}"' in box_of(text)


def test_a_late_yes_stays_ticked_with_its_time(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: SLOT + timedelta(days=2))
    sign_in(client, "publisher", hub)
    text = press(
        client, edition, "approve", 422, version=edition.version, late="on",
        send_at="2026-11-22T10:00",
    )  # fmt: skip
    assert "required checked" in box_of(text)


@pytest.mark.parametrize(
    ("after", "is_said"), [(-timedelta(hours=1), False), (timedelta(hours=6), True)]
)
def test_a_draft_out_of_its_hour_says_that_two_are_needed(  # noqa: PLR0917 - fixtures
    client: FlaskClient,
    sign_in: SignIn,
    hub: Hub,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
    after: timedelta,
    is_said: bool,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: SLOT + after)
    sign_in(client, "publisher", hub)
    said = "いつもと違う時刻なので、別の発行責任者の承認も必要です" in page(client, edition)
    assert said is is_said


@pytest.mark.parametrize("role", ["admin", "editor"])
def test_a_hub_with_nobody_else_says_who_can_do_what(  # noqa: PLR0917 - the case and the fixtures
    app: Flask,
    client: FlaskClient,
    session: Session,
    sign_in: SignIn,
    hub: Hub,
    edition: Edition,
    role: str,
) -> None:
    said = "この拠点には、ほかに承認できる人がいません。"
    sign_in(client, "admin", hub, name="発行A")
    assert said in page(client, edition), "said before the first yes is given in vain"
    press(client, edition, "approve", version=edition.version, send_at="2026-11-20T17:00")
    one = app.test_client() if role == "editor" else client
    if role == "editor":
        sign_in(one, "editor", hub)
    text = page(one, edition)
    assert said in text
    assert f"「{SETTINGS['rules.second_person'].label}」" in text
    assert ('href="/admin/staff"' in text.split(said)[1]) is (role == "admin")
    assert ('href="/admin/#rules"' in text) is (role == "admin")
    assert ("管理者に、発行責任者か" in text) is (role == "editor")
    first = one.get("/desk/").text
    assert "ほかに承認できる人がいません" in first
    assert "別の発行責任者に" not in first
    sign_in(app.test_client(), "publisher", hub, name="発行B")
    assert said not in page(one, edition)


def test_the_answer_says_when_it_goes(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub)
    press(client, edition, "approve", version=edition.version)
    assert "承認しました。11月21日(土) 10:00 に送ります。" in page(client, edition)


def test_a_second_yes_after_the_hour_says_when_it_goes_and_can_be_undone(  # noqa: PLR0917 - fixtures
    app: Flask,
    client: FlaskClient,
    session: Session,
    sign_in: SignIn,
    hub: Hub,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(client, "publisher", hub, name="発行A")
    press(client, edition, "approve", version=edition.version, send_at="2026-11-20T17:00")
    assert "別の発行責任者も承認すると、11月20日(金) 17:00 に送ります" in page(client, edition)
    half_past = SLOT - timedelta(hours=16, minutes=30)
    monkeypatch.setattr(clock, "now", lambda: half_past)
    other = app.test_client()
    sign_in(other, "publisher", hub, name="発行B")
    text = page(other, edition)
    assert "に送る予定でしたが、まだ送っていません" in text
    assert "に送ります。</p>" not in text
    assert "あと0分" not in text
    assert "メール 1人に 11月20日(金) 17:40 に送ることを、二人目として承認する" in text
    assert "発行Aさんの承認だけでは送りません" in text
    press(other, edition, "second", version=fresh(session, edition).version)
    text = page(other, edition)
    assert "二人目として承認しました。11月20日(金) 17:40 に送ります。" in text
    assert "承認を取り消す（送信まであと10分）" in text
    press(other, edition, "undo")
    assert fresh(session, edition).state is EditionState.DRAFT


def test_a_second_yes_that_cannot_be_carried_out_is_not_offered(
    app: Flask,
    client: FlaskClient,
    sign_in: SignIn,
    hub: Hub,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(client, "publisher", hub)
    press(client, edition, "approve", version=edition.version, send_at="2026-11-20T20:00")
    monkeypatch.setattr(clock, "now", lambda: SLOT - timedelta(hours=14, minutes=5))  # 19:55
    other = app.test_client()
    sign_in(other, "publisher", hub)
    text = page(other, edition)
    assert "20:05 は、お知らせを送ってよい時間" in text
    assert "二人目として承認する</button>" not in text


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(minutes=1), "まもなく送り始めます"),
        (timedelta(hours=6), "時刻を大きく過ぎました"),
    ],
)
def test_an_overdue_edition_promises_no_time_that_is_over(  # noqa: PLR0917 - fixtures
    client: FlaskClient,
    sign_in: SignIn,
    hub: Hub,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
    after: timedelta,
    words: str,
) -> None:
    sign_in(client, "publisher", hub)
    press(client, edition, "approve", version=edition.version)
    monkeypatch.setattr(clock, "now", lambda: SLOT + after)
    text = page(client, edition)
    assert words in text
    assert "</strong> に送ります" not in text
    assert "あと0分" not in text
    assert "承認を取り消す</button>" in text


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


def test_nobody_to_send_to_is_said(
    client: FlaskClient,
    session: Session,
    sign_in: SignIn,
    hub: Hub,
    published: Listings,
    now: datetime,
) -> None:
    published(**OPEN, occurrences=on(1))
    made = compose(session, hub, kind="weekly", on=SATURDAY, by=PUBLISHER, now=now)
    session.commit()
    sign_in(client, "publisher", hub)
    assert "届く人が一人もいません" in page(client, made)


def test_the_mail_is_shown_in_a_frame_without_scripts(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "editor", hub)
    answer = client.get(f"/desk/editions/{edition.id}/mail")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert "&lt;script&gt;" in answer.text


def test_what_does_not_fit_is_moved_only_while_it_can_be(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition,
    published: Listings,
) -> None:  # fmt: skip
    for number in range(10):
        published(**OPEN, title=f"もう一つの会{number}", occurrences=on(1))
    session.commit()
    sign_in(client, "publisher", hub)
    client.post("/desk/editions", data={"on": SATURDAY.isoformat()})
    assert "人（上へ動かすと入ります）" in page(client, edition)
    approve(
        session,
        fresh(session, edition),
        version=fresh(session, edition).version,
        by=PUBLISHER,
        now=clock.now(),
    )
    session.commit()
    frozen = page(client, edition)
    assert "合うのに入りきらない人" in frozen
    assert "上へ動かすと" not in frozen


def test_the_list_begins_the_next_edition(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub
) -> None:
    sign_in(client, "editor", hub)
    assert "11月21日(土)の便の下書きを作る" in client.get("/desk/editions").text
    made = client.post("/desk/editions", follow_redirects=True)
    assert "11月21日号 今週のおでかけ」の下書きを作りました（0件）" in made.text
    again = client.post("/desk/editions", follow_redirects=True)
    assert "11月21日号 今週のおでかけ」に、いまの掲載を取り込みました（0件）" in again.text
    assert "11月21日号" in client.get("/desk/editions").text


def test_the_neighbour_finds_nothing(
    client: FlaskClient, sign_in: SignIn, other_hub: Hub, edition: Edition
) -> None:
    sign_in(client, "admin", other_hub)
    page(client, edition, status=404)
    press(client, edition, "approve", 404, version=edition.version)
    press(client, edition, "stop", 404)
    assert client.get(f"/desk/editions/{edition.id}/mail").status_code == 404


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


def test_a_test_goes_to_oneself_alone(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    hub.mail_from, hub.postal_address = "news@example.jp", "横浜市（練習用の住所）"
    session.merge(hub)
    session.commit()
    me = sign_in(client, "publisher", hub)
    assert f"自分（{me.email}）にテストで送る" in page(client, edition)
    press(client, edition, "test", version=edition.version)
    assert "テストを、あなたのメールに送りました" in page(client, edition)
    session.rollback()
    (mail,) = session.scalars(select(OutboxMessage))
    assert (mail.recipient, mail.body["subject"][:5]) == (me.email, "【テスト】")
    assert session.scalars(select(Delivery)).all() == []
    sign_in(client, "editor", hub)
    press(client, edition, "test", 403, version=edition.version)


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


def test_an_item_is_put_to_a_place_by_number(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "editor", hub)
    first, second = (item.listing_id for item in edition.items)
    press(client, edition, f"items/{second}/place", version=edition.version, place=1)
    made = fresh(session, edition)
    assert [item.listing_id for item in made.items] == [second, first]
    press(client, made, f"items/{second}/place", 422, version=made.version, place="x")
    assert "の便で知らせます（" in page(client, made)


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
