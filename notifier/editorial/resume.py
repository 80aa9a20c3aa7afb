"""Take an asked or held item back to the queue."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change
from notifier.editorial.models import Case
from notifier.editorial.tell import tell
from notifier.editorial.workflow import Deed


def resume(session: Session, case: Case, *, version: int, by: Actor, now: datetime) -> None:
    """Back to waiting without an answer, for instance after a telephone call."""
    change(session, case, Deed.RESUME, version=version)
    tell(session, case, "を確認待ちに戻しました。", verb="resume", by=by, now=now)
