"""From what a server answered to one reason: the careful readings first, "nobody there" last."""

import re
from dataclasses import dataclass
from functools import cache

from notifier.mailroom.bounce_reading.phrases import (
    AMBIGUOUS,
    CAREFUL_FAMILIES,
    LATE_FAMILIES,
    MOVED,
    NO_SUCH_HOST,
    NO_SUCH_USER,
    OWN_DIRECTORY,
    TAKES_NO_MAIL,
)
from notifier.mailroom.bounce_reading.verdict import Kind

ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<![\d.:/=_-])([45]\d\d)(?=[\s:-]|$)(?![\s-]*(?:bytes|kb|mb|hours|days))")
# As in ``reports``: nothing that counts is longer.
ADDRESS = re.compile(r"<?[^\s<>:]{1,254}@[\w.-]+\w>?")
NOISE = re.compile(r"https?://\S+|\b[\w-]{1,63}(?:\.[\w-]{1,63}){2,30}(?<!\d\.\d\.\d)\b")
AFTER_DATA = re.compile(
    r"end of data|\bdata command|after data|(?:>>> (?:data|\.)\s*)+<<< [45]|smtp command\s+data\b"
)
AT_RECIPIENT = re.compile(
    r"rcpt to command|after rcpt|rcpt_to|\b55\d:? <[^<>\s]+@[^<>\s]+>: |our rcpt to|>>> rcpt to:\s*\S+\s*<<< 5|smtp command\s+rcpt"
    r"|bouncecategory: bad-mailbox|need rcpt|no valid recipients|smtp:rcpt"
)
# Amazon's receiving service takes the mail in and returns it by a rule its customer wrote.
RECEIVERS_RULE = re.compile(r"reporting-mta:\s*dns;\s*inbound-smtp\.[\w-]+\.amazonaws", re.I)
BLOCK_LIST = re.compile(
    r"https?://\S{0,254}(?:spamhaus|spamcop|barracudacentral|sorbs|abuseat)", re.I
)

BY_STATUS = (
    (r"[45]\.2\.2$", "mailbox_full"),
    (r"[45]\.(?:2\.3|3\.4)$", "too_big"),
    (r"[45]\.2\.1$", "disabled"),
    (r"[45]\.1\.[78]$", "sender_refused"),
    (r"[45]\.7\.(?:2[0-9]|30)$", "auth_failure"),
    (r"[45]\.7\.", "policy"),
    (r"[45]\.4\.", "not_reached"),
    (r"[45]\.[35]\.", "system_trouble"),
)
ACCUSING = (
    (r"5\.1\.1$", "no_such_user"),
    (r"5\.1\.2$|5\.4\.310$", "no_such_host"),
    (r"5\.1\.6$", "moved"),
    (r"5\.1\.10$", "takes_no_mail"),
)
ALIVE_FAMILIES = tuple(
    one
    for one in CAREFUL_FAMILIES
    if one[0] in {"mailbox_full", "disabled", "refused_by_recipient"}
)
HARD = frozenset({"no_such_user", "no_such_host", "moved", "takes_no_mail"})
DELIVERED = frozenset({"delivered", "relayed", "expanded", "deliverable"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about one recipient: the report's fields and the answer in words.

    ``context`` is the whole notice; it tells at which step of the talk the answer came. More of
    it may be about this recipient only when they are ``alone`` in it. ``report`` holds the machine-readable fields around them.
    """

    said: str
    status: str = ""
    action: str = ""
    context: str = ""
    report: str = ""
    alone: bool = True


def judge(evidence: Evidence) -> str:
    """The reason key; empty when nothing was understood."""
    text = plain(evidence.said)
    status = status_of(evidence)
    if BLOCK_LIST.search(evidence.said):
        return "blocked"
    if evidence.action in DELIVERED or status.startswith("2."):
        return "delivered"
    if _any(TAKES_NO_MAIL).search(text):
        return "takes_no_mail"
    careful = _family(CAREFUL_FAMILIES, text)
    if careful:
        return careful
    accused = _accusation(text, status)
    if accused:
        return _weighed(accused, evidence, text, status)
    return _family(LATE_FAMILIES, text) or _by_status(BY_STATUS, status)


def kind_of(reason: str) -> Kind:
    """What a reason does to the address."""
    if reason in HARD:
        return "hard"
    if reason == "mailbox_full":
        return "mailbox_full"
    return "none" if reason in {"", "delivered", "delayed"} else "soft"


def status_of(evidence: Evidence) -> str:
    """The RFC 3463 code: the answering server's own before the reporter's, which only sums up."""
    found: list[str] = ENHANCED.findall(evidence.said)
    exact = [code for code in found if not code.endswith(".0.0")]
    return (exact or [evidence.status or "", *found, ""])[0] or (found or [""])[0]


def plain(said: str) -> str:
    """The words alone: lower case, single spaces, addresses as "@", no links and host names."""
    text = ADDRESS.sub("@", said.lower().replace("’", "'").replace("'", ""))
    text = NOISE.sub(" ", text)
    return " ".join(text.split())


def _accusation(text: str, status: str) -> str:
    """Which kind of "there is nobody" was said, in words or by an exact code."""
    for reason, phrases in (
        ("moved", MOVED),
        ("no_such_user", OWN_DIRECTORY),
        ("no_such_host", NO_SUCH_HOST),
        ("no_such_user", NO_SUCH_USER),
    ):
        if _any(phrases).search(text):
            return reason
    return _by_status(ACCUSING, status)


def _weighed(accused: str, evidence: Evidence, text: str, status: str) -> str:
    """An accusation counts when it is final, comes from the mailbox's own house and in time.

    A refusal after the message itself was seen is a filter that answers "unknown user", as some
    carriers do; words without any code may come from a gateway that only guesses.
    """
    replies = REPLY.findall(text)
    if status.startswith("4.") or (replies and not any(code[0] == "5" for code in replies)):
        return "temporary_" + accused if accused == "no_such_user" else "not_reached"
    if _after_the_message(accused, evidence, text, status):
        return "refused_by_recipient"
    elsewhere = _family(ALIVE_FAMILIES, plain(evidence.context)) if evidence.alone else ""
    if elsewhere:
        return elsewhere
    if accused == "no_such_host" or _any(OWN_DIRECTORY).search(text):
        return accused
    if status.startswith("5.1.") or accused == "moved" or _at_recipient(evidence):
        return accused
    return "unsure_no_such_user"


def _after_the_message(accused: str, evidence: Evidence, text: str, status: str) -> bool:
    """Whether the mailbox was there and only this mail was not wanted."""
    said, notice = evidence.said.lower(), evidence.context.lower()
    if accused != "no_such_user":
        return bool(AFTER_DATA.search(said))
    if any(code.startswith("5.7.") for code in ENHANCED.findall(said)):
        return True
    if RECEIVERS_RULE.search(evidence.report):
        return True
    if status == "5.1.1" or _at_recipient(evidence):
        return False
    late = AFTER_DATA.search(said + "\n" + notice)
    return bool(late or status == "5.2.0" or _any(AMBIGUOUS).search(text))


def _at_recipient(evidence: Evidence) -> bool:
    """Whether the answer came when the recipient was named, before any message was seen."""
    around = f"\n{evidence.context}\n{evidence.report}" if evidence.alone else ""
    talk = evidence.said + around
    return bool(AT_RECIPIENT.search(talk.lower()))


def _family(families: tuple[tuple[str, tuple[str, ...]], ...], text: str) -> str:
    return next((key for key, phrases in families if _any(phrases).search(text)), "")


def _by_status(table: tuple[tuple[str, str], ...], status: str) -> str:
    return next((key for pattern, key in table if re.match(pattern, status)), "")


@cache
def _any(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases))
