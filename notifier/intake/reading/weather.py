"""What rain and storm change: 小雨決行, 荒天中止, 雨天順延, and the day kept in reserve."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from notifier.intake.reading.date_tokens import cut
from notifier.intake.reading.plain import digits, plain
from notifier.intake.reading.years import Reference, with_years

_RAINY = re.compile(r"雨|荒天|悪天候|天候|警報|台風|強風|暴風|嵐|雷|予備日|順延|延期")
_CLAUSE = re.compile(r"[。\n※、・;；/(),\s]+")
_STORM = re.compile(r"荒天|悪天候|暴風|警報|台風|強風|大雨|豪雨|嵐|雷")
_LIGHT = re.compile(r"小雨|少雨|多少の雨|雨天(?:でも)?|雨でも|雨")
_HELD = re.compile(r"決行|実施|開催(?!し?ま?せん|しない|中止)|行います|行う|おこな|雨天可|小雨可")
_OFF = re.compile(
    r"中止|休止|閉館|休み|とりやめ|取りやめ|開催し(?:ません|ない)|行いません|できません"
)
_MOVED = re.compile(r"順延|延期|予備日|振替|振り替え")
_PUT_OFF = re.compile(r"順延|延期|振替|振り替え")
_INSIDE = re.compile(
    r"室内|屋内|館内|体育館|会場(?:を)?変更|場所(?:を)?変更|ホール|教室で|内容(?:を)?変更"
)
_NO_RESERVE = re.compile(
    r"(?:順延|延期|予備日|振替)(?:日)?(?:は|も)?(?:なし|無し|ありません|しません|いたしません|設けません)"
)
_MAYBE = re.compile(r"場合(?:が|も)あ|こともあ|ことがあ|可能性|により|によっては|次第|判断")


@dataclass(frozen=True, slots=True)
class Weather:
    """``light_rain`` and ``storm`` are None where the words do not say."""

    light_rain: Literal["on", "off"] | None = None
    storm: Literal["off"] | None = None
    rain_on: date | None = None
    sure: bool = True


@lru_cache(maxsize=4096)
def read_weather(text: str, days: tuple[date, ...], reference: Reference) -> Weather:
    """What ``text`` says of rain; ``days`` are the days of the event, so that 翌日 has a meaning."""
    folded = digits(plain(text))
    if not _RAINY.search(folded):
        return Weather()
    light: Literal["on", "off"] | None = None
    storm: Literal["off"] | None = None
    subject = ""
    sure = True
    for clause in _CLAUSE.split(folded):
        named = "storm" if _STORM.search(clause) else "light" if _LIGHT.search(clause) else ""
        subject = named or subject
        if not subject:
            continue
        what = _outcome(clause)
        if not what:
            continue
        sure = sure and not _MAYBE.search(clause)
        if subject == "light":
            both = "小雨" not in clause and "少雨" not in clause
            light = "on" if what == "on" else "off"
            if light == "off" and both:
                storm = "off"
        elif what == "off":
            storm = "off"
    rain_on, dated = _reserve(folded, days, reference)
    return Weather(light, storm, rain_on, sure=sure and dated)


def _outcome(clause: str) -> str:
    if _INSIDE.search(clause):
        return "on"
    if _OFF.search(clause):
        return "off"
    if _PUT_OFF.search(clause) and not _NO_RESERVE.search(clause):
        return "off"
    return "on" if _HELD.search(clause) else ""


def _reserve(text: str, days: tuple[date, ...], reference: Reference) -> tuple[date | None, bool]:
    """The day in reserve, and whether we understood what the words say of one."""
    if not _MOVED.search(text) or _NO_RESERVE.search(text):
        return None, True
    start = min(m.start() for m in (_RAINY.search(text), _MOVED.search(text)) if m)
    if len(days) == 1 and re.search(r"翌日|次の日", text):
        return date.fromordinal(days[0].toordinal() + 1), True
    if len(days) == 1 and re.search(r"翌週|1週間後", text):
        return date.fromordinal(days[0].toordinal() + 7), "曜" not in text
    tokens = cut(text[start:]).days
    if not tokens:
        return None, not re.search(r"翌|次回|\d日", text)
    near = Reference(days[-1], known=True) if days else reference
    dated = with_years(tokens[:1], near)
    if len(tokens) != 1 or dated.ask or not dated.days:
        return None, False
    return dated.days[0], not days or dated.days[0] > days[-1]


def say_weather(found: Weather) -> str:
    """「小雨決行、荒天中止、予備日4月19日」."""
    words = []
    if found.light_rain:
        words.append("雨でも行う" if found.light_rain == "on" else "雨なら中止か延期")
    if found.storm and found.light_rain != "off":
        words.append("荒天なら中止か延期")
    if found.rain_on:
        words.append(f"予備日{found.rain_on.month}月{found.rain_on.day}日")
    return "、".join(words)
