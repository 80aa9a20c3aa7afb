"""The doctor's look into the mailboxes that are read: can they be entered, and is every hub told apart?"""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from notifier.cli.doctor_checks import Check
from notifier.config import Settings
from notifier.hubs import all_hubs
from notifier.kit import db
from notifier.kit.errors import NotifierError
from notifier.wire import imap

COUNTED = 1_000
ENTER = "利用者名・合言葉・フォルダと、通信の許可を確かめてください。"


def check_mailboxes(now: Settings) -> Iterator[Check]:
    """One finding for each mailbox that is set; none without."""
    for key, what, url in (
        ("bounce_mailbox", "戻ってきたメールの受信箱", now.bounce_imap_url),
        ("submissions_mailbox", "団体からのメールの受信箱", now.submissions_imap_url),
    ):
        if url:
            yield _entered(key, what, url)
    if now.submissions_imap_url:
        yield from _told_apart()


def _entered(key: str, what: str, url: str) -> Check:
    try:
        with imap.open_mailbox(url) as mailbox:
            waiting = len(mailbox.unread(COUNTED))
    except NotifierError as error:
        return Check(key, what, "wrong", str(error), ENTER)
    return Check(key, what, "ok", f"入れます（未読 {waiting}通）")


def _told_apart() -> Iterator[Check]:
    """Of several hubs each needs an address of its own, or its mails find nobody."""
    try:
        with db.reading() as session:
            every = all_hubs(session)
    except (SQLAlchemyError, NotifierError):
        return  # said by the check of the database
    given = Counter(hub.mail_submissions for hub in every)
    unclear = [
        hub.slug for hub in every if not hub.mail_submissions or given[hub.mail_submissions] > 1
    ]
    if len(every) > 1 and unclear:
        yield Check(
            "submissions_addresses",
            "団体からのメールの宛先",
            "wrong",
            f"宛先が決まっていない、またはほかの拠点と同じ拠点があります: {', '.join(unclear)}",
            "拠点ごとに notifier hub set mail.submissions アドレス で決めてください。",
        )
