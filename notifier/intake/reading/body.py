"""What a running text says on its own: dates copied from last month, things to bring, weather.

Groups copy last month's text. Dates and rules in the text are compared with the date fields; a
difference is asked, because nobody but the sender knows which of the two was forgotten.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from notifier.intake.reading import copied, rule_words
from notifier.intake.reading.clocks import CLOCK
from notifier.intake.reading.date_tokens import cut
from notifier.intake.reading.plain import digits, plain
from notifier.intake.reading.times import read_hours
from notifier.intake.reading.weekdays import NAMES

_THIS_MONTH = re.compile(
    r"(?:今月|今回|次回)(?:の(?:開放日|開催日|日程|予定))?\s*は[、\s]*(?P<days>(?:(?:\d{1,2}月)?\d{1,2}日?(?:\([^)]*\))?[・、,と\s]*)+日?(?:\([^)]*\))?)"
)
_WHEN = re.compile(
    r"(?:(?<![入公])日\s*時|と\s*き|開\s*催\s*日)\s*[:：】は]\s*(?P<days>(?:(?:令和|平成|R|H)?\d{0,4}年?\s*\d{1,2}月\s*\d{1,2}日\s*(?:\([^)]*\))?[・、,と~\s]*(?:\d{1,2}日\s*(?:\([^)]*\))?[・、,と~\s]*)*)+)?"
    rf"(?P<times>\s*(?:{CLOCK})(?:\s*(?:~|から|-)\s*(?:{CLOCK})?)?)?"
)
_EVERY = re.compile(r"毎月[^\n。、☆◎]{2,16}?曜日?|毎週[^\n。、☆◎]{1,10}?曜日?")
_RULE_TIMES = re.compile(rf"曜日?\s*の?\s*(?P<times>(?:{CLOCK})\s*(?:~|から|-)\s*(?:{CLOCK}))")
_BRING = re.compile(
    r"(?:持\s*ち?\s*物(?:等|など)?|持参(?:する)?(?:物|もの)|用意するもの)\s*[:：●】は　 ]\s*(?P<what>[^☆★◎●♪■▽\n。]{2,120})"
)
_BRING_STOP = re.compile(
    r"\s(?:内\s*容|対\s*象|参\s*加\s*費|申込|定\s*員|講\s*師|場\s*所|服\s*装|主\s*催)|☆|\*|※参加|申込みは"
)
_WEATHER = re.compile(
    r"[^。\n☆※()（）、]*(?:雨天|小雨|荒天|悪天候|警報|大雨|台風|暴風|雨の(?:場合|日|とき|時)|雨なら|雨が降|雨でも)[^。\n☆]{0,60}"
)
_APPLY = re.compile(r"[^。\n☆♪]*(?:申し?込み?は?|要予約|要申込|予約|先着)[^。\n☆♪]*")
_SENTENCE = 80  # longer than this, a text without full stops was cut nowhere
_CANCELLED = re.compile(r"中止|延期|休止(?!日)|取りやめ|開催見送り")
_MAYBE = re.compile(r"(?:中止|延期|休止)(?:に|と|する|の)?(?:なる|なり|する)?(?:こと|場合|可能)")


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says of its own accord; empty where it says nothing."""

    bring: str = ""
    weather: str = ""
    apply: str = ""


@lru_cache(maxsize=4096)
def read_body(text: str) -> Said:
    """Things to bring, weather and application named in a running text."""
    folded = plain(text)
    bring = _BRING.search(folded) if "持" in folded or "用意" in folded else None
    weather = (
        _WEATHER.search(folded) if re.search("雨|荒天|悪天候|警報|台風|暴風", folded) else None
    )
    apply_ = _APPLY.search(folded) if re.search("申|予約|先着", folded) else None
    apply_ = (
        None if apply_ and (len(apply_.group()) > _SENTENCE or "託児" in apply_.group()) else apply_
    )
    what = _BRING_STOP.split(bring.group("what"))[0].strip(" 、:") if bring else ""
    return Said(
        what,
        weather.group().strip(" ※、") if weather else "",
        apply_.group().strip()[:200] if apply_ else "",
    )


@lru_cache(maxsize=4096)
def cancelled(title: str) -> bool:
    """Whether a title says that it does not take place (中止), not merely that it might."""
    return bool(_CANCELLED.search(title)) and not _MAYBE.search(title)


def stale(
    text: str, days: tuple[date, ...], starts: tuple[time, ...], ends: tuple[time, ...]
) -> tuple[str, ...]:
    """Questions where dates, weekdays or times in ``text`` differ from the fields."""
    if not days or not _WORTH.search(text):
        return ()
    folded = digits(plain(text))
    if not _OWN_WORDS.search(folded):
        asks = [copied.other_days(folded, days), copied.other_start(folded, starts)]
        return tuple(ask for ask in asks if ask)
    asks = [
        _this_month(folded, days),
        _rule(folded, days),
        _labelled(folded, days),
        _times(folded, starts, ends),
        copied.other_start(folded, starts),
    ]
    return tuple(ask for ask in asks if ask)


_WORTH = re.compile(
    r"今月|今回は|次回は|毎月|毎週|日\s*時|と\s*き\s*[:：]|開催日|[0-9０-９一二三四五六七八九十]+月|始ま|はじま|開始|スタート|開演"
)
_OWN_WORDS = re.compile(r"今月|今回は|次回は|毎月|毎週|日\s*時|と\s*き\s*[:：]|開催日")


def _names(days: tuple[date, ...]) -> str:
    return "、".join(f"{d.month}月{d.day}日" for d in days[:4])


def _this_month(text: str, days: tuple[date, ...]) -> str:
    match = _THIS_MONTH.search(text)
    if not match:
        return ""
    named = {int(n) for n in re.findall(r"(\d{1,2})日?(?=[^月\d]|$)", match.group("days"))}
    if not named or all(d.day in named for d in days):
        return ""
    return f"文章には「{match.group().strip()}」とありますが、日付の欄は{_names(days)}です。どちらが正しいですか。"


def _rule(text: str, days: tuple[date, ...]) -> str:
    match = _EVERY.search(text)
    if not match or len(days) > 1:
        return ""
    rule = rule_words.take(match.group())
    for day in days:
        off = rule.weekdays and day.weekday() not in rule.weekdays
        if off or (rule.nth and (day.day - 1) // 7 + 1 not in rule.nth):
            return (
                f"文章には「{match.group()}」とありますが、日付の欄の{_names((day,))}は第{(day.day - 1) // 7 + 1}"
                f"{NAMES[day.weekday()]}曜日です。どちらが正しいですか。"
            )
    return ""


def _labelled(text: str, days: tuple[date, ...]) -> str:
    match = _WHEN.search(text)
    if not match or not match.group("days"):
        return ""
    found = cut(match.group("days")).days
    named: set[tuple[int, int]] = set()
    month = 0
    for token in found:
        month = token.month or month
        named.add((month, token.day))
    if not named or any(t.linked for t in found) or all((d.month, d.day) in named for d in days):
        return ""
    return f"文章には「{match.group('days').strip()}」とありますが、日付の欄は{_names(days)}です。どちらが正しいですか。"


def _times(text: str, starts: tuple[time, ...], ends: tuple[time, ...]) -> str:
    labelled = _WHEN.search(text)
    match = labelled if labelled and labelled.group("times") else _RULE_TIMES.search(text)
    if not match or not starts:
        return ""
    hours = read_hours(match.group("times"))
    if len(hours.sessions) != 1 or not hours.sure:
        return ""
    said = hours.sessions[0]
    wrong_end = said.end and ends and said.end not in ends
    if said.start in starts and not wrong_end:
        return ""
    fields = f"{starts[0]:%H:%M}" + (f"~{ends[0]:%H:%M}" if ends else "")
    return f"文章には「{match.group('times').strip()}」とありますが、時刻の欄は{fields}です。どちらが正しいですか。"
