"""Undo an approval while no edition has frozen it: the item returns to the queue."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change, require_current
from notifier.editorial.models import Case
from notifier.editorial.replaced import given_back
from notifier.editorial.tell import tell
from notifier.editorial.tell_sender import tell_undone
from notifier.editorial.workflow import Deed, next_state
from notifier.intake import find_submission
from notifier.kit.errors import ConflictError
from notifier.listings import draft_of, find_listing, revise, withdraw


class FrozenCaseError(ConflictError):
    """An approved edition already holds the item."""


def undo(
    session: Session,
    case: Case,
    *,
    version: int,
    by: Actor,
    now: datetime,
    frozen: bool = False,
) -> None:
    """Withdraw the listing; the case waits again. A correction gives back the words it replaced:
    what was changed once more since, a place for instance, stays.

    ``frozen`` says that an edition holds the item; editions stand to the right, the edge asks them.
    """
    require_current(case, version)
    next_state(case.state, Deed.UNDO)
    if frozen:
        raise FrozenCaseError(
            "この件はもう承認された便に入っているので、掲載を取り消せません。"
            "行事が中止なら「中止にする」、まちがいなら訂正を出してください。"
        )
    listing_id, found = case.listing_id, case.replaced_json
    submission = find_submission(session, case.hub_id, case.submission_id)
    tell_undone(session, case, submission, now=now)
    change(
        session,
        case,
        Deed.UNDO,
        version=version,
        decided_at=None,
        decided_by="",
        listing_id=None,
        replaced_json=None,
    )
    if listing_id is not None:
        listing = find_listing(session, case.hub_id, listing_id)
        if found is not None:
            revise(session, listing, given_back(draft_of(listing), found), by=by, now=now)
        else:
            withdraw(session, listing, reason="掲載の取り消し", by=by, now=now)
    tell(session, case, "の掲載を取り消し、確認待ちに戻しました。", verb="undo", by=by, now=now)
