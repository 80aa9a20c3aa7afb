"""The editorial desk's queue: cards, tabs, what each says, and whose they are."""

from dataclasses import replace
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier.accounts import staff_actor
from notifier.hubs import Hub
from notifier.intake import DraftQuestion, Submission
from tests.editorial.conftest import DRAFT
from tests.web.case.conftest import add_case
from tests.web.conftest import SignIn, statements


def test_a_card_shows_reading_original_checks_and_buttons(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    draft = replace(DRAFT, questions=(DraftQuestion("fee_text", "費用はいくらですか。"),))
    add_case(
        session, hub, now, "ふたごの会", draft=draft, original={"fields": {"title": "ﾌﾀｺﾞの会"}}
    )
    page = desk.get("/desk/queue").text
    for words in ("ふたごの会", "ﾌﾀｺﾞの会", "11月28日(土) 10:00–11:30", "費用はいくらですか。"):
        assert words in page
    for button in ("掲載する", "質問する", "保留", "断る"):
        assert button in page
    assert "土曜便（11月21日(土) 10:00）まで <strong>0件" in page


def test_the_header_counts_what_the_next_edition_would_lose(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    soon = replace(DRAFT.occurrences[0], starts_at=now + timedelta(days=3), ends_at=None)
    add_case(session, hub, now, "あさって", draft=replace(DRAFT, occurrences=(soon,), when_text=""))
    add_case(session, hub, now, "ずっと先")
    page = desk.get("/desk/queue").text
    assert "まで <strong>1件" in page
    assert page.index("あさって") < page.index("ずっと先")


def test_no_button_is_offered_in_vain_for_what_one_typed_oneself(
    client: FlaskClient, sign_in: SignIn, session: Session, hub: Hub, now: datetime
) -> None:
    me = sign_in(client, "editor", hub)
    case, other = add_case(session, hub, now), add_case(session, hub, now, "ほかの人の会")
    session.get_one(Submission, case.submission_id).received_by_key = staff_actor(me).key
    session.commit()
    page = client.get("/desk/queue").text
    assert "ほかの職員に決めてもらってください" in page
    assert f'action="/desk/cases/{case.id}/approve"' not in page
    assert f'action="/desk/cases/{case.id}/ask"' in page
    assert f'action="/desk/cases/{other.id}/approve"' in page
    hub.may_approve_own = True
    session.commit()
    assert f'action="/desk/cases/{case.id}/approve"' in client.get("/desk/queue").text


def test_hostile_words_are_shown_as_text(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    bad = "<script>alert(1)</script>"
    case = add_case(
        session,
        hub,
        now,
        bad,
        draft=replace(DRAFT, body=bad, place_name=bad, organiser=bad),
        original={"fields": {bad: bad}},
    )
    for address in ("/desk/queue", f"/desk/cases/{case.id}"):
        page = desk.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_statements_do_not_grow_with_the_cases(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime, engine: Engine
) -> None:
    counted = []
    for number in range(3):
        for n in range(1 + number * 4):
            add_case(session, hub, now, f"会{number}-{n}")
        with statements(engine) as seen:
            assert desk.get("/desk/queue").status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1] == counted[2]


def test_pages_and_tabs(desk: FlaskClient, session: Session, hub: Hub, now: datetime) -> None:
    for n in range(11):
        add_case(session, hub, now, f"会{n:02}")
    page = desk.get("/desk/queue").text
    assert page.count("<article") == 10
    assert "1 / 2 ページ" in page
    assert "確認待ち 11件" in page
    assert desk.get("/desk/queue?page=2").text.count("<article") == 1
    assert desk.get("/desk/queue?page=99").text.count("<article") == 1
    assert "いま何もありません" in desk.get("/desk/queue?state=held").text
    assert desk.get("/desk/queue?state=none").status_code == 400


def test_another_hubs_cases_are_not_there(
    desk: FlaskClient, session: Session, other_hub: Hub, now: datetime
) -> None:
    case = add_case(session, other_hub, now, "よその会")
    assert "よその会" not in desk.get("/desk/queue").text
    assert "よその会" not in desk.get(f"/desk/queue?done={case.id}").text
    assert desk.get(f"/desk/cases/{case.id}").status_code == 404
    for deed in [
        "approve",
        "ask",
        "hold",
        "reject",
        "resume",
        "undo",
        "reopen",
        "merge",
        "criteria",
        "assign",
        "edit",
    ]:
        assert desk.post(f"/desk/cases/{case.id}/{deed}", data={"version": "1"}).status_code == 404


def test_the_queue_is_for_those_who_judge(client: FlaskClient, sign_in: SignIn, hub: Hub) -> None:
    assert client.get("/desk/queue").status_code == 302
    sign_in(client, "volunteer", hub)
    assert client.get("/desk/queue").status_code == 403
