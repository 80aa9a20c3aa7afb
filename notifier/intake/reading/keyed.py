"""Times that carry their own dates: 【5月18日(月)】午後7時, 22日(土)13:00 / 23日(日)10:00."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from notifier.intake.reading.clocks import CLOCK
from notifier.intake.reading.date_tokens import DateToken, cut
from notifier.intake.reading.plain import digits, plain
from notifier.intake.reading.times import Session, read_hours
from notifier.intake.reading.years import Reference, with_years

_KEY = re.compile(
    r"【?\s*(?:(?:令和|R)?\s*\d{1,4}年\s*)?(?:\d{1,2}月\s*)?\d{1,2}日\s*(?:\([^()]{1,8}\))?\s*】?"
)
_KEY_THEN_TIME = re.compile(_KEY.pattern + rf"\s*(?:午[前後]の部)?\s*(?:{CLOCK})")
_ASK = "日時の書き方を読み取れませんでした。日ごとの時刻を教えてください。"
_LABEL = re.compile(r"【([^】]*)】")
_TITLE_MONTH = re.compile(r"(?<!\d)(\d{1,2})月")


@dataclass(frozen=True, slots=True)
class Keyed:
    """Sittings with their own days, the label each stood under, and a question if unsure."""

    items: tuple[tuple[date, Session, str], ...] = ()
    asks: tuple[str, ...] = ()


@lru_cache(maxsize=2048)
def read_keyed(text: str, titled: str, reference: Reference) -> Keyed | None:
    """The dated times of ``text``; ``titled`` (the date cell, 「12月の試合日程」) may name the month.

    None when the times carry no dates of their own.
    """
    folded = digits(plain(text))
    if not _KEY_THEN_TIME.search(folded):
        return None
    keys = list(_KEY.finditer(folded))
    tokens = [cut(key.group()).days for key in keys]
    if any(len(found) != 1 for found in tokens):
        return Keyed(asks=(_ASK,))
    near = _month_of(titled, reference)
    dated = [with_years([token], near) for token in _with_months(tokens, titled)]
    ask = next((found.ask or _ASK for found in dated if found.ask or not found.days), "")
    if ask:
        return Keyed(asks=(ask,))
    return _items(folded, keys, tuple(found.days[0] for found in dated))


def _with_months(tokens: list[tuple[DateToken, ...]], titled: str) -> list[DateToken]:
    """Days without a month take the one the title names, or the one written before them.

    The list may go back and forth between teams, so each day finds its own year.
    """
    named = {int(m) for m in _TITLE_MONTH.findall(plain(titled))}
    only = named.pop() if len(named) == 1 else None
    filled: list[DateToken] = []
    for (token,) in tokens:
        before = filled[-1].month if filled else None
        filled.append(replace(token, month=token.month or only or before))
    return filled


def _month_of(titled: str, reference: Reference) -> Reference:
    match = _TITLE_MONTH.search(plain(titled))
    if not match or not 1 <= int(match.group(1)) <= 12:  # noqa: PLR2004 - months
        return reference
    month, base = int(match.group(1)), reference.day
    near = min(
        (date(base.year + step, month, 1) for step in (-1, 0, 1)),
        key=lambda day: abs((day - base).days),
    )
    return Reference(near, known=True)


def _items(text: str, keys: list[re.Match[str]], days: tuple[date, ...]) -> Keyed:
    label, left = _label(text[: keys[0].start()], "")
    items: list[tuple[date, Session, str]] = []
    for index, (key, day) in enumerate(zip(keys, days, strict=True)):
        stop = keys[index + 1].start() if index + 1 < len(keys) else len(text)
        segment = text[key.end() : stop]
        hours = read_hours(_LABEL.sub(" ", segment))
        left += hours.leftover + ("" if hours.sessions else key.group())
        items += [(day, session, label) for session in hours.sessions]
        label, _ = _label(segment, label)
    asks = ("日ごとの時刻を確かめさせてください。",) if left else ()
    return Keyed(tuple(items), asks)


def _label(text: str, before: str) -> tuple[str, str]:
    found = _LABEL.findall(text)
    rest = _LABEL.sub("", text).strip(" \n'’、,")
    return (found[-1].strip() if found else before), rest


def with_ends(starts: Keyed, ends: Keyed | None) -> Keyed:
    """``starts`` with the end times of a second cell written the same way."""
    if ends is None or len(ends.items) != len(starts.items):
        return starts
    pairs = zip(starts.items, ends.items, strict=True)
    merged = tuple(
        (day, replace(session, end=other.start or other.end), label)
        for (day, session, label), (_, other, _) in pairs
    )
    return Keyed(merged, starts.asks)
