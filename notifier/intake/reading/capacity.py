"""How many can come: number and unit, first come or lottery."""

import re
from dataclasses import dataclass
from functools import lru_cache

from notifier.intake.reading.none_words import said
from notifier.intake.reading.plain import digits, plain

_COUNT = re.compile(
    r"(?<![\d.,~])(\d{1,5}|\d{1,3},\d{3})\s*(組|人|名|家族|世帯|親子|チーム|グループ|団体|台|席)"
)
_LABELLED = re.compile(
    r"定\s*員\s*[:：は】]?\s*(?:各回?|先着|約)?\s*(\d{1,4})\s*(組|人|名|家族|世帯|親子)"
)
_RANGE = re.compile(
    r"\d\s*(?:人|名|組)?\s*(?:~|から)\s*\d|以上|見込|構成|できる(?:団体|グループ)|最少|最小|合計|計\s*\d|1人|一人|当たり|×"
)
_UNITS = {"名": "人", "世帯": "家族"}


@dataclass(frozen=True, slots=True)
class Capacity:
    """``number`` is None when the words name none or several."""

    number: int | None = None
    unit: str = ""
    how: str = ""  # "first_come" | "lottery" | ""


@lru_cache(maxsize=4096)
def read_capacity(text: str) -> Capacity:
    """The capacity ``text`` (a capacity column) names."""
    folded = digits(plain(said(text)))
    if not folded:
        return Capacity()
    how = (
        "lottery"
        if "抽選" in folded
        else "first_come"
        if re.search(r"先着|申込(?:み)?順", folded)
        else ""
    )
    bare = re.fullmatch(r"(\d{1,5})(?:\.0)?", folded)
    if bare:
        return Capacity(int(bare.group(1)) or None, "", how)
    counts = {
        (int(n.replace(",", "")), _UNITS.get(unit, unit)) for n, unit in _COUNT.findall(folded)
    }
    if len(counts) != 1 or _RANGE.search(folded):
        return Capacity(None, "", how)
    number, unit = counts.pop()
    return Capacity(number or None, unit, how)


@lru_cache(maxsize=4096)
def in_body(text: str) -> tuple[Capacity, str]:
    """A capacity a running text labels (定員：10名程度), with its words."""
    match = _LABELLED.search(digits(plain(text)))
    if not match:
        return Capacity(), ""
    number, unit = int(match.group(1)), match.group(2)
    return Capacity(number or None, _UNITS.get(unit, unit)), match.group().strip()
