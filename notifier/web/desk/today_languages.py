"""The card of 「きょう」 that names translations hidden until somebody looked at them again."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import listings
from notifier.web.desk.today import TodayCard, today_card
from notifier.web.guard import SignedIn
from notifier.web.nav import link_if

SAID = 3


@today_card
def translations_to_look_at(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """Checked words whose Japanese, date or place has changed: parents read Japanese meanwhile."""
    del now
    if not me.may("judge"):
        return None
    found = listings.to_look_at_again(session, me.hub.id)
    if not found:
        return None
    sentences = [
        f"「{one.title}」の内容が変わりました。見直すまで、公開ページには日本語が出ます。"
        for one in found[:SAID]
    ]
    if len(found) > SAID:
        sentences.append(f"ほかに{len(found) - SAID}件あります。")
    url = link_if("desk.listing_languages", listing_id=found[0].id)
    return TodayCard("見直しを待つ訳", "care", tuple(sentences), "訳を見直す", url)
