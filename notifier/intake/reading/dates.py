"""The days a text names: single days, lists, periods, series; and what of it is not sure.

A text is read surely only when every piece of it was understood. Anything left over is quoted
back to the sender in a question.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from notifier.intake.reading import rule_words
from notifier.intake.reading.date_tokens import Cut, DateToken, cut
from notifier.intake.reading.none_words import nothing
from notifier.intake.reading.plain import digits, plain
from notifier.intake.reading.rule_words import RuleWords
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
_INLINE_EXCEPT = re.compile(
    r"(?P<what>(?:\d{1,2}月)?\d{1,2}日(?:\([^)]*\))?(?:[・、,と](?:\d{1,2}月)?\d{1,2}日(?:\([^)]*\))?)*)(?:を|は|のみ)?\s*(?:除く|のぞく|休み|お休み|休館)"
)
_VERB = re.compile(
    r"(?P<off>休館|休室|お?休み|休止|閉館|除く|のぞく|除きます)|(?P<on>開館|開室|開催)"
)
_TRAILING = re.compile(r"[はをにが、,。()\s]+")
_NOISE = re.compile(
    r"[\s()。、,・:/※!！~\-♪☆★●◎○■▽「」『』【】の]+|開催|です|ます|両日|各日|全日|ほか|計"
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
    folded = digits(plain(text))
    if re.match(r"^\d{4}-\d\d-\d\d(?: 00:00:00)?$", folded):
        day = _iso(folded[:10])
        return Days(singles=(day,), marks=(0,)) if day else Days(asks=(_unread(text),))
    body, exceptions = _lift_exceptions(folded)
    rule = rule_words.take(body)
    pieces = cut(rule.rest)
    if not pieces.days:
        return _without_days(text, folded, rule, pieces)
    return _with_days(text, rule, pieces, exceptions, reference)


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


def _lift_exceptions(text: str) -> tuple[str, str]:
    """The text without its ただし-part, and that part."""
    match = _EXCEPT.search(text)
    if match:
        return text[: match.start()] + " " + text[match.end() :], match.group("what")
    match = _INLINE_EXCEPT.search(text)
    if match:
        return text[: match.start()] + " " + text[match.end() :], match.group()
    return text, ""


def _without_days(text: str, folded: str, rule: RuleWords, pieces: Cut) -> Days:
    if rule.repeating:
        asks = rule.asks if not _NOISE.sub("", pieces.leftover) else (*rule.asks, _unread(text))
        return Days(rule=rule, repeats=pieces.repeats, asks=asks)
    if _OPEN.search(folded) and not rule.asks:
        return Days(open_ended=True)
    if _VAGUE.search(folded):
        return Days(open_ended=True, asks=(f"「{_quote(text)}」の日にちは決まっていますか。",))
    return Days(asks=rule.asks or (_unread(text),))


def _with_days(
    text: str, rule: RuleWords, pieces: Cut, exceptions: str, reference: Reference
) -> Days:
    dated = with_years(pieces.days, reference)
    asks = [*rule.asks, *([dated.ask] if dated.ask else [])]
    if _NOISE.sub("", pieces.leftover):
        asks.append(_unread(text))
    if not dated.days:
        return Days(rule=rule, asks=tuple(asks))
    found = _arrange(pieces.days, dated.days)
    off, on, ask = _read_exceptions(exceptions, dated.days)
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


def _read_exceptions(
    text: str, around: tuple[date, ...]
) -> tuple[tuple[date, ...], tuple[date, ...], str]:
    """Days off and days on that 「ただし…」 names, and a question when it says more than that."""
    off: list[date] = []
    on: list[date] = []
    at, left = 0, ""
    for match in _VERB.finditer(text):
        pieces = cut(text[at : match.start()])
        at = match.end()
        dated = with_years(pieces.days, Reference(min(around))) if pieces.days else None
        left += _TRAILING.sub("", pieces.leftover)
        if dated is None or dated.ask or any(t.linked for t in pieces.days):
            left += match.group()
            continue
        (off if match.group("off") else on).extend(dated.days)
    left += _TRAILING.sub("", text[at:]).replace("です", "")
    low, high = min(around), max(around)
    wrong = any(not low <= d <= high for d in (*off, *on)) and len(around) > 1
    ask = (
        f"「{_quote(text)}」を確かめさせてください。お休みの日はどの日ですか。"
        if left or wrong
        else ""
    )
    return tuple(off), tuple(on), ask
