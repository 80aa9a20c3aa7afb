"""The paper of an edition as it stands: frozen after approval, living before."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.editions.current import current_views
from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition, EditionState
from notifier.editions.paper import Masthead, Paper, PrintText, paper_of
from notifier.hubs import Hub, districts, get_hub
from notifier.kit import clock

HELLO = (
    "こんにちは。{hub}です。{month}月の親子で行ける場所と行事をお届けします。"
    "気になるものがあれば、気軽にお出かけください。"
)


def newsletter_paper(session: Session, edition: Edition, *, now: datetime) -> Paper:
    """Everything the printed formats show of ``edition``."""
    hub = get_hub(session, edition.hub_id)
    prints = {
        item.listing_id: PrintText(item.print_title, item.print_body) for item in edition.items
    }
    return paper_of(
        _masthead(hub, edition, now=now),
        current_views(session, edition, now=now),
        month=edition.on,
        districts={row.key: row.name for row in districts(session, hub.id)},
        prints=prints,
    )


def _masthead(hub: Hub, edition: Edition, *, now: datetime) -> Masthead:
    day = clock.local(edition.approved_at or now, hub.zone).date()
    is_draft = edition.state is not EditionState.APPROVED
    return Masthead(
        hub_name=hub.name,
        kind_name=kind_of(edition.kind).name,
        month=f"{edition.on.year}年{edition.on.month}月号",
        status="下書き" if is_draft else "",
        greeting=edition.greeting or HELLO.format(hub=hub.name, month=edition.on.month),
        contact=hub.contact,
        postal_address=hub.postal_address,
        open_days="・".join(
            clock.WEEKDAYS_JA[clock.WEEKDAY_KEYS.index(key)]
            for key in hub.open_days.split()
            if key in clock.WEEKDAY_KEYS
        ),
        calendar_url=f"{settings().base_url}/{hub.slug}/",
        as_of=f"{day.year}年{clock.say_date(day)}現在の情報です",
    )
