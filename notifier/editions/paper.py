"""The printed issue as plain data: what every paper format shows, in the same order. Pure.

Nothing is cut here: a text too long for paper stays whole and is warned of (``print_limits``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from notifier.editions.card import Card, card_of, safe
from notifier.editions.paper_calendar import Week, is_dense, weeks_of
from notifier.editions.paper_words import deadline, legend, mark_of, when_of
from notifier.editions.set_voices import Voice
from notifier.editions.snapshot import Snapshot
from notifier.editions.words import JA, words_of
from notifier.kit.clock import WEEKDAYS_JA
from notifier.kit.text import fold, one_line

EASY = "easy"
EVERYWHERE = "区全体・地区を問わないもの"
NO_ITEMS = "この月にお知らせする行事は、まだありません。"
NO_NEWS = "お知らせする項目は、まだありません。"
CHANGES = "内容は変わることがあります（変更の場合あり）。おでかけ前に、問合せ先かホームページでご確認ください。"


@dataclass(frozen=True, slots=True)
class PrintText:
    """Staff's shorter words for paper; "" = the group's own."""

    title: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One item. ``number`` leads from the calendar to the item; ``mark`` is its age mark."""

    number: int
    listing_id: int
    title: str
    mark: str
    when: str
    place: str
    audience: str
    fee: str
    apply: str
    apply_by: str
    organiser: str
    contact: str
    bring: str
    weather: str
    body: str
    capacity: str


@dataclass(frozen=True, slots=True)
class EasyItem:
    """An item in its checked words of やさしい日本語; date and place are the same facts."""

    title: str
    when: str
    place: str
    fee: str
    apply: str
    body: str


@dataclass(frozen=True, slots=True)
class District:
    """A part of 「近くのひろば」; ``listings`` in the edition's order."""

    name: str
    listings: tuple[PaperItem, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """「【申込締切】4月5日(火) 17:00」 with the item it belongs to."""

    said: str
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the hub says of itself and of this issue."""

    hub_name: str
    kind_name: str
    month: str
    status: str
    greeting: str
    contact: str
    postal_address: str
    open_days: str
    calendar_url: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole issue. ``is_dense``: the calendar shows numbers and times, not titles."""

    masthead: Masthead
    weekdays: tuple[str, ...]
    weeks: tuple[Week, ...]
    is_dense: bool
    legend: str
    nearby: tuple[District, ...]
    news: tuple[PaperItem, ...]
    easy: tuple[EasyItem, ...]
    deadlines: tuple[Deadline, ...]
    voices: tuple[Voice, ...]
    no_items: str
    changes: str

    @property
    def items(self) -> tuple[PaperItem, ...]:
        """Every item, in the order printed."""
        return (*(item for part in self.nearby for item in part.listings), *self.news)


def paper_of(  # noqa: PLR0913 - everything an issue is made of
    masthead: Masthead,
    views: Sequence[Snapshot],
    *,
    month: date,
    districts: Mapping[str, str],
    prints: Mapping[int, PrintText],
    has_calendar: bool = True,
    voices: Sequence[Voice] = (),
) -> Paper:
    """The issue of the month beginning ``month``. ``districts`` are {key: name} in the hub's order;
    ``views`` stand in the edition's order, events with their dates of the month. Without a
    calendar (a special issue) ``weeks`` is empty.
    """
    events = [view for view in views if view.showings]
    parts = _parts(events, masthead.hub_name, districts)
    order = [view for _, some in parts for view in some]
    numbers = {view.listing_id: number for number, view in enumerate(order, 1)}
    made = {
        view.listing_id: paper_item(view, numbers.get(view.listing_id, 0), month, prints)
        for view in views
    }
    titles = {key: item.title for key, item in made.items()}
    weeks = weeks_of(order, month=month, titles=titles) if has_calendar else ()
    others = [view for view in views if not view.showings]
    news = [made[view.listing_id] for view in others]
    return Paper(
        masthead=masthead,
        weekdays=("日", *WEEKDAYS_JA[:-1]),
        weeks=weeks,
        is_dense=is_dense(weeks),
        legend=legend(mark_of(view) for view in order),
        nearby=tuple(
            District(name, tuple(made[view.listing_id] for view in some)) for name, some in parts
        ),
        news=tuple(news),
        easy=tuple(easy_item(view, month) for view in (*order, *others) if EASY in view.wordings),
        deadlines=_deadlines(order, made, month),
        voices=tuple(Voice(safe(one.said), safe(one.did)) for one in voices),
        no_items="" if views else NO_ITEMS if has_calendar else NO_NEWS,
        changes=CHANGES,
    )


def _parts(
    views: Sequence[Snapshot], hub_name: str, districts: Mapping[str, str]
) -> list[tuple[str, list[Snapshot]]]:
    """The hub's own programme, then district by district, then what belongs to none or several."""
    found: dict[str, list[Snapshot]] = {hub_name: []}
    found |= {name: [] for name in districts.values()}
    found[EVERYWHERE] = []
    for view in views:
        known = [districts[key] for key in view.district_keys if key in districts]
        if fold(view.organiser) == fold(hub_name):
            found[hub_name].append(view)
        else:
            found[known[0] if len(known) == 1 else EVERYWHERE].append(view)
    return [(name, some) for name, some in found.items() if some]


def paper_item(
    view: Snapshot, number: int, month: date, prints: Mapping[int, PrintText]
) -> PaperItem:
    """One item as print says it; dates outside ``month`` name theirs."""
    card: Card = card_of(view, JA)
    words = prints.get(view.listing_id, PrintText())
    return PaperItem(
        number=number,
        listing_id=view.listing_id,
        title=words.title or card.title,
        mark=mark_of(view),
        when=printed_when(view, card, month),
        place=card.place,
        audience=card.audience,
        fee=card.fee,
        apply=card.apply,
        apply_by=deadline(view),
        organiser=card.organiser,
        contact=card.contact,
        bring=card.bring,
        weather=card.weather,
        body=one_line(words.body or card.body),
        capacity=safe(one_line(view.capacity_text)),
    )


def printed_when(view: Snapshot, card: Card, month: date) -> str:
    """The dates, or how long an announcement holds; "" when that was not said."""
    if view.showings:
        return when_of(view, month)
    return card.first_when if view.expires_on is not None else ""


def easy_item(view: Snapshot, month: date) -> EasyItem:
    """The item for the box of やさしい日本語."""
    card: Card = card_of(view, words_of(EASY))
    return EasyItem(
        title=card.title,
        when=when_of(view, month) if view.showings else "",
        place=card.place,
        fee=card.fee,
        apply=card.apply,
        body=one_line(card.body),
    )


def _deadlines(
    views: Sequence[Snapshot], made: Mapping[int, PaperItem], month: date
) -> tuple[Deadline, ...]:
    """Deadlines from this month on, the earliest first."""
    dated = sorted(
        (view.apply_by_at, view.listing_id)
        for view in views
        if view.apply_by_at is not None and view.apply_by_at.astimezone(view.zone).date() >= month
    )
    rows = [made[listing_id] for _, listing_id in dated]
    return tuple(Deadline(row.apply_by, row.number, row.title) for row in rows)
