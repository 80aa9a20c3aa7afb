"""Approve: the item becomes a listing the hub stands for, by a named person."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.directory import known_places
from notifier.editorial.by_register import by_register
from notifier.editorial.check import check
from notifier.editorial.facts import Check
from notifier.editorial.guard import change, require_current
from notifier.editorial.models import Case
from notifier.editorial.own_entry import is_own_entry
from notifier.editorial.replaced import replaced
from notifier.editorial.tell import tell
from notifier.editorial.tell_sender import tell_published
from notifier.editorial.workflow import Deed, next_state
from notifier.hubs import get_hub
from notifier.intake import Submission, find_submission
from notifier.kit.errors import BadInputError, NotAllowedError
from notifier.listings import Listing, draft_of, find_listing, publish, revise


class ChecksStandError(BadInputError):
    """Something found by the checks is still open; ``checks`` are what stands in the way."""

    def __init__(self, checks: list[Check]) -> None:
        said = " ".join(check.message for check in checks)
        if any(check.level == "stop" for check in checks):
            super().__init__(f"このままでは掲載できません。先に直してください。{said}")
        else:
            super().__init__(
                f"確かめていただくことが残っています。確かめたら印をつけて、もう一度押してください。{said}"
            )
        self.checks = checks


def approve(
    session: Session,
    case: Case,
    *,
    version: int,
    by: Actor,
    now: datetime,
    despite: tuple[str, ...] = (),
) -> Listing:
    """Publish the case's draft, or revise the listing it corrects.

    ``despite`` holds the keys of ask-checks the person looked at. A stop-check is never passed
    over: ChecksStandError until the draft is mended. One's own entry: only where the hub allows.
    The sender is told by mail.
    """
    require_current(case, version)
    next_state(case.state, Deed.APPROVE)
    submission = find_submission(session, case.hub_id, case.submission_id)
    _refuse_wrong_person(session, submission, by)
    _refuse_open_checks(check(session, case, now=now), despite)
    change(
        session, case, Deed.APPROVE, version=version, decided_at=now, decided_by=by.label, reason=""
    )
    listing = _publish(session, case, submission, by, now)
    case.listing_id = listing.id
    session.flush()
    tell_published(session, case, submission, listing, now=now)
    detail = {"listing_id": listing.id, "despite": list(despite)}
    tell(session, case, "を掲載しました。", verb="approve", by=by, now=now, detail=detail)
    return listing


def _refuse_wrong_person(session: Session, submission: Submission, by: Actor) -> None:
    if by.kind != "staff":
        raise NotAllowedError("掲載を決められるのは、名前のわかる職員だけです。")
    if is_own_entry(submission, get_hub(session, submission.hub_id), by):
        raise NotAllowedError("ご自分で入力したものは、ほかの職員に掲載を決めてもらってください。")


def _refuse_open_checks(checks: list[Check], despite: tuple[str, ...]) -> None:
    stops = [one for one in checks if one.level == "stop"]
    asks = [one for one in checks if one.level == "ask" and one.key not in despite]
    if stops or asks:
        raise ChecksStandError(stops or asks)


def _publish(
    session: Session, case: Case, submission: Submission, by: Actor, now: datetime
) -> Listing:
    draft = by_register(case.draft, known_places(session, case.hub_id))
    if case.corrects_listing_id is None:
        return publish(session, draft, submission=submission, by=by, now=now)
    listing = find_listing(session, case.hub_id, case.corrects_listing_id)
    before = draft_of(listing)
    revise(session, listing, draft, by=by, now=now)
    case.replaced_json = replaced(before, draft_of(listing))
    return listing
