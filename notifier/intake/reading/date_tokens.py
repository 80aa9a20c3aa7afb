"""Cutting a date text into its pieces. Whatever is not a piece is left over, and then we ask."""

import re
from dataclasses import dataclass
from functools import lru_cache

from notifier.intake.reading.plain import CIRCLED, circled
from notifier.intake.reading.weekdays import NAMES

_ERAS = {
    "令和": 2018,
    "令": 2018,
    "平": 1988,
    "R": 2018,
    "r": 2018,
    "平成": 1988,
    "H": 1988,
    "昭和": 1925,
    "S": 1925,
}
_ERA = r"令和|平成|昭和|令|平|[RrHS]"
_HOLIDAY = r"(?:[・、,/\s]?\s*(?:祝日?|国民の休日|休日?|振替休日|振替|振休|祭日?|祝休日?))*"
_TOKEN = re.compile(
    rf"""
    (?P<jp>(?:(?:(?P<era>{_ERA})\.?\s*(?P<ey>元|\d{{1,2}})|(?P<y>(?:19|20)\d\d))\s*年\s*
        |(?P<next>翌年|来年)\s*の?\s*)?
        (?P<m>\d{{1,2}})\s*月\s*(?P<d>\d{{1,2}})
        (?:\s*日(?!間|程)|(?=\s*(?:[・、,~(\n]|$))))
    |(?P<slash>(?:(?P<y2>(?:19|20)\d\d)|(?P<era2>{_ERA})(?P<ey2>\d{{1,2}}))[./・-]\s*
        (?P<m2>\d{{1,2}})[./・-]\s*(?P<d2>\d{{1,2}})(?!\d))
    |(?P<short>(?<![\d/])(?P<m3>\d{{1,2}})/(?P<d3>\d{{1,2}})(?![\d/]))
    |(?P<all>\(?(?:各(?=[月火水木金土日]曜)|いずれも|すべて|全て|毎回|各日とも|各回とも|ともに|全日程?)\s*
        \(?(?P<allwd>[{NAMES}])(?:曜日?|\)|$)\)?)
    |(?P<wds>\(\s*[{NAMES}](?:\s*[・、,/]?\s*[{NAMES}])+\s*\))
    |(?P<wd>\(\s*(?P<w1>[{NAMES}])(?:曜日?)?\s*{_HOLIDAY}\s*\))
    |(?P<wdtext>(?<=[日\d])\s*(?P<w2>[{NAMES}])(?:曜日?|(?=\s|$)))
    |(?P<leak>\(\s*(?:a{{3,4}}|d{{3,4}})\s*\))
    |(?P<holiday>\(\s*(?:元日|成人の日|建国記念の?日|天皇誕生日|春分の日|昭和の日|憲法記念日|みどりの日|こどもの日|海の日|山の日|敬老の日|秋分の日|スポーツの日|文化の日|勤労感謝の日)\s*\)|\(\s*(?:祝日?|休日?|振替休日|振休)\s*\)|祝日?)
    |(?P<day>(?<!\d)(?P<dd>\d{{1,2}})\s*日(?!間|程|以|前|目|本|後))
    |(?P<bare>(?<=[・、,~])\s*(?P<bd>\d{{1,2}})(?=\s*[・、,~]\s*\d{{1,2}}\s*(?:[・、,]|日)))
    |(?P<mark>[{CIRCLED}]|\((?P<n>\d{{1,2}})\)|第?(?P<n2>\d{{1,2}})(?:回目|日目)\s*:?)
    |(?P<until>まで)
    |(?P<bareend>(?<=~)\s*(?P<be>\d{{1,2}})(?=\s*(?:の|\(|\s|$)))
    |(?P<range>~|から|より|スタート|開始|-)
    |(?P<sep>[、,・/\s。:]+|及び|および|ならびに|並びに|と|&)
    |(?P<filler>\((?:予定|全?\s*\d+回(?:開催|公演|シリーズ)?|計\d+回|\d+日間)\)|予定|GW中?|ゴールデンウィーク中?|今月は|終了分?:?|済み?|の?\s*\d+\s*回(?!目)(?:シリーズ)?|全\s*\d+回|計\s*\d+回
        |長期間?(?:イベント)?|日時|(?:開催|実施)?時[間刻](?![帯外内])|日程|期日|期間中?|開催日?|会期|毎日|連続|の?(?:全)?\d+日間|【|】|開講|■|●|◆|○|◎|☆|※|▽)
    |(?P<open>\()
    |(?P<close>\))
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class DateToken:
    """A day as written; parts not written are None. ``mark`` is the ① before it."""

    year: int | None
    month: int | None
    day: int
    weekday: int | None = None
    next_year: bool = False
    leaked: bool = False
    past: bool = False
    mark: int = 0
    linked: bool = False  # the end of a range that the token before it opens
    ends_only: bool = False  # 「…まで」 without a beginning
    starts_only: bool = False  # 「…から」 without an end
    holiday: bool = False  # marked as 祝 or 休


@dataclass(frozen=True, slots=True)
class Cut:
    """The days of a text in order, and the pieces nobody understood."""

    days: tuple[DateToken, ...]
    leftover: str
    repeats: int | None  # 全N回 / N日間, a check on what we expand
    notes: tuple[str, ...]


_PUBLIC = re.compile(r"祝日?|振替|振休|国民の休日")
_REPEATS = re.compile(r"(?:全|計)\s*(\d{1,2})\s*回|(?<!\d)(\d{1,2})\s*日間")


class _Walk:
    """The state of one walk through a text."""

    def __init__(self) -> None:
        self.days: list[dict[str, object]] = []
        self.range_open = False
        self.mark = 0
        self.depth_past = False
        self.leftover: list[str] = []
        self.notes: list[str] = []

    def add(self, **parts: object) -> None:
        base: dict[str, object] = {
            "year": None,
            "month": None,
            "linked": self.range_open and bool(self.days),
        }
        base["ends_only"] = self.range_open and not self.days
        base["past"], base["mark"] = self.depth_past, self.mark
        self.days.append(base | parts)
        self.range_open, self.mark = False, 0

    def weekday(self, name: str) -> None:
        if self.days and "weekday" not in self.days[-1]:
            self.days[-1]["weekday"] = NAMES.index(name)
        else:
            self.leftover.append(name)

    def weekdays(self, names: str) -> None:
        """「29・30日(土・日)」: one weekday for each of the days before it."""
        bare = [day for day in self.days if "weekday" not in day][-len(names) :]
        if len(bare) < len(names):
            self.leftover.append(names)
            return
        for day, name in zip(bare, names, strict=True):
            day["weekday"] = NAMES.index(name)

    def every(self, name: str) -> None:
        for day in self.days:
            day.setdefault("weekday", NAMES.index(name))

    def finish(self) -> None:
        if all(day["past"] for day in self.days):
            for day in self.days:
                day["past"] = False
        if self.range_open and self.days:
            self.days[-1]["starts_only"] = True


def _number(match: re.Match[str], *names: str) -> int | None:
    for name in names:
        if match.group(name):
            return int(match.group(name))
    return None


def _year(match: re.Match[str]) -> int | None:
    for era, number in (("era", "ey"), ("era2", "ey2")):
        if match.group(era):
            text = match.group(number)
            return _ERAS[match.group(era)] + (1 if text == "元" else int(text))
    return _number(match, "y", "y2")


def _take_date(walk: _Walk, match: re.Match[str]) -> None:
    walk.add(
        year=_year(match),
        month=_number(match, "m", "m2", "m3"),
        day=_number(match, "d", "d2", "d3", "dd", "bd", "be"),
        next_year=bool(match.group("next")),
    )


def _take_word(walk: _Walk, kind: str, match: re.Match[str]) -> None:
    if kind in _NAMED:
        _take_weekday(walk, kind, match)
    elif kind == "holiday" and walk.days:
        walk.days[-1]["holiday"] = True
    elif kind == "leak" and walk.days:
        walk.days[-1]["leaked"] = True
    elif kind == "mark":
        text = match.group()
        walk.mark = circled(text) if text in CIRCLED else _number(match, "n", "n2") or 0
    elif kind == "filler" and "予定" in match.group():
        walk.notes.append("予定")


def _take_weekday(walk: _Walk, kind: str, match: re.Match[str]) -> None:
    if kind == "wds":
        walk.weekdays("".join(c for c in match.group() if c in NAMES))
    elif kind == "all":
        walk.every(match.group("allwd"))
    else:
        walk.weekday(match.group("w1") or match.group("w2"))
        if walk.days and _PUBLIC.search(match.group()):
            walk.days[-1]["holiday"] = True


def _take_sign(walk: _Walk, kind: str) -> None:
    if kind == "range":
        walk.range_open = True
    elif kind == "until" and walk.days and not walk.days[-1]["linked"]:
        walk.days[-1]["ends_only"] = True
    elif kind == "open":
        walk.depth_past = True
    elif kind == "close":
        walk.depth_past = False


_DATE_KINDS = {"jp", "slash", "short", "day", "bare", "bareend"}
_NAMED = {"wds", "wd", "wdtext", "all"}
_SIGNS = {"range", "until", "open", "close"}


@lru_cache(maxsize=8192)
def cut(text: str) -> Cut:
    """The pieces of ``text`` (already plain)."""
    walk, at = _Walk(), 0
    for match in _TOKEN.finditer(text):
        walk.leftover.append(text[at : match.start()])
        at = match.end()
        kind = match.lastgroup or ""
        kind = next((k for k in _KINDS if match.group(k)), kind)
        if kind in _DATE_KINDS:
            _take_date(walk, match)
        elif kind in _SIGNS:
            _take_sign(walk, kind)
        else:
            _take_word(walk, kind, match)
    walk.leftover.append(text[at:])
    walk.finish()
    repeats = _REPEATS.search(text)
    return Cut(
        days=tuple(DateToken(**day) for day in walk.days),  # type: ignore[arg-type]
        leftover="".join(walk.leftover).strip(),
        repeats=int(repeats.group(1) or repeats.group(2)) if repeats else None,
        notes=tuple(walk.notes),
    )


_KINDS = (
    "jp",
    "slash",
    "short",
    "all",
    "wds",
    "wd",
    "wdtext",
    "leak",
    "holiday",
    "day",
    "bare",
    "bareend",
    "mark",
    "until",
    "range",
    "sep",
    "open",
    "close",
    "filler",
)
