"""Which days happen: single days, short periods day by day, series by their rule.

A long period without a rule stays one period, as it was written. One that runs from a Monday to a
Friday over weekends is asked: such words often mean the weekdays only.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from notifier.intake.reading.dates import Days
from notifier.intake.reading.recurrence import Rule, expand, fiscal_year_end, holidays_in
from notifier.intake.reading.rule_words import RuleWords
from notifier.intake.reading.times import Session
from notifier.intake.reading.weekdays import NAMES, is_holiday, say_weekdays
from notifier.intake.reading.years import Reference

_FRIDAY, _SUNDAY = 4, 6
_MOVES = ("next_day", "next_weekday", "day_before")
_SHORT = 7  # days a person takes as "every day" without a second thought
_A_MEETING = 3.0  # hours; what is open longer is a room or an exhibition
_SOON = 35  # days; a holiday farther ahead than this is noted, a nearer one is asked


@dataclass(frozen=True, slots=True)
class Layout:
    """The days, periods that stay periods, the rule to keep, and questions."""

    days: tuple[date, ...] = ()
    long_spans: tuple[tuple[date, date], ...] = ()
    rule: Rule | None = None
    asks: tuple[str, ...] = ()
    endless: bool = False
    doubtful: tuple[date, ...] = ()  # holidays of an endless series nobody spoke of


def lay_out(days: Days, sessions: tuple[Session, ...], reference: Reference) -> Layout:
    """The days on which something happens."""
    if days.rule.repeating and not days.singles:
        return _by_rule(days, reference)
    found = set(days.singles)
    long_spans: list[tuple[date, date]] = []
    for start, stop in days.spans:
        if stop < start:
            continue
        if (stop - start).days < _SHORT:
            found |= {start + timedelta(days=n) for n in range((stop - start).days + 1)}
        else:
            long_spans.append((start, stop))
    asks = [*_open_ends(days), *_check_rule(days)]
    if not days.always:
        asks += [_ask_days(span) for span in long_spans if _perhaps_weekly(span, sessions)]
    kept = tuple(sorted(found - set(days.off)))
    asks += _check_count(days, len(kept)) if not long_spans else []
    rule = _daily(long_spans, days) if len(long_spans) == 1 and not kept else None
    return Layout(kept, tuple(long_spans), rule, tuple(asks))


def _open_ends(days: Days) -> list[str]:
    asks = []
    if days.until:
        asks.append(f"{days.until.month}月{days.until.day}日までとありますが、始まりはいつですか。")
    if days.since:
        asks.append(f"{days.since.month}月{days.since.day}日からとありますが、終わりはいつですか。")
    return asks


def _perhaps_weekly(span: tuple[date, date], sessions: tuple[Session, ...]) -> bool:
    """Who writes from a Monday to a Friday may not think of the weekends between; who writes two
    hours from a Saturday to a Saturday may mean the Saturdays."""
    first, last = (day.weekday() for day in span)
    if (first, last) == (0, _FRIDAY):
        return True
    return first == last and any(s.start and s.end and _hours(s) <= _A_MEETING for s in sessions)


def _hours(session: Session) -> float:
    if session.start is None or session.end is None:
        return 0
    return session.end.hour - session.start.hour + (session.end.minute - session.start.minute) / 60


def _ask_days(span: tuple[date, date]) -> str:
    first, last = span
    return (
        f"{first.month}月{first.day}日から{last.month}月{last.day}日までの間、毎日ひらいていますか。"
        "お休みの曜日や、行う日が決まっていれば教えてください。"
    )


def _daily(spans: list[tuple[date, date]], days: Days) -> Rule:
    ((first, last),) = spans
    rule: Rule = {"freq": "daily", "from": first.isoformat(), "until": last.isoformat()}
    return rule | ({"except": [d.isoformat() for d in days.off]} if days.off else {})


def _check_rule(days: Days) -> list[str]:
    """A rule beside single days has to agree with them."""
    rule = days.rule
    if not rule.repeating:
        return []
    for day in days.singles:
        if rule.weekdays and day.weekday() not in rule.weekdays:
            names = say_weekdays(rule.weekdays)
            return [
                f"{day.month}月{day.day}日は{NAMES[day.weekday()]}曜日ですが、「{names}曜日」ともあります。どちらが正しいですか。"
            ]
        if rule.nth and -1 not in rule.nth and (day.day - 1) // 7 + 1 not in rule.nth:
            words = " ".join(rule.words)
            return [
                f"{day.month}月{day.day}日は「{words}」にあたりません。日にちを確かめてください。"
            ]
        if rule.month_days and day.day not in rule.month_days:
            return [
                f"{day.month}月{day.day}日は「{' '.join(rule.words)}」と合いません。日にちを確かめてください。"
            ]
    return []


def _check_count(days: Days, found: int) -> list[str]:
    if days.repeats is None or found in (0, 1) or days.repeats == found:
        return []
    return [
        f"「全{days.repeats}回」とありますが、日にちは{found}日分と読めました。日にちを教えてください。"
    ]


def _by_rule(days: Days, reference: Reference) -> Layout:
    start, stop, asks = _bounds(days, reference)
    words = days.rule
    if not words.weekdays and not words.month_days:  # 隔週 alone: the weekday of its first day
        words = replace(words, weekdays=(start.weekday(),))
    days = _moved_closing(replace(days, rule=words), start, stop)
    rule = as_rule(days.rule, start, stop, off=days.off, on=days.on)
    if days.until and not days.since:
        asks += _open_ends(days)
    if words.interval > 1 and not days.spans and not days.since:
        asks.append("隔週の最初の日はいつですか。")
    laid = tuple(expand(rule, is_holiday=is_holiday))
    if days.repeats and days.since and len(laid) > days.repeats:
        laid = laid[: days.repeats]
        rule = rule | {"until": laid[-1].isoformat()}
    endless = not days.spans and not days.until and not days.repeats and not words.months
    near = _horizon(laid, reference) if endless and laid else stop
    more, doubtful = _holidays(days, rule, laid, near)
    asks += more
    if days.spans and len(words.weekdays) == 1:
        first, last = (day.weekday() for day in days.spans[0])
        if first == last and first not in words.weekdays:
            asks.append(
                f"期間の始まりと終わりは{NAMES[first]}曜日ですが、{say_weekdays(words.weekdays)}曜日とあります。どちらが正しいですか。"
            )
    if not laid:
        asks.append("その期間にあてはまる日がありません。日にちを教えてください。")
    return Layout(laid, (), rule, tuple(asks), endless, doubtful)


def _holidays(
    days: Days, rule: Rule, laid: tuple[date, ...], horizon: date
) -> tuple[list[str], tuple[date, ...]]:
    """Questions on the count and on near holidays nobody spoke of, and the far ones."""
    counted = days.repeats is not None and days.repeats == len(laid) and not days.since
    asks = []
    if days.repeats and days.repeats != len(laid):
        asks.append(
            f"「{days.repeats}回」とありますが、日にちは{len(laid)}日分と読めました。お休みの日を教えてください。"
        )
    named = {d for span in days.spans for d in span}
    found = [] if counted or days.rule.holidays else holidays_in(rule, is_holiday=is_holiday)
    doubtful = tuple(d for d in found if d not in named and d.weekday() != _SUNDAY and d in laid)
    near = [d for d in doubtful if d <= horizon]
    if near:
        said = "、".join(f"{d.month}月{d.day}日" for d in near[:4])
        asks.append(f"{said}は祝日です。この日も行いますか。")
    return asks, tuple(d for d in doubtful if d not in near)


def _horizon(laid: tuple[date, ...], reference: Reference) -> date:
    """Until when a holiday is asked now: the month of the list, or the weeks that come."""
    if reference.known and (laid[0].year, laid[0].month) == (
        reference.day.year,
        reference.day.month,
    ):
        return laid[0].replace(day=28) + timedelta(days=3)
    return laid[0] + timedelta(days=_SOON)


def _moved_closing(days: Days, start: date, stop: date) -> Days:
    """「月曜休館(祝日の場合は翌日)」: open on that Monday, closed on the day after."""
    words = days.rule
    if not words.off_weekdays or not words.holidays.startswith("next"):
        return days
    on, off = list(days.on), list(days.off)
    day = start
    while day <= stop:
        if day.weekday() in words.off_weekdays and is_holiday(day):
            closed = day + timedelta(days=1)
            while words.holidays == "next_weekday" and (
                closed.weekday() > _FRIDAY or is_holiday(closed)
            ):
                closed += timedelta(days=1)
            on.append(day)
            off.append(closed)
        day += timedelta(days=1)
    return replace(days, rule=replace(words, holidays="open"), on=tuple(on), off=tuple(off))


def _bounds(days: Days, reference: Reference) -> tuple[date, date, list[str]]:
    if days.spans:
        asks = [] if len(days.spans) == 1 else ["期間がいくつかあります。日にちを教えてください。"]
        return days.spans[0][0], days.spans[0][1], asks
    if days.rule.months:
        return (*_month_bounds(days.rule.months, days.since or reference.day), [])
    start = days.since or reference.day
    stop = days.until or fiscal_year_end(start)
    return start, stop, []


def _month_bounds(months: tuple[int, int], near: date) -> tuple[date, date]:
    """From the first to the last of the months named: the ones running, or those that come next."""
    low, high = months
    for year in (near.year - 1, near.year, near.year + 1):
        last_year = year + (1 if high < low else 0)
        after = date(last_year + high // 12, high % 12 + 1, 1)
        if after > near:
            return date(year, low, 1), after - timedelta(days=1)
    raise AssertionError("one of three years lies ahead")  # pragma: no cover


def as_rule(
    words: RuleWords,
    start: date,
    stop: date,
    *,
    off: tuple[date, ...] = (),
    on: tuple[date, ...] = (),
) -> Rule:
    """The dictionary ``expand`` reads, kept on the draft for editing."""
    freq = "monthly_days" if words.month_days else "monthly_nth" if words.nth else "weekly"
    rule: Rule = {"freq": freq, "from": start.isoformat(), "until": stop.isoformat()}
    optional: Rule = {
        "weekdays": list(words.weekdays),
        "nth": list(words.nth),
        "month_days": list(words.month_days),
        "interval": words.interval if words.interval > 1 else 0,
        "skip_holidays": words.holidays == "skip",
        "also_holidays": words.holidays == "also",
        "on_holiday": words.holidays if words.holidays in _MOVES else "",
        "skip_year_end": words.skip_year_end,
        "skip_months": list(words.skip_months),
        "months": words.odd_months,
        "except": [d.isoformat() for d in off],
        "also": [d.isoformat() for d in on],
    }
    return rule | {key: value for key, value in optional.items() if value}
