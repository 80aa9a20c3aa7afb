"""One cell that holds everything: date, time, rain, reception, a name of the event.

It is parted the way the eye parts it: asides first (rain dates, applications), then the times with
the words that belong to them, and what is left are dates. Dates that stand between times begin a
new group: 「12日10:00〜12:00、19日13:00〜15:00」 is two.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from notifier.intake.reading.clocks import CLOCK
from notifier.intake.reading.plain import CIRCLED, digits, plain

_YEAR = r"(?:(?:令和|平成|令|R)\s*(?:\d{1,2}|元)年?|(?:19|20)\d\d年?)?\s*"
_WEEKDAY = r"(?:\s*\([^()\d]{1,8}\))?"
DAY = rf"(?:{_YEAR}\d{{1,2}}\s*月\s*\d{{1,2}}\s*日{_WEEKDAY}|(?<![\d/:.])\d{{1,2}}/\d{{1,2}}(?![\d/]){_WEEKDAY}|(?<!\d)\d{{1,2}}\s*日(?!間|前|目|後|以|程){_WEEKDAY})"
_DAYS = rf"{DAY}(?:\s*(?:[・、,と]|または|か)\s*{DAY})*"
_TIME = rf"(?:{CLOCK})"
_APPLY = r"(?:申し?込み?|申込み?|予約|抽選|応募|受付(?:開始|締切)|エントリー)"
# 「※申込〆切10月15日 時間 10:00〜」: what stands behind the next label is the event's again.
_TO_LABEL = r"(?:(?![\s、。]\s*(?:開催|実施|活動)?(?:時間|時刻|日時|場所|会場|ところ|対象)(?![まを外内]))[^\n※])*"
_ASIDES = re.compile(
    rf"""
    [(][^()]*(?:\([^()]*\)[^()]*)*(?:雨|荒天|順延|予備日|警報|{_APPLY}|感染)[^()]*(?:\([^()]*\)[^()]*)*[)]
    |(?:[※/、。\s]|^|(?<=[)日\d]))\s*(?:[^\s※\n。、()\d]*(?:雨天|小雨|少雨|荒天|悪天候|警報|予備日|順延|大雨))(?:[^\d\n※。]{{0,10}}?{_DAYS}(?P<hours>の?\s*{_TIME}(?:\s*(?:~|-|から)(?:\s*{_TIME})?)?)?)?(?:[^\d\n※。()]{{0,14}}(?:延期|順延|決行|中止|実施|開催|予備日|振替)(?:します|です|いたします|になります)?(?:[・、](?:小雨|荒天|雨天|雷雨)[^\n※。\d]{{0,10}})*)?
    |^\s*{_APPLY}[^\n※。]*?(?:{DAY})[^\n※。]*。
    |(?:[※/、。\s])\s*(?:{_APPLY}[^\n※]*?(?:{DAY}){_TO_LABEL}|(?:{DAY})[^\n※]{{0,12}}{_APPLY}{_TO_LABEL})
    |[(※]?\s*(?:(?:受付|開場|集合|開門)は?\s*)?(?:各(?:回|部)?の?)?(?:開始)?の?\s*\d{{1,2}}分前(?:から|より|に|まで(?:に)?)?[、,]?(?:[^\d\n()※]{{0,12}}(?:受付|集合|集まり|お越し|来[場館所]|開場)[^\d\n()※]{{0,12}})?[)。]?
    |[(※]?\s*(?:{_TIME})\s*まで(?:に|には)[、,]?\s*(?:受付|ご?集合|お?集まり|お越し|ご?来[場館所園]|お?いで|ご?入[場室館])[^\d\n()※、]{{0,16}}[)。]?
    |※[^\n※]*(?:中止の場合|中止(?:に|と)(?:なる|する)(?:こと|場合)|中止することが|変更になることはありません)[^\n※]*
    """,
    re.VERBOSE,
)
_LABEL = r"(?:(?:開場|開演|開始|終了|終演|受付|集合|開館|開催|スタート|入場|入室|入館|最終入場|最終受付|最終入館|出発|解散)(?:予定)?(?:時間|時刻)?\s*[:は]?\s*)"
_MARK = rf"(?:[{CIRCLED}]++(?:とも)?|\(\d\)|第?\d(?:回目|部)\s*:?|午[前後](?:の?部)\s*(?:は|:)?|[昼夜朝夕](?:の部|公演)\s*(?:は|:)?|(?<![A-Za-z])[A-E]\s*:)"
_ENDING = r"(?:より|から|頃|ごろ|開始|開演|開場|集合|スタート|受付開始|受付|終了予定|終了|終演|解散|まで|~)"
_LASTS = r"(?:(?:から|より|~)?\s*(?:各回|各|約|およそ|1回)?\s*(?<![\d時:])(?:\d+時間半?|\d+分)(?:間)?(?:程度|ほど|くらい|位)?(?!前))"
_ONE_TIME = (
    rf"(?:{_MARK}\s*+|{_LABEL}){{0,4}}+{_TIME}\s*(?:(?:~|-|から|より)\s*(?:翌(?:日|朝)?の?\s*)?{_TIME})?"
    rf"\s*{_ENDING}{{0,3}}(?:\s*(?:なくなり|無くなり)次第(?:終了)?)?(?:\s*\([^()\d]{{0,8}}{_TIME}[^()月]{{0,12}}\))*(?:\s*{_LASTS})?"
)
_RUN = re.compile(
    rf"{_ONE_TIME}(?:[\s、,/・~と]*{_ONE_TIME})*|(?:会期中|期間中|開催中)?いつでも|終日|\([^()\d]{{0,10}}{_TIME}[^()月]{{0,12}}\)|(?:各回|各)\s*\d+分"
)
_EDGES = re.compile(
    rf"[(※]?\s*(?:ただし|但し)?[、,]?\s*(?:初日|最終日)は?\s*{_TIME}\s*(?:から|より|まで|開始|終了)?(?:[、,]\s*(?:初日|最終日)は?\s*{_TIME}\s*(?:から|より|まで|開始|終了)?)*\s*[)]?"
)
_A_TIME = re.compile(_TIME)
_SPAN = re.compile(rf"{_TIME}\s*(?:~|-|から)\s*{_TIME}")
BETWEEN = " 、,\n/"
_DATED = re.compile(DAY)
_OTHER = re.compile(r"(?<=[\s※、。)])[^\s\d※、。()]{2,10}は\s*$")
_PART = re.compile(r"部は|クラス|コース|日は|曜は|午[前後]は|時間は|開催は|[月火水木金土日]は")
_OFF = re.compile(r"休|除|中止|のぞ|開館|毎|第\d")


@dataclass(frozen=True, slots=True)
class FreeText:
    """Groups of (dates, times) in order, and asides that move no date.

    ``hours_aside`` tells that the only hours stand in an aside: they may be the event's own;
    ``until_a_day`` that the last hour goes on to a day without one (「5日13時〜6日」).
    """

    groups: tuple[tuple[str, str], ...]
    asides: tuple[str, ...] = ()
    hours_aside: bool = False
    until_a_day: bool = False


@lru_cache(maxsize=4096)
def part(text: str) -> FreeText:
    """``text`` in its groups; one group when all times belong to all dates."""
    folded = digits(plain(text))
    asides: list[str] = []
    if re.search(rf"雨|荒天|予備日|順延|警報|中止|分前|までに|{_APPLY}", folded):
        folded = _ASIDES.sub(lambda m: _lift(m, asides), folded)
    edges = [match.group().strip() for match in _EDGES.finditer(folded)]
    folded = _EDGES.sub(" ", folded) if edges else folded
    runs = [run for run in _RUN.finditer(folded) if not _aside(folded, run, asides)]
    if not runs:
        doubt = any(_SPAN.search(aside) for aside in asides)
        return FreeText(((folded.strip(), "\n".join(edges)),), tuple(asides), doubt)
    groups = _groups(folded, runs, edges)
    behind = runs[-1].group().endswith("~") and re.match(DAY, folded[runs[-1].end() :].lstrip())
    night = bool(behind and _DATED.search(folded[: runs[-1].start()]))
    return FreeText(groups, tuple(asides), until_a_day=night)


def _lift(match: re.Match[str], asides: list[str]) -> str:
    hours = match["hours"] or ""
    own = bool(hours) and not _A_TIME.search(match.string, 0, match.start())
    words = match.group().replace(hours, " ", 1) if own else match.group()
    asides.append(words.strip(" ()※/、。\n"))
    return f" {hours}" if own else " "


def _aside(text: str, run: re.Match[str], asides: list[str]) -> bool:
    """「計測は10時から」 beside 「9:30〜12:00」: a time of something else than the whole."""
    label = _OTHER.search(text[: run.start()])
    if not label or _PART.search(label.group()):
        return False
    asides.append(label.group().strip(" ※、。") + run.group().strip())
    return True


def _groups(text: str, runs: list[re.Match[str]], edges: list[str]) -> tuple[tuple[str, str], ...]:
    groups: list[list[str]] = []
    at = 0
    for run in runs:
        before = text[at : run.start()]
        at = run.end()
        opens = bool(_DATED.search(before)) and not _OFF.search(before)
        if not groups or opens:
            if groups:  # 「10時〜、」 and 「10時〜」 go on differently
                groups[-1][1] += before[: len(before) - len(before.lstrip(BETWEEN))]
            groups.append([before, run.group()])
        else:
            groups[-1][0] += f" {before}"
            groups[-1][1] += f"、{run.group()}"
    groups[-1][0] += f" {text[at:]}"
    groups[-1][1] = "\n".join([groups[-1][1], *edges])
    return tuple((dates.strip(BETWEEN), times) for dates, times in groups)
