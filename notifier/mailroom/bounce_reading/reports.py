"""The machine-readable parts: RFC 3464 delivery reports and RFC 5965 complaints."""

import json
import re
from dataclasses import dataclass
from typing import Any

FIELD = re.compile(r"^([A-Za-z][A-Za-z-]+):[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
# No address is longer: a text of one long word would be read anew from each of its letters.
ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]]{1,254}@[\w.-]+\w")
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Report:
    """One recipient's group of fields; ``said`` is what the other server answered."""

    recipient: str
    action: str
    status: str
    said: str


def reports(text: str) -> list[Report]:
    """The recipients of a delivery report, in order; groups without a recipient are skipped."""
    found = []
    for group in _groups(text):
        fields = {name.lower(): " ".join(value.split()) for name, value in FIELD.findall(group)}
        recipient = _address(fields)
        if recipient or ("action" in fields and "status" in fields):
            found.append(
                Report(
                    recipient=recipient,
                    action=fields.get("action", "").split(" ")[0].strip("()").lower(),
                    status=_status(fields.get("status", "")),
                    said=_said(fields),
                )
            )
    return found


def notified(text: str) -> tuple[str, list[Report]]:
    """Amazon's notification (JSON in the text of a mail): "bounce" or "complaint", and whom."""
    told = _json(text, r'\{\s*"notificationType"')
    if not told:
        told = _json(
            str(_json(text, r'\{\s*"Type"\s*:\s*"Notification"').get("Message", "")), r"\{"
        )
    event = told.get("bounce") or told.get("complaint") or {}
    people = event.get("bouncedRecipients") or event.get("complainedRecipients") or []
    found = [
        Report(
            recipient=str(one.get("emailAddress", "")).lower(),
            action=str(one.get("action", "")).lower(),
            status=_status(str(one.get("status", ""))),
            said=_said({"diagnostic-code": str(one.get("diagnosticCode", ""))}),
        )
        for one in people
        if isinstance(one, dict)
    ]
    return str(told.get("notificationType", "")).lower(), found


def _json(text: str, beginning: str) -> dict[str, Any]:
    """The JSON object that begins so; line ends a mail program put into it are borne."""
    start = re.search(beginning, text)
    if start is None:
        return {}
    try:
        found = json.JSONDecoder(strict=False).raw_decode(text, start.start())[0]
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def complained(text: str) -> tuple[str, list[str]]:
    """The kind of a feedback report ("abuse", "not-spam", …) and whom it names."""
    fields = [(name.lower(), value) for name, value in FIELD.findall(text)]
    kinds = [value.strip().lower() for name, value in fields if name == "feedback-type"]
    people = [
        address.lower()
        for name, value in fields
        if name in {"original-rcpt-to", "removal-recipient"}
        for address in ADDRESS.findall(value)
    ]
    return (kinds[0] if kinds else ""), people


def _groups(text: str) -> list[str]:
    """The text cut at empty lines, and where a second recipient begins without one."""
    groups: list[list[str]] = [[]]
    has_recipient = False
    for line in text.splitlines():
        names_one = line.lower().startswith("final-recipient:")
        if not line.strip() or (names_one and has_recipient):
            groups.append([])
            has_recipient = False
        groups[-1].append(line)
        has_recipient = has_recipient or names_one
    return ["\n".join(group) for group in groups]


def _address(fields: dict[str, str]) -> str:
    for name in ("final-recipient", "original-recipient", "x-actual-recipient"):
        found = ADDRESS.search(fields.get(name, ""))
        if found:
            return found.group().lower()
    return ""


def _status(value: str) -> str:
    found = STATUS.search(value)
    return found.group(1) if found else ""


def _said(fields: dict[str, str]) -> str:
    diagnostic = fields.get("diagnostic-code", "")
    return re.sub(r"^(?:smtp|x-[\w-]+|dns|unknown)\s*;\s*", "", diagnostic, flags=re.IGNORECASE)
