"""What a reader with certain wishes would get: made by the same press that prints the real one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editions.current import current_views
from notifier.editions.freeze import link_codes
from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition, EditionState
from notifier.editions.press import Press
from notifier.editions.selection import select, select_told
from notifier.hubs import get_hub
from notifier.kit import clock
from notifier.subscribers import Wishes


@dataclass(frozen=True, slots=True)
class Preview:
    """Items in order, those that had no room, and the very parts that would be sent."""

    items: tuple[int, ...]
    left_over: tuple[int, ...]
    line_messages: str
    mail_subject: str
    mail_text: str
    mail_html: str


def preview(
    session: Session,
    edition: Edition,
    wishes: Wishes,
    *,
    now: datetime | None = None,
    counted: bool = True,
) -> Preview:
    """Render the edition for these wishes. A draft has no link codes yet and shows the addresses
    themselves; so does a preview that is not ``counted``.
    """
    views = current_views(session, edition, now=now or clock.now())
    kind = kind_of(edition.kind)
    facts = [view.facts for view in views]
    if kind.is_notice:  # whoever was told gets it, whatever the wishes
        chosen = select_told(facts, frozenset(view.listing_id for view in views))
    else:
        chosen = select(facts, wishes, limit=kind.max_cards)
    codes = (
        {} if edition.state is EditionState.DRAFT or not counted else link_codes(session, edition)
    )
    press = Press(edition, get_hub(session, edition.hub_id), views, codes=codes)
    printed = press.print_issue(chosen.chosen, wishes.language)
    return Preview(
        items=chosen.chosen,
        left_over=chosen.left_over,
        line_messages=printed.line_messages,
        mail_subject=printed.mail_subject,
        mail_text="".join(printed.mail_text),
        mail_html="".join(printed.mail_html),
    )
