"""Take back a refusal or a merge: the wrong key, the wrong card. The item returns to the queue."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change, require_current
from notifier.editorial.models import Case
from notifier.editorial.tell import tell
from notifier.editorial.tell_refused import tell_reopened
from notifier.editorial.workflow import CaseState, Deed, WrongStateError, next_state


def reopen(session: Session, case: Case, *, version: int, by: Actor, now: datetime) -> None:
    """Back to waiting. WrongStateError for a version that a newer one from its sender replaced."""
    require_current(case, version)
    next_state(case.state, Deed.REOPEN)
    if case.is_replaced:
        raise WrongStateError(
            f"この件には、新しく届いた版（受付番号{case.merged_into_id}）があります。"
            "そちらを開いて決めてください。"
        )
    was_refused = case.state is CaseState.REJECTED
    change(
        session,
        case,
        Deed.REOPEN,
        version=version,
        reason="",
        decided_at=None,
        decided_by="",
        merged_into_id=None,
    )
    if was_refused:
        tell_reopened(session, case, refused_at=version, now=now)
    done = "お断り" if was_refused else "まとめ"
    tell(
        session, case, f"の{done}を取り消し、確認待ちに戻しました。", verb="reopen", by=by, now=now
    )
