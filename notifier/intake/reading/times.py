"""Clock times as written: 10:00, 午後1時半, 正午, １０：００～１０：４５, 1700, ①10:00 ②13:30.

Opening of doors and reception are not the start; "until 19:00 on Fridays" does not move the end.
Such remarks are kept as notes. What is neither a time nor a known remark makes the text unsure.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import time
from functools import lru_cache

from notifier.intake.reading.clocks import CLOCK, NOON, afternoon, read_clock, typed_time
from notifier.intake.reading.none_words import nothing
from notifier.intake.reading.plain import CIRCLED, circled, digits, plain

_REMARKS = re.compile(
    rf"""
    [(※]?\s*(?:ただし|但し)?[、,\s]{{0,3}}(?:[^()\n※:時]|\([^()]{{0,20}}\)){{0,24}}?[月火水木金土日祝](?:曜日?)?(?:\s*[・、,]\s*[月火水木金土日祝](?:曜日?)?){{0,7}}+\s*の?み?は?\s*(?:{CLOCK})\s*(?:まで|閉館|から)?[、,。]*
        (?:\s*\([^()]*\))?\s*[)]?
    |[(※]?\s*[^()\n]*?\d+日(?:のみ|は|だけ)\s*(?:{CLOCK})\s*(?:まで|から)?\s*[)]?
    |[(※]?\s*(?:[^()\n\d:①-⑳]*?の?)?(?:最終\s*)?(?:受付|入館|入場|入室|開場|開門|集合|会場)(?:は|開始は?|時間は?|時刻は?|開始時刻は?)?\s*[:：は]?\s*(?:{CLOCK})?\s*(?:から(?:(?=\S){CLOCK})?|(?:~|-)\s*(?:{CLOCK})?)?\s*(?:まで|頃|より|分?前)?[。]?\s*[)]?
    |[(]?\s*(?:{CLOCK})\s*(?:~|から|より|頃|(?:まで|迄)(?:に|には)?[、,]?)?\s*(?:に)?\s*(?:開場|受付(?:開始|終了)?|開門|ご?集合|入場開始|受け付け(?:開始)?|オープン|(?:ご?来[場館所園]|お越し|お?集まり|お?いで|ご?入[場室館])(?=ください|下さい|願|を))(?:開始)?(?:して|を|お)*(?:お?願いします|ください|下さい|済ませて(?:ください|下さい))?[。]?[)]?
    |[(※]?\s*(?:受付|開場|集合|開門)は?\s*(?:各(?:回|部)?(?:の|開始)?)*\s*\d{{1,2}}分前\s*(?:から|より|に|まで(?:に)?)?[)。]?
    |[(※]?\s*(?:各(?:回|部)?の?)?(?:開始)?の?\d{{1,2}}分前\s*(?:から|より|に|まで(?:に)?)?[、,]?\s*(?:開場|受付|ご?集合|お?集まり|お越し|ご?来[場館所])[^\n()]*[)]?
    |[(※]?\s*(?:開場|開始|受付):?\s*\d{{1,2}}分前(?:から)?(?:開場|受け付け|受付)?[)]?
    |[(※]?\s*[^\n()\d:~]*(?:なくなり|無くなり|売り切れ|売切れ)次第\s*(?:終了)?[^\n()]*[)]?
    |[(※]\s*{CLOCK}\s*~\s*(?:{CLOCK})\s*は?(?:休憩|休止|休み|除く|消毒)[^\n()]*[)]?
    |(?:会期中|開催中)?いつでも|終日|(?:開館|開庁|営業)時間(?:内|中)
    |[(]?一部[^()\n]*除く[)]?
    |[(]?(?:予定|入れ?替え?制|多少のずれあり|休憩(?:あり|含む)|雨天(?:中止|決行)|荒天中止|小雨決行|要予約|順次)[)]?
    |(?:から|より|~)?\s*(?:各回|各|1回)?\s*(?:約|およそ)?\s*(?<![\d時:])(?:\d+時間半?(?:\d+分)?|\d+分)(?:間)?(?:程度|ほど|位|くらい)?(?!前)
    """,
    re.VERBOSE,
)
_EDGE = re.compile(
    rf"[(※]?\s*(?:ただし|但し)?[、,\s]*(?P<edge>初日|最終日)は?\s*(?P<t>{CLOCK})\s*(?:から|より|まで|開始|終了)?\s*[)]?"
)
_EACH = re.compile(
    r"(?:から|より|~)?\s*(?:各回|各|1回)?\s*(?:約|およそ)?\s*(?:(?P<h>\d+)時間)?(?P<half>半)?(?:(?P<m>\d+)分)?(?:間)?"
)
_ABOUT = re.compile(r"程度|ほど|位|くらい")
_BOTH = re.compile(
    r"出発|開館|開催|昼の部|夜の部|(?<=[①-⑳])とも|出演|両日(?:とも)?|いずれも|各日(?:とも)?|毎回|全日(?:とも)?|開演|開始(?:時刻|時間)?|試合開始|終了(?:時刻|時間)?|スタート|時間|頃|ごろ|予定|終演"
)
_ENDS = (  # 14:30終了, 終演15時: the end of the sitting before it
    re.compile(rf"[\s、,・/]*(?:終了|終演|解散|閉会)(?:予定)?(?:時間|時刻)?\s*[:は]?\s*({CLOCK})"),
    re.compile(rf"[\s、,・/~]*({CLOCK})\s*(?:に|頃)?\s*(?:終了|終演|解散|閉会)(?:予定)?"),
)
_ITEM = re.compile(
    rf"""
    (?P<marks>[{CIRCLED}]{{2,}})(?:とも|は)?|(?P<mark>[{CIRCLED}]|\((?P<n>\d{{1,2}})\)|第?(?P<n2>\d)(?:回目|部|回)|(?P<n3>(?<![\d:])\d(?=:\s*(?:午|\d\d?時)))|(?P<letter>(?<![A-Za-z])[A-E](?=\s*:)))\s*[:：]?
    |(?P<next>翌(?:日|朝)?の?)(?=\s*(?:{CLOCK}))
    |(?P<part>\(?午(?:前|後)(?:の?部|コース|クラス)\)?|[昼夜朝夕]公演|[^\s、,。/()~:：]{{1,12}}(?:クラス|コース|の部|会))\s*[:：]?
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


@dataclass(frozen=True, slots=True)
class Session:
    """One sitting: start, end (either may be unknown), the ① before it, the name of its part."""

    start: time | None = None
    end: time | None = None
    mark: int = 0
    part: str = ""
    overnight: bool = False


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


def _may_be_late(text: str, start: time | None) -> bool:
    return start is not None and (start.hour >= NOON or ":" not in text)


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
    for pattern in _ENDS:
        folded = pattern.sub(r"~\1", folded)
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
    overnight: bool = False
    closed: bool = False  # a span just ended; another ~ right behind it is one too many
    also: tuple[int, ...] = ()  # further marks that share one time: ①②とも10:00

    def remark(self, match: re.Match[str]) -> str:
        """Keep a remark as a note; 各回45分 also says how long a sitting lasts."""
        text = match.group().strip(" \n()※、,。")
        each = _EACH.fullmatch(_ABOUT.sub("", text))
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
            self._item(match)
        self.left.append(text[at:])

    def _item(self, match: re.Match[str]) -> None:
        if match.group("marks") or match.group("mark"):
            self._marked(match)
        elif match.group("part"):
            self.part, self.ranging = match.group("part").strip("()"), False
        elif match.group("time"):
            self.clock(match.group("time"))
        elif match.group("until"):
            self.until()
        else:
            self._sign(match)

    def _sign(self, match: re.Match[str]) -> None:
        if match.group("next"):
            self.overnight = True
        elif match.group("range"):
            self.left.append("二重" if self.closed else "")
            self.ranging = True
        else:
            self.closed = False
            self.ranging = self.ranging and not re.search(r"[、,/・]", match.group())

    def _marked(self, match: re.Match[str]) -> None:
        self.ranging = False
        if match.group("marks"):
            self.mark, *rest = (circled(mark) for mark in match.group("marks"))
            self.also = tuple(rest)
            return
        mark = match.group("mark")[0]
        number = match.group("n") or match.group("n2") or match.group("n3")
        letter = match.group("letter")
        if letter:
            self.mark = "ABCDE".index(letter) + 1
        else:
            self.mark = circled(mark) if mark in CIRCLED else int(number)

    def clock(self, text: str) -> None:
        """One more time: the end of an open range, or the start of a sitting."""
        at = read_clock(text)
        if at is None:
            self.left.append(text)
            return
        if self.ranging and self.sessions and self.sessions[-1].end is None:
            self._ends(text, at)
        else:
            at = self._afternoon(text, at)
            for mark in (self.mark, *self.also):
                self.sessions.append(Session(at, None, mark, self.part))
            self.mark, self.part, self.also = 0, "", ()
        self.ranging = self.overnight = False

    def _ends(self, text: str, at: time) -> None:
        """The end of every sitting that began together (①②とも)."""
        last = self.sessions[-1]
        early = last.start is not None and at <= last.start and at.hour < NOON
        # 午後1時~1時45分, 10時~2時; but 10:00~9:00 is a slip to ask about.
        if early and not self.overnight and "午" not in text and _may_be_late(text, last.start):
            at = afternoon(at)
        for index, one in enumerate(self.sessions):
            if one.end is None and one.start == last.start:
                self.sessions[index] = replace(one, end=at, overnight=self.overnight)
        self.closed = True

    def _afternoon(self, text: str, at: time) -> time:
        """午後1時30分から…(5)3時: an hour that would step back over noon goes on in the afternoon."""
        if self.part and re.search(r"午後|[夕夜]", self.part) and "午" not in text:
            return afternoon(at)
        said = "午" in text or ":" in text or not self.sessions
        before = self.sessions[-1].start if self.sessions else None
        if said or before is None or at > before or at.hour >= NOON or before.hour < NOON:
            return at
        return afternoon(at)

    def until(self) -> None:
        """「17時まで」 without a beginning is an end; 「10時から、12時まで」 is one sitting."""
        if len(self.sessions) > 1 and self.sessions[-2].end is None and not self.sessions[-1].end:
            last = self.sessions.pop()
            self.sessions[-1] = replace(self.sessions[-1], end=last.start)
            return
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
            leftover=re.sub(r"[\s()。、,・:※\-~「」【】'’のは]+", "", "".join(self.left)),
        )
