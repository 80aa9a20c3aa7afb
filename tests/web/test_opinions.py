"""The opinion box and the buttons under an event, for anyone; 「ご意見」, for the desk."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import engagement
from notifier.audit import Actor
from notifier.engagement import FeedbackCount, Opinion, OpinionState
from notifier.hubs import Hub
from tests.web.conftest import SignIn
from tests.web.neighbour import settle

PAGE = "/nishi/opinions"
STAFF = Actor("staff", "編集担当A", "1")


@pytest.fixture
def opinion(session: Session, hub: Hub, now: datetime) -> Opinion:
    """One that came in, committed."""
    made = engagement.enter_opinion(session, hub, "駐輪場がほしい", by=STAFF, now=now)
    session.commit()
    return made


def answers(client: FlaskClient, opinion: Opinion, version: int = 1) -> int:
    form = {"version": version, "said": "駐輪場がほしい", "did": "3台分つくりました"}
    return client.post(f"/desk/opinions/{opinion.id}/answer", data=form).status_code


def test_the_box_takes_words_without_a_name(
    client: FlaskClient, session: Session, hub: Hub
) -> None:
    page = client.get(PAGE)
    assert page.status_code == 200
    assert 'name="email"' not in page.text
    answer = client.post(PAGE, data={"body": "雨の日に来られる場所がほしい", "lang": "ja"})
    assert answer.location == "/nishi/opinions/thanks"
    assert "スタッフが必ず読みます" in client.get(answer.location).text
    (kept,) = session.scalars(select(Opinion))
    assert (kept.hub_id, kept.way, kept.state) == (hub.id, "web", OpinionState.NEW)


@pytest.mark.parametrize(
    ("lang", "word"),
    [("ja", "ご意見を送る"), ("easy", "書（か）いて"), ("en", "No name needed")],
)
def test_three_languages(client: FlaskClient, hub: Hub, lang: str, word: str) -> None:
    assert word in client.get(f"{PAGE}?lang={lang}").text
    bad = client.post(PAGE, data={"body": "", "lang": lang})
    assert bad.status_code == 422
    assert 'aria-invalid="true"' in bad.text


def test_too_many_get_a_calm_answer_and_keep_their_words(
    client: FlaskClient, session: Session, hub: Hub
) -> None:
    statuses = [
        client.post(PAGE, data={"body": f"声その{number}"}).status_code for number in range(12)
    ]
    assert statuses == [302] * 10 + [429] * 2
    last = client.post(PAGE, data={"body": "のこしたい声"})
    assert "時間をおいて" in last.text
    assert "のこしたい声</textarea>" in last.text
    assert len(session.scalars(select(Opinion)).all()) == 10
    neighbour = {"REMOTE_ADDR": "192.0.2.77"}
    answer = client.post(PAGE, data={"body": "となりの声"}, environ_base=neighbour)
    assert answer.location == "/nishi/opinions/thanks"
    subscribe = client.post("/nishi/subscribe", data={"email": "still@example.jp"})
    assert subscribe.status_code == 302, "one box being full closes no other"


def test_a_forged_form_is_refused(strict_client: FlaskClient, session: Session, hub: Hub) -> None:
    assert strict_client.post(PAGE, data={"body": "にせもの"}).status_code == 400
    assert session.scalars(select(Opinion)).all() == []


def test_one_tap_counts_and_a_look_does_not(
    strict_client: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    home = settle(session, hub)
    url = f"/nishi/events/{home.listing_id}"
    assert 'value="want"' in strict_client.get(url).text
    assert "行ってみたい" in strict_client.get(f"{url}/feedback").text
    session.rollback()
    assert session.scalars(select(FeedbackCount)).all() == []
    answer = strict_client.post(f"{url}/feedback", data={"answer": "want"})
    assert "ありがとうございます" in strict_client.get(answer.location).text
    session.rollback()
    (row,) = session.scalars(select(FeedbackCount))
    assert (row.listing_id, row.answer, row.count) == (home.listing_id, "want", 1)
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    for form, headers in (({"answer": "want"}, elsewhere), ({"answer": "hate"}, {})):
        refused = strict_client.post(f"{url}/feedback", data=form, headers=headers)
        assert refused.status_code == 400


def test_the_event_page_stays_the_same_for_everybody(
    strict_client: FlaskClient, session: Session, hub: Hub
) -> None:
    home = settle(session, hub)
    first = strict_client.get(f"/nishi/events/{home.listing_id}")
    assert "Set-Cookie" not in first.headers
    again = strict_client.get(
        f"/nishi/events/{home.listing_id}", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304


def test_the_desk_themes_answers_and_publishes(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, opinion: Opinion
) -> None:
    sign_in(client, "publisher", hub)
    base = f"/desk/opinions/{opinion.id}"
    assert client.post(f"{base}/theme", data={"version": 1, "theme": "place"}).status_code == 302
    assert answers(client, opinion, 1) == 409  # the page was older
    assert answers(client, opinion, 2) == 302
    assert "3台分つくりました" not in client.get(PAGE).text
    assert client.post(f"{base}/publish", data={"version": 3}).status_code == 302
    public = client.get(PAGE).text
    assert "3台分つくりました" in public
    assert client.post(f"{base}/hide", data={"version": 4}).status_code == 302
    assert "3台分つくりました" not in client.get(PAGE).text
    session.refresh(opinion)
    assert opinion.theme == "place"


def test_rights(client: FlaskClient, sign_in: SignIn, hub: Hub, opinion: Opinion) -> None:
    sign_in(client, "editor", hub)
    assert answers(client, opinion) == 302
    assert (
        client.post(f"/desk/opinions/{opinion.id}/publish", data={"version": 2}).status_code == 403
    )
    sign_in(client, "volunteer", hub)
    assert client.get("/desk/opinions").status_code == 403


def test_bad_answers_keep_what_was_typed(
    client: FlaskClient, sign_in: SignIn, hub: Hub, opinion: Opinion
) -> None:
    sign_in(client, "editor", hub)
    form = {"version": 1, "said": "のこる言葉", "did": ""}
    answer = client.post(f"/desk/opinions/{opinion.id}/answer", data=form)
    assert answer.status_code == 422
    assert 'value="のこる言葉"' in answer.text


def test_paper_opinions_and_hostile_words(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub
) -> None:
    sign_in(client, "publisher", hub)
    evil = "<script>alert(1)</script>"
    assert client.post("/desk/opinions", data={"body": ""}).status_code == 422
    assert client.post("/desk/opinions", data={"body": evil}).status_code == 302
    (kept,) = session.scalars(select(Opinion))
    form = {"version": 1, "said": evil, "did": evil}
    client.post(f"/desk/opinions/{kept.id}/answer", data=form)
    client.post(f"/desk/opinions/{kept.id}/publish", data={"version": 2})
    for url in ("/desk/opinions", PAGE):
        page = client.get(url).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_two_of_one_minute_have_names_of_their_own(
    client: FlaskClient,
    session: Session,
    hub: Hub,
    sign_in: SignIn,
    opinion: Opinion,
    now: datetime,
) -> None:
    other = engagement.enter_opinion(session, hub, "椅子がほしい", by=STAFF, now=now)
    session.commit()
    sign_in(client, "editor", hub)
    page = client.get("/desk/opinions").text
    for one in (opinion, other):
        heading = page.partition(f'id="opinion-{one.id}-title"')[2].partition("</h2>")[0]
        assert f"番号{one.id}" in heading
