"""For whom: ages in months and special audiences. Unclear words stay words and mean everyone.

0歳児 is 0-11 months, 1~3歳 is 12-47, 未就園児 0-47, 乳幼児 0-83, 小学生 72-155 (a child
born in March starts school at 72 months).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from notifier.intake.reading.plain import digits, plain
from notifier.taxonomy import AUDIENCES, ages

_YEAR = 12
_TO = r"\s*(?:~|-|から|・|、)\s*"
_MONTHS = re.compile(
    r"(?:生後)?\s*(\d{1,2})\s*(?:[かカヵケヶ箇ヵか]月)?" + _TO + r"(\d{1,2})\s*[かカヵケヶ箇]月"
)
_MONTH_ONE = re.compile(
    r"(?:生後)?\s*(\d{1,2})\s*[かカヵケヶ箇]月(?P<how>まで|未満|以上|から|頃から|児|頃)?"
)
_MIXED = re.compile(
    r"(\d{1,2})\s*[歳才](?:\s*(\d{1,2})\s*[かカヵケヶ箇]月)?(?:頃|児)?\s*(?:~|から|-)\s*(\d{1,2})\s*[歳才](?:\s*(\d{1,2})\s*[かカヵケヶ箇]月)?"
)
_YEARS = re.compile(r"(\d{1,2})\s*[歳才]?(?:児)?" + _TO + r"(\d{1,2})\s*[歳才]")
_YEAR_ONE = re.compile(r"(\d{1,2})\s*[歳才](?P<how>児|以上|から|まで|以下|未満|~|になる)?")
_GRADES = re.compile(
    r"小学?校?(?:生)?\s*\(?\s*(\d)(?:年生?)?(?:\s*[・、]\s*\d)*\s*[~\-・、]\s*(?:小学?)?\s*(\d)\s*年"
)
_STAGES: tuple[tuple[re.Pattern[str], int, int], ...] = tuple(
    (re.compile(pattern), low, high)
    for pattern, low, high in (
        (r"未就園|未収園", 0, 47),
        (r"未就学|就学前", 0, 83),
        (r"新生児", 0, 0),
        (r"乳児|赤ちゃん|ベビー|あかちゃん", 0, 11),
        (r"乳幼児", 0, 83),
        (r"(?<!乳)幼児", 12, 83),
        (r"(?<![就収])園児|年[少中長]", 36, 83),
        (r"小学生|児童(?!館|センター)|小学校", 72, 155),
        (r"中学生", 144, 191),
        (r"高校生", 180, 227),
    )
)
_EVERYONE = re.compile(r"どなた|誰でも|だれでも|両方|不問|制限なし|市民|地域の方")
_AND_ADULTS = re.compile(r"一般|大人|成人|以上の男女")
_AUDIENCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "pregnant",
        re.compile(
            r"妊婦|妊娠|プレママ|プレパパ|マタニティ|出産予定|出産を控え|これから(?:ママ|パパ)になる"
        ),
    ),
    ("father", re.compile(r"父親|お父さん|パパ|父子|男性保護者")),
    ("twins", re.compile(r"多胎|双子|ふたご|三つ子|双生児|ツインズ")),
    ("foreign_roots", re.compile(r"外国(?:人|籍|に(?:つながる|ルーツ))|日本語を母語としない")),
    ("helper", re.compile(r"支援者|ボランティア|担い手|子育てサポーター|提供会員")),
)
_LIMIT_ONLY = re.compile(r"生まれ|平成|令和|\d年度|学年|対象外|不可|除く|以外|きょうだい|兄弟")
Span = tuple[int | None, int | None]
_MAX = 227  # the month before the 19th birthday


@dataclass(frozen=True, slots=True)
class Audience:
    """Months of age (both included; None: not limited or not known) and special audiences."""

    min_months: int | None = None
    max_months: int | None = None
    audiences: tuple[str, ...] = ()
    sure: bool = True


@lru_cache(maxsize=4096)
def say_audience(audience: Audience) -> str:
    """「1歳〜3歳11か月、お父さん」: what was understood, for people; "" when nothing was sure."""
    names = [AUDIENCES.get(key, key) for key in audience.audiences]
    if audience.min_months is not None or audience.max_months is not None:
        names.insert(0, ages.say_months(audience.min_months, audience.max_months))
    return "、".join(names) or ("年齢の指定なし" if audience.sure else "")


def read_audience(text: str) -> Audience:
    """For whom ``text`` is meant."""
    folded = digits(plain(text))
    if not folded:
        return Audience()
    audiences = tuple(key for key, words in _AUDIENCES if words.search(folded))
    if _EVERYONE.search(folded):
        return Audience(audiences=() if "どなた" in folded else audiences)
    if _AND_ADULTS.search(folded):
        lowest = min((low for words, low, _ in _STAGES if words.search(folded)), default=0)
        return Audience(lowest or None, None, audiences)
    if _LIMIT_ONLY.search(folded):
        return Audience(audiences=audiences, sure=False)
    found = _numbers(folded)
    if found is None:
        found = _stages(folded)
    return _checked(found, audiences)


def _checked(found: Span, audiences: tuple[str, ...]) -> Audience:
    low, high = found
    if low is not None and high is not None and low > high:
        return Audience(audiences=audiences, sure=False)
    return Audience(low, high, audiences)


def _numbers(text: str) -> Span | None:
    for read in (_mixed, _months, _years, _one_month, _one_year, _grades):
        found = read(text)
        if found is not None:
            return found
    return None


def _mixed(text: str) -> Span | None:
    match = _MIXED.search(text)
    if not match or (match.group(2) is None and match.group(4) is None):
        return None
    low = int(match.group(1)) * _YEAR + int(match.group(2) or 0)
    high = int(match.group(3)) * _YEAR
    return low, high + (int(match.group(4)) if match.group(4) else _YEAR - 1)


def _months(text: str) -> Span | None:
    match = _MONTHS.search(text)
    return (int(match.group(1)), int(match.group(2))) if match else None


def _years(text: str) -> Span | None:
    match = _YEARS.search(text)
    if not match:
        return None
    after = text[match.end() : match.end() + 3]
    top = int(match.group(2)) * _YEAR
    return int(match.group(1)) * _YEAR, top - 1 if after.startswith("未満") else top + _YEAR - 1


def _one_month(text: str) -> Span | None:
    match = _MONTH_ONE.search(text)
    if not match:
        return None
    months, how = int(match.group(1)), match.group("how") or ""
    if "まで" in text[match.end() - 2 : match.end() + 3]:
        return 0, months
    if how == "未満":
        return 0, months - 1
    if how in ("以上", "から", "頃から"):
        return months, None
    return (months, months) if how in ("児", "頃") else (None, None)


def _one_year(text: str) -> Span | None:
    matches = list(_YEAR_ONE.finditer(text))
    if not matches:
        return None
    if len(matches) > 1:
        return None, None
    years, how = int(matches[0].group(1)), matches[0].group("how") or ""
    if how in ("以上", "から", "~"):
        return years * _YEAR, None
    if how in ("まで", "以下"):
        return 0, years * _YEAR + _YEAR - 1
    if how == "未満":
        return 0, years * _YEAR - 1
    return (years * _YEAR, years * _YEAR + _YEAR - 1) if how != "になる" else (None, None)


def _grades(text: str) -> Span | None:
    match = _GRADES.search(text)
    if not match:
        return None
    return 60 + int(match.group(1)) * _YEAR, 83 + int(match.group(2)) * _YEAR


def _stages(text: str) -> Span:
    found = [(low, high) for words, low, high in _STAGES if words.search(text)]
    if "乳幼児" in text:
        found = [pair for pair in found if pair != (0, 11)]
    if not found or _has_more(text):
        return None, None
    if any(b[0] > a[1] + _YEAR + 1 for a, b in pairwise(sorted(found))):
        return None, None  # 乳児・小学生: a range would take in those between
    low, high = min(a for a, _ in found), max(b for _, b in found)
    return low, high if high < _MAX else None


def _has_more(text: str) -> bool:
    """A limit by year of school that the stage words do not carry."""
    return bool(re.search(r"\d\s*年(?!生まれ)|加入者|会員|の保護者(?:のみ|だけ)", text))
