"""Ask, answer, hold, refuse, mend, merge, judge by the criteria, withdraw."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.accounts import Membership, Role, Staff
from notifier.audit import Actor, history
from notifier.editorial import (
    CaseState,
    answered,
    approve,
    ask,
    assign,
    catch_up,
    check,
    edit,
    hold,
    merge,
    open_case,
    reject,
    resume,
    set_criteria,
    withdraw_case,
)
from notifier.hubs import Hub, PostingCriterion
from notifier.intake import DraftQuestion, Submission
from notifier.kit.errors import BadInputError, NotFoundError
from notifier.mailroom import OutboxMessage
from tests.editorial.conftest import DRAFT, MakeCase, add_submission

GROUP = Actor("group", "サロンA 代表")


def outbox(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage)))


def test_a_question_waits_for_its_answer_and_the_answer_fills_the_field(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    draft = replace(DRAFT, fee_text="", questions=(DraftQuestion("fee_text", "費用は?"),))
    case = make_case(draft=draft, submitter_email="salon@example.jp")
    question = ask(
        session, case, message="費用は?", field="fee_text", version=1, by=editor, now=now
    )
    assert (case.state, case.asked_at) == (CaseState.ASKED, now)
    assert [message.recipient for message in outbox(session)] == ["salon@example.jp"]
    submission = session.get_one(Submission, case.submission_id)
    assert answered(session, submission, by=GROUP, now=now) is None
    question.answer, question.answered_at = "500円", now + timedelta(hours=1)
    assert answered(session, submission, by=GROUP, now=now) is case
    assert (case.state, case.draft.fee_text) == (CaseState.WAITING, "500円")
    assert case.draft.questions == ()


def test_without_an_address_the_question_is_kept_and_no_mail_goes(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case()
    ask(session, case, message="雨の日は?", version=1, by=editor, now=now)
    assert outbox(session) == []
    assert "電話など" in history(session, hub.id, subject=("case", case.id))[0].sentence


def test_an_empty_question_is_refused(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    with pytest.raises(BadInputError, match="質問の文"):
        ask(session, make_case(), message=" ", version=1, by=editor, now=now)


def test_what_groups_did_reaches_the_desk_by_the_tables(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    asked, taken_back, untouched = make_case(title="A"), make_case(title="B"), make_case(title="C")
    question = ask(session, asked, message="何時?", version=1, by=editor, now=now)
    question.answer, question.answered_at = "10時", now
    session.get_one(Submission, taken_back.submission_id).withdrawn_at = now
    session.flush()
    assert catch_up(session, now=now) == 2
    assert asked.state is CaseState.WAITING
    assert taken_back.state is CaseState.WITHDRAWN
    assert untouched.version == 1
    assert catch_up(session, now=now) == 0


def test_hold_and_take_up_again(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case()
    hold(session, case, reason="確認の電話待ち", version=1, by=editor, now=now)
    assert (case.state, case.held_at, case.reason) == (CaseState.HELD, now, "確認の電話待ち")
    resume(session, case, version=2, by=editor, now=now)
    assert case.state is CaseState.WAITING


def test_a_refusal_needs_a_reason_and_tells_it(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case(submitter_email="salon@example.jp", title="<b>会</b>")
    with pytest.raises(BadInputError, match="断る理由"):
        reject(session, case, reason="　", version=1, by=editor, now=now)
    reject(session, case, reason="<i>営利</i>のため", version=1, by=editor, now=now)
    assert (case.state, case.decided_by) == (CaseState.REJECTED, "編集担当A")
    (message,) = outbox(session)
    assert "<i>営利</i>のため" in message.body["text"]
    assert "&lt;i&gt;営利&lt;/i&gt;" in message.body["html"]
    assert "会" not in message.body["subject"].replace("機会", "")
    assert "<b>会</b>" not in message.body["text"], "an unconfirmed address gets no typed text"


def test_mending_keeps_the_original_and_says_what_changed(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case()
    changes = edit(
        session,
        case,
        replace(DRAFT, place_name="公園", contact_private="080-0000-0000"),
        version=1,
        by=editor,
        now=now,
    )
    assert [change.field for change in changes] == ["place_name", "contact_private"]
    assert session.get_one(Submission, case.submission_id).draft == DRAFT
    entry = history(session, hub.id, subject=("case", case.id))[0]
    assert (
        entry.sentence == "編集担当Aが「ベビーマッサージ」の会場・連絡先（載せない）を直しました。"
    )
    assert entry.detail["changes"] == [
        {"field": "place_name", "old": "地区センター", "new": "公園"}
    ]
    assert edit(session, case, case.draft, version=2, by=editor, now=now) == ()
    assert case.version == 2


def test_exact_duplicates_are_found_and_merged_keeping_both_sources(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    first, second = make_case(), make_case(title="ベビー マッサージ")
    make_case(title="別の会")
    (found,) = [one for one in check(session, second, now=now) if one.key.startswith("dup")]
    assert (found.key, found.level) == (f"duplicate-{first.id}", "ask")
    merge(session, second, into=first, version=1, by=editor, now=now)
    assert (second.state, second.merged_into_id) == (CaseState.MERGED, first.id)
    assert session.get_one(Submission, second.submission_id).withdrawn_at is None
    assert check(session, first, now=now) == []


def test_a_published_twin_is_found_but_a_correction_is_none(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    first = make_case()
    listing = approve(session, first, version=1, by=editor, now=now)
    twin, correction = make_case(), make_case(corrects_listing_id=listing.id)
    keys = [one.key for one in check(session, twin, now=now)]
    assert f"duplicate-{first.id}" in keys
    keys = [one.key for one in check(session, correction, now=now)]
    assert f"duplicate-{first.id}" not in keys


def test_merging_needs_another_living_case_of_this_hub(
    session: Session, other_hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case, elsewhere = make_case(), make_case(hub=other_hub)
    with pytest.raises(NotFoundError):
        merge(session, case, into=elsewhere, version=1, by=editor, now=now)
    with pytest.raises(BadInputError):
        merge(session, case, into=case, version=1, by=editor, now=now)


def test_the_criteria_are_marked_and_checked(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    session.add(PostingCriterion(hub_id=hub.id, key="open", wording="だれでも参加できる"))
    session.flush()
    case = make_case()
    set_criteria(session, case, marks={"open": "fail"}, version=1, by=editor, now=now)
    assert [one.level for one in check(session, case, now=now)] == ["stop"]
    set_criteria(session, case, marks={"open": ""}, version=2, by=editor, now=now)
    assert check(session, case, now=now) == []
    with pytest.raises(BadInputError):
        set_criteria(session, case, marks={"odd": "pass"}, version=3, by=editor, now=now)


def test_a_case_is_given_to_staff_of_the_hub_only(
    session: Session, hub: Hub, other_hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    people = []
    for where in (hub, other_hub):
        staff = Staff(
            email=f"{where.slug}@example.jp", name="担当", password_hash="", created_at=now
        )
        session.add(staff)
        session.flush()
        session.add(
            Membership(hub_id=where.id, staff_id=staff.id, role=Role.EDITOR, created_at=now)
        )
        people.append(staff.id)
    session.flush()
    case = make_case()
    assign(session, case, staff_id=people[0], version=1, by=editor, now=now)
    assert case.assignee_id == people[0]
    with pytest.raises(NotFoundError):
        assign(session, case, staff_id=people[1], version=2, by=editor, now=now)
    assign(session, case, staff_id=None, version=2, by=editor, now=now)
    assert case.assignee_id is None


def test_a_group_may_take_back_what_is_undecided(
    session: Session, hub: Hub, now: datetime, editor: Actor
) -> None:
    submission = add_submission(session, hub, now)
    assert withdraw_case(session, submission, by=GROUP, now=now) is None
    case = open_case(session, submission, now=now)
    withdraw_case(session, submission, by=GROUP, now=now)
    assert case.state is CaseState.WITHDRAWN
    assert withdraw_case(session, submission, by=GROUP, now=now) is None
