"""A further version of an item, for the desk to decide; what is published stays until then."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit, intake
from notifier.flows.hand_in import hand_in
from notifier.flows.own_state import as_known


def new_version(
    session: Session,
    sent: intake.Submission,
    *,
    mark: str,
    questions: tuple[intake.DraftQuestion, ...] = (),
    by: audit.Actor,
    now: datetime,
) -> intake.Submission:
    """The item as it stands now, once more; ``mark`` tells it from the version before."""
    draft = replace(as_known(session, sent), external_id=sent.external_id, questions=questions)
    arrival = intake.Arrival(
        hub_id=sent.hub_id,
        source=sent.source,
        original=dict(sent.original),
        group_id=sent.group_id,
        is_verified=sent.is_verified_sender,
        submitter_email=sent.submitter_email,
        line_sender_id=sent.line_sender_id,
        mark=mark,
    )
    return hand_in(session, draft, arrival=arrival, by=by, now=now).submission
