"""RSS, Atom and RDF feeds, from bytes we fetched ourselves.

Most items are notices; one that carries the event module's dates is an event. Where a feed gives
no ids, an item is known by link, title and day: one page may stand behind many items.
"""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import feedparser

from notifier.intake.draft import ListingDraft, OccurrenceDraft, Question, Reading
from notifier.intake.feed_document import (
    BadFeedError,
    FeedDocument,
    FeedEntry,
    mark,
    too_many,
)
from notifier.intake.feed_xml import Mended, mend
from notifier.intake.reading.body import read_body
from notifier.intake.reading.contacts import personal_in
from notifier.intake.reading.html_text import LONGEST, html_text
from notifier.kit import clock, text

KEY = "rss"
TITLE_LIMIT = 300
BODY_LIMIT = 4_000
URL_LIMIT = 1_000
_NOT_A_FEED = (
    "RSSやAtomの形ではありません（ふつうのホームページかもしれません）。"
    "ページにある「RSS」のリンクのアドレスを入れてください。"
)
_BROKEN = "RSSの書き方が正しくないため、読みとれませんでした。配信元に確かめてください。"
_CUT = "途中で切れていて、1件も読めませんでした。続くときは、配信元に確かめてください。"
_NEXT_TIME = "残りは、つぎの読みこみで見ます。続くときは、配信元に確かめてください。"
_LOOK = "題名や本文が正しく読めているか、編集デスクで見てください。"


def read_feed(
    data: bytes, *, content_type: str = "", url: str = "", zone: ZoneInfo
) -> FeedDocument:
    """What the feed says; at most ``MOST_ITEMS`` items are read. ``url`` is where it came from.

    Raises ``BadFeedError`` for bytes that are no feed (an HTML page parses, with no entries).
    """
    mended = mend(data, content_type=content_type)
    if mended is None:
        raise BadFeedError(_NOT_A_FEED)
    # Its own cleaning stays off: html_text takes the words and leaves every element behind.
    headers = {"content-type": "application/xml; charset=utf-8"}
    headers |= {"content-location": url} if url else {}  # short links are read from there
    # A stream, never the bytes: feedparser would take a short text for a file's name.
    stream = io.BytesIO(mended.xml)
    try:
        parsed = feedparser.parse(stream, response_headers=headers, sanitize_html=False)
    except Exception as error:  # a library on strangers' bytes: it may stumble over anything
        raise BadFeedError(_BROKEN) from error
    if not parsed.get("version"):
        raise BadFeedError(_NOT_A_FEED)
    found = [entry for row in parsed.entries if (entry := _entry(row, zone)) is not None]
    if (mended.is_cut or mended.is_broken) and not found:
        raise BadFeedError(_CUT if mended.is_cut else _BROKEN)
    return FeedDocument(
        title=_title(parsed.feed)[:200],
        entries=tuple(found),
        remarks=(*_state(mended, len(found)), *too_many(mended.total)),
    )


def _state(mended: Mended, read: int) -> tuple[str, ...]:
    """What staff should know of a document that was not whole."""
    if mended.is_cut:
        return (f"途中で切れていました。読めた{read:,}件だけを取りこみます。{_NEXT_TIME}",)
    return (f"書き方に正しくないところがあります。{_LOOK}",) if mended.is_broken else ()


def _entry(row: Mapping[str, Any], zone: ZoneInfo) -> FeedEntry | None:
    title, body, link = _title(row), _body(row), _link(row)
    said_on = _day(row, zone)
    if not (title or body or link):
        return None
    own = text.one_line(row.get("id"))
    likeness = mark(link, text.fold(title))
    occurrences = _occurrences(row, zone)
    return FeedEntry(
        external_id=mark("id", own) if own else mark("words", link, text.fold(title), said_on),
        likeness=likeness,
        is_derived=not own,
        content_hash=mark(title, body, link, *occurrences, row.get("ev_location", "")),
        title=(title or body or link)[:TITLE_LIMIT],
        draft=_draft(row, title, body, link, occurrences),
        original={
            "title": title,
            "date": text.one_line(row.get("published") or row.get("updated")),
            "body": body,
            "url": link,
            "organiser": text.one_line(html_text(str(row.get("author") or ""))),
        },
        last_on=_last(occurrences, zone),
    )


def _draft(
    row: Mapping[str, Any],
    title: str,
    body: str,
    link: str,
    occurrences: tuple[OccurrenceDraft, ...],
) -> ListingDraft:
    said = read_body(body)
    questions = [] if title else [Question("title", "見出しがありません。何のお知らせですか。")]
    if personal_in(f"{title}\n{body}"):
        questions.append(
            Question(
                "body", "本文に携帯電話の番号かメールアドレスが入っています。載せてよいですか。"
            )
        )
    return ListingDraft(
        title=title,
        kind="event" if occurrences else "information",
        body=body,
        occurrences=occurrences,
        place_name=text.one_line(html_text(str(row.get("ev_location") or "")))[:200],
        bring_text=said.bring,
        weather_text=said.weather,
        apply_text=said.apply,
        url=link,
        readings=tuple(
            Reading(name, words, words)
            for name, words in (
                ("bring_text", said.bring),
                ("weather_text", said.weather),
                ("apply_text", said.apply),
            )
            if words
        ),
        questions=tuple(questions),
    )


def _title(row: Mapping[str, Any]) -> str:
    return text.one_line(html_text(str(row.get("title") or "")))[:TITLE_LIMIT]


def _body(row: Mapping[str, Any]) -> str:
    """The longest of summary and contents, as text."""
    wholes = [str(row.get("summary") or "")]
    wholes += [str(part.get("value") or "") for part in row.get("content", ())]
    words = [text.clean(html_text(whole[:LONGEST])) for whole in wholes]
    return max(words, key=len)[:BODY_LIMIT]


def _link(row: Mapping[str, Any]) -> str:
    """The item's page; only the web's own addresses, never ``javascript:`` or ``data:``."""
    for wanted in (row.get("link"), row.get("id")):
        link = text.one_line(wanted).replace(" ", "%20")
        try:
            parts = urlsplit(link)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc and len(link) <= URL_LIMIT:
            return link
    return ""


def _day(row: Mapping[str, Any], zone: ZoneInfo) -> str:
    """The day it was published, "" when nothing readable is said."""
    moment = row.get("published_parsed") or row.get("updated_parsed")
    try:
        if not moment:
            return ""
        year, month, day, hour, minute, second = moment[:6]
        said = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        return clock.local(said, zone).date().isoformat()
    except (ValueError, OverflowError):  # a date no calendar has
        return ""


def _occurrences(row: Mapping[str, Any], zone: ZoneInfo) -> tuple[OccurrenceDraft, ...]:
    """The date of RSS's event module (``ev:startdate``), where it is given."""
    start, end = (_moment(row.get(name), zone) for name in ("ev_startdate", "ev_enddate"))
    if start is None:
        return ()
    is_day = len(str(row["ev_startdate"]).strip()) == len("2026-11-28")
    return (OccurrenceDraft(start, end if end and end > start else None, all_day=is_day),)


def _moment(value: object, zone: ZoneInfo) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.half(value).replace("Z", "+00:00"))
        aware = found if found.tzinfo else found.replace(tzinfo=zone)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _last(occurrences: tuple[OccurrenceDraft, ...], zone: ZoneInfo) -> date | None:
    ends = [row.ends_at or row.starts_at for row in occurrences]
    return clock.local(max(ends), zone).date() if ends else None
