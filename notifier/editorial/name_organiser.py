"""A sender proved for which group she speaks: what she sent before is held by that group, too."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change
from notifier.editorial.queries import cases_of
from notifier.editorial.standing import standing
from notifier.editorial.tell import tell
from notifier.editorial.workflow import OPEN, Deed
from notifier.hubs import get_hub
from notifier.intake import Submission


def name_organiser(
    session: Session, sent: list[Submission], organiser: str, *, by: Actor, now: datetime
) -> int:
    """How many of the items of one hub that are not decided yet had no organiser and have one now."""
    if not sent:
        return 0
    cases = cases_of(session, sent[0].hub_id, [one.id for one in sent])
    zone = get_hub(session, sent[0].hub_id).zone
    nameless = [case for case in cases.values() if case.state in OPEN and not case.draft.organiser]
    for case in nameless:
        draft = replace(case.draft, organiser=organiser)
        change(
            session,
            case,
            Deed.EDIT,
            version=case.version,
            draft_json=draft.to_json(),
            **standing(draft, zone, now),
        )
        tell(session, case, f"の主催を「{organiser}」としました。", verb="edit", by=by, now=now)
    return len(nameless)
