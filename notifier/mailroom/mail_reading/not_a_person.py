"""Whether a person sent a mail. Machines must never be answered, and what they say is no item."""

import re
from typing import Literal

from notifier.mailroom.bounce_reading import read_bounce
from notifier.mailroom.bounce_reading.letter import Letter, open_letter
from notifier.mailroom.bounce_reading.plain_text import from_mail_system
from notifier.mailroom.bounce_reading.reports import notified
from notifier.mailroom.bounce_reading.vacation import is_automatic_reply, says_automatic
from notifier.mailroom.mail_reading.incoming import IncomingMail, with_line_ends
from notifier.mailroom.own_message_id import is_own_message_id
from notifier.mailroom.verp import read_bounce_address

NotAPerson = Literal["", "bounce", "automatic", "list", "own"]

BULK = frozenset({"bulk", "list", "junk"})
NOT_RETURNED = frozenset({"not_recognised", "vacation"})
AUTOMATIC = ("x-autoreply", "x-autorespond", "x-autoresponder")
OF_A_LIST = (
    "list-id", "list-post", "list-unsubscribe", "x-mlserver", "x-ml-name", "x-mailman-version",
)  # fmt: skip


# Who quotes a mail gives its sender and subject; only what returns it knows its way.
_OF_A_COPY = re.compile(r"^(?:Received|Message-ID|Return-Path):", re.IGNORECASE | re.MULTILINE)


def why_not_a_person(mail: IncomingMail, *, own: frozenset[str]) -> NotAPerson:
    """Why ``mail`` is nobody's letter; "" for a person's.

    ``own`` are the addresses we send from: a mail of ours that came back whole would else be
    answered by us, for ever. An automatic reply says so (RFC 3834), a mailing list too (RFC 2919);
    of a returned mail the mildest reading is enough, as nothing is held against anybody here. But
    what a person may write too (「写真を送信できませんでした」, 「休暇中の…」) is no sign by itself: a
    machine's mail on the desk costs a look, a person's that is not there an event.
    """
    if mail.sender in own or is_own_message_id(mail.message_id):
        return "own"
    lines = with_line_ends(mail.raw)
    letter = open_letter(lines)
    if letter is None:
        return ""
    if _is_marked_as_returned(letter, mail):
        return "bounce"
    machine = _machine(letter, mail)
    if machine or _brings_evidence(letter):
        is_returned = read_bounce(lines).reason_key not in NOT_RETURNED
        return "bounce" if is_returned else machine
    return ""


def _is_marked_as_returned(letter: Letter, mail: IncomingMail) -> bool:
    if mail.content_type == "multipart/report" or from_mail_system(letter):
        return True
    if any(read_bounce_address(one) for one in mail.recipients):
        return True
    if mail.headers.get("return-path", "").strip() == "<>":
        return True
    said = mail.text.lower()  # a person sent such a report on
    return "final-recipient:" in said and "action: failed" in said


def _brings_evidence(letter: Letter) -> bool:
    """Whether the mail that came back hangs on it, or a report."""
    return bool(_OF_A_COPY.search(letter.original) or letter.feedback or notified(letter.notice)[1])


def _machine(letter: Letter, mail: IncomingMail) -> NotAPerson:
    if says_automatic(letter) or _is_automatic(mail):
        return "automatic"
    if mail.answers and is_automatic_reply(letter):  # a person's answer begins with Re:
        return "automatic"
    return "list" if _is_of_a_list(mail) else ""


def _is_automatic(mail: IncomingMail) -> bool:
    """``Auto-Submitted: no`` is what a person's program may write."""
    said = mail.headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    return said != "no" or any(name in mail.headers for name in AUTOMATIC)


def _is_of_a_list(mail: IncomingMail) -> bool:
    if mail.headers.get("precedence", "").strip().lower() in BULK:
        return True
    return any(name in mail.headers for name in OF_A_LIST)
