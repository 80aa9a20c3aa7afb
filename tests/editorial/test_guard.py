"""Two browsers, one case: exactly one wins, on every database."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial import Case, CaseState, StaleCaseError, edit, hold, open_case
from notifier.hubs import Hub
from notifier.kit import db
from tests.editorial.conftest import DRAFT, add_submission


@pytest.fixture
def case_id(engine: Engine, now: datetime) -> int:
    with db.writing(engine) as session:
        hub = Hub(slug="two", name="拠点", ward_code="141038", created_at=now)
        session.add(hub)
        session.flush()
        return open_case(session, add_submission(session, hub, now), now=now).id


def test_the_second_of_two_who_saw_the_same_version_is_told(
    engine: Engine, case_id: int, now: datetime, editor: Actor, publisher: Actor
) -> None:
    with db.reading(engine) as left, db.reading(engine) as right:
        seen_left, seen_right = left.get_one(Case, case_id), right.get_one(Case, case_id)
        assert seen_left.version == seen_right.version == 1
    with db.writing(engine) as session:
        hold(session, session.get_one(Case, case_id), reason="", version=1, by=editor, now=now)
    with db.writing(engine) as session:
        case, mine = session.get_one(Case, case_id), replace(DRAFT, title="別")
        with pytest.raises(StaleCaseError, match="消えていません"):
            edit(session, case, mine, version=1, by=publisher, now=now)
    with db.reading(engine) as session:
        case = session.get_one(Case, case_id)
        assert (case.state, case.version, case.draft.title) == (CaseState.HELD, 2, DRAFT.title)


def test_a_row_changed_under_ones_hands_is_refused_by_the_update_itself(
    engine: Engine, case_id: int, now: datetime, editor: Actor
) -> None:
    with Session(engine.execution_options(reading=True), expire_on_commit=False) as mine:
        stale = mine.get_one(Case, case_id)
        mine.rollback()
        mine.expunge(stale)
        with db.writing(engine) as session:
            hold(session, session.get_one(Case, case_id), reason="", version=1, by=editor, now=now)
        mine.add(stale)
        with pytest.raises(StaleCaseError):
            hold(mine, stale, reason="", version=1, by=editor, now=now)
