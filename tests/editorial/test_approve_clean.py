"""Approving many, trusting a group, and an order that stays true while days pass."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor, history
from notifier.directory import Group, add_group, trust_group
from notifier.editorial import (
    CaseState,
    ChecksStandError,
    UnknownSenderError,
    answered,
    approve_and_trust,
    approve_clean,
    ask,
    clean_cards,
    hold,
    queue,
    renew_standing,
)
from notifier.hubs import Hub
from notifier.intake import OccurrenceDraft, Submission
from notifier.kit.errors import NotFoundError
from tests.editorial.conftest import DRAFT, MakeCase


@pytest.fixture
def group(session: Session, hub: Hub, now: datetime, editor: Actor) -> Group:
    return add_group(session, hub, name="サロンA", by=editor, now=now)


def test_each_is_approved_for_itself_and_the_rest_is_named(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    fine, changed, asking = (make_case(title=t) for t in ("おはなし会", "体操", "相談"))
    seen = [(one.id, one.version) for one in (fine, changed, asking)]
    hold(session, changed, reason="", version=1, by=editor, now=now)
    asking.draft_json = replace(asking.draft, place_name="").to_json()
    session.flush()
    result = approve_clean(session, hub.id, seen, by=editor, now=now)
    assert result.approved == (fine.id,)
    assert [(one.case_id, one.title) for one in result.refused] == [
        (changed.id, "体操"),
        (asking.id, "相談"),
    ]
    assert "ほかの人" in result.refused[0].why
    assert "会場" in result.refused[1].why
    assert result.say() == "3件のうち1件を掲載しました。2件は掲載していません。"
    assert (fine.state, fine.decided_by) == (CaseState.APPROVED, "編集担当A")
    assert (changed.state, asking.state) == (CaseState.HELD, CaseState.WAITING)
    assert asking.listing_id is None


def test_another_hubs_case_stops_everything(
    session: Session, hub: Hub, other_hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    here, there = make_case(), make_case(hub=other_hub)
    with pytest.raises(NotFoundError):
        approve_clean(session, hub.id, [(here.id, 1), (there.id, 1)], by=editor, now=now)
    assert here.state is CaseState.WAITING


def test_only_waiting_and_clean_items_are_offered(
    session: Session, hub: Hub, other_hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    fine = make_case(title="おはなし会")
    make_case(title="会場なし", draft=replace(DRAFT, place_name=""))
    hold(session, make_case(title="保留の会"), reason="", version=1, by=editor, now=now)
    make_case(hub=other_hub, title="よその会")
    assert [card.id for card in clean_cards(session, hub.id, now=now)] == [fine.id]


def test_trust_comes_with_the_approval_of_a_verified_sender(
    session: Session, hub: Hub, group: Group, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case(group_id=group.id, is_verified_sender=True)
    (card,) = queue(session, hub.id, now=now).cards
    assert (card.may_trust, card.is_trusted) == (True, False)
    approve_and_trust(session, case, version=1, by=editor, now=now)
    assert group.is_trusted
    assert case.state is CaseState.APPROVED
    told = history(session, hub.id, subject=("group", group.id))[0]
    assert told.sentence == "編集担当Aが団体「サロンA」を、信頼する団体にしました。"
    assert not trust_group(session, group, by=editor, now=now)
    make_case(title="次の会", group_id=group.id, is_verified_sender=True)
    (card,) = queue(session, hub.id, now=now, state="waiting").cards
    assert (card.may_trust, card.is_trusted) == (False, True)
    assert card.state is CaseState.WAITING, "trust publishes nothing by itself"


def test_who_only_names_a_group_earns_it_no_trust(
    session: Session, hub: Hub, group: Group, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case(group_id=group.id)
    with pytest.raises(UnknownSenderError):
        approve_and_trust(
            session, case, version=1, by=editor, now=now, despite=("unverified_sender",)
        )
    assert (group.is_trusted, case.state) == (False, CaseState.WAITING)
    trust_group(session, group, by=editor, now=now)
    (card,) = queue(session, hub.id, now=now).cards
    assert (card.may_trust, card.is_trusted) == (False, False)


def test_trust_passes_over_no_check(
    session: Session, group: Group, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case(
        group_id=group.id, is_verified_sender=True, draft=replace(DRAFT, place_name="")
    )
    with pytest.raises(ChecksStandError):
        approve_and_trust(session, case, version=1, by=editor, now=now)
    assert not group.is_trusted


def test_an_item_moves_on_to_its_next_date(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime
) -> None:
    days = tuple(OccurrenceDraft(now + timedelta(days=n)) for n in (1, 8))
    case = make_case(draft=replace(DRAFT, occurrences=days, when_text=""))
    make_case(title="もっと先の会")
    later = now + timedelta(days=2)
    assert renew_standing(session, now=now) == 0
    assert renew_standing(session, now=later) == 1
    session.refresh(case)
    assert (case.first_at, case.version) == (days[1].starts_at, 1)
    assert renew_standing(session, now=now + timedelta(days=30)) == 2
    session.refresh(case)
    assert case.first_at is None
    assert renew_standing(session, now=now + timedelta(days=30)) == 0


def test_the_next_edition_marks_what_it_would_lose(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime
) -> None:
    soon = (OccurrenceDraft(now + timedelta(days=3)),)
    make_case(title="すぐ", draft=replace(DRAFT, occurrences=soon, when_text=""))
    make_case(title="あと")
    page = queue(session, hub.id, now=now)
    assert [(card.title, card.is_urgent) for card in page.cards] == [
        ("すぐ", True),
        ("あと", False),
    ]
    assert page.urgent == 1


def test_the_answer_stands_on_the_card(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case()
    question = ask(
        session, case, message="雨の日は?", field="weather_text", version=1, by=editor, now=now
    )
    assert queue(session, hub.id, now=now).cards[0].answers == ()
    question.answer, question.answered_at = "中止です", now
    session.flush()
    submission = session.get_one(Submission, case.submission_id)
    answered(session, submission, by=Actor("group", "サロンA"), now=now)
    (card,) = queue(session, hub.id, state="waiting", now=now).cards
    assert card.answers == (("雨の日は?", "中止です"),)
    assert card.draft.weather_text == "中止です"
