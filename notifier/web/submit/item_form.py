"""The form for one item: what was typed, kept as text, and what is wrong with it.

Used by groups (``/<hub>/submit``, their own page) and by staff who type for them (代理入力).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from notifier import hubs, intake
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.text import clean, half, one_line
from notifier.mailroom import BadAddressError, mail_address
from notifier.taxonomy import OUTLETS, outlets
from notifier.web.session import db

ROWS = 6
LIMITS = {
    "title": 100,
    "organiser": 100,
    "when_text": 500,
    "place_name": 120,
    "place_address": 200,
    "audience_text": 200,
    "fee_text": 200,
    "capacity_text": 100,
    "apply_text": 500,
    "bring_text": 300,
    "weather_text": 300,
    "url": 500,
    "body": 2000,
    "contact_public": 300,
    "contact_private": 300,
    "email": 254,
}
LONGEST_PLAIN = 80
PLAIN = ("kind", "apply_by", "expires_on")
MANY = ("districts", "outlets")
DEFAULT_OUTLETS = outlets.EVERYWHERE
CHOOSABLE = tuple(OUTLETS.items())


@dataclass(slots=True)
class Typed:
    """The form as it stands: texts as typed, chosen keys, and sentences beside wrong boxes."""

    texts: dict[str, str]
    chosen: dict[str, list[str]]
    errors: dict[str, str] = field(default_factory=dict)

    def as_fields(self) -> dict[str, str]:
        """What arrived, as it is stored beside our reading; the sender's address is not in it."""
        fields = {name: value for name, value in self.texts.items() if value and name != "email"}
        return fields | {name: ";".join(self.chosen[name]) for name in MANY}


def empty_form() -> Typed:
    """A form nobody has typed into; every outlet stands as agreed until it is taken away."""
    return Typed(dict.fromkeys(_names(), ""), {"districts": [], "outlets": list(DEFAULT_OUTLETS)})


def typed_in(posted: MultiDict[str, str], hub: Hub) -> Typed:
    """What was typed, untouched but for control characters; keys nobody offered are dropped.

    A text too long is kept whole: it comes back to be shortened by who wrote it.
    """
    texts = {name: clean(posted.get(name, "")) for name in LIMITS}
    texts |= {
        name: clean(posted.get(name, ""))[:LONGEST_PLAIN] for name in _names() if name not in LIMITS
    }
    districts = {district.key for district in hubs.districts(db(), hub.id)}
    known = {"districts": districts, "outlets": {key for key, _ in CHOOSABLE}}
    return Typed(
        texts, {name: [key for key in posted.getlist(name) if key in known[name]] for name in MANY}
    )


def filled_from(fields: Mapping[str, str]) -> Typed:
    """The form filled with fields that were stored before."""
    typed = empty_form()
    typed.texts |= {name: str(fields[name]) for name in _names() if name in fields}
    typed.chosen |= {
        name: [key for key in str(fields[name]).split(";") if key]
        for name in MANY
        if name in fields
    }
    return typed


def check(typed: Typed, *, has_file: bool) -> bool:
    """Whether it can be sent. Title and time are enough to start, a photo alone is too."""
    _too_long(typed)
    if not has_file:
        if not one_line(typed.texts["title"]):
            typed.errors["title"] = "行事やお知らせの名前を入れてください（写真だけでも送れます）。"
        if typed.texts["kind"] != "information" and not _says_when(typed):
            typed.errors["when_text"] = (
                "日にちの欄か、ことばで、いつかを書いてください（例：12月5日(土) 10時〜11時半）。"
            )
    _rows(typed)
    for name in ("apply_by", "expires_on"):
        if typed.texts[name] and _day(typed.texts[name]) is None:
            typed.errors[name] = "日にちは「2026-11-28」のように入れてください。"
    if typed.texts["email"]:
        try:
            mail_address.normalise(typed.texts["email"])
        except BadAddressError as error:
            typed.errors["email"] = str(error)
    return not typed.errors


def read(typed: Typed, hub: Hub) -> intake.ListingDraft:
    """Our reading of the form, today."""
    today = clock.local(clock.now(), hub.zone).date()
    return intake.read_form(typed.as_fields(), today=today, zone=hub.zone)


def _names() -> tuple[str, ...]:
    rows = (f"{part}_{n}" for n in range(1, ROWS + 1) for part in ("date", "start", "end"))
    return (*LIMITS, *PLAIN, *rows)


def _too_long(typed: Typed) -> None:
    for name, limit in LIMITS.items():
        if len(typed.texts[name]) > limit:
            typed.errors[name] = (
                f"{limit}文字までにしてください（いま{len(typed.texts[name])}文字）。"
            )


def _says_when(typed: Typed) -> bool:
    return bool(typed.texts["when_text"]) or any(
        typed.texts[f"date_{n}"] for n in range(1, ROWS + 1)
    )


def _rows(typed: Typed) -> None:
    for n in range(1, ROWS + 1):
        day, start, end = (typed.texts[f"{part}_{n}"] for part in ("date", "start", "end"))
        if (start or end) and not day:
            typed.errors[f"date_{n}"] = f"{n}つ目の日にちを入れてください。"
        if half(start) and half(end) and half(end).zfill(5) <= half(start).zfill(5):
            typed.errors[f"end_{n}"] = "終わりの時刻が、始まりより前になっています。"


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(half(words).replace("/", "-"))
    except ValueError:
        return None
