"""What must hold for any text and any day."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from notifier.intake.reading import (
    Reference,
    WhenWords,
    expand,
    is_holiday,
    read_audience,
    read_capacity,
    read_contact,
    read_fee,
    read_when,
)
from notifier.intake.reading.body import read_body, stale
from notifier.intake.reading.deadline import read_deadline
from notifier.kit.clock import say_date

DAYS = st.dates(min_value=date(2010, 1, 1), max_value=date(2040, 12, 31))
PIECES = st.sampled_from(
    [
        "1月", "31日", "2月29日", "(土)", "（日・祝）", "～", "〜", "から", "まで", "第2", "第4", "土曜", "毎週", "毎月", "①", "②", "、",
        "・", "\n", "午後", "1時", "10:00", "25:99", "正午", "※", "ただし", "休館", "令和", "7年", "99月", "0日", "(aaa)", "全5回",
        "平日のみ", "祝日休み", "いずれも(木)", "隔週", "8月休み", "（", "）", "【", "】", "5歳", "か月", "円", "無料", "組", "名", " ",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join))


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS, DAYS)
def test_no_text_breaks_the_readers(a: str, b: str, c: str, d: str, day: date) -> None:
    reference = Reference(day, known=True)
    when = read_when(WhenWords(a, b, c, c, d), reference=reference)
    for slot in when.slots:
        assert slot.end is None or slot.start is None or slot.last or slot.end > slot.start
    read_audience(a)
    read_fee(b)
    read_capacity(c)
    read_contact(d)
    read_body(a)
    stale(a, (day,), (), ())
    read_deadline(a, b, c, reference=reference)


@given(DAYS)
def test_a_day_as_we_say_it_is_read_back(day: date) -> None:
    when = read_when(WhenWords(say_date(day)), reference=Reference(day.replace(day=1), known=True))
    assert [slot.day for slot in when.slots] == [day]
    assert when.asks == ()


@given(DAYS, st.integers(1, 25))
def test_a_weekday_that_is_wrong_is_never_sure(day: date, shift: int) -> None:
    wrong = "月火水木金土日"[(day.weekday() + 1 + shift % 6) % 7]
    text = f"{day.year}年{day.month}月{day.day}日({wrong})"
    when = read_when(WhenWords(text), reference=Reference(day, known=True))
    assert bool(when.asks) == (wrong != "月火水木金土日"[day.weekday()])


RULES = st.fixed_dictionaries(
    {"freq": st.sampled_from(["daily", "weekly", "monthly_nth", "monthly_days"])},
    optional={
        "skip_holidays": st.booleans(),
        "also_holidays": st.booleans(),
        "on_holiday": st.sampled_from(["next_day", "next_weekday"]),
        "skip_year_end": st.booleans(),
        "skip_months": st.lists(st.integers(1, 12), max_size=3),
        "months": st.sampled_from(["odd", "even"]),
        "interval": st.integers(1, 3),
    },
)


@settings(max_examples=150, deadline=None)
@given(
    RULES,
    DAYS,
    st.integers(0, 400),
    st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True),
    st.lists(st.integers(1, 5), min_size=1, max_size=5, unique=True),
)
def test_expand_stays_inside_its_period(
    rule: dict[str, object], start: date, length: int, weekdays: list[int], nth: list[int]
) -> None:
    stop = start + timedelta(days=length)
    full = {
        **rule, "from": start.isoformat(), "until": stop.isoformat(), "weekdays": weekdays, "nth": nth,
        "month_days": [1, 31], "except": [start.isoformat()], "also": [(stop + timedelta(days=1)).isoformat()],
    }  # fmt: skip
    days = expand(full, is_holiday=is_holiday)
    assert days == sorted(set(days))
    assert all(start < day <= stop for day in days)
