"""Approve an item and trust its group from now on: one gesture, two deeds, one transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.directory import get_group, trust_group
from notifier.editorial.approve import approve
from notifier.editorial.models import Case
from notifier.intake import find_submission
from notifier.kit.errors import BadInputError
from notifier.listings import Listing


class UnknownSenderError(BadInputError):
    """The item came from nobody whose word for the group was ever proved."""


def approve_and_trust(
    session: Session,
    case: Case,
    *,
    version: int,
    by: Actor,
    now: datetime,
    despite: tuple[str, ...] = (),
) -> Listing:
    """The listing, as ``approve`` publishes it; the group of its verified sender is trusted.

    Raises UnknownSenderError when the sender is not verified or belongs to no group: whoever only
    names a group earns it no trust. Whether the person may edit groups the edge has asked.
    """
    submission = find_submission(session, case.hub_id, case.submission_id)
    if not submission.is_verified_sender or submission.group_id is None:
        raise UnknownSenderError(
            "送り主が団体の人だと確かめられていないので、信頼する団体にはできません。"
            "掲載だけなら「掲載する」を押してください。"
        )
    listing = approve(session, case, version=version, by=by, now=now, despite=despite)
    trust_group(session, get_group(session, case.hub_id, submission.group_id), by=by, now=now)
    return listing
