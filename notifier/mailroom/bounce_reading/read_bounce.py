"""Read one returned mail: who did not get it, for good or for now, and why."""

import re
from dataclasses import replace

from notifier.mailroom.bounce_reading.judge import Evidence, judge, kind_of, status_of
from notifier.mailroom.bounce_reading.letter import Letter, open_letter
from notifier.mailroom.bounce_reading.plain_text import (
    answers,
    from_mail_system,
    is_complaint,
    is_returned,
    people,
)
from notifier.mailroom.bounce_reading.reports import Report, complained, notified, reports
from notifier.mailroom.bounce_reading.vacation import is_automatic_reply
from notifier.mailroom.bounce_reading.verdict import BounceVerdict, Kind, Refusal
from notifier.mailroom.bounce_reading.words import sentence_of

MILDEST_FIRST: tuple[Kind, ...] = ("none", "vacation", "soft", "mailbox_full", "hard")
MESSAGE_ID = re.compile(r"^Message-ID:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
RETURN_ADDRESS = re.compile(r"bounce\+[\w.-]+@[\w.-]+", re.IGNORECASE)


def read_bounce(raw: bytes) -> BounceVerdict:
    """The verdict on one mail. Never raises: what cannot be read is kind "none"."""
    letter = open_letter(raw)
    if letter is None:
        return BounceVerdict(
            "none", reason_key="not_recognised", sentence=sentence_of("not_recognised")
        )
    return _verdict(letter, _refusals(letter))


def _refusals(letter: Letter) -> list[Refusal]:
    if letter.feedback or is_complaint(letter):
        return _complaints(letter)
    sort, found = notified(letter.notice)
    if sort == "complaint":
        return [Refusal(one.recipient, "complaint", "complaint") for one in found]
    found = found or _reports(letter)
    if found:
        return [_reported(letter, report, alone=len(found) == 1) for report in found]
    return _from_words(letter)


def _reports(letter: Letter) -> list[Report]:
    """The report's recipients, also when its MIME wrapping was lost on the way."""
    found = [report for text in letter.reports for report in reports(text)]
    if not found and _says_report(letter.notice):
        return reports(re.sub(r"^(?:> ?)+", "", letter.notice, flags=re.MULTILINE))
    return found


def _from_words(letter: Letter) -> list[Refusal]:
    """Without a report the words decide, and whether a mail system wrote them at all."""
    returned = is_returned(letter)
    if is_automatic_reply(letter) and not (returned and from_mail_system(letter)):
        return [Refusal("", "vacation", "vacation")]
    if not (returned or letter.reports):
        return []
    inner = _forwarded(letter)
    if inner is not None:
        return _refusals(inner)
    return [_told(*one) for one in people(letter)]


def _says_report(text: str) -> bool:
    """A delivery report whose MIME wrapping was lost on the way."""
    return "final-recipient:" in text.lower() and "action:" in text.lower()


def _forwarded(letter: Letter) -> Letter | None:
    """The report inside, when a gateway wrapped a whole returned mail into a new one."""
    inner = open_letter(letter.original.encode("utf-8", "surrogateescape"))
    return inner if inner is not None and inner.reports else None


def _complaints(letter: Letter) -> list[Refusal]:
    """Any complaint but "not-spam" is a wish to hear no more."""
    kind, named = complained(letter.feedback or "Feedback-Type: abuse")
    if kind in {"not-spam", "auth-failure", ""}:
        return []
    return [Refusal(one, "complaint", "complaint") for one in named or [_written_to(letter)]]


def _written_to(letter: Letter) -> str:
    found = re.search(r"^To:.{0,999}?([^\s<>,;:\"]{1,254}@[\w.-]+\w)", letter.original, re.M | re.I)
    return found.group(1).lower() if found else ""


def _reported(letter: Letter, report: Report, *, alone: bool) -> Refusal:
    """A report's words count first; only when they say nothing is the notice asked."""
    if report.action == "delayed":
        return Refusal(report.recipient, "none", "delayed", report.status)
    evidence = Evidence(
        said=report.said,
        status=report.status,
        action=report.action,
        context=letter.notice,
        report="\n".join(letter.reports),
        alone=alone,
    )
    reason = judge(evidence) if report.said or report.status.startswith("2.") else ""
    if reason in {"", "unsure_no_such_user"}:
        told = letter.notice if alone else dict(people(letter)).get(report.recipient, "")
        evidence = replace(evidence, said=answers(told))
        reason = judge(evidence) or reason or "unclear"
    return Refusal(report.recipient, kind_of(reason), reason, status_of(evidence))


def _told(recipient: str, section: str) -> Refusal:
    evidence = Evidence(answers(section), context=section)
    reason = judge(evidence) or "unclear"
    return Refusal(recipient, kind_of(reason), reason, status_of(evidence))


def _verdict(letter: Letter, refusals: list[Refusal]) -> BounceVerdict:
    """The whole mail's verdict: the mildest of its recipients'."""
    first = min(refusals, key=_rank, default=Refusal("", "none", "not_recognised"))
    ours = MESSAGE_ID.search(letter.original)
    back = [
        one
        for one in letter.addresses("X-Original-To", "Delivered-To", "Envelope-To", "To")
        if RETURN_ADDRESS.fullmatch(one)
    ]
    return BounceVerdict(
        kind=first.kind,
        recipients=tuple(dict.fromkeys(one.recipient for one in refusals if one.recipient)),
        status=first.status,
        reason_key=first.reason_key,
        sentence=sentence_of(first.reason_key),
        original_message_id=ours.group(1) if ours else letter.header("In-Reply-To"),
        verp=back[0] if back else "",
        refusals=tuple(refusals),
    )


def _rank(refusal: Refusal) -> int:
    return MILDEST_FIRST.index(refusal.kind) if refusal.kind in MILDEST_FIRST else 0
