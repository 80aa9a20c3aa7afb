"""Returned mails without a machine-readable part: who is meant, and what was answered."""

import re

from notifier.mailroom.bounce_reading.judge import REPLY
from notifier.mailroom.bounce_reading.letter import Letter
from notifier.mailroom.bounce_reading.reports import ADDRESS

SENDER = re.compile(
    r"mailer-?daemon|post_?master|mail[ -]?(?:delivery|deliver|administrator|system|server)|"
    r"deliver\w* (?:sub)?system|system administrator|^mmdf|<>|uucp|auto-?reply.*fml|fml-admin",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"undeliver|deliver\w*[ :-]+(?:failure|failed|status|error|problem|report|delay|notification)|"
    r"(?:failure|failed|error|problem)[^.]{0,25}(?:notice|mail|deliver|message|notification)|"
    r"return(?:ed|ing)[ -](?:mail|message|to sender|e-?mail)|mail (?:failure|error|system error)|"
    r"could not be delivered|not delivered|unable to deliver|blocked by|bounce|rejected|"
    r"(?:warning|notice): (?:message|mail|could)|unzustellbar|недоставлен|"
    r"(?:配信|配達|送信|送達)(?:不能|失敗|エラー|できま)|エラー通知|届けられ",
    re.IGNORECASE,
)
BODY = re.compile(
    r"(?:could|can|was|were|would)(?: ?no|n['’])t? be (?:delivered|sent)|undeliverable|"
    r"(?:unable|failed) to deliver|deliver\w* (?:has )?failed|did not reach the following|"
    r"following (?:address|recipient|destination)\S* (?:failed|had)|not delivered|"
    r"transcript of session follows|permanent (?:fatal )?error|returned (?:to (?:the )?sender|below)|rejected your message|"
    r"^\s*(?:<<< )?55\d[ -]|(?:配信|配達|送信|お届け)(?:でき|する事ができ|することができ)",
    re.IGNORECASE | re.MULTILINE,
)
LEAD = re.compile(
    r"^\s*(?:>>> )?(?P<code>\d{3}(?: \d\.\d\.\d)? )?(?:[<\"](?P<a>[^<>\s\"]+@[^<>\s\"]+)[>\"]|(?:failed (?:recipient|address)|recipient|rcpt to|to|"
    r"final-recipient|address|user|unknown user|宛先|envelope-to)(?:\s*:\s*|\s+)<?(?P<b>[^<>\s:;]+@[\w.-]+)>?|"
    r"(?P<c>[^<>\s:;\"'(]+@[\w.-]+\w))(?P<rest>.*)$",
    re.IGNORECASE,
)

SIGNS = 2  # of three; each alone may stand in a person's mail
REFUSED = re.compile(r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])")


LOCAL = re.compile(r"^\S+: unknown user", re.IGNORECASE)  # the local delivery program speaks


def is_complaint(letter: Letter) -> bool:
    """Hotmail's complaints, older than the standard: no report, only a subject and the mail."""
    subject = letter.header("Subject").lower()
    return subject.startswith("complaint about message from") and bool(letter.original)


def is_returned(letter: Letter) -> bool:
    """Whether a mail system wrote this about a mail of ours: two signs of three."""
    sender = bool(SENDER.search(letter.header("From")))
    path = letter.header("Return-Path")
    subject = bool(SUBJECT.search(letter.header("Subject")))
    body = bool(BODY.search(letter.notice))
    if letter.message.get("X-Failed-Recipients"):
        return True
    return sum((sender or path == "<>", subject, body)) >= SIGNS


def from_mail_system(letter: Letter) -> bool:
    """Whether a mail system, not a person's mailbox, wrote it; Exim marks its bounces as replies."""
    return bool(letter.message.get("X-Failed-Recipients") or SENDER.search(letter.header("From")))


def people(letter: Letter) -> list[tuple[str, str]]:
    """Each failed recipient with the part of the notice about them, in the order of the notice."""
    named = letter.addresses("X-Failed-Recipients")
    own = set(letter.addresses("To", "From", "Delivered-To", "X-Original-To"))
    found: dict[str, list[str]] = {one: [] for one in named}
    current = ""
    for line in letter.notice.splitlines():
        lead = LEAD.match(line)
        if lead:
            address = (lead["a"] or lead["b"] or lead["c"]).lower().rstrip(".:,")
            if address not in own and (not named or address in named):
                current = address
                found.setdefault(address, [])
        if current:
            found[current].append(line)
        if lead and lead["code"]:  # "554 <…>... why": all is said in this line
            current = ""
    if len(found) <= 1:
        alone = next(iter(found), "") or _written_to(letter)
        return [(alone, letter.notice)]
    return [(one, "\n".join(lines)) for one, lines in found.items()]


def answers(text: str) -> str:
    """The lines in which a server speaks by number, or all of it when none does."""
    lines = text.splitlines()
    chosen: list[str] = []
    for number, line in enumerate(lines):
        if line.lstrip().startswith(">>>"):
            continue
        if REPLY.search(line) or REFUSED.search(line) or LOCAL.search(line):
            chosen += [one for one in lines[number : number + 3] if one not in chosen[-3:]]
    return "\n".join(chosen) or text


def _written_to(letter: Letter) -> str:
    """Whom our own mail, returned below, was written to; or the one address in the notice."""
    found = re.search(r"^(?:X-)?(?:Envelope-)?To:(.*(?:\n[ \t].*)*)", letter.original, re.M | re.I)
    addresses = ADDRESS.findall(found.group(1)) if found else ADDRESS.findall(letter.notice)
    return addresses[0].lower() if addresses else ""
