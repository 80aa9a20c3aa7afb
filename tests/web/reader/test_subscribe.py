"""Parents join: by mail, whoever asks gets the same answer, and nothing typed is lost."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import subscribers
from notifier.hubs import Hub
from notifier.subscribers import Address, AddressState, Subscriber, SubscriberState, Wishes
from tests.web.reader.conftest import FORM, link_in, mails, state_of

COOKIE_PAGE = re.compile(r'name="csrf_token" value="([^"]+)"')


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


@pytest.mark.parametrize(
    ("lang", "words"), [("easy", "お知（し）らせ"), ("en", "Your settings"), ("xx", "配信設定")]
)
def test_three_languages(client: FlaskClient, token: str, lang: str, words: str) -> None:
    """やさしい日本語 and English; anything else is Japanese."""
    assert words in client.get(f"/nishi/me/{token}?lang={lang}").text
