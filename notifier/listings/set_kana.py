"""How a title is read aloud: katakana that open data requires and nobody should guess."""

import re
from datetime import datetime

import jaconv
from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.kit.errors import BadInputError
from notifier.kit.text import half, one_line
from notifier.listings.models import Listing

LIMIT = 300
KANA = re.compile(r"[ァ-ヴー・、。！？0-9A-Za-z ]*")


class NotKanaError(BadInputError):
    """Something that is no reading."""


def set_kana(session: Session, listing: Listing, *, kana: str, by: Actor, now: datetime) -> Listing:
    """The listing with the reading of its title; hiragana becomes katakana, "" takes it away."""
    said = jaconv.hira2kata(one_line(half(kana)))[:LIMIT].replace("!", "！").replace("?", "？")
    if not KANA.fullmatch(said):
        raise NotKanaError("よみは、カタカナかひらがなで入れてください。", field="kana")
    if said == listing.title_kana:
        return listing
    listing.title_kana = said
    listing.updated_at = now
    session.flush()
    audit.write(
        session,
        f"{by.label}が「{listing.title}」のよみを「{said}」にしました。",
        verb="set_kana",
        subject=("listing", listing.id),
        hub_id=listing.hub_id,
        by=by,
        now=now,
    )
    return listing
