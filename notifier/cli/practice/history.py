"""The practice hubs' past: a fiscal year and what ran of the next, by the verbs of every day.

Each month those who said yes by then join, groups hand in, the desk approves, asks and refuses, a
Saturday edition goes to the practice platform and mailbox, readers open some of it, a few leave,
and the month is kept.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import (
    audit,
    delivery,
    editions,
    editorial,
    engagement,
    hubs,
    indicators,
    intake,
    listings,
    subscribers,
)
from notifier.cli.practice.data import Item
from notifier.cli.practice.history_voices import board_sheets, bring_copies, voices
from notifier.indicators import Period
from notifier.kit import clock
from notifier.kit.db import reading, writing

ITEMS_A_MONTH = 7
WAYS = ("web_form", "web_form", "web_form", "staff_entry", "spreadsheet")
REASONS = (
    "営利を目的とした催しや、販売・勧誘にあたるため",
    "日時や費用がまだ決まっていないため（決まりましたら、もう一度お送りください）",
)
QUESTIONS = (("fee_text", "参加費はいくらですか。"), ("weather_text", "雨の日はどうなりますか。"))
OPENED = (31, 22, 6)  # taps on the first items of an edition
WANTED = 3
LEAVES_EVERY = 2
SECONDS = timedelta(seconds=5)

HandIn = Callable[[Session, hubs.Hub, Item, date, str, datetime], editorial.Case]
Named = Callable[[Session, hubs.Hub, str], audit.Actor]
Join = Callable[[Session, hubs.Hub, datetime], None]


@dataclass(frozen=True, slots=True)
class Past:
    """What the history is made with: whose it is, what groups hand in and how, who joins when."""

    slug: str
    items: tuple[Item, ...]
    hand_in: HandIn
    staff: Named
    join: Join
    chance: random.Random


@dataclass
class Made:
    """What was made of the past."""

    listings: int = 0
    editions: int = 0


def beginning(now: datetime, hub: hubs.Hub | None = None, *, years: int) -> datetime:
    """The first midnight of the fiscal year ``years`` before the running one."""
    zone = hub.zone if hub else clock.TOKYO
    today = clock.local(now, zone).date()
    running = indicators.month_period(today.year, today.month).fiscal_year()
    first = indicators.fiscal_period(running.first.year - years).first
    return clock.at(first, time(9), zone)


def make_history(past: Past, *, since: datetime, now: datetime) -> Made:
    """Play every month from ``since`` up to the one before ``now``."""
    made = Made()
    for number, month in enumerate(_months(since, now)):
        with writing() as session:
            hub = hubs.find_hub(session, past.slug)
            past.join(session, hub, clock.at(month.first, time(9), hub.zone))
            made.listings += _desk(session, hub, past, month, number)
            noon = clock.at(month.first.replace(day=15), time(12), hub.zone)
            voices(session, hub, number, by=past.staff(session, hub, "publisher"), now=noon)
            edition_id, send_at = _edition(session, hub, past, month)
        if edition_id is not None:
            made.editions += _send(edition_id, send_at)
        with writing() as session:
            hub = hubs.find_hub(session, past.slug)
            if edition_id is not None:
                _open_links(session, hub, edition_id, send_at)
            if number % LEAVES_EVERY == 1:
                _leave(session, hub, clock.at(month.first.replace(day=20), time(12), hub.zone))
        _keep(past.slug, month)
    return made


def _months(since: datetime, now: datetime) -> list[Period]:
    first, last = clock.local(since).date(), clock.local(now).date()
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month - 1)
    return [indicators.month_period(n // 12, n % 12 + 1) for n in numbers]


def _desk(session: Session, hub: hubs.Hub, past: Past, month: Period, number: int) -> int:
    """A month at the desk: most is approved, one item was asked about, one is refused."""
    by = past.staff(session, hub, "editor")
    chosen = past.chance.sample(past.items, k=min(ITEMS_A_MONTH, len(past.items)))
    published = 0
    for place, item in enumerate(chosen):
        base = month.first + timedelta(days=8)
        shown = replace(item, day=past.chance.randrange(0, 19))
        at = clock.at(month.first + timedelta(days=1 + place // 3), time(10 + place), hub.zone)
        case = past.hand_in(session, hub, shown, base, past.chance.choice(WAYS), at)
        later = at + timedelta(hours=past.chance.randrange(2, 50))
        if place == 0:
            _ask(session, hub, case, past.chance, by=by, now=later)
            later += timedelta(days=2)
        if place == 1 and number % 2:
            reason = past.chance.choice(REASONS)
            editorial.reject(session, case, reason=reason, version=case.version, by=by, now=later)
            continue
        asked = tuple(
            check.key for check in editorial.check(session, case, now=later) if check.level == "ask"
        )
        editorial.approve(session, case, version=case.version, despite=asked, by=by, now=later)
        published += 1
    return published


def _ask(
    session: Session,
    hub: hubs.Hub,
    case: editorial.Case,
    chance: random.Random,
    *,
    by: audit.Actor,
    now: datetime,
) -> None:
    """Ask the group something; the answer comes a day later."""
    field, message = chance.choice(QUESTIONS)
    question = editorial.ask(
        session, case, message=message, field=field, version=case.version, by=by, now=now
    )
    group = audit.Actor("group", "団体の代表")
    at = now + timedelta(hours=chance.randrange(4, 40))
    intake.answer_question(session, question, "チラシのとおりです。", by=group, now=at)
    editorial.resume(session, case, version=case.version, by=by, now=at)


def _edition(
    session: Session, hub: hubs.Hub, past: Past, month: Period
) -> tuple[int | None, datetime]:
    """The edition of the month's second Saturday, approved the afternoon before, and the paper."""
    saturday = month.first + timedelta(days=(5 - month.first.weekday()) % 7 + 7)
    slot = clock.at(saturday, time(10), hub.zone)
    friday = slot - timedelta(hours=17)
    by = past.staff(session, hub, "publisher")
    paper = editions.compose(session, hub, kind="newsletter", on=month.first, by=by, now=friday)
    if paper.items:
        editions.approve(session, paper, version=paper.version, by=by, now=friday)
        bring_copies(session, hub, paper, by=by, now=friday)
    board_sheets(session, hub, by=by, now=friday)
    weekly = editions.compose(session, hub, kind="weekly", on=saturday, by=by, now=friday)
    if not weekly.items:
        return None, slot
    editions.approve(session, weekly, version=weekly.version, by=by, now=friday)
    return weekly.id, slot


def _send(edition_id: int, slot: datetime) -> int:
    """To the practice platform and mailbox, as a tick at that moment would; 1 when it went."""

    def at() -> datetime:
        return slot + SECONDS

    if delivery.dispatch(edition_id, now_fn=at) != "dispatching":
        return 0
    with reading() as session:
        due = delivery.due_batches(session, now=at())
    for batch_id in due:
        delivery.send_batch(batch_id, now_fn=at)
    with writing() as session:
        delivery.settle(session, edition_id, now=at())
    return 1


def _open_links(session: Session, hub: hubs.Hub, edition_id: int, slot: datetime) -> None:
    """Readers open the first items; below twenty nobody will be told how often."""
    codes: dict[int, str] = {}
    for listing_id, code in session.execute(
        select(editions.Link.listing_id, editions.Link.code)
        .where(editions.Link.hub_id == hub.id, editions.Link.edition_id == edition_id)
        .order_by(editions.Link.id)
    ):
        codes.setdefault(listing_id, code)
    links = engagement.tapped_links(session.connection(), codes.values())
    for code, times in zip(codes.values(), OPENED, strict=False):
        engagement.count_taps(session.connection(), [links[code]] * times, now=slot)
    for listing_id in list(codes)[:2]:
        listing = listings.find_listing(session, hub.id, listing_id)
        for number in range(WANTED):
            engagement.count_feedback(
                session, hub, listing, "want", visitor=f"practice {number}", now=slot
            )


def _leave(session: Session, hub: hubs.Hub, at: datetime) -> None:
    """One reader by mail stops; there is always somebody left."""
    address = session.scalars(
        select(subscribers.Address)
        .where(
            subscribers.Address.hub_id == hub.id,
            subscribers.Address.channel == "email",
            subscribers.Address.state == subscribers.AddressState.ACTIVE,
            subscribers.Address.confirmed_at < at,
        )
        .order_by(subscribers.Address.id)
    ).all()
    if len(address) > 1:
        subscribers.unsubscribe(session, address[0], how="メールのリンク", now=at)


def _keep(slug: str, month: Period) -> None:
    """Keep the month, and its fiscal year when that is over too, as the tick would have."""
    with writing() as session:
        hub = hubs.find_hub(session, slug)
        at = month.moments(hub.zone)[1] + timedelta(hours=1)
        for period in indicators.unkept_periods(session, hub, now=at):
            indicators.snapshot(session, hub, period=period, now=at)
