"""The sheet that goes back to a group which hands in by fax: its dates of a month, to tick.

It holds what is published and what still waits at the desk, so that a wrong date is found before
anybody reads it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.directory import Group
from notifier.editions import typesetting
from notifier.editions.kinds import MONTH_DAYS
from notifier.editions.print_files import NoSuchFormatError, PrintedFile
from notifier.editions.templating import template, text_file
from notifier.editorial import OPEN, Case
from notifier.hubs import Hub
from notifier.intake import ListingDraft, OccurrenceDraft, Submission
from notifier.kit import clock
from notifier.kit.text import one_line
from notifier.listings import Occurrence, OccurrenceStatus, draft_of, public_listings

FOLDER = "editions/confirmation"
PUBLISHED, WAITING = "掲載しています", "確認中です（まだ掲載していません）"
NO_DATES = "この月の予定は、まだうかがっていません。下の欄に書いてお知らせください。"


@dataclass(frozen=True, slots=True)
class ConfirmedDay:
    """One date with its hours."""

    said: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class ConfirmedItem:
    """One item of the group; ``days`` are those of the month."""

    title: str
    state: str
    days: tuple[ConfirmedDay, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The whole sheet."""

    hub_name: str
    contact: str
    group: str
    month: str
    items: tuple[ConfirmedItem, ...]
    no_dates: str
    as_of: str


def confirmation_sheet(
    session: Session, hub: Hub, group: Group, *, month: date, file_format: str, now: datetime
) -> PrintedFile:
    """The sheet of ``group`` for the month beginning ``month`` as "pdf" or "txt"."""
    sheet = confirmation(session, hub, group, month=month, now=now)
    name = f"confirmation-{group.key}-{month:%Y-%m}.{file_format}"
    if file_format == "pdf":
        data = typesetting.compiled(asdict(sheet), folder=FOLDER, at=now, inputs={})
        return PrintedFile("pdf", name, typesetting.CONTENT_TYPE, data, typesetting.pages(data))
    if file_format == "txt":
        words = template(FOLDER, "confirmation.txt").render(sheet=sheet)
        return PrintedFile("txt", name, "text/plain; charset=utf-8", text_file(words), None)
    raise NoSuchFormatError("その形式のファイルはありません。pdf・txt があります。")


def confirmation(
    session: Session, hub: Hub, group: Group, *, month: date, now: datetime
) -> Confirmation:
    """What the sheet says."""
    month = month.replace(day=1)
    last = (month + timedelta(days=MONTH_DAYS)).replace(day=1) - timedelta(days=1)
    published = [
        listing
        for listing in public_listings(session, hub.id, since=month, until=last, zone=hub.zone)
        if listing.group_id == group.id
    ]
    items = [
        _item(draft_of(listing), PUBLISHED, _days(listing.occurrences, hub, month, last))
        for listing in published
    ]
    for draft in _waiting(session, hub, group):
        days = _days(draft.occurrences, hub, month, last)
        if days or not draft.occurrences:
            items.append(_item(draft, WAITING, days))
    day = clock.local(now, hub.zone).date()
    return Confirmation(
        hub_name=hub.name,
        contact=hub.contact,
        group=group.name,
        month=f"{month.year}年{month.month}月",
        items=tuple(items),
        no_dates="" if items else NO_DATES,
        as_of=f"{day.year}年{clock.say_date(day)}",
    )


def _waiting(session: Session, hub: Hub, group: Group) -> Sequence[ListingDraft]:
    """What the group handed in and nobody has judged yet; corrections stand with their listing."""
    cases = session.scalars(
        select(Case)
        .join(Submission, Submission.id == Case.submission_id)
        .where(
            Case.hub_id == hub.id,
            Case.state.in_(OPEN),
            Case.corrects_listing_id.is_(None),
            Submission.hub_id == hub.id,
            Submission.group_id == group.id,
        )
        .order_by(Case.id)
    )
    return [case.draft for case in cases]


def _days(
    rows: Iterable[Occurrence | OccurrenceDraft], hub: Hub, first: date, last: date
) -> tuple[ConfirmedDay, ...]:
    """The dates of the month in order, called-off ones among them."""
    return tuple(
        ConfirmedDay(
            _said(one.starts_at, one.ends_at, hub, all_day=one.all_day),
            isinstance(one, Occurrence) and one.status is OccurrenceStatus.CANCELLED,
        )
        for one in sorted(rows, key=lambda one: one.starts_at)
        if first <= clock.local(one.starts_at, hub.zone).date() <= last
    )


def _item(draft: ListingDraft, state: str, days: tuple[ConfirmedDay, ...]) -> ConfirmedItem:
    words = (
        ("場所", draft.place_name),
        ("対象", draft.audience_text),
        ("費用", draft.fee_text),
        ("申込", draft.apply_text),
        ("持ち物", draft.bring_text),
        ("問合せ", draft.contact_public),
    )
    facts = tuple((name, one_line(said) or "（記載なし）") for name, said in words)
    return ConfirmedItem(one_line(draft.title), state, days, facts)


def _said(starts_at: datetime, ends_at: datetime | None, hub: Hub, *, all_day: bool) -> str:
    if all_day:
        return clock.say_date(clock.local(starts_at, hub.zone).date())
    return clock.say_span(starts_at, ends_at, hub.zone)
