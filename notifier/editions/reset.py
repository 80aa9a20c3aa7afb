"""What an edition forgets when it becomes a draft again."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from notifier.editions.locking import give_reason
from notifier.editions.models import ContentGroupProfile, Edition


def back_to_draft(session: Session, edition: Edition) -> None:
    """Forget approval, times and the audience; link codes stay, they may be in people's hands.

    Content groups already rendered stay as they are: their signature carries the content's hash,
    so a changed edition makes new ones.
    """
    for item in edition.items:
        item.snapshot, item.struck_at, item.struck_reason = None, None, ""
    edition.approved_at, edition.approved_by, edition.approved_by_key = None, "", ""
    edition.second_at, edition.second_by, edition.second_by_key = None, "", ""
    edition.send_at, edition.dispatched_at = None, None
    edition.content_hash = ""
    give_reason(edition, "")
    edition.is_off_schedule = False
    session.execute(delete(ContentGroupProfile).where(ContentGroupProfile.edition_id == edition.id))
