"""Groups follow, answer, correct and take back their items through a mailed link."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from notifier import editorial, intake, mailroom
from notifier.audit import Actor
from notifier.hubs import Hub
from tests.conftest import NOW
from tests.web.conftest import statements
from tests.web.submit.conftest import ITEM, link_in, mails, sent


def test_my_page_shows_plain_states_and_is_private(client: FlaskClient, link: str) -> None:
    page = client.get(link)
    assert "おはなし会" in page.text
    assert "確認中" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store"


def test_a_question_is_answered_on_the_page(
    client: FlaskClient, session: Session, hub: Hub, link: str, editor: Actor, now: datetime
) -> None:
    (one,) = sent(session)
    case = editorial.cases_of(session, hub.id, [one.id])[one.id]
    editorial.ask(
        session,
        case,
        message="駐輪場はありますか",
        field="body",
        version=case.version,
        by=editor,
        now=now,
    )
    session.commit()
    page = client.get(link)
    assert "質問あり" in page.text
    assert "駐輪場はありますか" in page.text
    question = intake.questions_of(session, hub.id, [one.id])[0]
    empty = client.post(f"{link}/answer/{question.id}", data={"answer": " "})
    assert empty.status_code == 422
    done = client.post(
        f"{link}/answer/{question.id}", data={"answer": "あります"}, follow_redirects=True
    )
    assert "お返事：あります" in done.text
    session.commit()
    session.expire_all()
    assert editorial.cases_of(session, hub.id, [one.id])[one.id].state.value == "waiting"


def test_a_correction_is_a_revision(
    client: FlaskClient, session: Session, hub: Hub, link: str
) -> None:
    (one,) = sent(session)
    page = client.get(f"{link}/correct/{one.id}")
    assert "親子500円" in page.text
    changed = ITEM | {"title": "おはなし会（冬）", "fee_text": "無料"}
    client.post(f"{link}/correct/{one.id}", data=changed)
    assert [(each.revision, each.external_id) for each in sent(session)] == [
        (1, one.external_id),
        (2, one.external_id),
    ]
    own = client.get(link)
    assert "おはなし会（冬）" in own.text
    assert own.text.count('aria-labelledby="item-') == 1


def test_the_statements_do_not_grow_with_the_corrections(
    client: FlaskClient, session: Session, hub: Hub, link: str, publisher: Actor, engine: Engine
) -> None:
    counted = []
    for number in range(3):
        new = ITEM | {"title": f"会{number}", "email": "salon@example.jp"}
        client.post(f"/{hub.slug}/submit", data=new)
        for title in ("始め", "訂正"):
            one = sent(session)[-1]
            case = editorial.cases_of(session, hub.id, [one.id])[one.id]
            keys = tuple(found.key for found in editorial.check(session, case, now=NOW))
            editorial.approve(
                session, case, version=case.version, by=publisher, now=NOW, despite=keys
            )
            session.commit()
            if title == "始め":
                client.post(f"{link}/correct/{one.id}", data=new | {"body": "くわしく書きました。"})
        with statements(engine) as seen:
            assert "くわしく" in client.get(f"{link}/correct/{sent(session)[-1].id}").text
            assert client.get(link).status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1] == counted[2]


def test_next_month_is_filled_in(client: FlaskClient, session: Session, link: str) -> None:
    (one,) = sent(session)
    page = client.get(f"{link}/repeat/{one.id}")
    assert "2027-01-02" in page.text  # the first Saturday again
    client.post(f"{link}/repeat/{one.id}", data=ITEM | {"date_1": "2027-01-02"})
    assert [each.revision for each in sent(session)] == [1, 1]
    assert sent(session)[1].submitter_email == "salon@example.jp"


def test_taking_back_before_it_is_published(
    client: FlaskClient, session: Session, hub: Hub, link: str
) -> None:
    (one,) = sent(session)
    page = client.post(f"{link}/withdraw/{one.id}", follow_redirects=True)
    assert "取り下げ" in page.text
    session.expire_all()
    assert sent(session)[0].withdrawn_at is not None
    case = editorial.cases_of(session, hub.id, [one.id])[one.id]
    assert case.state is editorial.CaseState.WITHDRAWN


def test_taking_back_after_publishing_cancels_at_once(
    client: FlaskClient, session: Session, hub: Hub, link: str, publisher: Actor, now: datetime
) -> None:
    (one,) = sent(session)
    case = editorial.cases_of(session, hub.id, [one.id])[one.id]
    listing = editorial.approve(session, case, version=case.version, by=publisher, now=now)
    session.commit()
    assert "掲載中" in client.get(link).text
    page = client.post(
        f"{link}/withdraw/{one.id}", data={"reason": "講師の体調のため"}, follow_redirects=True
    )
    assert "講師の体調のため" in page.text
    session.refresh(listing)
    assert listing.status.value == "cancelled"


def test_somebody_elses_item_is_not_found(
    client: FlaskClient, session: Session, hub: Hub, link: str
) -> None:
    client.post(f"/{hub.slug}/submit", data=ITEM | {"email": "other@example.jp"})
    theirs = sent(session)[-1]
    for way in ("correct", "repeat"):
        assert client.get(f"{link}/{way}/{theirs.id}").status_code == 404
    assert client.post(f"{link}/withdraw/{theirs.id}").status_code == 404


def test_another_hub_knows_none_of_it(
    client: FlaskClient, session: Session, hub: Hub, other_hub: Hub, link: str
) -> None:
    token = link.rpartition("/")[2]
    (one,) = sent(session)
    there = f"/{other_hub.slug}/g/{token}"
    assert client.get(there).status_code == 410
    assert client.get(f"{there}/correct/{one.id}").status_code == 410
    for way in (f"withdraw/{one.id}", f"correct/{one.id}", f"repeat/{one.id}", "renew"):
        assert client.post(f"{there}/{way}", data=ITEM).status_code == 410
    assert client.get(f"/{other_hub.slug}/submit/done").status_code == 302
    before = len(mails(session))
    client.post(f"/{other_hub.slug}/g/", data={"email": "salon@example.jp"})
    assert len(mails(session)) == before


def without_csrf(page: str) -> str:
    """A page without the token that tells the second it was made in."""
    return re.sub(r'name="csrf_token"[^>]*', "", page)


def test_a_lost_link_is_answered_the_same_for_everybody(
    client: FlaskClient, session: Session, hub: Hub, link: str
) -> None:
    known = client.post(f"/{hub.slug}/g/", data={"email": "salon@example.jp"})
    count = len(mails(session))
    unknown = client.post(f"/{hub.slug}/g/", data={"email": "nobody@example.jp"})
    assert without_csrf(known.text) == without_csrf(unknown.text)
    assert len(mails(session)) == count == 2
    assert client.post(f"/{hub.slug}/g/", data={"email": "x"}).status_code == 422


def test_a_renewed_link_replaces_the_old_one(
    client: FlaskClient, session: Session, link: str
) -> None:
    client.post(f"{link}/renew")
    gone = client.get(link)
    assert gone.status_code == 410
    assert "このリンクは使えません" in gone.text
    assert "メールアドレス" in gone.text
    assert client.get(link_in(mails(session)[-1])).status_code == 200
    assert session.scalar(select(func.count()).select_from(mailroom.Cap)) > 0


def test_a_correction_taken_back_shows_the_published_item_again(
    client: FlaskClient, session: Session, hub: Hub, link: str, publisher: Actor
) -> None:
    (one,) = sent(session)
    case = editorial.cases_of(session, hub.id, [one.id])[one.id]
    editorial.approve(session, case, version=case.version, by=publisher, now=NOW)
    session.commit()
    client.post(f"{link}/correct/{one.id}", data=ITEM | {"title": "名前を変えた会"})
    correction = sent(session)[-1]
    assert "名前を変えた会" in client.get(link).text
    client.post(f"{link}/withdraw/{correction.id}")
    page = client.get(link)
    assert "名前を変えた会" not in page.text
    assert "掲載中" in page.text
    assert "中止にする" in page.text


def test_an_answered_question_is_no_longer_asked(
    client: FlaskClient, session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    place = "どこで行いますか"
    client.post(f"/{hub.slug}/submit", data=ITEM | {"place_name": "", "email": "salon@example.jp"})
    link = link_in(mails(session)[-1])
    (one,) = sent(session)
    case = editorial.cases_of(session, hub.id, [one.id])[one.id]
    question = editorial.ask(
        session,
        case,
        message="会場はどこですか。",
        field="place_name",
        version=case.version,
        by=editor,
        now=now,
    )
    session.commit()
    assert place in client.get(link).text
    client.post(f"{link}/answer/{question.id}", data={"answer": "自治会館"})
    page = client.get(link).text
    assert "お返事：自治会館" in page
    assert place not in page


def test_the_sender_sees_the_dates_parents_see(
    client: FlaskClient, session: Session, hub: Hub, link: str, publisher: Actor, now: datetime
) -> None:
    (one,) = sent(session)
    case = editorial.cases_of(session, hub.id, [one.id])[one.id]
    later = one.draft.occurrences[0]
    moved = replace(later, starts_at=later.starts_at + timedelta(days=7), ends_at=None)
    mended = replace(one.draft, title="おはなしの会", occurrences=(moved,))
    editorial.edit(session, case, mended, version=case.version, by=publisher, now=now)
    session.commit()
    assert "12月12日(土) 10:00" in client.get(link).text
    editorial.approve(session, case, version=case.version, by=publisher, now=now)
    session.commit()
    page = client.get(link).text
    assert "12月12日(土) 10:00" in page
    assert "おはなしの会" in page
    assert "12月5日(土)" not in page
