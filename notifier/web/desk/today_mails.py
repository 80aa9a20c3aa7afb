"""The card of 「きょう」 about mails to the desk: which were not taken, and whether the mailbox is read."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier import delivery, mailroom
from notifier.config import settings
from notifier.flows.pick_up_mails import NO_HUB, READ, ROUND
from notifier.intake.sources import email
from notifier.kit import clock
from notifier.mailroom import InboxState
from notifier.web.desk.today import TodayCard, today_card
from notifier.web.guard import SignedIn

LOOKED_BACK = timedelta(days=7)
UNREAD_FOR = timedelta(hours=1)
SAID = 3
TELL = (
    "機械の担当者に「notifier doctor で、団体からのメールの受信箱を見てください」と伝えてください。"
)
ENTER = "受信箱で開いて、「代理入力」で入れてください。"
KINDS = {
    "automatic": "自動返信",
    "bounce": "戻ってきたメール",
    "list": "メーリングリストや一斉配信",
    "own": "この拠点から出したメール",
    "empty": "中身のないメール",
}


@today_card
def mails_to_the_desk(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """Mails that could not be read, or that no person wrote; a mailbox nobody gets into."""
    if not me.may("judge"):
        return None
    since = now - LOOKED_BACK
    events = mailroom.events_since(session, me.hub.id, source=email.KEY, since=since)
    failed = [one for one in events if one.state is InboxState.FAILED]
    ignored = Counter(one.kind for one in events if one.state is InboxState.IGNORED)
    sentences = [*_unread(session, me, now), *_failed(failed, me)]
    is_grave = bool(sentences)
    if ignored:
        said = "、".join(f"{KINDS[kind]} {count}" for kind, count in ignored.most_common())
        sentences.append(
            f"この7日に、受け付けなかったメールが {sum(ignored.values())}通あります（{said}）。"
            "受信箱に残っています。"
        )
    if not sentences:
        return None
    return TodayCard("団体からのメール", "care" if is_grave else "plain", tuple(sentences))


def _unread(session: Session, me: SignedIn, now: datetime) -> list[str]:
    """The mailbox was asked for, and for an hour nobody got in."""
    if not settings().submissions_imap_url:
        return []
    asked, read = delivery.last_round(session, ROUND), delivery.last_round(session, READ)
    if asked is None or (read is not None and asked - read < UNREAD_FOR):
        return []
    last = (
        f"最後に読めたのは {clock.say_moment(read, me.hub.zone)}"
        if read
        else "まだ一度も読めていません"
    )
    return [f"メールの受信箱を読めていません（{last}）。{TELL}"]


def _failed(failed: list[mailroom.InboxEvent], me: SignedIn) -> Iterator[str]:
    """Mails that are in nobody's queue, though a person may have written them."""
    nowhere = [one for one in failed if one.kind == NO_HUB]
    unread = [one for one in failed if one.kind != NO_HUB]
    for what, some in (("読めなかったメール", unread), ("どの拠点あてかわからないメール", nowhere)):
        if some:
            when = "、".join(clock.say_moment(one.received_at, me.hub.zone) for one in some[:SAID])
            more = "など" if len(some) > SAID else ""
            yield f"{what}が {len(some)}通あります（{when}{more}に受け取り）。{ENTER}"
