"""A rule drawn at random, written as five people would write it, is read back as the same days."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from notifier.intake.reading import Reference, WhenWords, expand, is_holiday, read_when
from notifier.intake.reading.recurrence import Rule, fiscal_year_end

WEEKDAYS = "月火水木金土日"
KANJI = "〇一二三四五"
FULL = str.maketrans("0123456789:-", "０１２３４５６７８９：～")
MONTH_STARTS = st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 12, 31)).map(
    lambda day: day.replace(day=1)
)


@dataclass(frozen=True)
class Hours:
    """A sitting between nine and six, in steps of half an hour."""

    start: time
    end: time

    def spellings(self) -> tuple[str, ...]:
        """Five hands write it."""
        a, b = self.start, self.end
        return (
            f"{a:%H:%M}～{b:%H:%M}",
            f"{_wall(a)}〜{_wall(b)}",
            f"{_half(a)}{_spoken(a)}から{_half(b)}{_spoken(b)}まで",
            f"{a:%H:%M}-{b:%H:%M}".translate(FULL),
            f"{a.hour}時{a.minute:02}分～{b.hour}時{b.minute:02}分",
        )


def _wall(at: time) -> str:
    return f"{at.hour}時" + ("半" if at.minute else "")


def _spoken(at: time) -> str:
    hour = at.hour - 12 if at.hour > 12 else at.hour
    return f"{hour}時" + (f"{at.minute}分" if at.minute else "")


def _half(at: time) -> str:
    return "午後" if at.hour > 12 else "" if at.hour == 12 else "午前"


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """Any sitting of one to six half hours."""
    first = draw(st.integers(18, 32))
    last = first + draw(st.integers(1, 6))
    return Hours(*(time(n // 2, n % 2 * 30) for n in (first, last)))


def check(texts: list[str], rule: Rule, when: Hours, month: date) -> None:
    """Each of ``texts``, read in ``month``, means the days of ``rule`` at ``when``, surely."""
    days = expand(rule, is_holiday=is_holiday)
    meant = [(day, when.start, when.end) for day in days]
    for text in texts:
        found = read_when(WhenWords(text), reference=Reference(month, known=True))
        assert [(s.day, s.start, s.end) for s in found.slots] == meant, text
        assert found.asks == (), text


@settings(max_examples=12, deadline=None)
@given(
    MONTH_STARTS,
    st.lists(st.integers(1, 4), min_size=2, max_size=2, unique=True).map(sorted),
    st.integers(0, 6),
    hours(),
)
def test_two_weekdays_of_each_month(month: date, nth: list[int], weekday: int, when: Hours) -> None:
    (a, b), day, t = nth, WEEKDAYS[weekday], when.spellings()
    rule = {
        "freq": "monthly_nth", "from": month.isoformat(),
        "until": fiscal_year_end(month).isoformat(), "weekdays": [weekday], "nth": nth,
        "skip_holidays": True,
    }  # fmt: skip
    texts = [
        f"毎月第{a}・第{b}{day}曜日 {t[0]}（祝日休み）",
        f"第{a}、{b}{day}曜 {t[1]}　※祝日は除く",
        f"毎月第{a}と第{b}の{day}曜日　{t[2]}（国民の祝日はお休み）",
        f"第{a}・{b}{day}曜日".translate(FULL) + f"（ただし、祝日は休みです）\n{t[3]}",
        f"{t[4]} 第{KANJI[a]}・第{KANJI[b]}{day}曜日、祝日は休み",
    ]
    check(texts, rule, when, month)


@settings(max_examples=12, deadline=None)
@given(
    MONTH_STARTS,
    st.lists(st.integers(0, 5), min_size=2, max_size=2, unique=True).map(sorted),
    hours(),
)
def test_weekdays_of_every_week(month: date, weekdays: list[int], when: Hours) -> None:
    (a, b), t = (WEEKDAYS[n] for n in weekdays), when.spellings()
    rule = {
        "freq": "weekly", "from": month.isoformat(),
        "until": fiscal_year_end(month).isoformat(), "weekdays": weekdays,
        "skip_holidays": True, "skip_months": [8],
    }  # fmt: skip
    texts = [
        f"毎週{a}・{b}曜日 {t[0]}（祝日・8月はお休み）",
        f"毎週{a}曜日と{b}曜日 {t[1]} ※8月、祝日を除く",
        f"{t[2]}　毎週（{a}）（{b}） ただし祝日と8月は休み",
        f"毎週{a}曜・{b}曜　{t[3]}　祝日休み　８月休み",
        f"毎週{a}、{b}曜日の{t[4]}（祝日は除きます。8月は休みます）",
    ]
    check(texts, rule, when, month)


@settings(max_examples=12, deadline=None)
@given(
    MONTH_STARTS, st.integers(0, 27), st.integers(3, 10), st.integers(0, 5), hours(), st.booleans()
)
def test_a_weekday_within_a_period(
    month: date, offset: int, weeks: int, weekday: int, when: Hours, named: bool
) -> None:
    first = month + timedelta(days=offset)
    first += timedelta(days=(weekday - first.weekday()) % 7)
    last = first + timedelta(weeks=weeks)
    day, t = WEEKDAYS[weekday], when.spellings()
    a, b = (f"{d.month}月{d.day}日" for d in (first, last))
    mark = f"({day})" if named else ""
    rule = {
        "freq": "weekly", "from": first.isoformat(), "until": last.isoformat(),
        "weekdays": [weekday], "skip_holidays": True,
    }  # fmt: skip
    texts = [
        f"{a}{mark}～{b}{mark}の毎週{day}曜日 {t[0]}（祝日休み）",
        f"{first.year}年{a}{mark}から{b}{mark}まで 毎週{day}曜 {t[1]} 祝日は除く",
        f"令和{first.year - 2018}年{a}～{b} 毎週{day}曜日（祝日を除く）{t[2]}",
        f"{first.month}/{first.day}～{last.month}/{last.day} 毎週{day}曜日 {t[3]} ※祝日は休み",
        f"{t[4]}　{a}{mark}〜{b}{mark}　毎週{day}曜日　祝日休み",
    ]
    check(texts, rule, when, month)


@settings(max_examples=10, deadline=None)
@given(MONTH_STARTS, st.lists(st.integers(1, 28), min_size=2, max_size=2, unique=True), hours())
def test_days_of_each_month(month: date, numbers: list[int], when: Hours) -> None:
    (a, b), t = sorted(numbers), when.spellings()
    rule = {
        "freq": "monthly_days", "from": month.isoformat(),
        "until": fiscal_year_end(month).isoformat(), "month_days": sorted(numbers),
        "skip_holidays": True,
    }  # fmt: skip
    texts = [
        f"毎月{a}日・{b}日 {t[0]}（祝日休み）",
        f"毎月{a}日と{b}日 {t[1]} ※祝日は除く",
        f"{t[2]} 毎月{a}、{b}日（祝日は休み）",
        f"毎月{a}日、{b}日".translate(FULL) + f" {t[3]} 祝日休み",
        f"毎月{a}・{b}日 {t[4]} ただし祝日はお休み",
    ]
    check(texts, rule, when, month)
