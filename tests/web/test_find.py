"""「件をさがす」 on the desk."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import directory
from notifier.audit import Actor
from notifier.editorial import edit, reject
from notifier.hubs import Hub
from notifier.intake import Submission
from tests.web.case.conftest import add_case
from tests.web.conftest import SignIn

EDITOR = Actor("staff", "編集担当A", "1")


@pytest.fixture
def desk(client: FlaskClient, sign_in: SignIn, hub: Hub) -> FlaskClient:
    sign_in(client, "editor", hub)
    return client


def test_a_case_is_found_in_whatever_state(
    desk: FlaskClient, session: Session, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    group = directory.add_group(session, hub, name="ABC サロン", by=EDITOR, now=now)
    case = add_case(session, hub, now, "えほんの100%会")
    add_case(session, hub, now, "体操の会")
    add_case(session, other_hub, now, "よそのえほんの会")
    session.get_one(Submission, case.submission_id).group_id = group.id
    reject(session, case, reason="区外のため", version=1, by=EDITOR, now=now)
    session.commit()
    for words in ("えほん", "えほん　ＡＢＣ", "abc", "100%", f"番号{case.id}", str(case.id)):
        page = desk.get("/desk/find", query_string={"q": words}).text
        assert f'href="/desk/cases/{case.id}">えほんの100%会</a>' in page, words
        assert "お断り" in page
        assert "体操の会" not in page
        assert "よその" not in page


@pytest.mark.parametrize("words", ["ベビーＡＢＣ", "ﾍﾞﾋﾞｰABC", "ﾍﾞﾋﾞｰ　abc"])
@pytest.mark.parametrize("title", ["ﾍﾞﾋﾞｰABC広場", "ベビーＡＢＣ広場"])
def test_either_width_is_found_in_either(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime, title: str, words: str
) -> None:
    case = add_case(session, hub, now, title)
    page = desk.get("/desk/find", query_string={"q": words}).text
    assert f'href="/desk/cases/{case.id}"' in page


def test_a_mended_title_is_found_as_well_as_the_one_sent(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    case = add_case(session, hub, now, "えぼんの会")
    mended = replace(case.draft, title="えほんの会", organiser="図書館の会")
    edit(session, case, mended, version=1, by=EDITOR, now=now)
    session.commit()
    for words in ("えぼん", "えほん", "図書館"):
        page = desk.get("/desk/find", query_string={"q": words}).text
        assert f'href="/desk/cases/{case.id}"' in page, words


@pytest.mark.parametrize("words", ["ない会", "えほん 体操", "_", "9" * 30])
def test_what_is_not_there_says_what_to_do(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime, words: str
) -> None:
    add_case(session, hub, now, "えほんの会")
    add_case(session, hub, now, "体操の会")
    page = desk.get("/desk/find", query_string={"q": words}).text
    assert "見つかりませんでした" in page


def test_the_queue_holds_the_box_and_an_empty_one_finds_nothing(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    add_case(session, hub, now, "えほんの会")
    assert 'action="/desk/find"' in desk.get("/desk/queue").text
    assert "えほんの会" not in desk.get("/desk/find?q=%20").text


def test_it_is_for_those_who_judge(client: FlaskClient, sign_in: SignIn, hub: Hub) -> None:
    sign_in(client, "volunteer", hub)
    assert client.get("/desk/find?q=x").status_code == 403
