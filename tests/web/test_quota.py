"""「今月の通数」 and the cards about what did not arrive."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import audit, delivery, hubs
from notifier.audit import Actor
from notifier.delivery import Delivery, DeliveryState, QuotaView
from notifier.editions import ContentGroup, Edition, EditionState, compose
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.errors import UnavailableError
from notifier.mailroom import Mail, OutboxState, queue_mail
from notifier.subscribers import Address, AddressState, Wishes
from notifier.web import session as pages
from tests.editions.conftest import OPEN, SATURDAY, SLOT, Listings, add_reader, on
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared
from tests.web.conftest import SignIn


@pytest.fixture
def channel(session: Session, hub: Hub, now: datetime) -> None:
    """The hub's LINE account and three friends."""
    by = Actor("staff", "管理者A", "1")
    hubs.set_line_channel(
        session, hub, "readers", channel_id="1650000001", secret="a" * 32, by=by, now=now
    )
    for number in range(3):
        add_reader(session, hub, number, Wishes())
    session.commit()


def answer(monkeypatch: pytest.MonkeyPatch, view: QuotaView | None) -> list[bool]:
    """LINE answers with ``view`` or not at all; notes whether a transaction was open."""
    open_ones: list[bool] = []

    def ask(_channel: object, *, now: datetime) -> QuotaView:
        del now
        open_ones.append(pages.db().in_transaction())
        if view is None:
            raise UnavailableError("LINEから返事がありません。")
        return view

    monkeypatch.setattr(delivery, "ask_quota", ask)
    return open_ones


@pytest.mark.usefixtures("channel")
def test_used_left_and_planned(
    client: FlaskClient, sign_in: SignIn, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_ones = answer(monkeypatch, QuotaView(used=4_996, limit=5_000, left=4))
    sign_in(client, "editor", hub)
    text = client.get("/desk/quota").text
    assert open_ones == [False]
    assert "4,996通" in text
    assert "今月はあと 2回 × いま届く 3人 = 最大 <strong>6通</strong>" in text
    assert "2通たりません" in text
    assert "ライトプラン（月 5,000円・税別、5,000通まで）" in text
    assert "2027年1月" in text


@pytest.mark.usefixtures("channel")
def test_an_unlimited_account(
    client: FlaskClient, sign_in: SignIn, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, QuotaView(used=1, limit=None, left=None))
    sign_in(client, "editor", hub)
    assert "上限なし" in client.get("/desk/quota").text


@pytest.mark.usefixtures("channel")
def test_line_does_not_answer(
    client: FlaskClient, sign_in: SignIn, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, None)
    sign_in(client, "editor", hub)
    page = client.get("/desk/quota")
    assert page.status_code == 200
    assert "LINEから返事がありません" in page.text
    assert "最大 <strong>6通</strong>" in page.text


@pytest.mark.usefixtures("channel")
def test_a_hub_without_an_account(client: FlaskClient, sign_in: SignIn, other_hub: Hub) -> None:
    sign_in(client, "editor", other_hub)
    text = client.get("/desk/quota").text
    assert "チャネルがつながっていない" in text
    assert "いま届く 0人" in text


@pytest.fixture
def troubled(session: Session, hub: Hub, now: datetime) -> Edition:
    """A sent edition: one failed, one bounced, one unknown, one arrived."""
    edition = Edition(
        hub_id=hub.id, kind="weekly", on=SATURDAY, state=EditionState.SENT, title="11月21日号",
        composed_at=now,
    )  # fmt: skip
    session.add(edition)
    session.flush()
    group = ContentGroup(
        hub_id=hub.id, edition_id=edition.id, signature="x", language="ja", listing_ids=[],
        line_messages="", mail_subject="", text_fragments=[], html_fragments=[], created_at=now,
    )  # fmt: skip
    session.add(group)
    session.flush()
    states = (
        DeliveryState.FAILED,
        DeliveryState.BOUNCED,
        DeliveryState.UNKNOWN,
        DeliveryState.SENT,
    )
    for number, state in enumerate(states):
        reader = add_reader(session, hub, number, Wishes())
        address = session.query(Address).filter_by(subscriber_id=reader.id).one()
        session.add(
            Delivery(
                hub_id=hub.id, edition_id=edition.id, subscriber_id=reader.id,
                address_id=address.id, channel="line", content_group_id=group.id, state=state,
                planned_at=now, updated_at=now,
            )
        )  # fmt: skip
    session.commit()
    return edition


def test_today_says_what_did_not_arrive(
    client: FlaskClient, sign_in: SignIn, hub: Hub, other_hub: Hub, troubled: Edition
) -> None:
    sign_in(client, "editor", hub)
    text = client.get("/desk/").text
    assert "「11月21日号」：届けられなかった 2人、届いたかわからない 1人。" in text
    assert f"/desk/editions/{troubled.id}" in text
    assert "止めていない宛先には、次の便をまた送ります。続けて戻ると、自動で止めます。" in text
    assert "自動で止めました" not in text
    page = client.get(f"/desk/editions/{troubled.id}").text
    assert "届けられなかった 2人／送らなかった 0人／わからない 1人" in page, "the same numbers"
    sign_in(client, "volunteer", hub)
    assert "届かなかったお知らせ" not in client.get("/desk/").text
    sign_in(client, "editor", other_hub)
    assert "届かなかったお知らせ" not in client.get("/desk/").text


def test_today_says_which_addresses_were_stopped_already(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, troubled: Edition
) -> None:
    for one in session.query(Delivery).filter(Delivery.is_missed, Delivery.hub_id == hub.id):
        session.get_one(Address, one.address_id).state = AddressState.SUSPENDED
    session.commit()
    sign_in(client, "editor", hub)
    text = client.get("/desk/").text
    assert f"「{troubled.title}」：届けられなかった 2人" in text
    assert "届けられなかった宛先のうち 2件は、もう送らないよう自動で止めました。" in text
    assert "続けて戻ると" not in text, "there is none left that could"


def test_today_says_which_single_messages_failed(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, now: datetime
) -> None:
    mail = Mail(kind="invitation", subject="s", text="t", html="")
    row = queue_mail(session, hub, to="a@example.jp", mail=mail, dedupe_key="k", now=now)
    row.state = OutboxState.FAILED
    session.commit()
    sign_in(client, "editor", hub)
    text = client.get("/desk/").text
    assert "送れなかった 1件、届いたかわからない 0件" in text
    assert "a@example.jp" not in text


@pytest.mark.usefixtures("channel")
def test_a_week_may_rest_beforehand_and_go_after_all(
    client: FlaskClient, sign_in: SignIn, hub: Hub, session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    answer(monkeypatch, QuotaView(used=0, limit=5_000, left=5_000))
    sign_in(client, "editor", hub)
    assert "この日の便を休みにする" not in client.get("/desk/quota").text
    assert client.post("/desk/quota/rest", data={"day": "2027-01-16"}).status_code == 403
    sign_in(client, "publisher", hub)
    assert '<option value="2027-01-16">' in client.get("/desk/quota").text
    assert client.post("/desk/quota/rest", data={"day": "2027-01-16"}).status_code == 302
    shown = client.get("/desk/quota").text
    assert "<strong>1月16日(土)</strong>" in shown
    assert '2027年1月</th><td class="number">4</td>' in shown
    assert '<option value="2027-01-16">' not in shown
    client.post("/desk/quota/work-again", data={"day": "2027-01-16"})
    assert "<strong>1月16日(土)</strong>" not in client.get("/desk/quota").text
    sentences = [one.sentence for one in audit.latest(session, hub.id, limit=9)]
    assert any("1月16日(土)の定期の便を休みにしました" in one for one in sentences)
    assert any("休みにするのをやめました" in one for one in sentences)


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize("day", ["", "x", "2027-01-15", "2026-11-14"])
def test_a_day_that_cannot_rest(
    client: FlaskClient, sign_in: SignIn, hub: Hub, session: Session, day: str
) -> None:
    sign_in(client, "publisher", hub)
    assert client.post("/desk/quota/rest", data={"day": day}).status_code in (400, 422)
    session.refresh(hub)
    assert hub.rest_days == []


@pytest.mark.usefixtures("channel")
def test_the_month_says_what_it_was_used_for(
    client: FlaskClient, sign_in: SignIn, hub: Hub, session: Session, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    answer(monkeypatch, QuotaView(used=9, limit=5_000, left=4_991))
    for kind, title in (("weekly", "号"), ("notice", "中止")):
        _sent(session, hub, kind, title, now, readers=3 if kind == "weekly" else 2)
    session.commit()
    sign_in(client, "editor", hub)
    text = client.get("/desk/quota").text
    assert "定期などの便 3通、中止のお知らせ 2通、一人ずつの連絡 0通" in text
    assert "そのほか（LINEの管理画面から手で送ったものなど） 4通" in text
    assert "1回分 <strong>2通</strong>を見込みます" in text
    assert "4,983通残ります" in text, "4,991 left, two sends of three, one notice of two"


@pytest.mark.usefixtures("channel")
def test_the_parts_of_the_month_are_never_more_than_the_whole(
    client: FlaskClient, sign_in: SignIn, hub: Hub, session: Session, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    _sent(session, hub, "weekly", "号", now, readers=1)
    _sent(session, hub, "special", "増刊", now, readers=2, state=DeliveryState.UNKNOWN)
    session.commit()
    sign_in(client, "editor", hub)
    for used, others, doubt in (
        (1, "、そのほか（LINEの管理画面から手で送ったものなど） 0通", "LINEは、まだ数えていません"),
        (3, "、そのほか（LINEの管理画面から手で送ったものなど） 2通", "「そのほか」に入っています"),
        (0, "。このうち 1通は、LINEがまだ数えていません", "LINEは、まだ数えていません"),
    ):
        answer(monkeypatch, QuotaView(used=used, limit=5_000, left=5_000 - used))
        text = client.get("/desk/quota").text
        assert f"定期などの便 1通、中止のお知らせ 0通、一人ずつの連絡 0通{others}" in text
        assert "ほかに、届いたかわからないものが 2通あります。" in text
        assert doubt in text


@pytest.mark.usefixtures("channel")
def test_an_edition_held_back_is_foreseen(  # noqa: PLR0917 - fixtures
    client: FlaskClient, sign_in: SignIn, hub: Hub, session: Session, published: Listings,
    machine: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    published(**OPEN, title="公園であそぼう", occurrences=on(1))
    made = compose(session, hub, kind="weekly", on=SATURDAY, by=machine, now=now)
    made.state = EditionState.BLOCKED
    session.commit()
    answer(monkeypatch, QuotaView(used=0, limit=10, left=10))
    sign_in(client, "editor", hub)
    held = f'保留中の<a href="/desk/editions/{made.id}">「{made.title}」</a>を送ると、あと'
    text = client.get("/desk/quota").text
    assert held not in text, "its hour is still to come and foreseen"
    assert "4通残ります" in text
    later = SLOT + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    text = client.get("/desk/quota").text
    assert f"{held} <strong>3通</strong>" in text
    assert "4通残ります" in text, "three for this one, three for the 28th"
    much_later = SLOT + timedelta(days=7)
    monkeypatch.setattr(clock, "now", lambda: much_later)
    assert held not in client.get("/desk/quota").text, "too late for it"


def _sent(
    session: Session,
    hub: Hub,
    kind: str,
    title: str,
    now: datetime,
    *,
    readers: int,
    state: DeliveryState = DeliveryState.SENT,
) -> None:
    edition = Edition(
        hub_id=hub.id, kind=kind, on=now.date(), state=EditionState.SENT, title=title,
        composed_at=now, dispatched_at=now,
    )  # fmt: skip
    session.add(edition)
    session.flush()
    group = ContentGroup(
        hub_id=hub.id, edition_id=edition.id, signature="x", language="ja", listing_ids=[],
        line_messages="", mail_subject="", text_fragments=[], html_fragments=[], created_at=now,
    )  # fmt: skip
    session.add(group)
    session.flush()
    addresses = session.query(Address).filter_by(hub_id=hub.id, channel="line").limit(readers)
    for address in addresses.all():
        session.add(
            Delivery(
                hub_id=hub.id, edition_id=edition.id, subscriber_id=address.subscriber_id,
                address_id=address.id, channel="line", content_group_id=group.id,
                state=state, planned_at=now, sent_at=now, updated_at=now,
            )
        )  # fmt: skip
