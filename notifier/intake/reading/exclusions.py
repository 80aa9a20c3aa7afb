"""Words that take days out of a series: 祝日休み, 月曜休館, 8月を除く, 祝日の場合は翌日.

Single dates (「5月5日は休み」) stay where they are; ``dates`` reads those.
"""

import re
from dataclasses import dataclass, replace

from notifier.intake.reading.weekdays import NAMES, weekday_set

_WEEKDAYS = (
    rf"(?<![\d月])[{NAMES}](?:曜日?)?(?:\s*[・、,と]?\s*[{NAMES}](?:曜日?)?){{0,6}}+(?![\d{NAMES}])"
)
_HOLIDAYS = r"国民の祝日|行政機関の休日|(?:土日)?祝祭日|(?:土日)?祝日|(?:土日)?祝休日|振替休日|休日|(?:土日)?祝"
_THING = rf"(?:{_HOLIDAYS}|年末年始|\d{{1,2}}(?:\s*[・、,]\s*\d{{1,2}})*月(?!\s*\d)|{_WEEKDAYS})"
_JOIN = r"(?:\s*(?:・|、|,|と|及び|および|並びに|ならびに|や|/)\s*)?"
_OFF = r"除く|除き(?:ます)?|除いて?|のぞく|以外|お?休みます|お?休み|休館日?|休室日?|休所日?|休園日?|定休日?|休止|閉館|中止|ありません|なし"
_ON = r"開館|開室|開所|開催|実施|行います|あり|やります|ひらきます|オープン|営業"
_CASE = r"(?:の(?:場合|とき|日)|にあた(?:る|った)(?:場合|日|とき)|[とに]重な(?:る|った)(?:場合|日|とき))"
_CLAUSE = re.compile(
    rf"[(※]?\s*(?:ただし|但し|なお)?[、,]?\s*(?P<things>{_THING}(?:{_JOIN}{_THING}){{0,8}}+)\s*{_CASE}?\s*(?:は|を|も|が)?\s*"
    rf"(?:(?P<off>{_OFF})|(?P<on>{_ON}))(?:です|します|いたします|となります|になります|しています)?\s*(?=[)\s。、,※]|$|の|毎|第|で|{_THING})[)。]?"
)
_SHIFT = re.compile(
    rf"[(※]?\s*(?:ただし|但し)?[、,]?\s*(?:(?:{_HOLIDAYS})|休館日)\s*{_CASE}\s*(?:は|には)?[、,]?\s*"
    r"(?P<what>翌平日|翌日|翌週|前日|次の日|次の週|翌開館日)(?:の[月火水木金土日]曜日?)?(?:に|へ|が)?(?:開催|実施|振替|振り替え|変更|延期|休館|休み|行い)?(?:です|します|ます)?\s*[)]?"
)
_ONE = re.compile(_THING)
_HOW = {"翌日": "next_day", "次の日": "next_day", "翌平日": "next_weekday", "前日": "day_before"}
_ASK_SHIFT = "祝日にあたる月はいつになりますか。"


@dataclass(frozen=True, slots=True)
class Exclusions:
    """What is taken out; ``rest`` is the text without these words."""

    rest: str
    words: tuple[str, ...] = ()
    holidays: str = ""  # as in RuleWords; "open": said to be open on holidays
    weekdays: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    year_end: bool = False
    asks: tuple[str, ...] = ()


def take_out(text: str) -> Exclusions:
    """The exclusions of ``text`` (plain, digits written as digits)."""
    found = Exclusions(text)
    if match := _SHIFT.search(found.rest):
        how = _HOW.get(match.group("what"), "")
        found = _lift(found, match)
        found = replace(found, holidays=how or "skip", asks=() if how else (_ASK_SHIFT,))
    at = 0
    while match := _CLAUSE.search(found.rest, at):
        before = _belongs_before(found.rest, match)
        if before is None:
            found = replace(found, asks=(*found.asks, _ASK_CLOSED.format(match.group().strip())))
        if before or before is None:
            at = match.start() + 1
            continue
        found = _lift(found, match)
        for thing in _ONE.findall(match.group("things")):
            found = _one(found, thing, off=bool(match.group("off")))
    return found


_SERIES = re.compile(r"毎週|毎月|毎|隔週|第\s*\d")
_NAMED_DAY = re.compile(rf"[{NAMES}]曜|(?<![\d月])[{NAMES}](?=[\s・、,~と]|$)")
_INSIDE = (*NAMES, "曜")  # the middle of 土日, the 日 of 月曜日
_LIST_ENDS = tuple("・、,と~ら")
_APART = re.compile(r"(?:\s{2,}|\n)\s*$")  # something, such as a time, stood between
_ASK_CLOSED = "「{}」は、お休みの曜日ですか、行う曜日ですか。行う日を教えてください。"


def _belongs_before(text: str, match: re.Match[str]) -> bool | None:
    """「毎週火・木曜、祝日休み」: the weekdays before the comma are the rule, not the exception.

    None when they may be either (「毎週土曜、日曜・祝日休み」).
    """
    if match.group("things")[0] not in NAMES:
        return False
    sentence = re.split(r"[(※。\n]|ただし|但し", text[: match.start("things")])[-1]
    words = _SERIES.split(sentence.replace("毎日", " "))
    if len(words) == 1:
        return sentence.endswith((*_INSIDE, *_LIST_ENDS))
    return _of_series(sentence, words[-1], match["things"])


def _of_series(sentence: str, rule: str, things: str) -> bool | None:
    """As ``_belongs_before``, behind 毎週 or 第2 and the words of the ``rule`` up to ``things``."""
    if sentence.endswith(_INSIDE):
        return True
    if not _NAMED_DAY.search(rule):
        return not re.search(r"\d日", rule)
    closed = set(weekday_set(re.sub("土日祝|祝日?", lambda m: m.group()[:2], things)))
    rest = set(range(7)) - set(weekday_set(rule))
    listed = sentence.endswith(_LIST_ENDS)
    if closed == rest and not sentence.endswith(("・", "と", "~", "ら")):
        return False
    if listed:
        several = sentence.endswith(("、", ",")) and "曜" in rule and "祝" in things
        return None if several and closed <= rest else True
    return False if "~" in rule or _APART.search(sentence) else None


def _lift(found: Exclusions, match: re.Match[str]) -> Exclusions:
    rest = f"{found.rest[: match.start()]} {found.rest[match.end() :]}"
    return replace(found, rest=rest, words=(*found.words, match.group().strip()))


def _one(found: Exclusions, thing: str, *, off: bool) -> Exclusions:
    if "祝" in thing or "休日" in thing:
        days = (5, 6) if thing.startswith("土日") else ()
        found = replace(found, holidays=found.holidays or ("skip" if off else "open"))
        return replace(found, weekdays=(*found.weekdays, *days)) if off else found
    if not off:
        return found
    if thing == "年末年始":
        return replace(found, year_end=True)
    if thing[0].isdigit():
        months = tuple(int(n) for n in re.findall(r"\d+", thing))
        return replace(found, months=(*found.months, *months))
    return replace(found, weekdays=(*found.weekdays, *weekday_set(thing)))
