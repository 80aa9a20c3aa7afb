"""For whom: ages in months and special audiences. Unclear words stay words and mean everyone.

0歳児 is 0-11 months, 1~3歳 is 12-47, 1歳半まで 0-18, 未就園児 0-47, 乳幼児 0-83, 小学生 72-155 (a
child born in March starts school at 72 months). Sure only when every word was understood.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from notifier.intake.reading.age_words import AgeWord, cut_ages
from notifier.intake.reading.none_words import nothing
from notifier.intake.reading.plain import digits, plain
from notifier.taxonomy import AUDIENCES, ages

_EVERYONE = re.compile(
    r"どなた|誰で?も|だれで?も|両方|不問|(?:制限|限定|指定)は?(?:なし|無し|ありません)|市民|地域の方|全年齢|みなさ[まん]"
)
_AND_ADULTS = re.compile(r"一般|大人|成人|以上の男女")
_AUDIENCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "pregnant",
        re.compile(
            r"妊婦|妊娠|妊産婦|プレママ|プレパパ|マタニティ|出産(?:予定|を控え|前)|これから(?:ママ|パパ|親)になる"
        ),
    ),
    ("father", re.compile(r"父親|お父さん|パパ|父子|男性保護者")),
    ("twins", re.compile(r"多胎|双子|ふたご|三つ子|双生児|ツインズ")),
    ("foreign_roots", re.compile(r"外国(?:人|籍|に(?:つながる|ルーツ))|日本語を母語としない")),
    ("helper", re.compile(r"支援者|ボランティア|担い手|子育てサポーター|提供会員")),
)
# Words that limit by something else than an age in months.
_OTHER_LIMIT = re.compile(
    r"生まれ|生れ|平成|令和|年度|学年|対象外|不可|除く|以外|卒|加入者|会員|\d年生になる"
)
# Words that tell an age without a number: they are asked.
_STAGE = re.compile(
    r"ねんね|首|ハイハイ|はいはい|ずりばい|つかまり|あんよ|歩き|歩く|歩行|たっち|離乳食|おすわり|お座り|月齢|低月齢|高月齢|低学年|中学年|高学年|前後|新米|第[1一]子"
)
_SIBLINGS = re.compile(
    r"[(、。,※\s・]*(?:きょうだい|兄弟(?:姉妹)?|ご?姉妹|上の(?:お?子)|下の(?:お?子))[^、。()]*?(?:可|ok|歓迎|同伴|参加|大丈夫|相談|一緒)[^、。()]*[)]?",
    re.I,
)
# 「1~3年生は保護者同伴」 tells who comes with a child, not who may come.
_ACCOMPANIED = re.compile(
    r"[(、。,※\s]\s*[^、。()※\n]*?(?:\d|[歳才生児下年]|未満|未就学)[^、。()※\n]{0,8}?は[、,]?[^、。()※\n]{0,6}?(?:保護者|親|大人|成人|家族|おうちの[人方])"
    r"[^。()※\n]{0,8}?(?:同伴|一緒|いっしょ|付き?添|同席|同行|見守)[^。()※\n]*[)。]?"
)
_Span = tuple[int | None, int | None]
_LONGEST = 800  # letters; reading takes time that grows with the square
_OPEN = 10_000  # no upper end
_GAP = 1  # months: 0-11 and 12-23 touch


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


@lru_cache(maxsize=4096)
def read_audience(text: str) -> Audience:
    """For whom ``text`` is meant."""
    state = nothing(text)
    if state:
        return Audience(sure=state != "pending")
    if len(text) > _LONGEST:
        return Audience(sure=False)
    folded = _ACCOMPANIED.sub(" ", _SIBLINGS.sub(" ", digits(plain(text))))
    audiences = tuple(key for key, words in _AUDIENCES if words.search(folded))
    if _OTHER_LIMIT.search(folded):
        return Audience(audiences=audiences, sure=False)
    return _spanned(folded, audiences)


def _spanned(folded: str, audiences: tuple[str, ...]) -> Audience:
    words, left = cut_ages(folded)
    if _EVERYONE.search(folded):
        return Audience(audiences=() if "どなた" in folded else audiences, sure=not words)
    if _AND_ADULTS.search(folded):
        lows = [word.low for word in words if word.low is not None]
        return Audience(min(lows, default=0) or None, None, audiences, sure=len(words) <= 1)
    if not words:
        return Audience(audiences=audiences, sure=not _STAGE.search(folded) and not _hint(left))
    span = _join(words)
    if span is None:
        return Audience(audiences=audiences, sure=False)
    return Audience(*span, audiences, sure=not left and not _STAGE.search(folded))


_LABELLED = re.compile(r"対\s*象(?:\s*者|年齢|児)?\s*[:・】は]\s*(?P<what>[^\n。☆★●■♪◎※▽◇◆]{1,60})")
_NEXT_LABEL = re.compile(
    r"\s(?:場\s*所|参\s*加|内\s*容|定\s*員|申|持\s*ち|日\s*時|費\s*用|料\s*金|主\s*催|講\s*師|人\s*数|会\s*場|時\s*間)"
)
_MENTIONED = re.compile(
    r"\d\s*(?:歳|才|[かカヵケヶ箇]月)(?:児|以上|から|まで|未満|以下|~|-|頃|ごろ|の(?:お?子|赤)|になる)|\d[・、~-]\d\s*[歳才]|小学\s*\d|\d年生|小学生|中学生|幼児|乳児|未就[学園]|就学前|妊婦|プレママ|妊娠|マタニティ"
)
_CARE = re.compile(r"[^。\n]*(?:託児|保育(?:あり|付|つき|ルーム))[^。\n]*")


def in_text(title: str, body: str) -> Audience | None:
    """For whom a text labels itself (対象：小学生); not sure where it only mentions ages.

    None when it says nothing of ages. The ages of a crèche beside the event are not the event's.
    """
    folded = _CARE.sub("", plain(body))
    match = _LABELLED.search(folded)
    if match:
        found = read_audience(_NEXT_LABEL.split(match.group("what"))[0])
        if found.min_months is not None or found.max_months is not None or not found.sure:
            return found
    if _MENTIONED.search(digits(f"{plain(title)} {folded}")):
        return Audience(sure=False)
    return None


def _hint(left: str) -> bool:
    """Whether what nobody understood may still speak of an age."""
    return bool(re.search(r"\d|歳|か月|学|園|児", left))


def _join(words: tuple[AgeWord, ...]) -> _Span | None:
    """One span out of several; None when they leave a gap or contradict each other."""
    inner = [word for word in words if word.limits]
    outer = [word for word in words if not word.limits]
    if inner and outer:
        narrowed = _inside(inner, outer)
        return narrowed if narrowed == _union(words) or not any(w.listed for w in words) else None
    return _union(words)


def _union(words: tuple[AgeWord, ...]) -> _Span | None:
    spans = sorted((word.low or 0, _top(word.high)) for word in words)
    low, high = spans[0]
    for start, stop in spans[1:]:
        if start > high + _GAP:
            return None  # 乳児・小学生: a range would take in those between
        high = max(high, stop)
    if low > high:
        return None
    return low, (None if high >= _OPEN else high)


def _top(high: int | None) -> int:
    return _OPEN if high is None else high


def _inside(inner: list[AgeWord], outer: list[AgeWord]) -> _Span | None:
    """「1歳以上の未就園児」, 「未就園児(0〜3歳)」: the number counts inside the stage."""
    if len(inner) > 1:
        return None
    low, high = inner[0].low, inner[0].high
    lows = min(word.low or 0 for word in outer)
    tops = max(_top(word.high) for word in outer)
    if low is None:
        low = lows
    if high is None:
        high = None if tops >= _OPEN else tops
    if low > min(_top(high), tops) or _top(high) < lows:
        return None
    return low, high
