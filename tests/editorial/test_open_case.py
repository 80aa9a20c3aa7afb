"""A submission gets its case."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import history
from notifier.editorial import CaseState, open_case, open_missing_cases
from notifier.hubs import Hub
from notifier.intake import Submission
from tests.editorial.conftest import DRAFT, MakeCase, add_submission


def test_a_case_waits_with_the_desks_copy_and_a_sentence(
    session: Session, hub: Hub, make_case: MakeCase
) -> None:
    case = make_case()
    assert (case.state, case.version, case.draft) == (CaseState.WAITING, 1, DRAFT)
    assert case.first_at == DRAFT.occurrences[0].starts_at
    (entry,) = history(session, hub.id, subject=("case", case.id))
    assert entry.sentence == "「ベビーマッサージ」が届き、編集デスクに並びました。"


def test_opening_twice_is_opening_once(
    session: Session, make_case: MakeCase, now: datetime
) -> None:
    case = make_case()
    submission = session.get_one(Submission, case.submission_id)
    assert open_case(session, submission, now=now) is case


def test_cases_that_were_never_opened_are_found_again(
    session: Session, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    add_submission(session, hub, now)
    add_submission(session, other_hub, now)
    add_submission(session, hub, now, withdrawn_at=now)
    assert open_missing_cases(session, now=now) == 2
    assert open_missing_cases(session, now=now) == 0


def test_a_newer_revision_takes_the_place_of_the_waiting_one(make_case: MakeCase) -> None:
    old = make_case(external_id="same", revision=1)
    new = make_case(
        external_id="same", revision=2, draft=replace(DRAFT, place_name="公園"), content_hash="n"
    )
    assert (old.state, old.merged_into_id) == (CaseState.MERGED, new.id)
    assert new.state is CaseState.WAITING
    assert new.corrects_listing_id is None
