"""The days a text names: single days, lists, periods, series; and what of it is not sure.

A text is read surely only when every piece of it was understood. Anything left over is quoted
back to the sender in a question.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from notifier.intake.reading import rule_words
from notifier.intake.reading.date_tokens import Cut, DateToken, cut
from notifier.intake.reading.none_words import nothing
from notifier.intake.reading.plain import digits, plain
from notifier.intake.reading.rule_words import RuleWords
from notifier.intake.reading.weekdays import NAMES
from notifier.intake.reading.years import Reference, with_years

_OPEN = re.compile(
    r"随時|通年|常時|いつでも|調整|相談の上|応相談|公開中|配信中|要問い?合わ?せ|お問い?合わ?せ|決定次第"
)
_VAGUE = re.compile(
    r"\d+月?\s*(?:の)?(?:上旬|中旬|下旬|初旬|末|頃|ごろ|予定)|年\s*\d+月|^\d+月$|季節|春頃|秋頃|月中"
)
_EXCEPT = re.compile(
    r"(?:[(※\n、。]|^|\s)\s*(?:ただし|但し|※)[、,]?\s*(?:ただし|但し)?[、,]?(?P<what>[^※]*?\d+日[^※]*?(?:休館|休室|休み|休止|閉館|除く|のぞく|除きます|開館|開室|開催)[^\n※]*)"
)
_DAY = r"(?:(?:\d{1,2}月)?\s*\d{1,2}日(?!間|前)|\d{1,2}/\d{1,2})(?:\s*\([^()\d]*\))?"
_INLINE_EXCEPT = re.compile(
    rf"[(※]?\s*(?:ただし|但し|なお)?[、,]?\s*(?P<what>{_DAY}(?:\s*(?:[・、,と~]|から|および|及び)\s*{_DAY})*)\s*(?:までは?|を|は|のみ|だけ)?\s*"
    r"(?:除く|除きます|のぞく|お?休み|休館|休室|休止|中止|閉館|ありません|なし)(?:です|します|いたします|になります|となります)?[)。]?"
)
_NAMED_SPAN = re.compile(
    rf"(?:年末年始|お盆(?:休み)?|夏休み|冬休み|春休み|夏季?休業|冬季?休業|休館期間)\s*\((?P<days>{_DAY}\s*(?:~|から)\s*{_DAY})\)"
)
_VERB = re.compile(
    r"(?P<off>休館|休室|お?休み|休止|閉館|除く|のぞく|除きます)|(?P<on>開館|開室|開催)"
)
_ALIKE = re.compile(r"各日|両日|1日\d回|毎回|いずれも|各[月火水木金土日]曜|全日")
_TRAILING = re.compile(r"[はをにが、,。()\s]+")
_NOISE = re.compile(
    r"[\s()。、,・:/※!！~\-♪☆★●◎○■▽「」『』【】の]+|開催|です|ます|両日|各日|全日|ほか|計"
)
# Words that may move a date; the name of an event beside it does not.
_TELLING = re.compile(
    r"[\d月火水木金土日祝休曜週毎隔回年時分朝昼夕夜翌前後旬末頃仮?→×○雨]|順延|荒天|予備|天候|ごろ|予定|原則|変更|中止|延期|未定|調整|相談|また|または|または|除|以外|or|どちらか|いずれか|まで|から|決定|次第|確認|初|最終|同上|昨年|去年|次"
)
_QUIET = re.compile(
    r"\d{1,2}歳(?:児|以上|まで)?|\d+\s*(?:組|名|人)|1日\d回|新年|本年|初回|七夕|ひな(?:祭り|まつり)|お?正月|お?誕生日会?"
)
# A name beside a series; any other word may narrow it (「ほぼ毎週」, 「夏は休み」).
_AN_EVENT = re.compile(
    r"(?<![^\s。、♪☆★)])(?![^\s]*(?:[月火水木金土日祝曜週隔休夏冬春秋]|年末|除|以外|中止|変更|学期))[^\s\d、。()]{2,14}(?:会|食堂|広場|ひろば|サロン|教室|講座|クラブ|カフェ|まつり|祭り?|遊び|あそび|体操|相談)(?=[\s♪☆★!]|$)"
)
_DEADLINE = re.compile(r"[(※]?(?:申込|申し込み|締切|予約|受付)[^\n]*")


_NO_RULE = RuleWords("")


@dataclass(frozen=True, slots=True)
class Days:
    """What a date text says. ``singles`` and ``spans`` are both in the order written."""

    singles: tuple[date, ...] = ()
    marks: tuple[int, ...] = ()
    spans: tuple[tuple[date, date], ...] = ()
    rule: RuleWords = _NO_RULE
    off: tuple[date, ...] = ()
    on: tuple[date, ...] = ()
    repeats: int | None = None
    open_ended: bool = False  # 随時, 通年, 要調整: no date a machine could use
    until: date | None = None  # 「…まで」 without a beginning
    since: date | None = None  # 「…から」 without an end
    always: bool = False  # 毎日, 会期中いつでも: a long period on each of its days
    all_alike: bool = False  # 各日, 1日2回: every sitting on every day
    notes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()  # worth showing on the desk, not worth a question

    @property
    def empty(self) -> bool:
        """Whether no day at all was found."""
        return not (self.singles or self.spans or self.until or self.since)


@lru_cache(maxsize=8192)
def read_days(text: str, reference: Reference) -> Days:
    """The days ``text`` names, seen from ``reference``."""
    state = nothing(text)
    if state:
        ask = (
            ("日にちはいつですか（「調査中」などとなっています）。",) if state == "pending" else ()
        )
        return Days(asks=ask)
    folded = _fold(text)
    if _ISO.match(folded):
        day = _iso(re.sub(r"^(\d{4})(\d\d)(\d\d)$", r"\1-\2-\3", folded)[:10])
        return Days(singles=(day,), marks=(0,)) if day else Days(asks=(_unread(text),))
    body, exceptions = lift_exceptions(folded)
    rule = rule_words.take(body)
    pieces = cut(rule.rest)
    if not pieces.days:
        found = _without_days(text, folded, rule, pieces)
        return _rule_except(found, exceptions, reference) if exceptions else found
    return _with_days(text, rule, pieces, exceptions, reference)


_ISO = re.compile(r"^(?:\d{4}-\d\d-\d\d(?: 00:00:00)?|(?:19|20)\d\d[01]\d[0-3]\d)$")
_TWICE = re.compile(
    r"(?<=年)\s*\((?:令和|平成|R|H)\s*(?:\d{1,2}|元)年?\)|(?<=年)\s*\((?:19|20)\d\d年?\)"
)
_LIST = re.compile(
    r"(?<![\d/])(\d{1,2})/(\d{1,2})((?:\s*[.,、・]\s*\d{1,2})+)(?=\s*(?:[(\s、,・]|$))(?!\s*[/.]\d)"
)
_WEEKDAY_LIST = re.compile(
    r"(?P<first>(?<![\d/])(?P<month>\d{1,2})/\d{1,2}\s*\([^()\d]{1,4}\))(?P<more>(?:\s*[・、,]\s*\d{1,2}\s*\([^()\d]{1,4}\))+)"
)
_BARE_DAY = re.compile(r"(?P<sep>[・、,]\s*)(?P<day>\d{1,2})\s*\(")
_A_DAY = re.compile(r"\(?1日\d回\)?")
_AND_COUNT = re.compile(rf"\(([{NAMES}])\s*[・、,]\s*((?:全|計)\d+回)\)")


def _fold(text: str) -> str:
    """``text`` plain, with 「3/1,8,15」 written out and a year said twice said once."""
    folded = _AND_COUNT.sub(r"(\1) \2", _TWICE.sub("", digits(plain(text))))
    return _LIST.sub(_written_out, _WEEKDAY_LIST.sub(_with_month, _A_DAY.sub(" ", folded)))


def _with_month(match: re.Match[str]) -> str:
    days = _BARE_DAY.sub(rf"\g<sep>{match['month']}/\g<day>(", match["more"])
    return f"{match['first']}{days}"


def _written_out(match: re.Match[str]) -> str:
    days = [match.group(2), *re.findall(r"\d+", match.group(3))]
    return "、".join(f"{match.group(1)}/{day}" for day in days)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _unread(text: str) -> str:
    return f"日にち「{_quote(text)}」を読み取れませんでした。開催する日を「4月12日(土)」のように教えてください。"


def _quote(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"  # noqa: PLR2004 - a line of a phone


def lift_exceptions(text: str) -> tuple[str, str]:
    """The text without its ただし-part, and that part."""
    if (
        not _VERB.search(text)
        and "中止" not in text
        and "なし" not in text
        and "ません" not in text
    ):
        return text, ""
    text = _NAMED_SPAN.sub(r"\g<days>", text)
    match = _EXCEPT.search(text)
    if match:
        return text[: match.start()] + " " + text[match.end() :], match.group("what")
    lifted: list[str] = []

    def lift(found: re.Match[str]) -> str:
        lifted.append(found.group("what") + "休み")
        return " "

    return _INLINE_EXCEPT.sub(lift, text), "、".join(lifted)


def _without_days(text: str, folded: str, rule: RuleWords, pieces: Cut) -> Days:
    if rule.repeating:
        left = _NOISE.sub("", _AN_EVENT.sub("", _QUIET.sub("", pieces.leftover)))
        asks = (*rule.asks, _unread(text)) if left.strip("は") else rule.asks
        return Days(rule=rule, repeats=pieces.repeats, asks=asks)
    if _OPEN.search(folded) and not rule.asks:
        return Days(open_ended=True)
    if _VAGUE.search(folded):
        return Days(open_ended=True, asks=(f"「{_quote(text)}」の日にちは決まっていますか。",))
    return Days(asks=rule.asks or (_unread(text),))


def _rule_except(found: Days, exceptions: str, reference: Reference) -> Days:
    """Days off of a series without dates of its own; a bare 17日 is in the month of the list."""
    off, on, ask = read_exceptions(exceptions, (), reference)
    return replace(found, off=off, on=on, asks=(*found.asks, *([ask] if ask else [])))


def _with_days(
    text: str, rule: RuleWords, pieces: Cut, exceptions: str, reference: Reference
) -> Days:
    dated = with_years(pieces.days, reference)
    asks = [*rule.asks, *([dated.ask] if dated.ask else [])]
    left = _NOISE.sub("", _QUIET.sub("", pieces.leftover))
    if left and _TELLING.search(left):
        asks.append(_unread(text))
    if pieces.notes:
        asks.append("「予定」とありますが、日にちは決まりましたか。")
    if not dated.days:
        return Days(rule=rule, asks=tuple(asks))
    found = _arrange(pieces.days, dated.days)
    off, on, ask = read_exceptions(exceptions, dated.days, reference)
    asks += [ask] if ask else []
    leaked = any(t.leaked for t in pieces.days)
    return Days(
        singles=found.singles,
        marks=found.marks,
        spans=found.spans,
        until=found.until,
        since=found.since,
        rule=rule,
        off=off,
        on=on,
        repeats=pieces.repeats,
        always="毎日" in text,
        all_alike=bool(_ALIKE.search(text)),
        notes=pieces.notes,
        asks=(*found.asks, *asks),
        flags=("曜日が「aaa」と表示されています（表計算の書式）。",) if leaked else (),
    )


def _arrange(tokens: tuple[DateToken, ...], days: tuple[date, ...]) -> Days:
    """Bracketed days are over and dropped; linked ones close the span before them."""
    singles: list[tuple[date, int]] = []
    spans: list[tuple[date, date]] = []
    until = since = None
    for token, day in zip(tokens, days, strict=True):
        if token.past and len(days) > 1:
            continue
        if token.linked and singles:
            spans.append((singles.pop()[0], day))
        elif token.ends_only:
            until = day
        elif token.starts_only:
            since = day
        else:
            singles.append((day, token.mark))
    asks = ("終わりの日が始まりの日より前になっています。",) if any(b < a for a, b in spans) else ()
    return Days(
        singles=tuple(d for d, _ in singles),
        marks=tuple(m for _, m in singles),
        spans=tuple(spans),
        until=until,
        since=since,
        asks=asks,
    )


def read_exceptions(
    text: str, around: tuple[date, ...], reference: Reference
) -> tuple[tuple[date, ...], tuple[date, ...], str]:
    """Days off and days on that 「ただし…」 names, and a question when it says more than that."""
    off: list[date] = []
    on: list[date] = []
    at, left = 0, ""
    near = Reference(min(around), known=True) if around else reference
    for match in _VERB.finditer(text):
        pieces = cut(text[at : match.start()])
        at = match.end()
        dated = with_years(pieces.days, near) if pieces.days else None
        left += _TRAILING.sub("", pieces.leftover)
        if dated is None or dated.ask:
            left += match.group()
            continue
        (off if match.group("off") else on).extend(_filled(pieces.days, dated.days))
    left += _TRAILING.sub("", text[at:]).replace("です", "")
    wrong = len(around) > 1 and any(not min(around) <= d <= max(around) for d in (*off, *on))
    ask = (
        f"「{_quote(text)}」を確かめさせてください。お休みの日はどの日ですか。"
        if left or wrong
        else ""
    )
    return tuple(off), tuple(on), ask


def _filled(tokens: tuple[DateToken, ...], days: tuple[date, ...]) -> list[date]:
    """Every day of 「8/11〜8/16」."""
    found: list[date] = []
    for token, day in zip(tokens, days, strict=True):
        if token.linked and found:
            first = found[-1]
            found += [first + timedelta(days=n) for n in range(1, (day - first).days + 1)]
        else:
            found.append(day)
    return found
