"""Feeds that are due are asked for news: claim, call with no transaction open, record.

New items and changed ones are handed in like everything else. What vanished from a calendar, or
was called off there, becomes a question on the desk: nothing is ever removed by a feed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

import structlog
from sqlalchemy.orm import Session

from notifier import audit, directory, editorial, intake
from notifier.flows.hand_in import hand_in
from notifier.intake import ClaimedFeed, FeedDocument, News, PollOutcome
from notifier.kit import clock
from notifier.kit.db import reading, writing
from notifier.kit.errors import NotifierError
from notifier.wire import http

log = structlog.get_logger()

TIMEOUT_SECONDS = 15.0
CHUNK = 50
OK, NOT_MODIFIED = 200, 304
PATIENCE = timedelta(seconds=10)  # after this long no further feed is begun in one round
SHOWN = frozenset({"new", "changed", "vanished", "cancelled"})
_UNREADABLE = "読みこんだ内容を処理できませんでした。続くときは、管理者に知らせてください。"
_REFUSED = {
    401: "見る許可がいるページのため、読みこめません。公開用のアドレスを確かめてください。",
    403: "見る許可がいるページのため、読みこめません。公開用のアドレスを確かめてください。",
    404: "アドレスのページがありません。アドレスが変わっていないか確かめてください。",
    410: "このページは終わっています。新しいアドレスを配信元に確かめてください。",
    429: "読みこみが多すぎると断られました。間をあけて、もう一度読みこみます。",
}


class Fetch(Protocol):
    """The door to addresses somebody else chose, ``http.untrusted.fetch``."""

    def __call__(
        self, url: str, *, etag: str, last_modified: str, max_bytes: int, timeout: float
    ) -> http.Fetched:
        """One answer, or ``ForbiddenAddressError`` or ``FetchFailedError``."""


@dataclass
class PollReport:
    """What one feed brought: its key, how many of each event, and the sentence if it failed."""

    key: str
    new: int = 0
    changed: int = 0
    vanished: int = 0
    error: str = ""


def poll_feeds(
    *,
    now_fn: Callable[[], datetime] = clock.now,
    fetch: Fetch = http.untrusted.fetch,
    feed_ids: Sequence[int] | None = None,
    limit: int = 3,
) -> list[PollReport]:
    """Ask the feeds that are due, or those of ``feed_ids`` before their time; a report of each.

    A feed that fails is a stored sentence and harms nobody else.
    """
    began = now_fn()
    ids = feed_ids
    if ids is None:
        with reading() as session:
            ids = intake.due_feed_ids(session, now=began, limit=limit)
    reports = []
    for feed_id in ids:
        if feed_ids is None and now_fn() - began > PATIENCE:
            break
        with writing() as session:
            feed = intake.claim_feed(session, feed_id, now=now_fn(), early=feed_ids is not None)
        if feed is not None:
            reports.append(_poll(feed, fetch, now_fn))
    return reports


def _poll(feed: ClaimedFeed, fetch: Fetch, now_fn: Callable[[], datetime]) -> PollReport:
    report = PollReport(feed.key)
    try:
        outcome = _call(feed, fetch, now_fn, report)
    except NotifierError as error:
        outcome = PollOutcome(error=str(error))
    except Exception:  # a stranger's bytes: whatever they broke, the other feeds go on
        log.exception("feeds.poll_failed", feed_id=feed.feed_id)
        outcome = PollOutcome(error=_UNREADABLE)
    report.error = outcome.error
    with writing() as session:
        intake.record_poll(session, feed, outcome, now=now_fn())
    log.info("feeds.polled", feed_id=feed.feed_id, new=report.new, failed=bool(outcome.error))
    return report


def _call(
    feed: ClaimedFeed, fetch: Fetch, now_fn: Callable[[], datetime], report: PollReport
) -> PollOutcome:
    answer = fetch(
        feed.url,
        etag=feed.etag,
        last_modified=feed.last_modified,
        max_bytes=intake.MOST_BYTES,
        timeout=TIMEOUT_SECONDS,
    )
    if answer.status == NOT_MODIFIED:
        return PollOutcome(
            is_unchanged=True,
            etag=answer.etag or feed.etag,
            last_modified=answer.last_modified or feed.last_modified,
        )
    if answer.status != OK:
        refused = f"配信元のサーバーが応えませんでした（番号 {answer.status}）。"
        return PollOutcome(error=_REFUSED.get(answer.status, refused))
    source = intake.FetchedSource(answer.body, answer.content_type, answer.url)
    document = intake.read_document(feed.kind, source, zone=feed.zone, now=now_fn())
    compared = _take_in(feed, document, now_fn, report)
    return PollOutcome(
        title=document.title,
        remark="\n".join(filter(None, (*document.remarks, compared.alarm))),
        seen_ids=tuple(n.item_id for n in compared.news if n.event == "same" and n.item_id),
        etag=answer.etag,
        last_modified=answer.last_modified,
    )


def _take_in(
    feed: ClaimedFeed,
    document: FeedDocument,
    now_fn: Callable[[], datetime],
    report: PollReport,
) -> intake.Comparison:
    """Hand in what is new, some at a time, so that pages need not wait for the write lock."""
    now = now_fn()
    with reading() as session:
        known = intake.known_items(session, feed.hub_id, feed.feed_id)
    compared = intake.compare(
        document,
        known,
        today=clock.local(now, feed.zone).date(),
        may_vanish=feed.kind in intake.LOSES_ITEMS,
    )
    for some in _chunks([news for news in compared.news if news.event != "same"]):
        with writing() as session:
            name = _group_name(session, feed)
            for news in some:
                _hand_in(session, feed, news, (name, document.title), now=now_fn())
        report.new += sum(news.event == "new" for news in some)
        report.changed += sum(news.event == "changed" for news in some)
        report.vanished += sum(news.event in ("vanished", "cancelled") for news in some)
    return compared


def _hand_in(
    session: Session,
    feed: ClaimedFeed,
    news: News,
    names: tuple[str, str],
    *,
    now: datetime,
) -> None:
    """One item: remembered, and handed in unless nothing about it is for the desk."""
    group_name, title = names
    item = intake.note_item(session, feed, news, now=now)
    if news.event not in SHOWN:
        return
    external_id = f"feed-{feed.feed_id}-{item.id}"
    entry = news.entry
    mark = ""
    original: dict[str, object]
    if news.event in ("vanished", "cancelled") or entry is None or entry.draft is None:
        last = intake.latest_revision(
            session, feed.hub_id, source=feed.kind, external_id=external_id
        )
        if last is None or _was_rejected(session, last):
            return
        draft = _asked(last.draft, news, title or feed.key)
        mark, original = f"{news.event} {now.isoformat()}", dict(last.original)
    else:
        draft, original = entry.draft, {"feed": title or feed.key, **entry.original}
    hand_in(
        session,
        replace(draft, external_id=external_id, organiser=draft.organiser or group_name),
        arrival=intake.Arrival(
            hub_id=feed.hub_id,
            source=feed.kind,
            original=original,
            group_id=feed.group_id,
            is_verified=feed.group_id is not None,  # staff wrote down whose feed it is
            mark=mark,
        ),
        by=audit.Actor("machine", f"配信元「{title or feed.key}」", "feeds"),
        now=now,
    )


def _was_rejected(session: Session, last: intake.Submission) -> bool:
    """What the desk did not want needs no question when it goes."""
    case = editorial.cases_of(session, last.hub_id, [last.id]).get(last.id)
    return case is not None and case.state is editorial.CaseState.REJECTED


def _asked(draft: intake.ListingDraft, news: News, title: str) -> intake.ListingDraft:
    """The last known words with the question a person has to answer."""
    what = (
        f"この予定は、カレンダー「{title}」で中止になりました。"
        if news.event == "cancelled"
        else f"この予定が、カレンダー「{title}」からなくなりました。"
    )
    ask = (
        "中止かどうかを団体に確かめてください。中止なら、掲載中のものを中止にしてから、"
        "この件を断ってください。予定どおりなら、そのまま掲載できます。"
    )
    return replace(draft, questions=(intake.DraftQuestion("when", what + ask),))


def _group_name(session: Session, feed: ClaimedFeed) -> str:
    if feed.group_id is None:
        return ""
    return directory.get_group(session, feed.hub_id, feed.group_id).name


def _chunks(news: list[News]) -> Iterator[list[News]]:
    source = iter(news)
    while some := list(islice(source, CHUNK)):
        yield some
