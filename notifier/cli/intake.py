"""``notifier intake``: take in what groups sent as files."""

from datetime import date, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from notifier import audit, directory, intake
from notifier.cli.common import emit, hub_option, json_option, machine_actor, pick_hub
from notifier.cli.intake_mails import import_mails, read_mailbox
from notifier.flows.import_calendar import import_calendar
from notifier.flows.import_file import import_file
from notifier.flows.poll_feeds import PollReport, poll_feeds
from notifier.hubs import Hub
from notifier.kit import clock, db

EMAIL = "email"
SOURCES = ("spreadsheet", "ical", EMAIL)
MOST_LINES = 20
ALL = 1_000


@click.group()
def command() -> None:
    """Import what groups sent as files, and ask feeds for news."""


@command.command(name="import")
@click.argument("file", type=click.Path(exists=True, allow_dash=True, path_type=Path))
@click.option("--source", type=click.Choice(SOURCES), default="spreadsheet", show_default=True)
@click.option("--group", "group_key", default=None, help="the key of the group the file is from")
@click.option("--month", "month_text", default=None, help="YYYY-MM the file is about")
@click.option("--dry-run", is_flag=True, help="count, store nothing")
@hub_option
@json_option
def import_(
    *,
    file: Path,
    source: str,
    group_key: str | None,
    month_text: str | None,
    dry_run: bool,
    hub_slug: str | None,
    as_json: bool,
) -> None:
    """Read FILE (xlsx, xls, CSV, or an iCalendar file) and hand in its rows.

    With --source email FILE is a mail, an mbox, a Maildir, a folder of mails, or - for standard
    input; a calendar or a table that hangs on a mail is imported as such a file is.
    """
    if source == EMAIL:
        if month_text:
            raise click.UsageError("--month は、表のファイルだけに使えます。")
        import_mails(
            str(file), hub_slug=hub_slug, group_key=group_key, dry_run=dry_run, as_json=as_json
        )
        return
    if str(file) == "-" or file.is_dir():
        raise click.UsageError("フォルダと - は、--source email のときだけ使えます。")
    month = _month(month_text)
    now, by = clock.now(), machine_actor()
    with db.writing() as session:
        hub = pick_hub(session, hub_slug)
        group = directory.group_by_key(session, hub.id, group_key) if group_key else None
        if source == "ical":
            result = import_calendar(
                session,
                hub,
                filename=file.name,
                data=_calendar_bytes(file),
                group=group,
                by=by,
                now=now,
            )
        else:
            result = _import_table(
                session, hub, file, group=group, month=month, dry_run=dry_run, by=by, now=now
            )
        if dry_run:
            session.rollback()
    emit(result.as_json(), as_json=as_json, text=_say(file.name, result, dry_run=dry_run))


@command.command(name="poll")
@click.option("--feed", "feed_key", default=None, help="this feed, even before its time")
@hub_option
@json_option
def poll(*, feed_key: str | None, hub_slug: str | None, as_json: bool) -> None:
    """Ask the feeds that are due for news, or one of them at once."""
    with db.reading() as session:
        hub = pick_hub(session, hub_slug)
        if feed_key:
            found = intake.feed_by_key(session, hub.id, feed_key)
            if not found.is_active:
                raise intake.FeedPausedError(
                    "止めている配信元です。読みこむ前に、「配信元」のページで再開してください。"
                )
            ids = [found.id]
        else:
            ids = intake.due_feed_ids(session, now=clock.now(), limit=ALL, hub_id=hub.id)
    reports = poll_feeds(feed_ids=ids)
    data = {
        "feeds": len(reports),
        "new": sum(report.new for report in reports),
        "changed": sum(report.changed for report in reports),
        "questions": sum(report.vanished for report in reports),
        "errors": [
            {"feed": report.key, "message": report.error} for report in reports if report.error
        ],
    }
    emit(data, as_json=as_json, text=_say_polled(reports))


@command.command(name="mails")
@json_option
def mails(*, as_json: bool) -> None:
    """Read the mailbox of NOTIFIER_SUBMISSIONS_IMAP_URL now, for all hubs, fifty mails at most."""
    read_mailbox(as_json=as_json)


def _say_polled(reports: list[PollReport]) -> str:
    if not reports:
        return "いま読みこむ配信元はありません。"
    return "\n".join(
        f"{report.key}: "
        + (report.error or f"新着 {report.new}  変更 {report.changed}  確認 {report.vanished}")
        for report in reports
    )


def _calendar_bytes(file: Path) -> bytes:
    if file.stat().st_size > intake.MOST_BYTES:
        raise intake.BadFeedError("ファイルが大きすぎます（10MBまで）。期間を分けてください。")
    return file.read_bytes()


def _import_table(
    session: Session,
    hub: Hub,
    file: Path,
    *,
    group: directory.Group | None,
    month: date | None,
    dry_run: bool,
    by: audit.Actor,
    now: datetime,
) -> intake.ImportResult:
    made = intake.preview_import(
        session,
        hub,
        filename=file.name,
        data=file.read_bytes(),
        group_id=group.id if group else None,
        by=by,
        now=now,
    )
    return import_file(session, made, month=month, by=by, now=now, dry_run=dry_run)


def _month(words: str | None) -> date | None:
    if words is None:
        return None
    try:
        return date.fromisoformat(f"{words}-01")
    except ValueError as error:
        raise click.UsageError("--month は 2026-03 のように書いてください。") from error


def _say(name: str, result: intake.ImportResult, *, dry_run: bool) -> str:
    head = f"{name}{'（ためしに読んだだけで、何も保存していません）' if dry_run else ''}"
    lines = [
        f"{head}: {result.rows}行",
        (
            f"  受付 {result.received}  質問あり {result.questions}  重複 {result.duplicates}"
            f"  対象外 {result.rejected}  読めない {len(result.errors)}"
        ),
        *(f"  {one['message']}" for one in result.errors[:MOST_LINES]),
    ]
    return "\n".join(lines)
