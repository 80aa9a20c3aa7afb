"""Parents' pages: join, choose, pause, leave."""

import re
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import subscribers
from notifier.audit import Actor, latest
from notifier.hubs import Hub
from notifier.mailroom import OutboxMessage
from notifier.subscribers import Address, AddressState, Subscriber, SubscriberState, Wishes
from tests.web.conftest import SignIn

FORM = {
    "email": "Parent＠example.jp",
    "districts": ["d1"],
    "child_year": ["2026", "2025", ""],
    "child_month": ["5", "9", ""],
    "themes": ["play"],
    "language": "ja",
}
COOKIE_PAGE = re.compile(r'name="csrf_token" value="([^"]+)"')


def mails(session: Session) -> list[OutboxMessage]:
    """What waits to be sent."""
    session.rollback()
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def link_in(mail: OutboxMessage) -> str:
    """The path of the first link of a mail."""
    found = re.search(r"http://[^/]+(/\S+)", mail.body["text"])
    assert found
    return found[1]


@pytest.fixture
def reader(session: Session, hub: Hub, now: datetime) -> Subscriber:
    """A confirmed mail reader."""
    subscribers.subscribe(
        session, hub, email="p@example.jp", wishes=Wishes(districts=("d1",)), place="web", now=now
    )
    mail = session.scalars(select(OutboxMessage)).one()
    made = subscribers.confirm(session, hub.id, link_in(mail).rpartition("/")[2], now=now)
    session.commit()
    return made


@pytest.fixture
def token(session: Session, reader: Subscriber) -> str:
    """The reader's link token."""
    made = subscribers.reader_token(session, reader)
    session.commit()
    return made


def state_of(session: Session, reader: Subscriber) -> tuple[SubscriberState, AddressState]:
    """The reader and their address, as the database has them."""
    session.rollback()
    session.expire_all()
    address = session.scalars(select(Address).where(Address.subscriber_id == reader.id)).one()
    return session.get_one(Subscriber, reader.id).state, address.state


def test_join_by_mail(client: FlaskClient, session: Session, hub: Hub) -> None:
    """Form, mail without a typed word, button, settings page."""
    assert "お知らせを受け取る" in client.get("/nishi/subscribe").text
    answer = client.post("/nishi/subscribe", data=FORM)
    assert answer.status_code == 302
    (mail,) = mails(session)
    assert mail.recipient == "parent@example.jp"
    assert "第1地区" not in mail.body["text"]
    assert "あそび" not in mail.body["text"]
    path = link_in(mail)
    assert client.get(path).status_code == 200
    address = session.scalars(select(Address)).one()
    assert address.state == AddressState.UNCONFIRMED  # looking changes nothing
    page = client.post(path, follow_redirects=True)
    assert "登録が終わりました" in page.text
    assert "お届けしています" in page.text
    session.expire_all()
    reader = session.scalars(select(Subscriber)).one()
    wishes = subscribers.wishes_of(subscribers.profile_of(session, reader))
    assert wishes == Wishes(("d1",), ("2025-09", "2026-05"), ("play",), "ja")
    used = client.post(path)
    assert used.status_code == 410
    assert "もう一度申し込む" in used.text


def test_known_and_unknown_addresses_get_the_same_answer(
    client: FlaskClient, session: Session, reader: Subscriber
) -> None:
    """Only the owner's mailbox knows the difference."""
    assert reader.id
    known = client.post("/nishi/subscribe", data={**FORM, "email": "p@example.jp"})
    unknown = client.post("/nishi/subscribe", data={**FORM, "email": "q@example.jp"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert [m.kind for m in mails(session)][1:] == ["settings_link", "opt_in"]


def test_asked_too_often_is_a_calm_answer_without_a_mail(
    client: FlaskClient, session: Session, hub: Hub
) -> None:
    """Three a day per address."""
    assert hub.id
    answers = {client.post("/nishi/subscribe", data=FORM).location for _ in range(5)}
    assert len(answers) == 1
    assert len(mails(session)) == 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "nonsense"}, "メールアドレスの形"),
        ({"child_month": ["", "", ""]}, "年と月の両方"),
        ({"child_year": ["2031", "", ""]}, "年と月の両方"),
        ({"districts": ["d9"]}, "地区は一覧"),
    ],
)
def test_what_was_typed_is_kept(
    client: FlaskClient, session: Session, hub: Hub, change: dict[str, object], words: str
) -> None:
    """An error stands beside its box and loses nothing."""
    assert hub.id
    answer = client.post("/nishi/subscribe", data={**FORM, **change})
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="play" checked' in answer.text
    assert mails(session) == []


def test_scripts_typed_are_shown_as_text(client: FlaskClient, hub: Hub) -> None:
    """In every box."""
    assert hub.id
    answer = client.post("/nishi/subscribe", data={**FORM, "email": '"><script>x</script>'})
    assert "<script>x" not in answer.text


def test_the_settings_page_says_everything(client: FlaskClient, token: str) -> None:
    """Wishes, addresses since when, consent; private headers."""
    page = client.get(f"/nishi/me/{token}")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store"
    assert 'value="d1" checked' in page.text
    assert "p…@example.jp" in page.text
    assert "p@example.jp" not in page.text
    assert "確認メールのリンク" in page.text
    assert "2026-11-20" in page.text


def test_change_pause_resume(
    client: FlaskClient, session: Session, reader: Subscriber, token: str, now: datetime
) -> None:
    """In one screen."""
    path = f"/nishi/me/{token}"
    changed = client.post(
        path, data={**FORM, "districts": ["d2", "d3"], "act": "save"}, follow_redirects=True
    )
    assert "設定を保存しました" in changed.text
    assert 'value="d2" checked' in changed.text
    paused = client.post(path, data={"act": "pause", "weeks": "4"}, follow_redirects=True)
    assert "12月18日(金)までお休みしています" in paused.text
    session.expire_all()
    assert session.get_one(Subscriber, reader.id).paused_until == now + timedelta(weeks=4)
    resumed = client.post(path, data={"act": "resume"}, follow_redirects=True)
    assert "お届けしています" in resumed.text


def test_leave_in_two_taps_and_undo(
    client: FlaskClient, session: Session, reader: Subscriber, token: str
) -> None:
    """Link, button; then the way back."""
    path = f"/nishi/unsubscribe/{token}"
    page = client.get(path)
    assert "2週間だけ休む" in page.text
    assert state_of(session, reader)[0] == SubscriberState.ACTIVE
    left = client.post(path, data={"act": "all"}, follow_redirects=True)
    assert "お知らせを止めました" in left.text
    assert state_of(session, reader) == (SubscriberState.ENDED, AddressState.UNSUBSCRIBED)
    back = client.post(f"/nishi/me/{token}", data={"act": "rejoin"}, follow_redirects=True)
    assert "お届けしています" in back.text
    assert state_of(session, reader) == (SubscriberState.ACTIVE, AddressState.ACTIVE)
    assert len(subscribers.consents_of(session, reader)) == 3


def test_one_click_needs_neither_cookie_nor_token_of_a_form(
    strict_client: FlaskClient, session: Session, reader: Subscriber, token: str
) -> None:
    """RFC 8058: one POST of a mail program."""
    answer = strict_client.post(
        f"/nishi/unsubscribe/{token}", data={"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    assert state_of(session, reader) == (SubscriberState.ENDED, AddressState.UNSUBSCRIBED)
    again = strict_client.post(
        f"/nishi/unsubscribe/{token}", data={"List-Unsubscribe": "One-Click"}
    )
    assert again.status_code == 200


def test_other_forms_need_the_token_of_the_form(
    strict_client: FlaskClient, session: Session, reader: Subscriber, token: str
) -> None:
    """CSRF is on everywhere else."""
    refused = strict_client.post(f"/nishi/me/{token}", data={"act": "pause", "weeks": "2"})
    assert refused.status_code == 400
    page = strict_client.get(f"/nishi/me/{token}").text
    found = COOKIE_PAGE.search(page)
    assert found
    taken = strict_client.post(
        f"/nishi/me/{token}", data={"act": "pause", "weeks": "2", "csrf_token": found[1]}
    )
    assert taken.status_code == 302
    assert state_of(session, reader)[0] == SubscriberState.PAUSED


def test_old_links_explain_and_offer_a_new_one(
    client: FlaskClient, session: Session, reader: Subscriber, token: str, hub: Hub
) -> None:
    """Nonsense, another person's signature, a revoked version."""
    number, _, rest = token.partition("-")
    reader.link_version += 1
    session.commit()
    for bad in ("x", "zzzzzzzzzzzzz-1", f"{number}-{rest[:-1]}", f"1{number}-{rest}", token):
        for page in ("me", "unsubscribe"):
            answer = client.get(f"/nishi/{page}/{bad}")
            assert answer.status_code == 410
            assert "使えなくなりました" in answer.text
            assert "リンクをメールで受け取る" in answer.text
            assert client.post(f"/nishi/{page}/{bad}").status_code == 410
    sent = client.post("/nishi/subscribe/link", data={"email": "p@example.jp"})
    nobody = client.post("/nishi/subscribe/link", data={"email": "nobody@example.jp"})
    assert sent.location == nobody.location
    last = mails(session)[-1]
    assert last.kind == "settings_link"
    assert last.recipient == "p@example.jp"
    assert client.get(link_in(last)).status_code == 200
    assert hub.id


def test_a_link_opens_nothing_in_another_hub(
    client: FlaskClient, other_hub: Hub, token: str
) -> None:
    """The neighbour does not know this reader."""
    assert client.get(f"/{other_hub.slug}/me/{token}").status_code == 410
    one_click = {"List-Unsubscribe": "One-Click"}
    assert client.post(f"/{other_hub.slug}/unsubscribe/{token}", data=one_click).status_code == 410
    assert client.get(f"/nowhere/me/{token}").status_code == 404


@pytest.mark.parametrize(
    ("lang", "words"), [("easy", "お知（し）らせ"), ("en", "Your settings"), ("xx", "配信設定")]
)
def test_three_languages(client: FlaskClient, token: str, lang: str, words: str) -> None:
    """やさしい日本語 and English; anything else is Japanese."""
    assert words in client.get(f"/nishi/me/{token}?lang={lang}").text


def test_the_page_speaks_the_readers_language(
    client: FlaskClient, session: Session, reader: Subscriber, token: str, now: datetime
) -> None:
    """Without being asked."""
    subscribers.change_preferences(
        session,
        reader,
        Wishes(language="en"),
        by=Actor("reader", "読者"),
        now=now,
    )
    session.commit()
    page = client.get(f"/nishi/unsubscribe/{token}").text
    assert "Stop the news?" in page
    assert '<html lang="en">' in page


def test_a_reader_gets_new_links_and_the_old_ones_die(
    client: FlaskClient, session: Session, reader: Subscriber, token: str
) -> None:
    page = client.get(f"/nishi/me/{token}")
    assert "リンクを新しくする" in page.text
    answer = client.post(f"/nishi/me/{token}", data={"act": "renew"})
    assert answer.status_code == 302
    assert token not in answer.location
    assert client.get(answer.location).status_code == 200
    mail = mails(session)[-1]
    assert (mail.kind, mail.recipient) == ("links_renewed", "p@example.jp")
    assert client.get(link_in(mail)).status_code == 200
    for dead in (f"/nishi/me/{token}", f"/nishi/unsubscribe/{token}"):
        assert client.get(dead).status_code == 410
    one_click = {"List-Unsubscribe": "One-Click"}
    assert client.post(f"/nishi/unsubscribe/{token}", data=one_click).status_code == 410
    assert state_of(session, reader) == (SubscriberState.ACTIVE, AddressState.ACTIVE)


def test_renewing_has_an_end(
    client: FlaskClient, session: Session, reader: Subscriber, token: str
) -> None:
    here = f"/nishi/me/{token}"
    for _ in range(6):
        here = client.post(here, data={"act": "renew"}).location
    assert "何度も新しくしました" in client.get(here).text
    assert reader.id
    assert [one.kind for one in mails(session)].count("links_renewed") == 5


def test_staff_renew_for_a_reader_who_asks(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, token: str
) -> None:
    sign_in(client, "editor", hub)
    assert client.get("/desk/readers/links").status_code == 403
    sign_in(client, "publisher", hub)
    assert "/desk/readers/links" in client.get("/desk/editions").text
    known = client.post("/desk/readers/links", data={"email": "P@example.jp"})
    unknown = client.post("/desk/readers/links", data={"email": "nobody@example.jp"})
    assert known.location == unknown.location
    assert client.post("/desk/readers/links", data={"email": "x"}).status_code == 422
    assert client.get(f"/nishi/me/{token}").status_code == 410
    renewed = [one for one in mails(session) if one.kind == "links_renewed"]
    assert [one.recipient for one in renewed] == ["p@example.jp"]
    assert "拠点の担当者が" in renewed[0].body["text"]
    sentences = [one.sentence for one in latest(session, hub.id, limit=20)]
    assert any("番のリンクを新しくしました" in one for one in sentences)
    assert not any("p@example.jp" in one for one in sentences)
