"""Checks about time: no date, past, deadline, end before start, words that disagree with dates."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from notifier.editorial.facts import Check, CheckFacts
from notifier.intake import OccurrenceDraft
from notifier.kit.clock import WEEKDAYS_JA, say_date, say_moment, say_time
from notifier.kit.text import half
from notifier.taxonomy import holidays

_MANY = 5  # how many dates a sentence names before it says 「ほか」
_DAY = r"(?:(?P<month>\d{1,2})月|(?<![\d/.月])(?P<month2>\d{1,2})/)(?P<day>\d{1,2})日?"
_DATED = re.compile(_DAY)
_WITH_WEEKDAY = re.compile(_DAY + rf"\s*[(\[〔]\s*(?P<weekday>[{WEEKDAYS_JA}])")
_THIS_MONTH = re.compile(
    r"(?:今月|次回)[^。\n]{0,12}?(?P<days>\d{1,2}日(?:[・、,と]\s*\d{1,2}日)*)"
)
_DEADLINE_BEFORE = re.compile(r"(?:申込|申し込み|締切|〆|予約|受付|必着|時点|現在)[^。\n]{0,14}$")
_DEADLINE_AFTER = re.compile(r"^[^。\n]{0,8}?(?:まで|必着|締切|〆|より受付|から受付|現在|時点|生)")


def check_when(facts: CheckFacts) -> list[Check]:
    """Everything the dates of an item tell."""
    if facts.draft.kind == "information":
        return list(_information(facts))
    if not facts.draft.occurrences and facts.draft.recurrence:
        return []  # the dates are laid out by the rule when it is published
    if not facts.draft.occurrences:
        message = (
            "日時がありません。日時を入れるか、決まった日がないものなら種類を"
            "「お知らせ」に変えてください。"
        )
        return [Check("no_when", "stop", message)]
    return [
        *_over(facts),
        *_end_before_start(facts),
        *_deadline(facts),
        *_wrong_weekdays(facts),
        *_stale_days(facts),
        *_no_clock_time(facts),
        *_closed_days(facts),
    ]


def _information(facts: CheckFacts) -> Iterator[Check]:
    ends_on = facts.draft.expires_on
    if ends_on is None:
        yield Check("no_expiry", "ok", "いつまで載せるかが決まっていません。")
    elif ends_on < _today(facts):
        yield Check("past", "stop", f"掲載の終わりの日 {say_date(ends_on)} は過ぎています。")


def _over(facts: CheckFacts) -> Iterator[Check]:
    rows = facts.draft.occurrences
    over = [row for row in rows if _is_over(row, facts)]
    if len(over) == len(rows):
        last = max(row.starts_at for row in rows)
        said = _say_year(_day(last, facts), facts)
        yield Check("past", "stop", f"これからの日がありません。最後の日は {said} です。")
    elif over:
        yield Check(
            "partly_past", "ok", f"{len(rows)}回のうち{len(over)}回は終わっています（載りません）。"
        )


def _is_over(row: OccurrenceDraft, facts: CheckFacts) -> bool:
    """A date without an end lasts until its day is over, as in ``listings``."""
    if row.all_day or row.ends_at is None:
        return _day(row.ends_at or row.starts_at, facts) < _today(facts)
    return max(row.starts_at, row.ends_at) <= facts.now


def _end_before_start(facts: CheckFacts) -> Iterator[Check]:
    for number, row in enumerate(facts.draft.occurrences, start=1):
        if row.ends_at is None or row.all_day or row.ends_at > row.starts_at:
            continue
        start, end = say_moment(row.starts_at, facts.zone), say_time(row.ends_at, facts.zone)
        if _day(row.ends_at, facts) != _day(row.starts_at, facts):
            end = say_moment(row.ends_at, facts.zone)
        yield Check(
            f"end_before_start-{number}",
            "stop",
            f"終わり（{end}）が始まり（{start}）より前か同じになっています。",
        )


def _deadline(facts: CheckFacts) -> Iterator[Check]:
    by = facts.draft.apply_by_at
    if by is None:
        return
    said = say_moment(by, facts.zone)
    last = max(row.ends_at or row.starts_at for row in facts.draft.occurrences)
    if by < facts.now:
        yield Check("after_deadline", "ask", f"申込みの締切 {said} は過ぎています。")
    elif by > last and _day(by, facts) > _day(last, facts):
        yield Check(
            "deadline_after_event",
            "ask",
            f"申込みの締切 {said} が、最後の開催日 {say_date(_day(last, facts))} より後です。",
        )


def _wrong_weekdays(facts: CheckFacts) -> Iterator[Check]:
    """「2月23日(日)」 beside a 23 February that is a Tuesday."""
    days = {(day.month, day.day): day for day in _days(facts)}
    seen: set[str] = set()
    for found in _WITH_WEEKDAY.finditer(_text(facts)):
        day = days.get(_month_day(found))
        words = found.group().strip()
        if day is None or words in seen or WEEKDAYS_JA[day.weekday()] == found["weekday"]:
            continue
        seen.add(words)
        closing = "" if words.endswith((")", "]")) else ")"
        yield Check(
            f"weekday-{day.isoformat()}-{found['weekday']}",
            "ask",
            f"「{words}{closing}」と書かれていますが、{day.year}年{day.month}月{day.day}日は"
            f"{WEEKDAYS_JA[day.weekday()]}曜日です。",
        )


def _stale_days(facts: CheckFacts) -> Iterator[Check]:
    """Days in the text that are none of the item's: a sentence copied from last month."""
    days = _days(facts)
    said_days = "、".join(say_date(day) for day in days[:_MANY]) + (
        "ほか" if len(days) > _MANY else ""
    )
    text = _text(facts)
    for number, words in enumerate(_strangers(text, days), start=1):
        yield Check(
            f"text_dates-{number}",
            "ask",
            f"文章の「{words}」が、日付の欄（{said_days}）と合いません。"
            "先月の文章が残っていないか確かめてください。",
        )


def _strangers(text: str, days: list[date]) -> list[str]:
    months = {(day.month, day.day) for day in days}
    numbers = {day.day for day in days}
    first, last = days[0], days[-1]
    found: list[str] = []
    for hit in _DATED.finditer(text):
        if _month_day(hit) in months or _speaks_of_deadline(text, hit) or not _is_day(hit):
            continue
        if not _between(_month_day(hit), first, last) and hit.group() not in found:
            found.append(hit.group())
    for hit in _THIS_MONTH.finditer(text):
        named = {int(n) for n in re.findall(r"\d{1,2}", hit["days"])}
        if not named & numbers and hit.group() not in found:
            found.append(hit.group())
    return found


def _between(pair: tuple[int, int], first: date, last: date) -> bool:
    """Inside the run of a series a single day (a closure, a special day) is no stranger."""
    years = range(first.year, last.year + 1)
    return any((first.year, first.month, first.day) < (y, *pair) < _key(last) for y in years)


def _key(day: date) -> tuple[int, int, int]:
    return (day.year, day.month, day.day)


def _speaks_of_deadline(text: str, hit: re.Match[str]) -> bool:
    before, after = text[max(0, hit.start() - 20) : hit.start()], text[hit.end() : hit.end() + 20]
    return bool(_DEADLINE_BEFORE.search(before) or _DEADLINE_AFTER.search(after))


def _is_day(hit: re.Match[str]) -> bool:
    month, day = _month_day(hit)
    return 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004 - a calendar has these


def _month_day(hit: re.Match[str]) -> tuple[int, int]:
    return int(hit["month"] or hit["month2"]), int(hit["day"])


def _no_clock_time(facts: CheckFacts) -> Iterator[Check]:
    if all(row.all_day for row in facts.draft.occurrences):
        yield Check("no_time", "ok", "始まりの時刻がありません（日付だけで載ります）。")


def _closed_days(facts: CheckFacts) -> Iterator[Check]:
    coming = [day for day in _days(facts) if day >= _today(facts)]
    off = [day for day in coming if holidays.is_holiday(day)]
    for day in off[:_MANY]:
        message = f"{say_date(day)} は祝日（{holidays.name(day)}）です。"
        yield Check(f"holiday-{day.isoformat()}", "ok", message)
    if not (facts.at_hub and facts.open_weekdays):
        return
    for day in [d for d in coming if d.weekday() not in facts.open_weekdays][:_MANY]:
        message = f"{say_date(day)} は拠点の休みの曜日です。"
        yield Check(f"closed-{day.isoformat()}", "ok", message)


def _days(facts: CheckFacts) -> list[date]:
    return sorted({_day(row.starts_at, facts) for row in facts.draft.occurrences})


def _day(moment: datetime, facts: CheckFacts) -> date:
    return moment.astimezone(facts.zone).date()


def _today(facts: CheckFacts) -> date:
    return _day(facts.now, facts)


def _say_year(day: date, facts: CheckFacts) -> str:
    return say_date(day) if day.year == _today(facts).year else f"{day.year}年{say_date(day)}"


def _text(facts: CheckFacts) -> str:
    draft = facts.draft
    return half("\n".join((draft.title, draft.when_text, draft.body)))
