"""How many can come: number and unit, first come or lottery. One number for one sitting, or none."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from notifier.intake.reading.none_words import nothing, said
from notifier.intake.reading.plain import digits, plain

_COUNT = re.compile(
    r"(?<![\d.,~])(\d{1,5}|\d{1,3},\d{3})\s*(組|人|名|家族|世帯|親子|チーム|グループ|団体|台|席)"
)
_LABELLED = re.compile(
    r"(?:定\s*員|人\s*数)\s*[:：は】]?\s*[、,]?\s*(?:各[^\s\d、。]{0,4}|先着|約)?\s*(\d{1,4})\s*(組|人|名|家族|世帯|親子)"
)
# 「※先着8組」 beside a column left empty; 「先着50名様にプレゼント」 is about a present, not about coming.
_AT_MOST = re.compile(
    r"(?:先着順?|限定|募集(?:人数)?)\s*[:：は]?\s*(\d{1,4})\s*(組|人|名|家族|世帯|親子)"
    r"|(?<![\d第~-])(\d{1,4})\s*(組|人|名|家族|世帯|親子)\s*(?:様)?\s*(?:限定|まで(?!の)|募集)"
)
_NOT_COMING = re.compile(
    r"プレゼント|進呈|配布|配り|差し上げ|もらえ|さしあげ|景品|特典|記念品|お?土産|おみやげ|託児|保育|1組|1家族|1世帯|1グループ|1チーム|付き添い|付添|見学"
)
_SENTENCE = re.compile(r"[。\n☆★♪◎※]")
_FOR = re.compile(r"対\s*象\s*[:】は]\s*[^\d。\n☆]{1,16}?(\d{1,4})\s*(組|人|名)")
_RANGE = re.compile(
    r"\d\s*(?:人|名|組)?\s*(?:~|から)\s*\d|以上|見込|構成|できる(?:団体|グループ)|最少|最小|合計|計\s*\d|1人|一人|当たり|×"
)
_EACH = re.compile(r"各|午前|午後|[①-⑳]|\d回目|それぞれ|ずつ")
_PAIRS = re.compile(
    r"(\d{1,4})\s*(?:組|家族|世帯)\s*[(・、/\s]*(?:計|合計)?\s*(\d{1,4})\s*(?:人|名)"
)
_UNITS = {"名": "人", "世帯": "家族", "親子": "組"}
_FIRST = re.compile(
    r"先着|(?:申し?込み?|受付|応募|到着)順|早い者勝ち"
    r"|(?:定員|満員|満席|\d\s*(?:組|人|名|家族|世帯|席))(?:数)?(?:に|で)?(?:なり|達し|到達し|埋まり|うまり)?次第"
    r"|(?:定員|満員|満席|\d\s*(?:組|人|名|家族|世帯|席))に(?:なった|達した)(?:ら|時点|ところ)"
)
_LIMITLESS = re.compile(
    r"(?:定員)?(?:は)?(?:制限|上限|定員|限定|定め)?(?:は|を)?(?:特に)?(?:なし|無し|無制限|ありません|設けません|設けない)"
)


@dataclass(frozen=True, slots=True)
class Capacity:
    """``number`` is None when the words name none or several."""

    number: int | None = None
    unit: str = ""
    how: str = ""  # "first_come" | "lottery" | ""
    sure: bool = True


@lru_cache(maxsize=4096)
def read_capacity(text: str) -> Capacity:
    """The capacity ``text`` (a capacity column) names."""
    folded = digits(plain(said(text)))
    if not folded:
        return Capacity(sure=nothing(text) != "pending")
    lottery = "抽選" in folded or "抽せん" in folded
    how = "lottery" if lottery else "first_come" if _FIRST.search(folded) else ""
    bare = re.fullmatch(r"(?:定員)?[:：]?\s*(\d{1,5})(?:\.0)?", folded)
    if bare:
        return Capacity(int(bare.group(1)) or None, "", how, sure=int(bare.group(1)) > 0)
    if _LIMITLESS.fullmatch(folded):
        return Capacity(None, "", how)
    counts = [
        (int(n.replace(",", "")), _UNITS.get(unit, unit)) for n, unit in _COUNT.findall(folded)
    ]
    pair = _PAIRS.search(folded)
    if pair and len(counts) == 2 and counts[0][0] <= counts[1][0]:  # noqa: PLR2004 - 親子10組20人
        counts = counts[:1]
    several = len(counts) > 1 and not _EACH.search(folded)
    if not counts:
        return Capacity(None, "", how, sure=bool(how) and not re.search(r"\d", folded))
    if len(set(counts)) != 1 or several or _RANGE.search(folded):
        return Capacity(None, "", how, sure=False)
    number, unit = counts[0]
    return Capacity(number or None, unit, how)


@lru_cache(maxsize=4096)
def in_body(text: str) -> tuple[Capacity, str]:
    """A capacity a running text labels (定員：10名程度), with its words."""
    folded = digits(plain(text))
    match = _LABELLED.search(folded) or _FOR.search(folded)
    return _worded(match, match[1], match[2]) if match else (Capacity(), "")


@lru_cache(maxsize=4096)
def in_remark(text: str) -> tuple[Capacity, str]:
    """A capacity a remark tells without a label (※先着8組), with its words."""
    for sentence in _SENTENCE.split(digits(plain(text))):
        match = _AT_MOST.search(sentence)
        if match and not _NOT_COMING.search(sentence):
            return _worded(match, match[1] or match[3], match[2] or match[4])
    return Capacity(), ""


def _worded(match: re.Match[str], count: str, unit: str) -> tuple[Capacity, str]:
    number = int(count)
    return Capacity(number or None, _UNITS.get(unit, unit)), match.group().strip()


@lru_cache(maxsize=4096)
def how_taken(text: str) -> str:
    """``"first_come"``, ``"lottery"`` or "" for all that is written of an item; "?" when both are."""
    folded = plain(text)
    first, lottery = bool(_FIRST.search(folded)), bool(re.search(r"抽選|抽せん", folded))
    if first and lottery:
        return "?"
    return "lottery" if lottery else "first_come" if first else ""


def completed(found: Capacity, beside: str) -> Capacity:
    """``found`` with what other cells tell: the way of taking, and the unit of the same number."""
    how = how_taken(beside) if not found.how else found.how
    unit = found.unit
    if found.number and not unit:
        same = {
            _UNITS.get(name, name)
            for n, name in _COUNT.findall(digits(plain(beside)))
            if int(n.replace(",", "")) == found.number
        }
        unit = same.pop() if len(same) == 1 else unit
    if how == "?":
        return replace(found, unit=unit, how="", sure=False)
    return replace(found, unit=unit, how=how)
