"""The version guard: two browsers, one case, exactly one wins and the other is told."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier.editorial.models import Case
from notifier.editorial.workflow import Deed, next_state
from notifier.kit.errors import ConflictError


class StaleCaseError(ConflictError):
    """Somebody changed the case after this person opened it."""

    def __init__(self, case_id: int) -> None:
        super().__init__(
            "ほかの人がこの件を先に変えました。入力したものは消えていません。"
            "新しい内容を見てから、もう一度選んでください。"
        )
        self.case_id = case_id


def require_current(case: Case, version: int) -> None:
    """Refuse early what the guard would refuse, before anything else is looked at."""
    if case.version != version:
        raise StaleCaseError(case.id)


def change(session: Session, case: Case, deed: Deed, *, version: int, **values: Any) -> None:  # noqa: ANN401 - columns of the case
    """Do ``deed`` if the case is still at ``version``: one conditional UPDATE, version + 1.

    WrongStateError when there is no such arrow, StaleCaseError when somebody was quicker.
    """
    require_current(case, version)
    arrived = next_state(case.state, deed)
    done = session.execute(
        update(Case)
        .where(Case.id == case.id, Case.hub_id == case.hub_id, Case.version == version)
        .values(state=arrived, version=version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE always has a rowcount
        raise StaleCaseError(case.id)
    session.refresh(case)
