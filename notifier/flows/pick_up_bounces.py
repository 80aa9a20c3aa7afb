"""Returned mails picked up from an IMAP mailbox: kept first, marked as read afterwards."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from notifier import delivery
from notifier.config import settings
from notifier.kit import clock
from notifier.kit.db import reading, writing
from notifier.mailroom import read_bounce
from notifier.wire import imap

EVERY = timedelta(minutes=10)
AT_ONCE = 50
ROUND = "bounce_mailbox"
NOT_ABOUT_US = frozenset({"vacation", "none"})
COLUMNS = {
    "hard": "hard",
    "soft": "soft",
    "mailbox_full": "soft",
    "complaint": "complaint",
    "vacation": "ignored",
    "none": "ignored",
}

log = structlog.get_logger()


def pick_up_due(*, now_fn: Callable[[], datetime] = clock.now) -> int:
    """As ``pick_up_bounces``, when a mailbox is set and nobody looked for ten minutes."""
    if not settings().bounce_imap_url:
        return 0
    with writing() as session:
        if not delivery.claim_round(session, ROUND, every=EVERY, now=now_fn()):
            return 0
    return pick_up_bounces(now_fn=now_fn)["read"]


def pick_up_bounces(*, now_fn: Callable[[], datetime] = clock.now) -> Counter[str]:
    """Read what is unread, at most fifty; counts by what became of it and how it was judged.

    A mail is marked as read when what it says is committed: one read twice for a crash in between
    is known by its hash and changes nothing. Raises ``MailboxError``; what was read stays read.
    """
    done: Counter[str] = Counter()
    with imap.open_mailbox(settings().bounce_imap_url) as mailbox:
        for uid in mailbox.unread(AT_ONCE):
            done.update(take_bounce(mailbox.read(uid), now=now_fn()))
            mailbox.mark_read(uid)
    if done:
        log.info("bounces.picked_up", **done)
    return done


def take_bounce(raw: bytes, *, now: datetime) -> list[str]:
    """One mail in one transaction, for the hub it is about: what to count of it."""
    verdict = read_bounce(raw)
    column = COLUMNS[verdict.kind]
    with reading() as session:
        hub = delivery.hub_of_bounce(session, verdict, now=now)
    if hub is None:
        is_about_nobody = verdict.kind not in NOT_ABOUT_US
        return ["read", column, *(["unknown_recipient"] if is_about_nobody else [])]
    with writing() as session:
        applied = delivery.apply_bounce(session, hub, verdict, raw=raw, now=now)
    if applied.outcome == "seen":
        return ["read", "seen"]
    return ["read", column, *(["stopped"] if applied.is_stopped else [])]
