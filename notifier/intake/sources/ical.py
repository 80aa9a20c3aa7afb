"""iCalendar files and subscriptions: one item per UID, its dates laid out in a window.

Dates that lie behind are left out, dates called off as well; an item that is called off as a whole
carries no draft but says so, because somebody may have to be told.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from notifier.intake.calendar_series import (
    BadSeriesError,
    Series,
    is_cancelled,
    open_calendar,
)
from notifier.intake.draft import ListingDraft, OccurrenceDraft, Question, Reading
from notifier.intake.feed_document import (
    MOST_ITEMS,
    FeedDocument,
    FeedEntry,
    mark,
    too_many,
    unreadable,
)
from notifier.intake.reading.body import read_body
from notifier.intake.reading.contacts import personal_in, read_contact
from notifier.intake.reading.fees import read_fee
from notifier.intake.reading.html_text import html_text
from notifier.kit import clock, text

KEY = "ical"
EPOCH = date(1990, 1, 1)
TITLE_LIMIT = 300
BODY_LIMIT = 4_000
MOST_DATES = 800  # two years of every day
_ONE_DAY = timedelta(days=1)
_NAMES = (
    ("title", "SUMMARY"),
    ("date", "DTSTART"),
    ("place", "LOCATION"),
    ("body", "DESCRIPTION"),
    ("contact", "CONTACT"),
    ("url", "URL"),
)


def read_calendar(
    data: bytes, *, today: date, until: date, zone: ZoneInfo, keep_past: bool = False
) -> FeedDocument:
    """What the calendar says, with dates from ``today`` up to and without ``until``.

    At most ``MOST_ITEMS`` items carry a draft. ``keep_past`` (a file handed in on purpose) takes
    dates that lie behind as well. Raises ``BadFeedError`` for bytes that are no calendar.
    """
    opened = open_calendar(data)
    window = (EPOCH if keep_past else today, until)
    entries: list[FeedEntry] = []
    drafts = waiting = 0
    for series in opened.series:
        entry = _entry(series, window, zone, with_draft=keep_past or drafts < MOST_ITEMS)
        drafts += entry.draft is not None
        waiting += entry.draft is not None or entry.last_on is not None
        entries.append(entry)
    return FeedDocument(
        title=text.one_line(html_text(opened.title))[:200],
        entries=tuple(entries),
        remarks=(
            *(() if keep_past else too_many(waiting)),
            *unreadable(f"「{one.title[:40]}」：{one.problem}" for one in entries if one.problem),
        ),
    )


def occurrences(data: bytes, *, since: date, until: date) -> list[Any]:
    """Every date of every readable series, as the library's own entries; for comparing."""
    found: list[Any] = []
    for series in open_calendar(data).series:
        found += series.between(since, until)
    return found


def _entry(
    series: Series, window: tuple[date, date], zone: ZoneInfo, *, with_draft: bool
) -> FeedEntry:
    title = _words(series.main, "SUMMARY")[:TITLE_LIMIT]
    same: dict[str, Any] = {
        "external_id": mark("uid", series.uid),
        "title": title or text.one_line(series.uid)[:TITLE_LIMIT],
    }
    try:
        rows = series.between(*window)
        goes_on = series.goes_on_after(window[1])
        dates = tuple(_occurrence(row, zone) for row in rows if not is_cancelled(row))
    except (BadSeriesError, ValueError, OverflowError) as error:
        problem = str(error) if isinstance(error, BadSeriesError) else "日時が正しくありません"
        return FeedEntry(**same, content_hash=series.content, problem=problem)
    # A rule that runs on past the window has new dates when the window has moved.
    content = mark(series.content, window[1] if goes_on else "")
    dates = tuple(dict.fromkeys(dates))
    if len(dates) > MOST_DATES:  # a long history: what is to come counts, the last of it otherwise
        dates = dates[-MOST_DATES:] if window[0] == EPOCH else dates[:MOST_DATES]
    return FeedEntry(
        **same,
        content_hash=content,
        draft=_draft(series, title, dates) if dates and with_draft and not _off(series) else None,
        original={label: _original(series.main, name) for label, name in _NAMES},
        is_cancelled=_off(series) or (bool(rows) and not dates),
        last_on=_last_on(dates, zone),
    )


def _off(series: Series) -> bool:
    return series.is_cancelled


def _draft(series: Series, title: str, dates: tuple[OccurrenceDraft, ...]) -> ListingDraft:
    main = series.main
    body = text.clean(html_text(_plain(main, "DESCRIPTION")))[:BODY_LIMIT]
    place, address = _place(_words(main, "LOCATION"))
    contact = read_contact(_words(main, "CONTACT"))
    fee = read_fee(_words(main, "X-SHIRASAGI-COST"))
    said = read_body(body)
    readings = [
        Reading(name, words, words)
        for name, words in (
            ("bring_text", said.bring),
            ("weather_text", said.weather),
            ("apply_text", said.apply),
        )
        if words
    ]
    return ListingDraft(
        title=title,
        body=body,
        occurrences=dates,
        place_name=place,
        place_address=address,
        fee_text=fee.text,
        fee_yen=fee.yen,
        bring_text=said.bring,
        weather_text=said.weather,
        apply_text=said.apply,
        url=_url(main) or contact.url,
        contact_public=contact.public,
        contact_private=" ".join(filter(None, (contact.private, _organiser(main)))),
        readings=tuple(readings),
        questions=tuple(_questions(title, body)),
    )


def _questions(title: str, body: str) -> list[Question]:
    asked = [] if title else [Question("title", "行事の名前がありません。何の行事ですか。")]
    if personal_in(f"{title}\n{body}"):
        asked.append(
            Question(
                "body", "本文に携帯電話の番号かメールアドレスが入っています。載せてよいですか。"
            )
        )
    return asked


def _occurrence(row: Any, zone: ZoneInfo) -> OccurrenceDraft:  # noqa: ANN401 - no types there
    """One date. A time without a zone is the hub's own; an all-day date ends on its last day."""
    start = row["DTSTART"].dt
    end = row["DTEND"].dt if "DTEND" in row else None
    if not isinstance(start, datetime):
        last = end - _ONE_DAY if isinstance(end, date) else start
        ends_at = clock.at(last, time(), zone) if last > start else None
        return OccurrenceDraft(clock.at(start, time(), zone), ends_at, all_day=True)
    starts_at = _moment(start, zone)
    ends_at = _moment(end, zone) if isinstance(end, datetime) else None
    return OccurrenceDraft(starts_at, ends_at if ends_at and ends_at > starts_at else None)


def _moment(moment: datetime, zone: ZoneInfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _last_on(dates: tuple[OccurrenceDraft, ...], zone: ZoneInfo) -> date | None:
    if not dates:
        return None
    return clock.local(max(row.ends_at or row.starts_at for row in dates), zone).date()


def _plain(entry: Any, name: str) -> str:  # noqa: ANN401 - see _occurrence
    value = entry.get(name)
    parts = value if isinstance(value, list) else [] if value is None else [value]
    return "\n".join(str(part) for part in parts)


def _words(entry: Any, name: str) -> str:  # noqa: ANN401 - see _occurrence
    return text.one_line(html_text(_plain(entry, name)))


def _original(entry: Any, name: str) -> str:  # noqa: ANN401 - see _occurrence
    if name == "DTSTART":
        moment = getattr(entry.get(name), "dt", "")
        return moment.isoformat() if isinstance(moment, date) else ""
    return text.clean(html_text(_plain(entry, name)))[:BODY_LIMIT]


def _place(words: str) -> tuple[str, str]:
    """「西地区センター, 横浜市西区…」 is a name and an address; anything else is a name."""
    name, _, rest = words.replace("、", ",").partition(",")
    if rest and any(sign in rest for sign in "都道府県市区町村丁番"):
        return name.strip()[:200], rest.strip()[:200]
    return words[:200], ""


def _url(entry: Any) -> str:  # noqa: ANN401 - see _occurrence
    link = text.one_line(_plain(entry, "URL"))
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    return link if parts.scheme in ("http", "https") and parts.netloc else ""


def _organiser(entry: Any) -> str:  # noqa: ANN401 - see _occurrence
    """Who keeps the entry: often a person's name and address, so it stays with the hub."""
    value = entry.get("ORGANIZER")
    if value is None or isinstance(value, list):
        return ""
    name = str(getattr(value, "params", {}).get("CN", ""))
    return text.one_line(f"{name} {str(value).removeprefix('mailto:').removeprefix('MAILTO:')}")[
        :200
    ]
