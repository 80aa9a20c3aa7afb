"""What a visitor asked for in the address: filters, a first day, a month.

An address somebody mistyped is no error: what cannot be read is left out.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import request
from sqlalchemy.orm import Session

from notifier.hubs import Hub, districts
from notifier.listings import Wanted
from notifier.taxonomy import ages
from notifier.web.languages import asked_language
from notifier.web.public.words import words
from notifier.web.reader.theme_words import theme_names
from notifier.web.within_reach import is_within_reach


@dataclass(frozen=True, slots=True)
class Choice:
    """One box of the filter: its name in the address, its label, what may be chosen."""

    name: str
    label: str
    everything: str
    options: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def chosen_label(self) -> str:
        """The Japanese name of what is chosen, "" for everything."""
        return dict(self.options).get(self.chosen, "")


def choices(session: Session, hub: Hub) -> tuple[Choice, ...]:
    """The three filter boxes with what the address chose; unknown keys count as nothing."""
    language = asked_language()
    t = words(language)
    everything = t["filter_all"]
    boxes = (
        ("district", t["filter_district"], [(d.key, d.name) for d in districts(session, hub.id)]),
        ("age", t["filter_age"], [(b.key, t[b.key]) for b in ages.BANDS]),
        ("theme", t["filter_theme"], list(theme_names(language).items())),
    )
    return tuple(
        Choice(name, label, everything, tuple(options), _known(name, dict(options)))
        for name, label, options in boxes
    )


def wanted_by(boxes: tuple[Choice, ...], outlet: str) -> Wanted:
    """The filter for the query, of what may go by ``outlet``."""
    chosen = {box.name: box.chosen for box in boxes}
    return Wanted(chosen["district"], chosen["age"], chosen["theme"], outlet)


def filter_query(boxes: tuple[Choice, ...], **more: str) -> str:
    """「?district=d1&month=2026-12」: the filter kept while paging; "" when there is none."""
    values = {box.name: box.chosen for box in boxes if box.chosen} | more
    language = asked_language()
    if language != "ja":
        values["lang"] = language
    return f"?{urlencode(values)}" if values else ""


def first_day(today: date) -> date:
    """``?from=YYYY-MM-DD`` within reach of ``today``, else ``today``."""
    try:
        asked = date.fromisoformat(request.args.get("from", ""))
    except ValueError:
        return today
    return asked if is_within_reach(asked, today) else today


def asked_month(today: date) -> date | None:
    """The first day of ``?month=YYYY-MM`` within reach of ``today``; None when not asked for."""
    text = request.args.get("month")
    if text is None:
        return None
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return asked if is_within_reach(asked, today) else today.replace(day=1)


def _known(name: str, options: dict[str, str]) -> str:
    asked = request.args.get(name, "")
    return asked if asked in options else ""
