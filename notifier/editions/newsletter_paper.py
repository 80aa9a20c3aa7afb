"""The paper of an edition as it stands: frozen after approval, living before."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editions.current import current_views
from notifier.editions.kinds import kind_of
from notifier.editions.masthead import masthead_of
from notifier.editions.models import Edition
from notifier.editions.paper import Paper, PrintText, paper_of
from notifier.editions.set_voices import voices_of
from notifier.hubs import districts, get_hub


def newsletter_paper(session: Session, edition: Edition, *, now: datetime) -> Paper:
    """Everything the printed formats show of ``edition``."""
    hub = get_hub(session, edition.hub_id)
    prints = {
        item.listing_id: PrintText(item.print_title, item.print_body) for item in edition.items
    }
    return paper_of(
        masthead_of(hub, edition, now=now),
        current_views(session, edition, now=now),
        month=edition.on,
        districts={row.key: row.name for row in districts(session, hub.id)},
        prints=prints,
        has_calendar=not kind_of(edition.kind).is_evergreen,
        voices=voices_of(edition),
    )
