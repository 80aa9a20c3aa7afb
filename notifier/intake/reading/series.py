"""Which days happen: single days, short periods day by day, series by their rule.

A long period without a rule is not laid out: nobody knows on which days the doors are open, so it
stays one period and we ask.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from notifier.intake.reading.dates import Days
from notifier.intake.reading.recurrence import Rule, expand, fiscal_year_end, holidays_in
from notifier.intake.reading.rule_words import RuleWords
from notifier.intake.reading.times import Session
from notifier.intake.reading.weekdays import NAMES, is_holiday, say_weekdays
from notifier.intake.reading.years import Reference

_SUNDAY = 6
_SHORT = 7  # days a person takes as "every day" without a second thought
_MANY = 120  # more days than this from one rule are worth a look


@dataclass(frozen=True, slots=True)
class Layout:
    """The days, periods that stay periods, the rule to keep, and questions."""

    days: tuple[date, ...] = ()
    long_spans: tuple[tuple[date, date], ...] = ()
    rule: Rule | None = None
    asks: tuple[str, ...] = ()


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
    asks = [*_open_ends(days), *_check_rule(days), *(_ask_days(span) for span in long_spans)]
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
        if rule.nth and (day.day - 1) // 7 + 1 not in rule.nth:
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
    rule = as_rule(days.rule, start, stop, off=days.off, on=days.on)
    if days.since or days.until:
        asks += _open_ends(days)
    if days.rule.interval > 1 and not days.spans:
        asks.append("隔週の最初の日はいつですか。")
    laid = tuple(expand(rule, is_holiday=is_holiday))
    counted = days.repeats is not None and days.repeats == len(laid)
    if days.repeats and not counted:
        asks.append(
            f"「{days.repeats}回」とありますが、日にちは{len(laid)}日分と読めました。お休みの日を教えてください。"
        )
    named = {start, stop} if days.spans else set()
    found = [] if counted else holidays_in(rule, is_holiday=is_holiday)
    doubtful = [d for d in found if d not in named and d.weekday() != _SUNDAY]
    if doubtful:
        said = "、".join(f"{d.month}月{d.day}日" for d in doubtful[:4])
        asks.append(f"{said}は祝日です。この日も行いますか。")
    if not laid:
        asks.append("その期間にあてはまる日がありません。日にちを教えてください。")
    if len(laid) > _MANY:
        asks.append(f"{len(laid)}日分になります。期間と曜日を確かめてください。")
    return Layout(laid, (), rule, tuple(asks))


def _bounds(days: Days, reference: Reference) -> tuple[date, date, list[str]]:
    if days.spans:
        asks = [] if len(days.spans) == 1 else ["期間がいくつかあります。日にちを教えてください。"]
        return days.spans[0][0], days.spans[0][1], asks
    start = days.since or reference.day
    stop = days.until or fiscal_year_end(start)
    return start, stop, []


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
        "on_holiday": words.holidays if words.holidays.startswith("next") else "",
        "skip_year_end": words.skip_year_end,
        "skip_months": list(words.skip_months),
        "months": words.odd_months,
        "except": [d.isoformat() for d in off],
        "also": [d.isoformat() for d in on],
    }
    return rule | {key: value for key, value in optional.items() if value}
