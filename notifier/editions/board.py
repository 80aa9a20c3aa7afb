"""The sheets of a notice board as plain data: one per district, with the day it comes down. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from notifier.editions.paper import CHANGES, Masthead, PaperItem, paper_item
from notifier.editions.paper_words import legend, mark_of
from notifier.editions.snapshot import Snapshot
from notifier.kit import clock

EVERY_DATE_WITH_ITS_MONTH = date.min
WHOLE_HUB = "区内のお知らせ"
NO_ITEMS = "いま、この地区でお知らせする行事はありません。"


@dataclass(frozen=True, slots=True)
class BoardSheet:
    """What hangs in one district: its own items, then those for everybody. ``url`` is the QR's."""

    name: str
    url: str
    own: tuple[PaperItem, ...]
    common: tuple[PaperItem, ...]
    no_items: str

    @property
    def listing_ids(self) -> frozenset[int]:
        """What is printed on it."""
        return frozenset(item.listing_id for item in (*self.own, *self.common))


@dataclass(frozen=True, slots=True)
class Board:
    """Every sheet of one printing. ``until``: 「12月18日(金)」, the last day it may hang."""

    masthead: Masthead
    until: str
    sheets: tuple[BoardSheet, ...]
    legend: str
    changes: str


def board_of(
    masthead: Masthead, views: Sequence[Snapshot], *, until: date, districts: Mapping[str, str]
) -> Board:
    """One sheet for each of ``districts`` ({key: name}), or a single one where there are none.

    An item of several districts hangs in each; one without a district hangs everywhere.
    """
    made = {view.listing_id: paper_item(view, 0, EVERY_DATE_WITH_ITS_MONTH, {}) for view in views}
    common = tuple(
        made[view.listing_id] for view in views if not set(view.district_keys) & set(districts)
    )
    sheets = [
        _sheet(
            name,
            f"{masthead.calendar_url}?{urlencode({'district': key})}",
            tuple(made[view.listing_id] for view in views if key in view.district_keys),
            common,
        )
        for key, name in districts.items()
    ] or [_sheet(WHOLE_HUB, masthead.calendar_url, (), common)]
    return Board(
        masthead=masthead,
        until=clock.say_date(until),
        sheets=tuple(sheets),
        legend=legend(mark_of(view) for view in views if view.showings),
        changes=CHANGES,
    )


def _sheet(
    name: str, url: str, own: tuple[PaperItem, ...], common: tuple[PaperItem, ...]
) -> BoardSheet:
    return BoardSheet(name, url, own, common, "" if own or common else NO_ITEMS)
