"""A calendar file somebody hands in: each event becomes a submission and stands on the desk."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier import audit, directory, intake
from notifier.flows.hand_in import hand_in
from notifier.hubs import Hub
from notifier.intake import BadFeedError, FeedEntry, ImportResult, Letter
from notifier.intake.sources import ical
from notifier.kit import clock
from notifier.taxonomy import fiscal

UNREADABLE = (
    "カレンダーのファイル（.ics）として読めませんでした。途中で切れているか、ほかの種類のファイルです。"
    "カレンダーからもう一度書き出して、お送りください。"
)


def import_calendar(  # noqa: PLR0913 - a file has bytes, a name and a group
    session: Session,
    hub: Hub,
    *,
    filename: str,
    data: bytes,
    group: directory.Group | None = None,
    letter: Letter | None = None,
    by: audit.Actor,
    now: datetime,
) -> ImportResult:
    """What became of the events; the same file again stores nothing.

    ``group`` is whose file it is for sure; ``letter`` the mail it hung on.

    Events called off as a whole are rejected, unreadable ones are errors; past ones are taken, and
    the desk's checks say that they are over. Raises ``BadFeedError`` when it is no calendar, with a
    sentence for whoever sent the file.
    """
    today = clock.local(now, hub.zone).date()
    until = fiscal.end_of_next(today) + timedelta(days=1)
    try:
        document = ical.read_calendar(data, today=today, until=until, zone=hub.zone, keep_past=True)
    except BadFeedError as error:  # its own sentence is about an address that is read again
        raise BadFeedError(UNREADABLE) from error
    mail = letter or Letter()
    result = ImportResult()
    for number, entry in enumerate(document.entries, start=1):
        if entry.problem:
            message = f"{number}件目「{entry.title[:40]}」：{entry.problem}"
            result.add(ImportResult(errors=[{"row": number, "message": message}], rows=1))
        elif entry.draft is None:
            result.add(ImportResult(rejected=1, rows=1))
        else:
            draft = replace(
                entry.draft,
                external_id=mail.own_id(_own_id(entry, group)),
                organiser=entry.draft.organiser or (group.name if group else ""),
            )
            arrival = intake.Arrival(
                hub_id=hub.id,
                source=ical.KEY,
                original={"filename": filename, **entry.original, **mail.rows},
                group_id=group.id if group else mail.group_id,
                is_verified=group is not None,
                submitter_email=mail.email,
            )
            receipt = hand_in(session, draft, arrival=arrival, by=by, now=now)
            result.add(ImportResult.of(receipt))
    return result


def _own_id(entry: FeedEntry, group: directory.Group | None) -> str:
    """A group's own UIDs mean something in that group."""
    return f"{group.id}:{entry.external_id}" if group else entry.external_id
