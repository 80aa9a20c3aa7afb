"""Clock times as written: 10:00, 午後1時半, 正午, １０：００～１０：４５, 1700, ①10:00 ②13:30.

Opening of doors and reception are not the start; "until 19:00 on Fridays" does not move the end.
Such remarks are kept as notes. What is neither a time nor a known remark makes the text unsure.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import lru_cache

from notifier.intake.reading.none_words import nothing
from notifier.intake.reading.plain import CIRCLED, circled, digits, plain

_HALF = r"(?:午前|午後|AM|PM|am|pm|a\.m\.|p\.m\.|夜|朝|夕方)"
CLOCK = (
    rf"(?:(?:{_HALF})?\s*(?:\d{{1,2}}\s*:\s*\d{{2}}(?::\d\d)?|\d{{1,2}}\s*時(?!間)(?:\s*\d{{1,2}}\s*分|半)?)(?:\s*(?:AM|PM|am|pm)(?![a-z]))?"
    rf"|(?:{_HALF})\s*\d{{1,2}}(?=\s*~)|正午)"
)
_CLOCK = re.compile(
    rf"(?P<half>{_HALF})?\s*(?:(?P<h>\d{{1,2}})\s*(?::\s*(?P<m>\d{{2}})(?::\d\d)?|時(?:\s*(?P<m2>\d{{1,2}})\s*分|(?P<hf>半))?)?)\s*(?P<after>AM|PM|am|pm)?|(?P<noon>正午)"
)
_REMARKS = re.compile(
    rf"""
    [(※]?\s*(?:ただし|但し)?[、,\s]*(?:[^()\n※:時]|\([^()]*\))*?[月火水木金土日祝](?:曜日?)?(?:\s*[・、,]\s*[月火水木金土日祝](?:曜日?)?)*\s*の?み?は?\s*(?:{CLOCK})\s*(?:まで|閉館|から)?[、,。]*
        (?:\s*\([^()]*\))?\s*[)]?
    |[(※]?\s*[^()\n]*?\d+日(?:のみ|は|だけ)\s*(?:{CLOCK})\s*(?:まで|から)?\s*[)]?
    |[(※]?\s*(?:[^()\n\d:①-⑳]*?の?)?(?:最終\s*)?(?:受付|入館|入場|入室|開場|開門|集合|会場)(?:は|開始は?|時間は?|時刻は?|開始時刻は?)?\s*[:：は]?\s*(?:{CLOCK})?\s*(?:(?:~|から|-)\s*(?:{CLOCK})?)?\s*(?:まで|頃|より|分?前)?[。]?\s*[)]?
    |[(]?\s*(?:{CLOCK})\s*(?:~|から|より|頃)?\s*(?:に)?\s*(?:開場|受付(?:開始|終了)?|開門|集合|入場開始|受け付け(?:開始)?|オープン)(?:開始)?\s*(?:{CLOCK})?[)]?
    |[(※]?\s*\d{{1,2}}分前\s*(?:から|より|に)?\s*(?:開場|受付|集合)[^\n()]*[)]?
    |[(※]?\s*(?:開場|開始|受付):?\s*\d{{1,2}}分前(?:から)?(?:開場|受け付け|受付)?[)]?
    |[(※]?\s*[^\n()]*(?:なくなり|無くなり|売り切れ|売切れ)次第\s*(?:終了)?[^\n()]*[)]?
    |[(※]\s*{CLOCK}\s*~\s*(?:{CLOCK})\s*は?(?:休憩|休止|休み|除く|消毒)[^\n()]*[)]?
    |(?:会期中|開催中)?いつでも|終日|(?:開館|開庁|営業)時間(?:内|中)
    |[(]?一部[^()\n]*除く[)]?
    |[(]?(?:予定|入れ?替え?制|多少のずれあり|休憩(?:あり|含む)|雨天(?:中止|決行)|荒天中止|小雨決行|要予約|順次)[)]?
    |(?:各回|各|1回)\s*(?:約)?\s*(?:\d+時間半?(?:\d+分)?|\d+分)(?:間)?(?:程度|ほど|位|くらい)?
    """,
    re.VERBOSE,
)
_EDGE = re.compile(
    rf"[(※]?\s*(?:ただし|但し)?[、,\s]*(?P<edge>初日|最終日)は?\s*(?P<t>{CLOCK})\s*(?:から|より|まで|開始|終了)?\s*[)]?"
)
_EACH = re.compile(r"(?:各回|各|1回)\s*約?\s*(?:(?P<h>\d+)時間)?(?P<half>半)?(?:(?P<m>\d+)分)?")
_BOTH = re.compile(
    r"両日(?:とも)?|いずれも|各日(?:とも)?|毎回|全日(?:とも)?|開演|開始(?:時刻|時間)?|試合開始|終了(?:時刻|時間)?|スタート|時間|頃|ごろ|予定|終演"
)
_ITEM = re.compile(
    rf"""
    (?P<mark>[{CIRCLED}]|\((?P<n>\d{{1,2}})\)|第?(?P<n2>\d)(?:回目|部|回)|(?P<n3>(?<![\d:])\d(?=:\s*(?:午|\d\d?時))))\s*[:：]?
    |(?P<part>\(?午(?:前|後)(?:の?部|コース|クラス)\)?|[^\s、,。/()~:：]{{1,12}}(?:クラス|コース|の部|会))\s*[:：]?
    |(?P<time>{CLOCK})
    |(?P<range>~|から|より|-)
    |(?P<until>まで|迄)
    |(?P<sep>(?:[\s、,・/。.)]|\((?!\d{{1,2}}\)))+|および|及び|と)
    """,
    re.VERBOSE,
)
_ONE_DAY = re.compile(r"\d{1,2}日(?:のみ|は|だけ)")
_BARE = re.compile(r"(\d{1,2})(\d{2})(?:\.0)?")
_OPEN_END = re.compile(r"~\s*(?:\n|$)")
_MAX_HOUR = 24


@dataclass(frozen=True, slots=True)
class Session:
    """One sitting: start, end (either may be unknown), the ① before it, the name of its part."""

    start: time | None = None
    end: time | None = None
    mark: int = 0
    part: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """The sittings of a text, remarks kept as notes, and what nobody understood."""

    sessions: tuple[Session, ...] = ()
    notes: tuple[str, ...] = ()
    first_day: time | None = None
    last_day: time | None = None
    each_minutes: int = 0
    leftover: str = ""
    pending: bool = False

    @property
    def sure(self) -> bool:
        """Whether every piece was understood."""
        return not self.leftover and not self.pending


@lru_cache(maxsize=4096)
def read_clock(text: str) -> time | None:
    """One time: 10:00, 午後1時半, 正午; 午前0時30分 is 0:30, 24:00 is midnight of the day's end."""
    match = _CLOCK.fullmatch(digits(plain(text)))
    if not match:
        return None
    if match.group("noon"):
        return time(12)
    hour = int(match.group("h"))
    minute = 30 if match.group("hf") else int(match.group("m") or match.group("m2") or 0)
    half = (match.group("half") or match.group("after") or "").lower().replace(".", "")
    if half in ("午後", "pm", "夜", "夕方") and hour < 12:  # noqa: PLR2004 - noon
        hour += 12
    if hour == _MAX_HOUR and minute == 0:
        return time(23, 59)
    return time(hour, minute) if hour < _MAX_HOUR and minute < 60 else None  # noqa: PLR2004


def typed_time(value: object) -> time | None:
    """The time inside a spreadsheet's own value: a time, a moment, a fraction of a day, 1700."""
    if isinstance(value, datetime):
        return value.time().replace(second=0, microsecond=0)
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if 0 < value < 1:
            minutes = round(value * 24 * 60)
            return time(minutes // 60 % 24, minutes % 60)
        hour, minute = divmod(int(value), 100)
        ok = value == int(value) and 100 <= value <= 2400 and hour < _MAX_HOUR and minute < 60  # noqa: PLR2004
        return time(hour, minute) if ok else None
    return None


@lru_cache(maxsize=8192)
def read_hours(text: str) -> Hours:
    """The sittings ``text`` (a cell, or the remark beside a date) names."""
    state = nothing(text)
    if state:
        return Hours(pending=state == "pending")
    folded = digits(plain(text))
    bare = _BARE.fullmatch(folded)
    if bare and (at := typed_time(float(folded))):
        return Hours(sessions=(Session(start=at),))
    if folded.endswith("~"):  # 「10:00~ 11:00~」 names two starts, not a span
        folded = _OPEN_END.sub("\n", folded)
    walk = _Walk()
    folded = _lift_edges(folded, walk)
    folded = _REMARKS.sub(walk.remark, folded)
    walk.run(_BOTH.sub(" ", folded))
    return walk.hours()


def _lift_edges(text: str, walk: "_Walk") -> str:
    for match in _EDGE.finditer(text):
        walk.notes.append(match.group().strip(" \n(※)"))
        edge = read_clock(match.group("t"))
        walk.first, walk.last = (
            (edge, walk.last) if match.group("edge") == "初日" else (walk.first, edge)
        )
    return _EDGE.sub(" ", text)


@dataclass
class _Walk:
    """The state of one walk through a text of times."""

    sessions: list[Session] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    first: time | None = None
    last: time | None = None
    minutes: int = 0
    mark: int = 0
    part: str = ""
    ranging: bool = False

    def remark(self, match: re.Match[str]) -> str:
        """Keep a remark as a note; 各回45分 also says how long a sitting lasts."""
        text = match.group().strip(" \n()※、,。")
        each = _EACH.match(text)
        if each and (each.group("h") or each.group("m")):
            half = 30 if each.group("half") else 0
            self.minutes = int(each.group("h") or 0) * 60 + int(each.group("m") or 0) + half
        if _ONE_DAY.match(text):
            self.left.append(text)  # one day has its own time: worth a question, not a note
        elif text:
            self.notes.append(re.sub(r"\s+", "", text))
        return " "

    def run(self, text: str) -> None:
        """Walk over what is left once the remarks are gone."""
        at = 0
        for match in _ITEM.finditer(text):
            self.left.append(text[at : match.start()])
            at = match.end()
            if match.group("mark"):
                mark = match.group("mark")[0]
                number = match.group("n") or match.group("n2") or match.group("n3")
                self.mark = circled(mark) if mark in CIRCLED else int(number)
                self.ranging = False
            elif match.group("part"):
                self.part, self.ranging = match.group("part").strip("()"), False
            elif match.group("time"):
                self.clock(match.group("time"))
            elif match.group("range"):
                self.ranging = True
            elif match.group("until"):
                self.until()
        self.left.append(text[at:])

    def clock(self, text: str) -> None:
        """One more time: the end of an open range, or the start of a sitting."""
        at = read_clock(text)
        if at is None:
            self.left.append(text)
            return
        if self.ranging and self.sessions and self.sessions[-1].end is None:
            last = self.sessions.pop()
            if "午" not in text and last.start and at <= last.start and at.hour < 12:  # noqa: PLR2004
                at = at.replace(hour=at.hour + 12)  # 午後1時~1時45分
            self.sessions.append(Session(last.start, at, last.mark, last.part))
        else:
            at = self._afternoon(text, at)
            self.sessions.append(Session(at, None, self.mark, self.part))
            self.mark, self.part = 0, ""
        self.ranging = False

    def _afternoon(self, text: str, at: time) -> time:
        """午後1時30分から…(5)3時: an hour that would step back over noon goes on in the afternoon."""
        said = "午" in text or ":" in text or not self.sessions
        before = self.sessions[-1].start if self.sessions else None
        if said or before is None or at > before or at.hour >= 12 or before.hour < 12:  # noqa: PLR2004
            return at
        return at.replace(hour=at.hour + 12)

    def until(self) -> None:
        """「17時まで」 without a beginning is an end."""
        if self.sessions and self.sessions[-1].end is None and self.sessions[-1].start:
            last = self.sessions.pop()
            self.sessions.append(Session(None, last.start, last.mark, last.part))

    def hours(self) -> Hours:
        """The result of the walk."""
        return Hours(
            tuple(self.sessions),
            tuple(self.notes),
            self.first,
            self.last,
            self.minutes,
            leftover=re.sub(r"[\s()。、,・:※\-~「」【】'’の]+", "", "".join(self.left)),
        )
