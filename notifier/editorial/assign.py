"""Give a case to a person, or to nobody."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.accounts import role_in
from notifier.audit import Actor
from notifier.editorial.guard import change, require_current
from notifier.editorial.models import Case
from notifier.editorial.tell import tell
from notifier.editorial.workflow import Deed
from notifier.kit.errors import NotFoundError


def assign(
    session: Session,
    case: Case,
    *,
    staff_id: int | None,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """The case's assignee becomes a member of the hub's staff; None puts it back for everybody."""
    require_current(case, version)
    if staff_id is not None and role_in(session, staff_id, case.hub_id) is None:
        raise NotFoundError("その職員はこの拠点にいません。")
    change(session, case, Deed.EDIT, version=version, assignee_id=staff_id)
    said = "の担当を決めました。" if staff_id is not None else "の担当を外しました。"
    tell(session, case, said, verb="assign", by=by, now=now, detail={"staff_id": staff_id})
