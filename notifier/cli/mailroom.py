"""``notifier mailroom``: read returned mails from a file, a Maildir or standard input."""

from collections import Counter

import click

from notifier.cli.common import emit, hub_option, json_option, pick_hub
from notifier.cli.mail_files import messages
from notifier.config import settings
from notifier.delivery import apply_bounce
from notifier.flows.pick_up_bounces import COLUMNS, pick_up_bounces
from notifier.kit import clock, db
from notifier.mailroom import read_bounce

NOTHING = (
    "{} には、メールが1通もありませんでした。戻ってきたメールのファイル（1通、または mbox）、"
    "Maildir、メールのファイルが入ったフォルダのどれかを指定してください。"
)


@click.group(name="mailroom")
def command() -> None:
    """Single messages and bounces."""


@command.command()
@click.argument(
    "source",
    metavar="FILE|MAILDIR|-",
    type=click.Path(exists=True, allow_dash=True),
    required=False,
)
@click.option("--imap", "is_imap", is_flag=True, help="受信箱（NOTIFIER_BOUNCE_IMAP_URL）を読む")
@hub_option
@json_option
def bounces(source: str | None, is_imap: bool, hub_slug: str | None, as_json: bool) -> None:
    """Read returned mails, complaints and automatic replies, each once.

    SOURCE is one message, an mbox file, a Maildir, a folder of messages, or - for standard input.
    With --imap the mailbox of NOTIFIER_BOUNCE_IMAP_URL is read, for all hubs, fifty mails at most.
    Every mail read is hard, soft, complaint or ignored, or was seen before; unknown_recipient
    says how many of them are about nobody we sent a mail to lately.
    """
    if is_imap == (source is not None):
        raise click.UsageError("読むものを1つだけ選んでください（ファイルなど、または --imap）。")
    if source is None and not settings().bounce_imap_url:
        raise click.UsageError("NOTIFIER_BOUNCE_IMAP_URL に受信箱を入れてください。")
    counted = _read(source, hub_slug) if source is not None else pick_up_bounces()
    names = ("read", "hard", "soft", "complaint", "ignored", "unknown_recipient", "seen", "stopped")
    data = {name: counted[name] for name in names}
    if source is not None and not data["read"]:
        emit(data, as_json=as_json, text=NOTHING.format("標準入力" if source == "-" else source))
        return
    emit(
        data,
        as_json=as_json,
        text=(
            f"戻ってきたメールを {data['read']}通読みました。"
            f"使われていない宛先 {data['hard']}、一時的に届かず {data['soft']}、"
            f"迷惑メールの届け出 {data['complaint']}、関係なし {data['ignored']}、"
            f"以前に読んだもの {data['seen']}。\n"
            f"新しく送信を止めた宛先 {data['stopped']}、"
            f"送った記録のない宛先 {data['unknown_recipient']}。"
        ),
    )


def _read(source: str, hub_slug: str | None) -> Counter[str]:
    counted: Counter[str] = Counter()
    for raw in messages(source):
        counted.update(_apply(raw, hub_slug))
    return counted


def _apply(raw: bytes, hub_slug: str | None) -> list[str]:
    """One mail in one transaction: a bad one never takes the others with it."""
    verdict = read_bounce(raw)
    with db.writing() as session:
        hub = pick_hub(session, hub_slug)
        done = apply_bounce(session, hub, verdict, raw=raw, now=clock.now())
    if done.outcome == "seen":
        return ["read", "seen"]
    counted = ["read", COLUMNS[verdict.kind]]
    if done.outcome == "unknown_recipient":
        counted.append("unknown_recipient")
    return [*counted, "stopped"] if done.is_stopped else counted
