"""Two people work on one case: nothing typed is lost, nothing is done twice."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.editorial import Case, CaseState, edit, hold
from notifier.hubs import Hub
from tests.web.case.conftest import again, case_form


def test_a_row_button_does_not_slip_past_the_version_guard(
    desk: FlaskClient, session: Session, case: Case, now: datetime, editor: Any
) -> None:
    edit(session, case, replace(case.draft, title="新しい名"), version=1, by=editor, now=now)
    session.commit()
    answer = desk.post(f"/desk/cases/{case.id}/edit", data=case_form(row="add", body="私の文章"))
    assert answer.status_code == 409
    assert "私の文章" in answer.text


def test_the_loser_keeps_the_typed_words_and_sees_both_versions(
    desk: FlaskClient, session: Session, hub: Hub, case: Case, now: datetime, editor: Any
) -> None:
    with_place = replace(case.draft, place_name="相手の会場")
    edit(session, case, with_place, version=1, by=editor, now=now)
    session.commit()
    answer = desk.post(
        f"/desk/cases/{case.id}/edit",
        data=case_form(place_name="自分の会場", body="自分の長い文章"),
    )
    assert answer.status_code == 409
    page = answer.text
    for words in ("相手の会場", "自分の会場", "自分の長い文章", "編集担当A"):
        assert words in page
    assert 'name="version" value="2"' in page
    assert again(session, case).draft.place_name == "相手の会場"
    desk.post(
        f"/desk/cases/{case.id}/edit",
        data=case_form(place_name="自分の会場", body="自分の長い文章", version="2"),
    )
    assert again(session, case).draft.place_name == "自分の会場"


def test_saving_over_a_newer_version_keeps_what_the_loser_never_touched(
    desk: FlaskClient, session: Session, case: Case, now: datetime, editor: Any
) -> None:
    theirs = replace(case.draft, place_name="相手の会場", min_months=6, fee_text="300円")
    edit(session, case, theirs, version=1, by=editor, now=now)
    session.commit()
    page = desk.post(
        f"/desk/cases/{case.id}/edit", data=case_form(body="自分の文章", fee_text="500円")
    ).text
    assert 'name="place_name" type="text" value="相手の会場"' in page
    assert 'name="min_months" type="text" value="6"' in page
    assert ">500円</textarea>" in page
    assert ">自分の文章</textarea>" in page


@pytest.mark.parametrize("what", ["ask message", "reject reason", "hold hold_reason"])
def test_a_stale_deed_keeps_its_words(
    desk: FlaskClient, session: Session, case: Case, now: datetime, editor: Any, what: str
) -> None:
    deed, field = what.split()
    edit(session, case, replace(case.draft, title="新しい名"), version=1, by=editor, now=now)
    session.commit()
    answer = desk.post(f"/desk/cases/{case.id}/{deed}", data={"version": "1", field: "私の言葉"})
    assert answer.status_code == 409
    assert "私の言葉" in answer.text
    assert "新しい名" in answer.text
    assert again(session, case).state is CaseState.WAITING


def test_what_became_impossible_is_said(
    desk: FlaskClient, session: Session, case: Case, now: datetime, editor: Any
) -> None:
    hold(session, case, reason="電話待ち", version=1, by=editor, now=now)
    session.commit()
    answer = desk.post(f"/desk/cases/{case.id}/reject", data={"version": "1", "reason": "長い理由"})
    assert answer.status_code == 409
    assert "長い理由" in answer.text
    assert "保留" in answer.text


def test_two_approvals_publish_once(desk: FlaskClient, session: Session, case: Case) -> None:
    first = desk.post(f"/desk/cases/{case.id}/approve", data={"version": "1"})
    second = desk.post(f"/desk/cases/{case.id}/approve", data={"version": "1"})
    assert (first.status_code, second.status_code) == (302, 409)
