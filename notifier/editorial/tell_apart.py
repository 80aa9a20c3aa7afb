"""Two items look alike and are not the same: said once, remembered for good."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.models import Case, DistinctPair
from notifier.editorial.tell import tell
from notifier.kit.errors import BadInputError, NotFoundError


def tell_apart(session: Session, case: Case, *, other: Case, by: Actor, now: datetime) -> None:
    """Remember that ``case`` and ``other`` are two things; saying it twice changes nothing.

    No version is needed: it changes neither case, and two people can only say the same.
    """
    if other.hub_id != case.hub_id:
        raise NotFoundError("くらべる件が見つかりません。")
    if other.id == case.id:
        raise BadInputError("同じ受付番号どうしはくらべられません。")
    if not _add(session, case, other.id, said_by=by.label, now=now):
        return
    detail = {"other": other.id, "case": case.id}
    for one, twin in ((case, other), (other, case)):
        tell(
            session,
            one,
            f"と受付番号{twin.id}「{twin.draft.title}」を、別のものと確かめました。",
            verb="apart",
            by=by,
            now=now,
            detail=detail,
        )


def inherit_distinctions(session: Session, old: Case, new: Case) -> None:
    """A newer version of an item is as distinct from others as its older version was."""
    pairs = session.scalars(
        select(DistinctPair).where(
            DistinctPair.hub_id == old.hub_id,
            or_(DistinctPair.case_id == old.id, DistinctPair.other_id == old.id),
        )
    ).all()
    for pair in pairs:
        third = pair.other_id if pair.case_id == old.id else pair.case_id
        if third != new.id:
            _add(session, new, third, said_by=pair.said_by, now=pair.said_at)


def _add(session: Session, case: Case, other_id: int, *, said_by: str, now: datetime) -> bool:
    first, second = sorted((case.id, other_id))
    known = select(DistinctPair.id).where(
        DistinctPair.hub_id == case.hub_id,
        DistinctPair.case_id == first,
        DistinctPair.other_id == second,
    )
    if session.scalar(known) is not None:
        return False
    session.add(
        DistinctPair(
            hub_id=case.hub_id, case_id=first, other_id=second, said_at=now, said_by=said_by
        )
    )
    session.flush()
    return True
