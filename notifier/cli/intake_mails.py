"""``notifier intake import --source email``: mails are taken in, each in a transaction of its own."""

from dataclasses import replace
from typing import Any

import click

from notifier import directory
from notifier.cli.common import emit, pick_hub
from notifier.cli.mail_files import messages
from notifier.config import settings
from notifier.flows.pick_up_mails import pick_up_mails
from notifier.flows.take_alone import take_alone
from notifier.intake import ImportResult
from notifier.kit import clock, db
from notifier.mailroom import open_mail

NOTHING = (
    "{} には、メールが1通もありませんでした。メールのファイル（1通、または mbox）、Maildir、"
    "メールのファイルが入ったフォルダ、- （標準入力）のどれかを指定してください。"
)
MOST_LINES = 20


def import_mails(
    source: str, *, hub_slug: str | None, group_key: str | None, dry_run: bool, as_json: bool
) -> None:
    """Take in every mail of ``source`` and print what became of them.

    A mail no person wrote (returned, automatic, from a list, our own) is rejected, with a note why.
    """
    total, notes, mails = ImportResult(), list[dict[str, Any]](), 0
    with db.reading() as session:  # wrong usage is said before anything is read
        hub = pick_hub(session, hub_slug)
        group = directory.group_by_key(session, hub.id, group_key) if group_key else None
    for mails, raw in enumerate(messages(source), start=1):
        mail = open_mail(raw)
        taken = take_alone(hub, mail, group=group, now=clock.now(), dry_run=dry_run)
        total.add(_numbered(taken.result, mails))
        if taken.note:
            notes.append({"row": mails, "message": f"{mails}通目: {taken.note}"})
    data = {**total.as_json(), "mails": mails, "notes": notes}
    emit(data, as_json=as_json, text=_say(source, data, dry_run=dry_run))


def read_mailbox(*, as_json: bool) -> None:
    """Read what is unread in the mailbox of submissions and print what became of it."""
    if not settings().submissions_imap_url:
        raise click.UsageError("NOTIFIER_SUBMISSIONS_IMAP_URL に受信箱を入れてください。")
    counted = pick_up_mails()
    names = ("read", "received", "questions", "duplicates", "rejected", "errors", "no_hub")
    data = {name: counted[name] for name in names}
    text = (
        f"受信箱のメールを {data['read']}通読みました。受付 {data['received']}、"
        f"質問あり {data['questions']}、重複 {data['duplicates']}、対象外 {data['rejected']}、"
        f"読めない {data['errors']}、どの拠点あてでもない {data['no_hub']}。"
    )
    emit(data, as_json=as_json, text=text)


def _numbered(one: ImportResult, number: int) -> ImportResult:
    said = [{"row": number, "message": f"{number}通目: {error['message']}"} for error in one.errors]
    return replace(one, errors=said)


def _say(source: str, data: dict[str, Any], *, dry_run: bool) -> str:
    name = "標準入力" if source == "-" else source
    if not data["mails"]:
        return NOTHING.format(name)
    head = f"{name}{'（ためしに読んだだけで、何も保存していません）' if dry_run else ''}"
    told = [*data["errors"], *data["notes"]]
    lines = [
        f"{head}: メール {data['mails']}通、{data['rows']}件",
        (
            f"  受付 {data['received']}  質問あり {data['questions']}  重複 {data['duplicates']}"
            f"  対象外 {data['rejected']}  読めない {len(data['errors'])}"
        ),
        *(f"  {one['message']}" for one in told[:MOST_LINES]),
    ]
    if len(told) > MOST_LINES:
        lines.append(f"  ほか {len(told) - MOST_LINES}件")
    return "\n".join(lines)
