"""What the checks say about one case now."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editorial.checklist import check_draft
from notifier.editorial.evidence import gather
from notifier.editorial.facts import Check
from notifier.editorial.models import Case
from notifier.hubs import get_hub
from notifier.intake import find_submission


def check(session: Session, case: Case, *, now: datetime) -> list[Check]:
    """The findings of one case, the gravest first (pages of cases gather their facts at once)."""
    hub = get_hub(session, case.hub_id)
    submission = find_submission(session, case.hub_id, case.submission_id)
    return check_draft(gather(session, hub, [(case, submission)], now=now)[case.id])
