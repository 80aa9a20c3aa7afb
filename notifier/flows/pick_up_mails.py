"""Letters to the desk picked up from an IMAP mailbox: kept first, marked as read afterwards.

Returned mails find their way into the same mailbox (a sender's address takes both), so they are
handed on to where those are read. A mail that fails is a stored sentence, and the next one is read.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from notifier import delivery, mailroom
from notifier.config import settings
from notifier.flows.pick_up_bounces import take_bounce
from notifier.flows.take_mail import TakenMail, take_mail
from notifier.hubs import Hub, all_hubs
from notifier.intake import ImportResult
from notifier.intake.sources import email
from notifier.kit import clock
from notifier.kit.db import reading, writing
from notifier.kit.errors import ConflictError
from notifier.kit.logs import where
from notifier.mailroom import IncomingMail
from notifier.wire import imap

EVERY = timedelta(minutes=5)
AT_ONCE = 50
ROUND = "submission_mailbox"
READ = "submission_mailbox_read"
RETURNED = frozenset({"bounce", "automatic"})
FAILED = "読みとりの途中で失敗しました。受信箱で開いて、代理入力で入れてください。"

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
                done.update(_counted(take_one(raw, is_cut=len(raw) >= most, now=now_fn())))
            mailbox.mark_read(uid)
    with writing() as session:
        delivery.claim_round(session, READ, every=timedelta(), now=now_fn())
    if done:
        log.info("mails.picked_up", **done)
    return done


def take_one(raw: bytes, *, is_cut: bool = False, now: datetime) -> TakenMail | None:
    """One mail in one transaction, for the hub it was written to; None when it is nobody's here."""
    mail = mailroom.open_mail(raw)
    with reading() as session:
        hub = hub_of(session, mail)
    if hub is None:
        log.warning("mails.no_hub")
        _hand_on(raw, now=now)
        return None
    try:
        with writing() as session:
            taken = take_mail(session, hub, raw, is_cut=is_cut, now=now)
    except ConflictError:  # another process had it at the same moment
        return TakenMail(ImportResult(duplicates=1, rows=1), "duplicate")
    except (OperationalError, InterfaceError):  # no fault of the mail: it is read again
        raise
    except Exception as error:
        log.exception("mails.failed", where=where(error.__traceback__)[-1])
        return _failed(hub, raw, now=now)
    if taken.kind == "broken":
        return _failed(hub, raw, now=now)
    if taken.kind in RETURNED:
        _hand_on(raw, now=now)
    return taken


def hub_of(session: Session, mail: IncomingMail) -> Hub | None:
    """The hub it was written to: by its address for submissions or the one it sends from.

    Of a mail to two hubs each gets the copy that was delivered for it. With one hub everything is
    for it.
    """
    every = all_hubs(session)
    addresses = {hub.mail_from: hub for hub in every} | {hub.mail_submissions: hub for hub in every}
    written_to = (_without_tag(one) for one in mail.recipients)
    found = next((addresses[one] for one in written_to if one in addresses), None)
    if found is not None:
        return found
    return every[0] if len(every) == 1 else None


def _without_tag(address: str) -> str:
    """joho+x@example.jp is joho@example.jp."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _hand_on(raw: bytes, *, now: datetime) -> None:
    take_bounce(raw, now=now)


def _failed(hub: Hub, raw: bytes, *, now: datetime) -> TakenMail:
    """The sentence for the desk; nothing of the mail, which stays in its mailbox."""
    own_id = f"x:{hashlib.sha256(raw).hexdigest()}"
    with writing() as session:
        is_new = mailroom.receive_event(
            session, hub.id, source=email.KEY, event_id=own_id, kind="failed", raw=b"", now=now
        )
        event = mailroom.find_event(session, hub.id, source=email.KEY, event_id=own_id)
        if is_new and event is not None:
            mailroom.mark_failed(session, event, reason=FAILED, now=now)
    message = {"row": 1, "message": FAILED}
    return TakenMail(ImportResult(errors=[message], rows=1), "failed", FAILED)


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
