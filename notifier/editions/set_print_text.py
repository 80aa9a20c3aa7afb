"""Shorter words for paper, beside what the group wrote."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.arrange import item_of
from notifier.editions.locking import note
from notifier.editions.models import Edition
from notifier.editions.paper import PrintText
from notifier.kit import text
from notifier.kit.errors import BadInputError

TITLE_LIMIT = 100
BODY_LIMIT = 500


def set_print_text(  # noqa: PLR0913 - the words on top of what every change takes
    session: Session,
    edition: Edition,
    listing_id: int,
    words: PrintText,
    *,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """The title and words of one item on paper; "" takes the group's own again. Too long for
    paper is allowed and warned of; the listing itself stays as it is.
    """
    title, body = text.one_line(words.title), text.one_line(words.body)
    for value, limit, name in ((title, TITLE_LIMIT, "題"), (body, BODY_LIMIT, "説明")):
        if len(value) > limit:
            raise BadInputError(
                f"紙面用の{name}は{limit}文字までです（いま{len(value)}文字）。", field="print"
            )
    item = item_of(edition, listing_id, session=session, version=version)
    item.print_title, item.print_body = title, body
    edition.version += 1
    said = f"「{edition.title}」の1件の紙面用の文を変えました。"
    note(session, edition, said, verb="print_text", by=by, now=now)
    session.flush()
