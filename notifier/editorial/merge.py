"""Merge an exact duplicate into another case; both sources stay."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change, require_current
from notifier.editorial.models import Case
from notifier.editorial.tell import tell
from notifier.editorial.workflow import OPEN, CaseState, Deed
from notifier.kit.errors import BadInputError, NotFoundError


def merge(
    session: Session, case: Case, *, into: Case, version: int, by: Actor, now: datetime
) -> None:
    """Close ``case`` as the same as ``into`` (open or published, of the same hub)."""
    require_current(case, version)
    if into.hub_id != case.hub_id:
        raise NotFoundError("まとめる先の件が見つかりません。")
    if into.id == case.id or into.state not in (*OPEN, CaseState.APPROVED):
        raise BadInputError("まとめる先には、確認待ちか掲載済みの別の件を選んでください。")
    change(
        session,
        case,
        Deed.MERGE,
        version=version,
        merged_into_id=into.id,
        decided_at=now,
        decided_by=by.label,
    )
    detail = {"into": into.id, "merged": case.id}
    tell(
        session,
        case,
        f"（受付番号{case.id}）を受付番号{into.id}にまとめました。",
        verb="merge",
        by=by,
        now=now,
        detail=detail,
    )
    tell(
        session,
        into,
        f"に、同じ内容の受付番号{case.id}をまとめました。",
        verb="merged",
        by=by,
        now=now,
        detail=detail,
    )
