"""The remark beside a date (日時備考): a series, a list of days, times, or only a remark."""

import re
from dataclasses import replace
from datetime import date

from notifier.intake.reading import rule_words
from notifier.intake.reading.date_tokens import cut
from notifier.intake.reading.dates import Days, lift_exceptions, read_exceptions
from notifier.intake.reading.none_words import said
from notifier.intake.reading.plain import digits, plain
from notifier.intake.reading.years import Reference, with_years

_ECHO = re.compile(
    r"^\s*(?:開始日|終了日|開始時刻|終了時刻|申込期限日|申込期限時刻|緯度|経度)\s*[:：][^\n]*$",
    re.M,
)
_RAIN = re.compile(r"予備日|雨天|荒天|延期|順延|中止")
_DOUBT = re.compile(r"頃|ごろ|未確定|変更の可能性|初旬|中旬|下旬|異なる|場合がある")
_DATE_WORDS = re.compile(
    r"(?:(?:令和|R)?\s*\d{1,4}年)?\s*\d{1,2}月\s*\d{1,2}日\s*(?:\([^()]{1,6}\))?|[(]?全\s*\d+回[)]?|開催|実施"
)
_LIMITS = re.compile(r"[月火水木金土日]曜|土日|平日|祝|休[みむ館室]|除|隔|毎週|毎月|第\s*\d")
_VAGUE = re.compile(
    r"\d+月?\s*(?:上旬|中旬|下旬|初旬|末|頃|ごろ)|\d+月\s*(?:~|-|から)\s*|\d+年\s*\d+月$|月中"
)


def clean(remark: str) -> str:
    """The remark without lines that only repeat the columns (開始日: 2022/1/24)."""
    return said(_ECHO.sub("", remark).strip()) if remark else ""


def time_words(remark: str) -> str:
    """The remark without its dates and series words, so that only its times are left."""
    if not remark:
        return ""
    rest = rule_words.take(digits(plain(remark))).rest
    return _DATE_WORDS.sub(" ", rest)


def refine(days: Days, remark: str, reference: Reference) -> Days:
    """``days`` of the columns in the light of the remark."""
    folded = digits(plain(remark))
    rain = _RAIN.search(folded)
    if rain:
        folded = folded[: max(0, folded.rfind("\n", 0, rain.start()))]
    folded, exceptions = lift_exceptions(folded)
    days = _without_some(days, exceptions, reference)
    rule = rule_words.take(folded)
    days = _with_count(days, folded)
    if rule.repeating or rule.asks:
        return _with_rule(days, rule, folded)
    return _with_list(days, folded, reference)


def _without_some(days: Days, exceptions: str, reference: Reference) -> Days:
    """「※12月29日～1月3日休館」 as a remark to a period."""
    if not exceptions or not (days.spans or days.rule.repeating):
        return days
    around = tuple(d for span in days.spans for d in span)
    off, on, ask = read_exceptions(exceptions, around, reference)
    asks = (*days.asks, ask) if ask else days.asks
    return replace(days, off=(*days.off, *off), on=(*days.on, *on), asks=asks)


def _with_count(days: Days, folded: str) -> Days:
    found = cut(folded).repeats
    return replace(days, repeats=days.repeats or found) if found else days


def _with_rule(days: Days, rule: rule_words.RuleWords, folded: str) -> Days:
    """A rule over a period makes a series; beside a single day it is only compared."""
    asks = rule.asks
    if days.spans:
        pieces = cut(rule.rest)
        off = tuple(_inside(d.month, d.day, days.spans[0]) for d in pieces.days if d.month)
        excepted = tuple(d for d in off if d) if "除" in folded or "休" in folded else ()
        odd = pieces.days and not excepted and not _repeats_span(pieces.days, days)
        if odd or _DOUBT.search(folded):
            asks = (
                *asks,
                f"「{' '.join(folded.split())[:60]}」を確かめさせてください。行う日を教えてください。",
            )
        return replace(days, rule=rule, off=(*days.off, *excepted), asks=(*days.asks, *asks))
    if days.empty and _DOUBT.search(folded):
        asks = (*asks, f"「{' '.join(folded.split())[:60]}」の行う日を教えてください。")
    return replace(days, rule=rule, asks=(*days.asks, *asks))


def _repeats_span(tokens: tuple[object, ...], days: Days) -> bool:
    ends = {(d.month, d.day) for span in days.spans for d in span}
    return all((getattr(t, "month", 0), getattr(t, "day", 0)) in ends for t in tokens)


def _inside(month: int, day: int, span: tuple[date, date]) -> date | None:
    for year in range(span[0].year, span[1].year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if span[0] <= found <= span[1]:
            return found
    return None


def _with_list(days: Days, folded: str, reference: Reference) -> Days:
    """A list of days inside the period of the columns is the better reading of it."""
    pieces = cut(folded)
    if days.empty and _VAGUE.search(folded) and not days.asks:
        ask = f"「{' '.join(folded.split())[:60]}」の日にちは決まっていますか。"
        return replace(days, open_ended=True, asks=(ask,))
    if not pieces.days and days.spans and _LIMITS.search(folded):
        ask = f"「{' '.join(folded.split())[:60]}」を確かめさせてください。行う日を教えてください。"
        return replace(days, asks=(*days.asks, ask))
    if not pieces.days or not (days.spans or days.empty):
        return days
    anchor = Reference(days.spans[0][0], known=True) if days.spans else reference
    dated = with_years(pieces.days, anchor)
    words = " ".join(folded.split())[:60]
    linked = any(t.linked or t.ends_only for t in pieces.days)
    if days.empty:
        return replace(
            days,
            singles=dated.days,
            marks=tuple(t.mark for t in pieces.days),
            asks=(
                f"日にちは「{words}」の{dated.days[0].month}月{dated.days[0].day}日でよいですか。",
            )
            if dated.days
            else days.asks,
        )
    (start, stop), *_ = days.spans
    whole = dated.days and (min(dated.days), max(dated.days)) == (start, stop)
    if not whole or linked or dated.ask:
        return (
            days
            if linked and whole
            else replace(
                days,
                asks=(*days.asks, f"「{words}」を確かめさせてください。行う日を教えてください。"),
            )
        )
    return replace(days, spans=(), singles=dated.days, marks=tuple(t.mark for t in pieces.days))
