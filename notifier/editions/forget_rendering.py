"""What was made of an edition for its readers, when nobody needs it any more."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from notifier.editions.models import ContentGroup, Edition, Fragment


def forget_rendering(session: Session, edition: Edition) -> None:
    """Forget the messages and mails of an edition that is long over. Which selections there were
    stays, and so do its items as they were told.
    """
    forgotten = {
        "line_messages": "",
        "mail_subject": "",
        "text_fragments": [],
        "html_fragments": [],
    }
    for rows in (
        update(ContentGroup).where(ContentGroup.edition_id == edition.id).values(forgotten),
        delete(Fragment).where(Fragment.edition_id == edition.id),
    ):
        session.execute(rows.execution_options(synchronize_session=False))
