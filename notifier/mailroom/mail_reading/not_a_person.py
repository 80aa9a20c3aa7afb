"""Whether a person sent a mail. Machines must never be answered, and what they say is no item."""

from typing import Literal

from notifier.mailroom.bounce_reading import read_bounce
from notifier.mailroom.bounce_reading.letter import Letter, open_letter
from notifier.mailroom.bounce_reading.plain_text import from_mail_system
from notifier.mailroom.bounce_reading.vacation import is_automatic_reply
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


def why_not_a_person(mail: IncomingMail, *, own: frozenset[str]) -> NotAPerson:
    """Why ``mail`` is nobody's letter; "" for a person's.

    ``own`` are the addresses we send from: a mail of ours that came back whole would else be
    answered by us, for ever. An automatic reply says so (RFC 3834), a mailing list too (RFC 2919);
    of a returned mail the mildest reading is enough, as nothing is held against anybody here.
    """
    if mail.sender in own or is_own_message_id(mail.message_id):
        return "own"
    lines = with_line_ends(mail.raw)
    letter = open_letter(lines)
    if letter is None:
        return ""
    if _is_returned(lines, letter, mail):
        return "bounce"
    if is_automatic_reply(letter) or _is_automatic(mail):
        return "automatic"
    return "list" if _is_of_a_list(mail) else ""


def _is_returned(raw: bytes, letter: Letter, mail: IncomingMail) -> bool:
    if mail.content_type == "multipart/report" or from_mail_system(letter):
        return True
    if any(read_bounce_address(one) for one in mail.recipients):
        return True
    if mail.headers.get("return-path", "").strip() == "<>":
        return True
    said = mail.text.lower()
    if "final-recipient:" in said and "action: failed" in said:  # a person sent such a report on
        return True
    return read_bounce(raw).reason_key not in NOT_RETURNED


def _is_automatic(mail: IncomingMail) -> bool:
    """``Auto-Submitted: no`` is what a person's program may write."""
    said = mail.headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    return said != "no" or any(name in mail.headers for name in AUTOMATIC)


def _is_of_a_list(mail: IncomingMail) -> bool:
    if mail.headers.get("precedence", "").strip().lower() in BULK:
        return True
    return any(name in mail.headers for name in OF_A_LIST)
