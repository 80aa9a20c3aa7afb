"""Letters to the desk picked up from an IMAP mailbox: kept first, marked as read afterwards.

Returned mails find their way into the same mailbox (a sender's address takes both), so they are
handed on to where those are read. A mail that fails is a stored sentence, and the next one is read.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from notifier import delivery, mailroom
from notifier.config import settings
from notifier.flows.pick_up_bounces import take_bounce
from notifier.flows.take_alone import FAILED, take_alone
from notifier.flows.take_mail import TakenMail
from notifier.hubs import Hub, all_hubs
from notifier.intake.sources import email
from notifier.kit import clock
from notifier.kit.db import reading, writing
from notifier.mailroom import IncomingMail
from notifier.wire import imap

EVERY = timedelta(minutes=5)
AT_ONCE = 50
ROUND = "submission_mailbox"
READ = "submission_mailbox_read"
RETURNED = frozenset({"bounce", "automatic"})
LEFT_OUT = frozenset({"failed", "broken"})
NO_HUB = "no_hub"
SAID = {
    "failed": FAILED,
    NO_HUB: "どの拠点あてかわからないメールです。メールソフトで開いて、代理入力で入れてください。",
}

log = structlog.get_logger()


def pick_up_due(*, now_fn: Callable[[], datetime] = clock.now) -> int:
    """As ``pick_up_mails``, when a mailbox is set and nobody looked for five minutes."""
    if not settings().submissions_imap_url:
        return 0
    with writing() as session:
        if not delivery.claim_round(session, ROUND, every=EVERY, now=now_fn()):
            return 0
    return pick_up_mails(now_fn=now_fn)["read"]


def pick_up_mails(*, now_fn: Callable[[], datetime] = clock.now) -> Counter[str]:
    """Read what is unread, at most fifty; counts by what became of it.

    A mail is marked as read when what became of it is committed: one read twice for a crash in
    between is a duplicate. Raises ``MailboxError``; what was read stays read.
    """
    done: Counter[str] = Counter()
    most = imap.MOST_OF_A_LETTER
    with imap.open_mailbox(settings().submissions_imap_url) as mailbox:
        for uid in mailbox.unread(AT_ONCE):
            raw = mailbox.read(uid, at_most=most)
            if raw:
                mail = mailroom.open_mail(raw, is_cut=len(raw) >= most)
                done.update(_counted(take_one(mail, now=now_fn())))
            mailbox.mark_read(uid)
    with writing() as session:
        delivery.claim_round(session, READ, every=timedelta(), now=now_fn())
    if done:
        log.info("mails.picked_up", **done)
    return done


def take_one(mail: IncomingMail, *, now: datetime) -> TakenMail | None:
    """One mail for the hub it was written to; None when it is nobody's here.

    What was returned to us is handed on however often it is read: the other reader knows it again.
    """
    with reading() as session:
        hubs = all_hubs(session)
    hub = hub_of(hubs, mail)
    if hub is None:
        own = frozenset(one.mail_from for one in hubs if one.mail_from)
        if mailroom.why_not_a_person(mail, own=own):
            _hand_on(mail, now=now)
        else:
            log.warning("mails.no_hub")
            _remember(hubs, mail, kind=NO_HUB, now=now)
        return None
    taken = take_alone(hub, mail, now=now)
    if taken.kind in LEFT_OUT:
        _remember([hub], mail, kind="failed", now=now)
    if taken.kind in RETURNED:
        _hand_on(mail, now=now)
    return taken


def hub_of(hubs: Sequence[Hub], mail: IncomingMail) -> Hub | None:
    """The hub it was written to: by its address for submissions or the one it sends from.

    Of a mail to two hubs each gets the copy that was delivered for it. With one hub everything is
    for it.
    """
    addresses = {hub.mail_from: hub for hub in hubs} | {hub.mail_submissions: hub for hub in hubs}
    for written_to in mail.recipients:
        found = addresses.get(written_to) or addresses.get(_without_tag(written_to))
        if found is not None:
            return found
    return hubs[0] if len(hubs) == 1 else None


def _without_tag(address: str) -> str:
    """joho+x@example.jp is joho@example.jp."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _hand_on(mail: IncomingMail, *, now: datetime) -> None:
    take_bounce(mail.raw, now=now)


def _remember(hubs: Sequence[Hub], mail: IncomingMail, *, kind: str, now: datetime) -> None:
    """A sentence for the desk; nothing of the mail, which stays in its mailbox."""
    own_id = f"x:{hashlib.sha256(mail.raw).hexdigest()}"
    with writing() as session:
        for hub in hubs:
            is_new = mailroom.receive_event(
                session, hub.id, source=email.KEY, event_id=own_id, kind=kind, raw=b"", now=now
            )
            event = mailroom.find_event(session, hub.id, source=email.KEY, event_id=own_id)
            if is_new and event is not None:
                mailroom.mark_failed(session, event, reason=SAID[kind], now=now)


def _counted(taken: TakenMail | None) -> dict[str, int]:
    if taken is None:
        return {"read": 1, "no_hub": 1}
    one = taken.result
    numbers = {
        "read": 1,
        "received": one.received,
        "questions": one.questions,
        "duplicates": one.duplicates,
        "rejected": one.rejected,
        "errors": len(one.errors),
    }
    return {name: number for name, number in numbers.items() if number}
