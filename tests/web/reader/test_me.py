"""Parents' own page: choose, pause, leave, and links that are renewed."""

from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import subscribers
from notifier.audit import Actor, latest
from notifier.hubs import Hub
from notifier.subscribers import AddressState, Subscriber, SubscriberState, Wishes
from tests.web.conftest import SignIn
from tests.web.reader.conftest import FORM, link_in, mails, state_of


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
