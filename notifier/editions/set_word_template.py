"""Replace the Word template of a hub, or go back to ours."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.editions.hub_template import forget_template, store_template
from notifier.editions.kinds import kind_of
from notifier.editions.word_fields import check_template
from notifier.hubs import Hub


def set_word_template(
    session: Session, hub: Hub, data: bytes | None, *, kind: str, by: Actor, now: datetime
) -> None:
    """Use ``data`` (a .docx) for this hub's issues of ``kind``; None = ours again.

    Raises ``BadTemplateError`` naming every field we do not know, with its place.
    """
    name = kind_of(kind).name
    if data is None:
        forget_template(hub.id, kind)
        words = f"{by.label}が「{name}」のWordのひな形を、はじめのものに戻しました。"
    else:
        check_template(data)
        store_template(hub.id, kind, data)
        words = f"{by.label}が「{name}」のWordのひな形を入れ替えました。"
    audit.write(
        session, words, verb="set_word_template", subject=("hub", hub.id), hub_id=hub.id,
        by=by, now=now,
    )  # fmt: skip
